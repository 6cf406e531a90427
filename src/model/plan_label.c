/* The words on the button: verb, kind, number, object and effect (GR-32).  A
 * person who reads nothing else must know what the key will do. */

#include "model/plan.h"

#include "model/facts.h"

struct words {
	int weight;			/* the heaviest kind names the button */
	const char *verb;
	const char *noun;		/* NULL: servers */
	const char *effect;		/* NULL: counted from the facts */
};

static const struct words words[ACTION_COUNT] = {
	[ACTION_SNAPSHOT] = { 3, "Back up", "database",
	    "visitors notice nothing" },
	[ACTION_MIGRATE] = { 4, "Run", "migration", "changes the database" },
	[ACTION_MARK] = { 1, "Mark", NULL, "never to be taken out by us" },
	[ACTION_CLONE] = { 2, "Clone", NULL, "not launched yet" },
	[ACTION_CONFIGURE] = { 2, "Configure", NULL, "for their next launch" },
	[ACTION_SAVE_INPUTS] = { 3, "Save", "copy of the inputs",
	    "changes nothing" },
	[ACTION_SET_INPUT] = { 4, "Change", "input",
	    "for servers launched from now on" },
	[ACTION_LAUNCH] = { 5, "Launch", NULL, "no visitors yet" },
	[ACTION_PROBE] = { 1, "Test", NULL, "changes nothing" },
	[ACTION_ARRAY_OFF] = { 4, "Stop", "array", "its servers stay up" },
	[ACTION_SAVE_LB] = { 1, "Save the state of", "balancer",
	    "changes nothing" },
	[ACTION_ATTACH] = { 6, "Attach", NULL, "they get visitors at once" },
	[ACTION_DRAIN] = { 7, "Fail the health check of", NULL, NULL },
	[ACTION_UNDRAIN] = { 6, "Put back the health check of", NULL,
	    "they get visitors again" },
	[ACTION_AWAIT_EMPTY] = { 1, "Wait for", NULL, NULL },
	[ACTION_DETACH] = { 8, "Detach", NULL, NULL },
	[ACTION_ARRAY_UPDATE] = { 4, "Change", "array",
	    "for its next launches" },
	[ACTION_ARRAY_TRIAL] = { 6, "Try", "launch of the array",
	    "it may get visitors" },
	[ACTION_ARRAY_ON] = { 5, "Enable", "array", "it may launch servers" },
	[ACTION_LOOK_SITE] = { 1, "Look at", "site", "changes nothing" },
	[ACTION_LOCK] = { 1, "Lock", NULL, "the cloud will not terminate them" },
	[ACTION_UNLOCK] = { 1, "Unlock", NULL, "the cloud may terminate them" },
	[ACTION_LAST_LOOK] = { 1, "Look at", NULL, "changes nothing" },
	[ACTION_TERMINATE] = { 9, "Terminate", NULL, NULL },
	[ACTION_DISCARD] = { 9, "Discard", NULL, "no balancer lists them" },
	[ACTION_WITHDRAW] = { 6, "Withdraw", NULL,
	    "they may then be taken out" },
};

static enum action_kind
heaviest(const struct plan *plan)
{
	enum action_kind kind = ACTION_NONE;

	for (size_t i = 0; i < plan->n; i++)
		if (words[plan->actions[i].kind].weight >= words[kind].weight)
			kind = plan->actions[i].kind;
	return kind;
}

/* Is this the first action of its kind about this server? */
static bool
is_first(const struct plan *plan, size_t at)
{
	const struct action *action = &plan->actions[at];

	for (size_t i = 0; i < at; i++)
		if (plan->actions[i].kind == action->kind &&
		    str_eq(plan->actions[i].server, action->server))
			return false;
	return true;
}

/* What the plan itself makes is NEW before anybody has seen it. */
static enum mark
mark_in(const struct facts *facts, const struct action *action)
{
	const struct server *sv = facts_server(facts, action->server);

	if (sv != NULL)
		return sv->mark;
	return action->kind == ACTION_MARK || action->kind == ACTION_CLONE ||
	    action->kind == ACTION_LAUNCH ? MARK_NEW : MARK_UNKNOWN;
}

/* The servers of this kind of action, and their mark when all have the same. */
static unsigned
count_servers(const struct plan *plan, const struct facts *facts,
    enum action_kind kind, enum mark *mark)
{
	unsigned n = 0;

	for (size_t i = 0; i < plan->n; i++) {
		const struct action *action = &plan->actions[i];

		if (action->kind != kind || !is_first(plan, i))
			continue;
		enum mark it = mark_in(facts, action);
		*mark = n++ == 0 || *mark == it ? it : MARK_UNKNOWN;
	}
	return n;
}

