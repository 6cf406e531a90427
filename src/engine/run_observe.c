/*
 * A run as others see it: `cutover watch`.  The journal of the open run is read
 * beside its driver (no lock, no record), the balancers are asked by ourselves,
 * and every intent is refused.  Without a run there are the balancers alone.
 */

#include <stdlib.h>

#include "base/clock.h"
#include "base/loop.h"
#include "base/xmalloc.h"
#include "engine/run_priv.h"

#define LOOK_MS 500		/* for new records, and for a new run */
#define ASK_MS 1000		/* the balancers, for all their traffic */

static void
tell_traffic(const struct backend_traffic *answer, void *arg)
{
	struct run *run = arg;
	struct traffic *traffic = &run->observed->traffic;
	struct traffic_lb *lb = NULL;

	for (size_t i = 0; i < traffic->n_lbs; i++)
		if (str_eq(traffic->lbs[i].name, answer->lb))
			lb = &traffic->lbs[i];
	if (lb == NULL)
		return;
	if (answer->trouble != NULL) {
		traffic_missed(traffic, lb, answer->trouble, clock_boot_ms());
	} else {
		str_copy(lb->version, sizeof(lb->version), answer->version);
		lb->pid = answer->pid;
		lb->uptime_s = answer->uptime_s;
		lb->curr_conns = answer->curr_conns;
		traffic_merge(traffic, lb, answer->rows, clock_boot_ms());
	}
	run_changed(run);
}

static void
ask_traffic(struct run *run)
{
	struct traffic *traffic = &run->observed->traffic;
	int64_t now = clock_boot_ms();

	for (size_t i = 0; i < traffic->n_lbs; i++) {
		struct traffic_lb *lb = &traffic->lbs[i];

		if (lb->asked_ms != 0 && now - lb->asked_ms < ASK_MS)
			continue;
		lb->asked_ms = now;
		backend_ask_traffic(run->backend, lb->name, tell_traffic, run);
	}
}

/* ---- the driver's journal ---- */

/* What the driver's own screen was told of, from what was written down. */
static enum event_kind
event_of(const struct record *record)
{
	switch (record->type) {
	case RECORD_RUN: return EVENT_RUN;
	case RECORD_STATE: return EVENT_STATE;
	case RECORD_INTENT: return EVENT_STARTED;
	case RECORD_OUTCOME:
	case RECORD_RESOLVED:
		return str_eq(record->verdict, "ok") ? EVENT_DONE :
		    str_eq(record->verdict, "unknown") ? EVENT_UNCERTAIN :
		    EVENT_FAILED;
	case RECORD_REFUSED: return EVENT_REFUSED;
	case RECORD_SURPRISE: return EVENT_SURPRISE;
	case RECORD_NOTE:
	case RECORD_TAKEOVER:
	case RECORD_WITHDRAW:
		return EVENT_NOTE;
	case RECORD_END: return EVENT_END;
	case RECORD_NONE: case RECORD_RETURN_POINT: case RECORD_MARK:
	case RECORD_PICK: case RECORD_SET: case RECORD_CONFIRM: case RECORD_GUARD:
	case RECORD_OBSERVED: case RECORD_FACT: case RECORD_SAVED:
	case RECORD_RELOAD: case RECORD_COUNT:
		break;
	}
	return EVENT_NONE;
}

static void
event_text(const struct record *record, char *dst, size_t size)
{
	switch (record->type) {
	case RECORD_STATE:
		str_copy(dst, size, record->verdict);
		if (record->text[0] != '\0')
			str_add(dst, size, ": %s", record->text);
		return;
	case RECORD_TAKEOVER:
		str_fmt(dst, size, "taken up again by %s", record->who);
		return;
	case RECORD_WITHDRAW:
		str_fmt(dst, size, "withdrawn: %s", record->text);
		return;
	default:
		str_copy(dst, size, record->text);
	}
}

static void
tell_record(struct run *run, const struct record *record)
{
	struct event event = { .kind = event_of(record), .step = record->step };

	if (event.kind == EVENT_NONE)
		return;
	event.seq = ++run->seq;
	event.wall_ms = record->wall_ms;
	if (record->action_id != 0)
		event.action = record->action;
	str_copy(event.server, sizeof(event.server), record->server);
	str_copy(event.lb, sizeof(event.lb), record->lb);
	if (event.kind == EVENT_REFUSED)
		str_copy(event.rule, sizeof(event.rule), record->arg);
	event_text(record, event.text, sizeof(event.text));
	event_ring_add(&run->events, &event);
	if (run->front != NULL && run->observed->caught_up)
		run->front->event(run->front_self, &event);
}

static bool
take_record(const struct record *record, void *arg)
{
	struct run *run = arg;
	struct observed *observed = run->observed;

	if (record->seq <= observed->seq)
		return true;
	observed->seq = record->seq;
	if (run_replay_record(run, record, &observed->err) == -1)
		return false;
	observed->facts_due = observed->facts_due || record->type == RECORD_FACT;
	if (record->step >= 1 && record->step <= STEP_COUNT)
		observed->step = record->step;
	run->ended = run->ended || record->type == RECORD_END;
	tell_record(run, record);
	return true;
}

