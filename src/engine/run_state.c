/* In what state a run is, the functions that change it, and who hears of it: the
 * journal first, then the front end. */

#include "engine/run_priv.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/clock.h"
#include "base/loop.h"

void
run_event_full(struct run *run, struct event *event)
{
	event->seq = ++run->seq;
	event->wall_ms = clock_wall_ms();
	if (event->step == 0 && run->step != NULL)
		event->step = run->step->number;
	event_ring_add(&run->events, event);
	if (run->front != NULL)
		run->front->event(run->front_self, event);
}

void
run_event(struct run *run, enum event_kind kind, const char *fmt, ...)
{
	struct event event = { .kind = kind };
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(event.text, sizeof(event.text), fmt, ap);
	va_end(ap);
	run_event_full(run, &event);
}

void
run_changed(struct run *run)
{
	if (run->front != NULL && run->front->changed != NULL)
		run->front->changed(run->front_self);
}

static void
leave_now(struct run *run)
{
	loop_stop(run->loop, run->leave_status);
}

void
run_leave(struct run *run, int status)
{
	if (!run->leaving)
		run->leave_status = status;
	run->leaving = true;
	run->after = NULL;
	if (executor_runs(run->executor))
		executor_leave(run->executor);
	if (!executor_runs(run->executor))
		leave_now(run);
}

int
run_journal(struct run *run, const struct record *record)
{
	struct err err = { 0 };

	/* Who only looks on writes nothing. */
	if (run->observed != NULL || journal_add(run->journal, record, &err) == 0)
		return 0;
	run_event(run, EVENT_ERROR, "%s; nothing more is done", err.text);
	run_leave(run, 1);
	return -1;
}

void
run_note_undoing(struct run *run, int step)
{
	switch (run->states[step]) {
	case STATE_UNDOING:
		run->undoing[step] = true;
		break;
	case STATE_UNDONE:
		run->undone[step]++;
		run->undoing[step] = run->taken_back[step] = false;
		break;
	case STATE_RUNNING: case STATE_DONE: case STATE_SKIPPED:
		run->undoing[step] = run->taken_back[step] = false;
		break;
	case STATE_TODO: case STATE_CHECKED: case STATE_PLANNED: case STATE_FAILED:
	case STATE_VERIFYING: case STATE_COUNT:
		break;
	}
}

void
run_set_state(struct run *run, int step, enum step_state state, const char *why)
{
	struct record record = { .type = RECORD_STATE, .step = step };
	struct event event = { .kind = EVENT_STATE, .step = step };
	struct step_times *times = &run->times[step];

	if (run->states[step] == state)
		return;
	str_copy(record.verdict, sizeof(record.verdict), step_state_name(state));
	str_copy(record.text, sizeof(record.text), why);
	if (run_journal(run, &record) == -1)
		return;
	run->states[step] = state;
	run_note_undoing(run, step);
	if (times->began_wall_ms == 0 && state != STATE_TODO)
		times->began_wall_ms = clock_wall_ms();
	if (state == STATE_DONE || state == STATE_SKIPPED)
		times->ended_wall_ms = clock_wall_ms();
	str_copy(event.text, sizeof(event.text), step_state_name(state));
	if (why[0] != '\0')
		str_add(event.text, sizeof(event.text), ": %s", why);
	run_event_full(run, &event);
}

bool
run_busy(const struct run *run)
{
	return run->after != NULL || executor_runs(run->executor);
}

struct clocks
run_clocks(const struct run *run)
{
	return (struct clocks){ .boot_ms = clock_boot_ms(),
	    .wall_ms = clock_wall_ms(), .life_ms = run->life_ms };
}

void
run_after_look(struct run *run, run_after_fn *fn, int rounds)
{
	run->after = fn;
	run->after_rounds = rounds;
	run->after_ms = clock_boot_ms();
	watch_look(run->watch);
}

static void
on_later(void *arg)
{
	struct run *run = arg;

	run->timer = NULL;
	run_after_look(run, run->after, run->after_rounds);
}

void
run_look_later(struct run *run, run_after_fn *fn, int rounds, int64_t in_ms)
{
	run->timer = loop_add_timer(run->loop, in_ms, on_later, run);
	/* Not idle meanwhile: no other choice is offered. */
	run->after = fn;
	run->after_rounds = rounds;
	run->after_ms = INT64_MAX;
}