static unsigned
count_actions(const struct plan *plan, enum action_kind kind)
{
	unsigned n = 0;

	for (size_t i = 0; i < plan->n; i++)
		n += plan->actions[i].kind == kind;
	return n;
}

/* What goes without saying (saving, looking, marking) is not counted. */
static size_t
count_others(const struct plan *plan, enum action_kind kind)
{
	size_t n = 0;

	for (size_t i = 0; i < plan->n; i++)
		n += plan->actions[i].kind != kind &&
		    words[plan->actions[i].kind].weight > 1;
	return n;
}

static void
add_lbs(const struct plan *plan, enum action_kind kind, char *dst, size_t size)
{
	const char *before = kind == ACTION_DETACH ? " from" : " to";

	for (size_t i = 0; i < plan->n; i++) {
		const struct action *action = &plan->actions[i];
		bool again = action->kind != kind || action->lb[0] == '\0';

		for (size_t j = 0; j < i && !again; j++)
			again = plan->actions[j].kind == kind &&
			    str_eq(plan->actions[j].lb, action->lb);
		if (again)
			continue;
		str_add(dst, size, "%s %s", before, action->lb);
		before = ",";
	}
}

/* Sessions and queue of one row, or -1 when its balancer does not answer. */
static long
row_sessions(const struct facts *facts, const struct lb_row *row)
{
	const struct lb *lb = facts_lb(facts, row->lb);

	if (lb == NULL || lb->seen_ms == 0 || lb->missed > 0)
		return -1;
	return (long)row->scur + row->qcur;
}

/* What is open now on the servers (and balancers) that are meant, or -1. */
static long
count_sessions(const struct plan *plan, const struct facts *facts,
    enum action_kind kind)
{
	long sum = 0;

	for (size_t i = 0; i < plan->n; i++) {
		const struct action *action = &plan->actions[i];
		const struct lb_row *row = NULL;

		if (action->kind != kind)
			continue;
		while ((row = facts_next_row(facts, action->server, row)) !=
		    NULL) {
			if (action->lb[0] != '\0' &&
			    !str_eq(action->lb, row->lb))
				continue;
			long n = row_sessions(facts, row);
			if (n < 0)
				return -1;
			sum += n;
		}
	}
	return sum;
}

static void
add_effect(const struct plan *plan, const struct facts *facts,
    enum action_kind kind, char *dst, size_t size)
{
	long n = count_sessions(plan, facts, kind);
	const char *s = str_s(n);
	const char *after = kind == ACTION_DETACH ? " will be cut" :
	    kind == ACTION_TERMINATE ? " will be cut, no way back" :
	    kind == ACTION_DRAIN ? " go on, new ones go elsewhere" : " now";

	if (n < 0)
		str_add(dst, size, " - an unknown number of sessions%s", after);
	else
		str_add(dst, size, " - %ld session%s%s", n, s, after);
}

static void
add_count(const struct plan *plan, const struct facts *facts,
    enum action_kind kind, char *dst, size_t size)
{
	const struct words *word = &words[kind];
	enum mark mark = MARK_UNKNOWN;
	unsigned n;

	if (word->noun != NULL) {
		n = count_actions(plan, kind);
		str_add(dst, size, " %u %s%s", n, word->noun,
		    str_s(n));
		return;
	}
	n = count_servers(plan, facts, kind, &mark);
	str_add(dst, size, " %u%s%s server%s", n,
	    mark == MARK_UNKNOWN ? "" : " ",
	    mark == MARK_UNKNOWN ? "" : mark_name(mark), str_s(n));
}

const char *
plan_label(const struct plan *plan, const struct facts *facts, char *dst,
    size_t size)
{
	static const char *const before[] = {
		[PLAN_FORWARD] = "", [PLAN_UNDO] = "Undo: ",
		[PLAN_BACK] = "Go back: ",
	};
	enum action_kind kind = heaviest(plan);

	if (kind == ACTION_NONE) {
		str_fmt(dst, size, "Nothing to do");
		return dst;
	}
	str_fmt(dst, size, "%s%s", before[plan->purpose], words[kind].verb);
	add_count(plan, facts, kind, dst, size);
	if (words[kind].noun == NULL)
		add_lbs(plan, kind, dst, size);
	if (words[kind].effect != NULL)
		str_add(dst, size, " - %s", words[kind].effect);
	else
		add_effect(plan, facts, kind, dst, size);


	size_t others = count_others(plan, kind);
	if (others > 0)
		str_add(dst, size, "; and %zu more", others);
	return dst;
}