static void
place(struct run *run)
{
	int step = run->observed->step;

	if (step == 0 || run->states[step] == STATE_DONE ||
	    run->states[step] == STATE_SKIPPED)
		run->step = run_first_open_step(run);
	else
		run->step = runbook_step(step);
}

/* The open intent is being carried out while somebody holds the run, and was
 * left behind when nobody does. */
static void
look_at_intent(struct run *run)
{
	struct observed *observed = run->observed;
	struct err err = { 0 };

	journal_holder(run->dir, observed->holder, sizeof(observed->holder));
	str_copy(run->driver, sizeof(run->driver), observed->holder[0] == '\0' ?
	    "nobody" : observed->holder);
	observed->open = journal_unsettled(run->journal, &run->open_intent,
	    &err) == 1;
	run->unsettled = observed->open && observed->holder[0] == '\0';
	if (run->unsettled)
		str_copy(run->unsettled_text, sizeof(run->unsettled_text),
		    "nobody drives this run now; the next start looks it up");
}

static void
trouble(struct run *run)
{
	struct observed *observed = run->observed;

	/* Said once, not twice a second. */
	if (!str_eq(observed->told, observed->err.text))
		run_event(run, EVENT_ERROR, "%s", observed->err.text);
	str_copy(observed->told, sizeof(observed->told), observed->err.text);
	observed->err = (struct err){ 0 };
}

static void
read_journal(struct run *run)
{
	struct observed *observed = run->observed;
	int64_t before = observed->seq;

	if (journal_each_after(run->journal, before, take_record, run,
	    &observed->err) == -1 || observed->err.code != ERR_NONE) {
		trouble(run);
		return;
	}
	observed->caught_up = true;
	look_at_intent(run);
	/* Facts count for servers that are known: told again as they appear. */
	size_t servers = watch_facts(run->watch)->n_servers;
	if (observed->facts_due || servers != observed->servers)
		run_retell(run);
	observed->facts_due = false;
	observed->servers = servers;
	if (observed->seq == before)
		return;
	place(run);
	watch_copy_marks(run->watch);
	if (run->ended)
		run_account(run);
}

static bool
keep_newest(const char *id, const char *dir, void *arg)
{
	struct run *run = arg;

	(void)dir;
	str_copy(run->observed->newest, sizeof(run->observed->newest), id);
	return false;
}

static void
attach(struct run *run)
{
	struct err err = { 0 };

	if (!run_find_open(run->config, run->dir, sizeof(run->dir)))
		return;
	run->journal = journal_peek(run->dir, &err);
	if (run->journal == NULL) {
		run->observed->err = err;
		trouble(run);
		return;
	}
	run->resumed = true;
	str_copy(run->id, sizeof(run->id), journal_run_id(run->journal));
}

/* A run that began after the one that was watched: all is begun anew for it. */
static bool
is_other(struct run *run)
{
	run->observed->newest[0] = '\0';
	run_each_id(run->config, keep_newest, run);
	return run->ended && run->observed->newest[0] != '\0' &&
	    !str_eq(run->observed->newest, run->id) &&
	    run_find_open(run->config, run->dir, sizeof(run->dir));
}

static void
look(void *arg)
{
	struct run *run = arg;

	run->timer = loop_add_timer(run->loop, LOOK_MS, look, run);
	ask_traffic(run);
	if (run->journal == NULL)
		attach(run);
	if (run->journal != NULL)
		read_journal(run);
	if (run->ended && is_other(run)) {
		run_leave(run, RUN_AGAIN);
		return;
	}
	run_changed(run);
}

/* ---- open, close ---- */

struct run *
run_observe(struct run *run, struct err *err)
{
	struct observed *observed = xcalloc(1, sizeof(*observed));

	run->observed = observed;
	traffic_init(&observed->traffic, run->config->n_lbs);
	observed->traffic.began_wall_ms = clock_wall_ms();
	for (size_t i = 0; i < run->config->n_lbs; i++)
		str_copy(observed->traffic.lbs[i].name, NAME_LEN,
		    run->config->lbs[i].name);
	if (run_open_house(run, err) == -1) {
		run_free(run);
		return NULL;
	}
	run->driver[0] = '\0';
	run->step = runbook_step(1);
	watch_start(run->watch, run->backend);
	run->timer = loop_add_timer(run->loop, 0, look, run);
	return run;
}

void
run_observe_free(struct observed *observed)
{
	if (observed != NULL)
		traffic_done(&observed->traffic);
	free(observed);
}

void
run_observe_view(const struct run *run, struct view *view)
{
	const struct observed *observed = run->observed;
	struct clocks now = run_clocks(run);

	view->watching = true;
	view->traffic = &observed->traffic;
	view->asks = false;
	if (!observed->open || run->unsettled)
		return;
	view->busy = &run->open_intent.action;
	view->busy_since_ms = age_began_last(&run->open_intent, &now);
}
