/*
 * One plan, action by action.
 *
 *   LOOK ──► permit ──► intent ──► SEND ──► READ BACK ──► outcome ──► next
 *     ▲         │ not yet                        │ wrong after a drain
 *     └─ WAIT ◄─┘                                └──► the opposite at once
 */

#include "engine/executor_priv.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/loop.h"
#include "base/xmalloc.h"
#include "engine/forewarn.h"
#include "engine/patience.h"
#include "guard/guard.h"

#define NOT_YET_MS 1000			/* between two questions for a late permit */

struct executor *
executor_new(struct loop *loop, const struct config *config, struct guard *guard,
    struct journal *journal, struct watch *watch, const struct executor_tell *tell)
{
	struct executor *ex = xcalloc(1, sizeof(*ex));

	ex->loop = loop;
	ex->config = config;
	ex->guard = guard;
	ex->journal = journal;
	ex->watch = watch;
	ex->tell = *tell;
	return ex;
}

void
executor_free(struct executor *ex)
{
	if (ex == NULL)
		return;
	loop_del_timer(ex->timer);
	free(ex);
}

void
executor_set_backend(struct executor *ex, struct backend *backend)
{
	ex->backend = backend;
}

bool
executor_runs(const struct executor *ex)
{
	return ex->phase != PHASE_IDLE;
}

const struct action *
executor_busy(const struct executor *ex, size_t *index, int64_t *since_ms)
{
	if (ex->phase == PHASE_IDLE)
		return NULL;
	*index = ex->index;
	*since_ms = ex->sent_ms != 0 ? ex->sent_ms : ex->looked_ms;
	return &ex->action;
}

void
executor_over(struct executor *ex, enum executor_end how, const char *text)
{
	loop_del_timer(ex->timer);
	ex->timer = NULL;
	ex->phase = PHASE_IDLE;
	ex->tell.end(how, text, ex->tell.arg);
}

void
executor_say(struct executor *ex, enum event_kind kind, const char *rule,
    const char *text)
{
	ex->tell.event(kind, &ex->action, rule, text, ex->tell.arg);
}

static void
on_timer(void *arg)
{
	struct executor *ex = arg;

	ex->timer = NULL;
	if (ex->phase == PHASE_WAIT) {
		ex->phase = PHASE_LOOK;
		ex->looked_ms = clock_boot_ms();
	}
	watch_look(ex->watch);
	if (ex->phase == PHASE_READ_BACK)
		executor_consider(ex);
}

void
executor_look_again_in(struct executor *ex, int ms)
{
	if (ex->timer == NULL)
		ex->timer = loop_add_timer(ex->loop, ms, on_timer, ex);
}

void
executor_next(struct executor *ex)
{
	if (ex->is_remedy) {
		executor_over(ex, EXECUTOR_FAILED, ex->remedy_for);
		return;
	}
	ex->index++;
	executor_begin(ex);
}

static void
performed(enum outcome outcome, const char *text, void *arg)
{
	struct executor *ex = arg;

	switch (outcome) {
	case OUTCOME_FAILED:
		executor_went_wrong(ex, text);
		return;
	case OUTCOME_UNKNOWN:
		executor_say(ex, EVENT_OUTPUT, NULL, text);
		break;
	case OUTCOME_OK:
		if (ex->action.kind == ACTION_MIGRATE)
			watch_tell_migrated(ex->watch, ex->action.arg);
		break;
	}
	ex->phase = PHASE_READ_BACK;
	ex->performed_ms = clock_boot_ms();
	watch_look(ex->watch);
	executor_consider(ex);
}

static void
send(struct executor *ex, struct permit *permit)
{
	const struct forewarned who = { .guard = ex->guard,
	    .journal = ex->journal, .facts = watch_facts(ex->watch),
	    .fresh_ms = ex->config->policy.fresh_ms, .step = ex->step };
	struct err err = { 0 };

	ex->phase = PHASE_SEND;
	ex->sent_ms = clock_boot_ms();
	executor_say(ex, EVENT_STARTED, NULL, "");
	if (forewarn(&who, &ex->action, &err) == -1) {
		executor_went_wrong(ex, err.text);
		return;
	}
	watch_copy_marks(ex->watch);
	if (action_performer(ex->action.kind) == BY_RUN) {
		struct action redeemed;

		if (!permit_redeem(ex->guard, permit, clock_boot_ms(), &redeemed))
			executor_went_wrong(ex, "the permit is not valid any more");
		else
			performed(OUTCOME_OK, "", ex);
		return;
	}
	if (backend_perform(ex->backend, permit, watch_facts(ex->watch), performed,
	    ex, &err) == -1)
		executor_went_wrong(ex, err.text);
}

