/* What an effect means: for undo, for the guard's ledger, for the journal. */

#include <string.h>

#include "engine/run_priv.h"

/* "KEY=VALUE" or "KEY": is it the same key? */
static bool
same_key(const char *a, const char *b)
{
	size_t len = strcspn(a, "=");

	return len == strcspn(b, "=") && strncmp(a, b, len) == 0;
}

/* What was done to a server ends with it. */
static bool
undoes(const struct action *action, const struct action *done)
{
	if (action->kind == ACTION_DISCARD)
		return str_eq(done->server, action->server);
	return action_opposite(done->kind) == action->kind &&
	    str_eq(done->server, action->server) &&
	    str_eq(done->lb, action->lb) &&
	    (action->kind != ACTION_SET_INPUT || same_key(action->arg, done->arg));
}

static void
take_out(struct plan *plan, size_t i)
{
	memmove(&plan->actions[i], &plan->actions[i + 1],
	    (plan->n - i - 1) * sizeof(*plan->actions));
	plan->n--;
}

/* Keeps run->done true: what stands, and by which step. */
void
run_remember(struct run *run, int step, const struct action *action,
    enum plan_purpose purpose)
{
	bool undone = false;

	/* The verb discard takes back too, whatever its plan is for. */
	for (int s = 0; (purpose != PLAN_FORWARD ||
	    action->kind == ACTION_DISCARD) && s <= STEP_COUNT; s++)
		for (size_t i = run->done[s].n; i-- > 0;)
			if (undoes(action, &run->done[s].actions[i])) {
				take_out(&run->done[s], i);
				run->taken_back[s] = undone = true;
			}
	if (undone)
		return;
	struct action *copy = plan_add(&run->done[step], action->kind,
	    action->server, action->lb, action->arg);
	*copy = *action;
}

static void
note_saved(struct run *run)
{
	const struct saved_inputs *saved = &watch_facts(run->watch)->saved;
	struct record record = { .type = RECORD_SAVED };

	str_copy(record.arg, sizeof(record.arg), saved->digest);
	str_copy(record.text, sizeof(record.text), saved->path);
	if (run_journal(run, &record) == 0)
		guard_note_saved(run->guard, saved->digest);
	(void)run_read_saved(run, saved->path, saved->digest);
}

/* What facts alone would not tell in a next life (run_resume.c reads it). */
static void
note_observed(struct run *run, const struct action *action)
{
	const struct facts *facts = watch_facts(run->watch);
	struct record record = { .type = RECORD_FACT,
	    .step = run->step->number };
	const struct server *sv = facts_server(facts, action->server);

	str_copy(record.server, sizeof(record.server), action->server);
	str_copy(record.lb, sizeof(record.lb), action->lb);
	str_copy(record.verdict, sizeof(record.verdict),
	    action_name(action->kind));
	if (action->kind == ACTION_SNAPSHOT) {
		str_copy(record.arg, sizeof(record.arg), facts->db.snapshot.id);
		str_copy(record.text, sizeof(record.text), facts->db.snapshot.of);
		str_fmt(record.server, sizeof(record.server), "%lld",
		    (long long)facts->db.snapshot.writes);
	} else if (action->kind == ACTION_PROBE && sv != NULL) {
		str_fmt(record.arg, sizeof(record.arg), "%u", sv->probe.passes);
		str_copy(record.text, sizeof(record.text), sv->probe.text);
	} else if (action->kind == ACTION_MIGRATE) {
		str_copy(record.arg, sizeof(record.arg), action->arg);
	} else if (action->kind != ACTION_SAVE_LB) {
		return;
	}
	(void)run_journal(run, &record);
}

void
run_effect(const struct action *action, void *arg)
{
	struct run *run = arg;
	int step = run->side ? 0 : run->step->number;

	run_remember(run, step, action, run->plan.purpose);
	if (action->kind == ACTION_SAVE_INPUTS)
		note_saved(run);
	if (action->kind == ACTION_ATTACH)
		run->attached_any = true;
	if (action->kind == ACTION_TERMINATE)
		run->terminated_any = true;
	if (action->kind == ACTION_MARK)
		run_note_mark(run, action->server, MARK_NEW, step);
	if (action->kind == ACTION_WITHDRAW)
		run_note_mark(run, action->server, MARK_WITHDRAWN, step);
	if (action->kind == ACTION_MIGRATE)	/* by somebody's word, too */
		watch_tell_migrated(run->watch, action->arg);
	note_observed(run, action);
}

void
run_note_setting(struct run *run, int step, const char *key, const char *value)
{
	choices_set(&run->choices[step], key, value);
	if (step == 15 && str_eq(key, "template"))
		guard_note_array_template(run->guard, value);
}
