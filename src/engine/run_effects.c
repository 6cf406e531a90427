/* What an effect means: for undo, for the guard's ledger, for the journal. */

#include <string.h>

#include "base/clock.h"
#include "base/xmalloc.h"
#include "engine/run_priv.h"

/* "KEY=VALUE" or "KEY": is it the same key? */
static bool
same_key(const char *a, const char *b)
{
	size_t len = strcspn(a, "=");

	return len == strcspn(b, "=") && strncmp(a, b, len) == 0;
}

static bool
undoes(const struct action *action, const struct action *done)
{
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
	if (purpose != PLAN_FORWARD) {
		for (int s = 0; s <= STEP_COUNT; s++)
			for (size_t i = run->done[s].n; i-- > 0;)
				if (undoes(action, &run->done[s].actions[i])) {
					take_out(&run->done[s], i);
					return;
				}
	}
	struct action *copy = plan_add(&run->done[step], action->kind,
	    action->server, action->lb, action->arg);
	*copy = *action;
}

/* The ledger learns the id and the address under the same name. */
static void
learn_identity(struct run *run, const char *name)
{
	const struct server *sv = facts_server(watch_facts(run->watch), name);
	struct record record = { .type = RECORD_MARK };
	enum mark mark;
	struct err err = { 0 };

	if (sv == NULL)
		return;
	mark = guard_mark_of(run->guard, sv);
	if (mark == MARK_UNKNOWN)
		return;
	str_copy(record.server, sizeof(record.server), sv->name);
	str_copy(record.arg, sizeof(record.arg), sv->id);
	str_copy(record.lb, sizeof(record.lb), sv->addr);
	str_copy(record.verdict, sizeof(record.verdict), mark_name(mark));
	if (run_journal(run, &record) == -1)
		return;
	if (guard_mark(run->guard, sv->name, sv->id, sv->addr, mark, &err) == -1)
		run_event(run, EVENT_ERROR, "%s", err.text);
	watch_copy_marks(run->watch);
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
	} else if (action->kind == ACTION_PROBE && sv != NULL) {
		str_fmt(record.arg, sizeof(record.arg), "%u", sv->probe.passes);
		str_copy(record.text, sizeof(record.text), sv->probe.text);
	} else if (action->kind != ACTION_SAVE_LB) {
		return;
	}
	(void)run_journal(run, &record);
}

void
run_effect(const struct action *action, void *arg)
{
	struct run *run = arg;

	run_remember(run, run->side ? 0 : run->step->number, action,
	    run->plan.purpose);
	if (action->kind == ACTION_CLONE || action->kind == ACTION_LAUNCH)
		learn_identity(run, action->server);
	if (action->kind == ACTION_SAVE_INPUTS)
		note_saved(run);
	if (action->kind == ACTION_ATTACH)
		run->attached_any = true;
	if (action->kind == ACTION_TERMINATE)
		run->terminated_any = true;
	note_observed(run, action);
}

/* ---- off every balancer: the bake time begins ---- */

static bool *
off_flag(struct run *run, const char *name)
{
	for (size_t i = 0; i < run->n_off; i++)
		if (str_eq(run->off[i].name, name))
			return &run->off[i].off;
	x_grow(run->off, run->n_off, run->cap_off);
	str_copy(run->off[run->n_off].name, NAME_LEN, name);
	run->off[run->n_off].off = false;
	return &run->off[run->n_off++].off;
}

void
run_note_off(struct run *run)
{
	const struct facts *facts = watch_facts(run->watch);

	for (size_t i = 0; i < facts->n_servers; i++) {
		const struct server *sv = &facts->servers[i];

		if (sv->mark != MARK_OLD && sv->mark != MARK_WITHDRAWN)
			continue;
		enum tri listed = facts_listed(facts, sv->name,
		    run->config->policy.fresh_ms);
		bool *off = off_flag(run, sv->name);
		if (listed == TRI_UNKNOWN || *off == (listed == TRI_NO))
			continue;
		*off = listed == TRI_NO;
		guard_note_detached(run->guard, sv->name,
		    *off ? facts->now_ms : 0);
	}
}

/* ---- the start of a run: who is old, and where back is ---- */

static bool
is_old(const struct run *run, const struct server *sv)
{
	return server_runs(sv) && sv->tag == MARK_OLD &&
	    str_eq(sv->self.version, run->config->release_from);
}

static void
note_return_point(struct run *run, const char *template)
{
	const struct facts *facts = watch_facts(run->watch);
	struct record record = { .type = RECORD_RETURN_POINT };
	struct err err = { 0 };

	if (facts->array.exists == TRI_YES && facts->array.template[0] != '\0')
		template = facts->array.template;
	run->array_was_on = facts->array.enabled == TRI_YES;
	str_copy(record.server, sizeof(record.server), run->config->release_from);
	str_copy(record.arg, sizeof(record.arg), template);
	str_copy(record.verdict, sizeof(record.verdict),
	    run->array_was_on ? "array-on" : "array-off");
	if (run_journal(run, &record) == -1)
		return;
	if (guard_return_point(run->guard, run->config->release_from, template,
	    &err) == -1)
		run_event(run, EVENT_ERROR, "%s", err.text);
}

/*
 * The old servers are those that run, that the cloud does not call new, and that
 * say themselves that they serve the old release.  The operator sees the list,
 * and confirms it with the first plan.
 */
void
run_mark_old(struct run *run)
{
	const struct facts *facts = watch_facts(run->watch);
	struct buf names = { 0 };
	const char *template = NULL;
	struct err err = { 0 };

	for (size_t i = 0; i < facts->n_servers; i++) {
		const struct server *sv = &facts->servers[i];
		struct record record = { .type = RECORD_MARK };

		if (sv->mark != MARK_UNKNOWN || !is_old(run, sv))
			continue;
		str_copy(record.server, sizeof(record.server), sv->name);
		str_copy(record.arg, sizeof(record.arg), sv->id);
		str_copy(record.lb, sizeof(record.lb), sv->addr);
		str_copy(record.verdict, sizeof(record.verdict),
		    mark_name(MARK_OLD));
		if (run_journal(run, &record) == -1)
			break;
		if (guard_mark(run->guard, sv->name, sv->id, sv->addr, MARK_OLD,
		    &err) == -1) {
			run_event(run, EVENT_ERROR, "%s", err.text);
			continue;
		}
		if (template == NULL)
			template = sv->template;
		buf_printf(&names, "%s%s", names.len > 0 ? ", " : "", sv->name);
	}
	if (names.len > 0) {
		note_return_point(run, template);
		run_event(run, EVENT_NOTE, "OLD servers of this run: %s; the first "
		    "confirmation confirms this list", names.data);
	}
	watch_copy_marks(run->watch);
	buf_done(&names);
}