/* Intent on disk, then the first byte: never the other way round. */
static void
write_intent_and_send(struct executor *ex, struct permit *permit)
{
	struct err err = { 0 };

	if (journal_action(ex->journal, ex->step, ex->plan->serial, &ex->action,
	    &ex->action_id, &err) == -1 ||
	    journal_intent(ex->journal, ex->step, ex->action_id, 1, "all rules",
	    &err) == -1) {
		executor_say(ex, EVENT_ERROR, NULL, err.text);
		executor_over(ex, EXECUTOR_REFUSED, err.text);
		return;
	}
	send(ex, permit);
}

static void
refused(struct executor *ex, const char *rule, const char *why)
{
	struct record record = { .type = RECORD_REFUSED, .step = ex->step };

	str_copy(record.arg, sizeof(record.arg), rule);
	str_copy(record.server, sizeof(record.server), ex->action.server);
	str_copy(record.lb, sizeof(record.lb), ex->action.lb);
	str_copy(record.text, sizeof(record.text), why);
	(void)journal_add(ex->journal, &record, NULL);	/* nothing was sent */
	executor_say(ex, EVENT_REFUSED, rule, why);
	executor_over(ex, EXECUTOR_REFUSED, why);
}

/* The facts are new: ask the guard. */
static void
looked(struct executor *ex)
{
	char rule[16] = "";
	struct err why = { 0 };
	struct permit *permit = guard_permit(ex->guard, watch_facts(ex->watch),
	    ex->plan, &ex->action, rule, &why);

	if (permit != NULL) {
		write_intent_and_send(ex, permit);
	} else if (why.code == ERR_NOT_YET && !ex->leaving &&
	    clock_boot_ms() - ex->wanted_ms < patience_ms(ex->config, rule)) {
		/* Not now, but it may be soon: a rate, a bake time, a balancer that
		 * comes back.  Looked at again and again, and said once. */
		if (!patience_is_same_news(ex->told, why.text)) {
			executor_say(ex, EVENT_OUTPUT, rule, why.text);
			str_copy(ex->told, sizeof(ex->told), why.text);
		}
		ex->phase = PHASE_WAIT;
		executor_look_again_in(ex, NOT_YET_MS);
	} else {
		refused(ex, rule, why.text);
	}
}

void
executor_begin(struct executor *ex)
{
	if (!ex->is_remedy) {
		if (ex->index == ex->plan->n) {
			executor_over(ex, EXECUTOR_DONE, "");
			return;
		}
		if (ex->leaving) {
			executor_over(ex, EXECUTOR_LEFT, "stopped between two actions");
			return;
		}
		ex->action = ex->plan->actions[ex->index];
	}
	ex->phase = PHASE_LOOK;
	ex->sent_ms = 0;
	ex->looked_ms = ex->wanted_ms = clock_boot_ms();
	ex->told[0] = '\0';
	watch_look(ex->watch);
}

void
executor_start(struct executor *ex, int step, const struct plan *plan)
{
	ex->plan = plan;
	ex->step = step;
	ex->index = 0;
	ex->is_remedy = false;
	ex->leaving = false;
	executor_begin(ex);
}

void
executor_output(struct executor *ex, const char *line)
{
	if (ex->phase != PHASE_IDLE)
		executor_say(ex, EVENT_OUTPUT, NULL, line);
}

void
executor_changed(struct executor *ex)
{
	if (ex->phase == PHASE_LOOK &&
	    watch_looked_since(ex->watch, ex->looked_ms))
		looked(ex);
	else if (ex->phase == PHASE_READ_BACK)
		executor_consider(ex);
}

void
executor_leave(struct executor *ex)
{
	ex->leaving = true;
	if (ex->phase == PHASE_READ_BACK)
		executor_consider(ex);
}
