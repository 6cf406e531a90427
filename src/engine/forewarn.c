/* Said before it is done. */

#include "engine/forewarn.h"

#include "base/clock.h"
#include "base/str.h"

static bool
is_asked(const struct action *action, const char *lb)
{
	return action->lb[0] == '\0' || str_eq(action->lb, lb);
}

/* On the balancers that the action is about; -1 when one of them is silent. */
static long
sessions_of(const struct forewarned *who, const struct action *action)
{
	const struct facts *facts = who->facts;
	const struct lb_row *row = NULL;
	long n = 0;

	for (size_t i = 0; i < facts->n_lbs; i++)
		if (is_asked(action, facts->lbs[i].name) &&
		    !facts_lb_fresh(facts, &facts->lbs[i], who->fresh_ms))
			return -1;
	while ((row = facts_next_row(facts, action->server, row)) != NULL)
		if (is_asked(action, row->lb))
			n += (long)row->scur + (long)row->qcur;
	return n;
}

/* The report tells it, in whatever life of the run it is written. */
static int
note_sessions(const struct forewarned *who, const struct action *action,
    struct err *err)
{
	struct record record = { .type = RECORD_FACT, .step = who->step };
	long n = sessions_of(who, action);

	str_copy(record.verdict, sizeof(record.verdict),
	    action_name(action->kind));
	str_copy(record.server, sizeof(record.server), action->server);
	str_copy(record.lb, sizeof(record.lb), action->lb);
	if (n < 0)
		str_copy(record.arg, sizeof(record.arg), "?");
	else
		str_fmt(record.arg, sizeof(record.arg), "%ld", n);
	return journal_add(who->journal, &record, err);
}

static int
note_mark(const struct forewarned *who, const struct action *action,
    enum mark mark, struct err *err)
{
	struct record record = { .type = RECORD_MARK, .step = who->step };

	str_copy(record.server, sizeof(record.server), action->server);
	str_copy(record.verdict, sizeof(record.verdict), mark_name(mark));
	str_copy(record.text, sizeof(record.text), action->arg);
	if (action->kind == ACTION_WITHDRAW) {
		struct record withdraw = record;

		withdraw.type = RECORD_WITHDRAW;
		if (journal_add(who->journal, &withdraw, err) == -1)
			return -1;
	}
	if (journal_add(who->journal, &record, err) == -1)
		return -1;
	return guard_mark(who->guard, action->server, "", "", mark, err);
}

static int
note_new(const struct forewarned *who, const struct action *action,
    struct err *err)
{
	return note_mark(who, action, MARK_NEW, err);
}

static int
note_withdrawn(const struct forewarned *who, const struct action *action,
    struct err *err)
{
	return note_mark(who, action, MARK_WITHDRAWN, err);
}

static int
note_attached(const struct forewarned *who, const struct action *action,
    struct err *err)
{
	(void)err;
	guard_note_attached(who->guard, action->server);
	return 0;
}

static int
note_input(const struct forewarned *who, const struct action *action,
    struct err *err)
{
	(void)err;
	guard_note_input(who->guard, action);
	return 0;
}

static int
note_detached(const struct forewarned *who, const struct action *action,
    struct err *err)
{
	guard_note_removal(who->guard, action->server, clock_boot_ms());
	return note_sessions(who, action, err);
}

static int
note_terminated(const struct forewarned *who, const struct action *action,
    struct err *err)
{
	(void)err;
	guard_note_removal(who->guard, action->server, clock_boot_ms());
	guard_note_terminated(who->guard);
	return 0;
}

static int (*const hears[ACTION_COUNT])(const struct forewarned *who,
    const struct action *action, struct err *err) = {
	[ACTION_ATTACH] = note_attached, [ACTION_DETACH] = note_detached,
	[ACTION_DRAIN] = note_sessions, [ACTION_MARK] = note_new,
	[ACTION_SET_INPUT] = note_input, [ACTION_TERMINATE] = note_terminated,
	[ACTION_WITHDRAW] = note_withdrawn,
};

int
forewarn(const struct forewarned *who, const struct action *action,
    struct err *err)
{
	return hears[action->kind] == NULL ? 0 :
	    hears[action->kind](who, action, err);
}
