/* The only maker of permits. */

#include "guard/guard.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/xmalloc.h"
#include "guard/ledger.h"
#include "guard/rules.h"
#include "model/inputs.h"

#define PERMITS 16
#define PERMIT_LIFE_MS 2000
#define MINUTE_MS 60000

struct permit {
	bool live;
	int64_t born_ms;
	struct action action;
};

struct removal { char server[NAME_LEN]; int64_t at_ms; };

struct guard {
	const struct config *config;	/* lent for the guard's life */
	struct ledger ledger;
	char return_release[NAME_LEN], return_template[NAME_LEN];
	char saved_digest[65];
	char array_template[NAME_LEN];	/* what step 15 was told; empty: nothing */
	struct plan inputs;		/* SET_INPUT, the first one of each key */
	bool past_return;
	struct removal *removals;	/* boot clock; the last minute's */
	size_t n_removals, cap_removals;
	/* 5xx in the minute before the plan with this serial, by balancer as
	 * configured; -1: not known.  Noted when its first permit is asked for. */
	int64_t *calm;
	unsigned calm_serial;
	/* A permit is one of these and nothing else.  They are used in turn, so
	 * that an old pointer does not soon mean another action. */
	struct permit permits[PERMITS];
	size_t next;
};

struct guard *
guard_new(const struct config *config)
{
	struct guard *guard = xcalloc(1, sizeof(*guard));

	guard->config = config;
	return guard;
}

void
guard_free(struct guard *guard)
{
	if (guard == NULL)
		return;
	ledger_done(&guard->ledger);
	plan_done(&guard->inputs);
	free(guard->removals);
	free(guard->calm);
	free(guard);
}

int
guard_mark(struct guard *guard, const char *name, const char *id,
    const char *addr, enum mark mark, struct err *err)
{
	return ledger_mark(&guard->ledger, name, id, addr, mark, err);
}

enum mark
guard_mark_of(const struct guard *guard, const struct server *sv)
{
	return ledger_mark_of(&guard->ledger, sv);
}

/* What comes back into service bakes anew when it leaves again. */
void
guard_note_attached(struct guard *guard, const char *name)
{
	struct ledger_entry *entry = ledger_need(&guard->ledger, name);

	entry->was_attached = true;
	entry->detached_ms = 0;
}

void
guard_note_detached(struct guard *guard, const char *name, int64_t now_ms)
{
	ledger_need(&guard->ledger, name)->detached_ms = now_ms;
}

int64_t
guard_detached_ms(const struct guard *guard, const char *name)
{
	const struct ledger_entry *entry = ledger_find(&guard->ledger, name);

	return entry == NULL ? 0 : entry->detached_ms;
}

int
guard_return_point(struct guard *guard, const char *release,
    const char *template, struct err *err)
{
	if (release[0] == '\0')
		return err_set(err, ERR_GUARD, "nobody says which release runs now, "
		    "so there is no way back (GR-23)");
	if (str_eq(release, guard->config->release_to))
		return err_set(err, ERR_GUARD, "%s runs already: the way back would "
		    "lead to the new release (GR-23)", release);
	if (guard->return_release[0] != '\0' &&
	    (!str_eq(guard->return_release, release) ||
	    !str_eq(guard->return_template, template)))
		return err_set(err, ERR_GUARD, "the way back leads to %s and stays "
		    "so (GR-23)", guard->return_release);
	str_copy(guard->return_release, sizeof(guard->return_release), release);
	str_copy(guard->return_template, sizeof(guard->return_template), template);
	return 0;
}

void
guard_note_saved(struct guard *guard, const char *digest)
{
	str_copy(guard->saved_digest, sizeof(guard->saved_digest), digest);
}

void
guard_note_input(struct guard *guard, const struct action *action)
{
	char key[TEXT_LEN];

	str_copy_n(key, sizeof(key), action->arg, strcspn(action->arg, "="));
	if (inputs_first_change(&guard->inputs, key) == NULL)
		*plan_add(&guard->inputs, action->kind, NULL, NULL, NULL) = *action;
}

void
guard_note_array_template(struct guard *guard, const char *template)
{
	str_copy(guard->array_template, sizeof(guard->array_template), template);
}

void
guard_note_terminated(struct guard *guard)
{
	guard->past_return = true;
}

/* To see a rise (GR-11): how the balancers did before the plan began. */
static void
note_calm(struct guard *guard, const struct facts *facts,
    const struct plan *plan)
{
	const struct config *config = guard->config;

	if (guard->calm != NULL && guard->calm_serial == plan->serial)
		return;
	if (guard->calm == NULL)
		guard->calm = xcalloc(config->n_lbs + 1, sizeof(*guard->calm));
	guard->calm_serial = plan->serial;
	for (size_t i = 0; i < config->n_lbs; i++) {
		const struct lb *lb = facts_lb(facts, config->lbs[i].name);

		guard->calm[i] = lb == NULL ? -1 : pace_rise(&lb->errors_pace,
		    facts->now_ms);
	}
}

/* The newest time of each server: a second balancer prolongs its removal. */
void
guard_note_removal(struct guard *guard, const char *server, int64_t now_ms)
{
	struct removal *removal;
	size_t kept = 0;

	for (size_t i = 0; i < guard->n_removals; i++)
		if (now_ms - guard->removals[i].at_ms < MINUTE_MS &&
		    !str_eq(guard->removals[i].server, server))
			guard->removals[kept++] = guard->removals[i];
	guard->n_removals = kept;
	x_grow(guard->removals, guard->n_removals, guard->cap_removals);
	removal = &guard->removals[guard->n_removals++];
	str_copy(removal->server, sizeof(removal->server), server);
	removal->at_ms = now_ms;
}

