/* The ledger learns of each server of the run while facts come in.  Which are OLD:
 * run_old.c. */

#include "engine/run_priv.h"

#include <string.h>

#include "base/xmalloc.h"

#define DETACH_STEP 14

struct known *
run_known(struct run *run, const char *name)
{
	struct known *known;

	for (size_t i = 0; i < run->n_known; i++)
		if (str_eq(run->known[i].name, name))
			return &run->known[i];
	x_grow(run->known, run->n_known, run->cap_known);
	known = &run->known[run->n_known++];
	memset(known, 0, sizeof(*known));
	str_copy(known->name, sizeof(known->name), name);
	return known;
}

/* The ledger learns the id and the address under the same name. */
static void
learn_identity(struct run *run, const struct server *sv, struct known *known)
{
	struct record record = { .type = RECORD_MARK };
	struct err err = { 0 };

	str_copy(record.server, sizeof(record.server), sv->name);
	str_copy(record.arg, sizeof(record.arg), sv->id);
	str_copy(record.lb, sizeof(record.lb), sv->addr);
	str_copy(record.verdict, sizeof(record.verdict), mark_name(sv->mark));
	if (run_journal(run, &record) == -1)
		return;
	str_copy(known->id, sizeof(known->id), sv->id);
	str_copy(known->addr, sizeof(known->addr), sv->addr);
	if (guard_mark(run->guard, sv->name, sv->id, sv->addr, sv->mark,
	    &err) == -1)
		run_event(run, EVENT_ERROR, "%s", err.text);
	watch_copy_marks(run->watch);
}

static bool
is_news(const struct server *sv, const struct known *known)
{
	return (sv->id[0] != '\0' && known->id[0] == '\0') ||
	    (sv->addr[0] != '\0' && known->addr[0] == '\0');
}

/* Off every balancer: the bake time begins; listed again: it ends. */
static void
note_off(struct run *run, const struct facts *facts, const struct server *sv,
    struct known *known)
{
	enum tri listed = facts_listed(facts, sv->name,
	    run->config->policy.fresh_ms);

	if (listed == TRI_UNKNOWN || known->off == (listed == TRI_NO))
		return;
	known->off = listed == TRI_NO;
	guard_note_detached(run->guard, sv->name, known->off ? facts->now_ms : 0);
}

static bool
was_detached(const struct run *run, const char *server)
{
	const struct plan *done = &run->done[DETACH_STEP];

	for (size_t i = 0; i < done->n; i++)
		if (done->actions[i].kind == ACTION_DETACH &&
		    str_eq(done->actions[i].server, server))
			return true;
	return false;
}

/* Why a server that was detached is not so any more; false: it is. */
static bool
came_back(const struct run *run, const struct server *sv, char *why, size_t size)
{
	const struct lb_row *row = NULL;

	while ((row = facts_next_row(watch_facts(run->watch), sv->name, row)) !=
	    NULL)
		if (!row->leaving && row->state != LB_MAINT) {
			str_fmt(why, size, "%s is back: %s lists it again",
			    sv->name, row->lb);
			return true;
		}
	str_fmt(why, size, "%s is back in the cloud's pool: the balancers will "
	    "attach it again", sv->name);
	return sv->pooled == TRI_YES;
}

/* What attaches by itself (a cron of the balancers, a reboot) undoes step 14 behind
 * our back: it is open again, so nothing after it goes on and no run ends. */
static void
look_for_return(struct run *run, const struct server *sv)
{
	struct record record = { .type = RECORD_SURPRISE, .step = DETACH_STEP };
	bool by_us = run->told.purpose == PLAN_BACK || run->undoing[DETACH_STEP];

	if (run->states[DETACH_STEP] != STATE_DONE || by_us ||
	    !server_runs(sv) || !was_detached(run, sv->name) ||
	    !came_back(run, sv, record.text, sizeof(record.text)))
		return;
	str_copy(record.server, sizeof(record.server), sv->name);
	if (run_journal(run, &record) == -1)
		return;
	run_event(run, EVENT_SURPRISE, "%s; detach it again (step 14)",
	    record.text);
	run_set_state(run, DETACH_STEP, STATE_FAILED, record.text);
}

void
run_note_servers(struct run *run)
{
	const struct facts *facts = watch_facts(run->watch);

	for (size_t i = 0; i < facts->n_servers; i++) {
		const struct server *sv = &facts->servers[i];

		/* Who is not of this run stays unknown to the ledger. */
		if (sv->mark == MARK_UNKNOWN)
			continue;
		struct known *known = run_known(run, sv->name);
		if (is_news(sv, known))
			learn_identity(run, sv, known);
		if (sv->mark == MARK_OLD || sv->mark == MARK_WITHDRAWN)
			note_off(run, facts, sv, known);
		look_for_return(run, sv);
	}
}