/* Other servers than this one: what has begun may be ended. */
static unsigned
removals_since(const struct guard *guard, const char *except, int64_t since_ms)
{
	unsigned n = 0;

	for (size_t i = 0; i < guard->n_removals; i++)
		n += guard->removals[i].at_ms > since_ms &&
		    !str_eq(guard->removals[i].server, except);
	return n;
}

/* The opposite of one in the plan, for the same server, when it only adds. */
static bool
is_remedy(const struct plan *plan, const struct action *action)
{
	struct action former = *action;

	if (action_effect(action->kind) != EFFECT_ADDS)
		return false;
	for (size_t i = 0; i < plan->n; i++) {
		former.kind = plan->actions[i].kind;
		if (action_opposite(former.kind) == action->kind &&
		    action_equal(&plan->actions[i], &former))
			return true;
	}
	return false;
}

static const struct action *
find_planned(const struct plan *plan, const struct action *action)
{
	for (size_t i = 0; i < plan->n; i++)
		if (action_equal(&plan->actions[i], action))
			return &plan->actions[i];
	return NULL;
}

static enum mark
mark_of(const void *ledger, const struct server *sv)
{
	return ledger_mark_of(ledger, sv);
}

/* Also of a server that does not exist yet: its name is marked before. */
static enum mark
mark_of_target(const struct guard *guard, const struct server *sv,
    const char *name)
{
	struct server unborn = { 0 };

	str_copy(unborn.name, sizeof(unborn.name), name);
	return ledger_mark_of(&guard->ledger, sv != NULL ? sv : &unborn);
}

static const char *
or_null(const char *text)
{
	return text[0] == '\0' ? NULL : text;
}

void
guard_prepare(const struct guard *guard, const struct facts *facts,
    const struct plan *plan, const struct action *action,
    struct hearing *hearing)
{
	const struct server *sv = facts_server(facts, action->server);
	const struct ledger_entry *entry = ledger_find(&guard->ledger,
	    action->server);

	*hearing = (struct hearing){
		.config = guard->config,
		.facts = facts,
		.plan = plan,
		.action = action,
		.planned = find_planned(plan, action),
		.sv = sv,
		.mark = mark_of_target(guard, sv, action->server),
		.was_attached = entry != NULL && entry->was_attached,
		.detached_ms = entry == NULL ? 0 : entry->detached_ms,
		.return_release = or_null(guard->return_release),
		.return_template = or_null(guard->return_template),
		.saved_digest = or_null(guard->saved_digest),
		.array_template = guard->array_template[0] != '\0' ?
		    guard->array_template : guard->config->template_to,
		.inputs = &guard->inputs,
		.past_return = guard->past_return,
		.removals_last_minute = removals_since(guard, action->server,
		    facts->now_ms - MINUTE_MS),
		.calm = guard->calm_serial == plan->serial ? guard->calm : NULL,
		.mark_of = mark_of,
		.ledger = &guard->ledger,
	};
	hearing->is_remedy = hearing->planned == NULL && is_remedy(plan, action);
}

static bool
is_live(const struct permit *permit, int64_t now_ms)
{
	return permit->live && now_ms >= permit->born_ms &&
	    now_ms - permit->born_ms <= PERMIT_LIFE_MS;
}

/* One permit an action: asking again voids the last one. */
static void
void_former(struct guard *guard, const struct action *action)
{
	for (size_t i = 0; i < PERMITS; i++)
		if (action_equal(&guard->permits[i].action, action))
			guard->permits[i].live = false;
}

static struct permit *
free_slot(struct guard *guard, int64_t now_ms)
{
	for (size_t i = 0; i < PERMITS; i++) {
		struct permit *it = &guard->permits[(guard->next + i) % PERMITS];

		if (!is_live(it, now_ms))
			return it;
	}
	return NULL;
}

static struct permit *
refuse(char rule[16], struct err *why, const char *number, const char *text)
{
	str_copy(rule, 16, number);
	(void)err_set(why, ERR_GUARD, "%s", text);
	return NULL;
}

struct permit *
guard_permit(struct guard *guard, const struct facts *facts,
    const struct plan *confirmed, const struct action *action, char rule[16],
    struct err *why)
{
	const struct rule *by;
	struct hearing hearing;
	struct permit *permit;
	enum verdict verdict;
	char text[TEXT_LEN];

	rule[0] = '\0';
	void_former(guard, action);
	note_calm(guard, facts, confirmed);
	guard_prepare(guard, facts, confirmed, action, &hearing);
	verdict = rules_hear(rules, n_rules, &hearing, &by, text, sizeof(text));
	if (verdict != VERDICT_GOOD) {
		(void)refuse(rule, why, by == NULL ? "GR-31" : by->number, text);
		if (verdict == VERDICT_WAIT && why != NULL)
			why->code = ERR_NOT_YET;
		return NULL;
	}
	permit = free_slot(guard, facts->now_ms);
	if (permit == NULL)
		return refuse(rule, why, "GR-31", "too many permits are open; "
		    "nothing more is begun before they are used or too old");
	guard->next = (size_t)(permit - guard->permits + 1) % PERMITS;
	permit->live = true;
	permit->born_ms = facts->now_ms;
	permit->action = *action;
	return permit;
}

/* The pointer is compared before it is looked at: it may point anywhere. */
bool
permit_redeem(struct guard *guard, struct permit *permit, int64_t now_ms,
    struct action *action)
{
	for (size_t i = 0; i < PERMITS; i++) {
		if (permit != &guard->permits[i])
			continue;
		if (!is_live(permit, now_ms))
			return false;
		*action = permit->action;
		permit->live = false;
		return true;
	}
	return false;
}
