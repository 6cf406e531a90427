/* How a plan ends, and whether the step is verified then. */

#include <string.h>

#include "base/clock.h"
#include "engine/run_priv.h"

#define INPUTS_STEP 6

void
run_begin_verify(struct run *run)
{
	run_set_state(run, run->step->number, STATE_VERIFYING, "");
	run->verify_since_ms = clock_boot_ms();
	checks_clear(&run->checks);
	watch_look(run->watch);
}

static bool
is_over(const struct run *run)
{
	if (run->inputs_alone)
		return run->states[INPUTS_STEP] == STATE_DONE ||
		    (run->dry_run && run->states[INPUTS_STEP] == STATE_SKIPPED);
	for (int i = 1; i <= STEP_COUNT; i++)
		if (run->states[i] != STATE_DONE && run->states[i] != STATE_SKIPPED)
			return false;
	return true;
}

void
run_end_if_over(struct run *run)
{
	struct record record = { .type = RECORD_END };

	if (!is_over(run) || run->ended)
		return;
	str_copy(record.verdict, sizeof(record.verdict), "done");
	if (run_journal(run, &record) == -1)
		return;
	run->ended = true;
	run_account(run);
	if (run->dry_run) {
		run_event(run, EVENT_END, "the dry run is over; nothing was sent");
		return;
	}
	run_write_report(run);
	if (run->inputs_alone)
		run_event(run, EVENT_END, "the inputs are put back");
	else
		run_event(run, EVENT_END, "the upgrade %s → %s is finished",
		    run->config->release_from, run->config->release_to);
}

static void
step_done(struct run *run)
{
	run_tell_checks(run);
	run_drop_plan(run);
	run_set_state(run, run->step->number, STATE_DONE, "");
	run_end_if_over(run);
}

void
run_verify(struct run *run)
{
	int number = run->step->number;
	const struct scene *scene = run_scene(run, number);
	enum verdict worst;

	if (run->states[number] != STATE_VERIFYING || run->leaving)
		return;
	checks_clear(&run->checks);
	const char *unknown = facts_no_servers(scene->facts);
	if (unknown != NULL)
		checks_add(&run->checks, VERDICT_UNKNOWN, "%s", unknown);
	else
		run->step->verify(scene, &run->checks);
	worst = checks_worst(&run->checks);
	if (worst == VERDICT_GOOD || worst == VERDICT_LOOK) {
		if ((run->step->flags & STEP_JUDGED) == 0 || run->judged) {
			step_done(run);
		} else if (!run->asked_judge) {
			run->asked_judge = true;
			run_tell_checks(run);
			run_event(run, EVENT_ASK, "confirm");
		}
		return;
	}
	if (run->asked_judge || clock_boot_ms() - run->verify_since_ms <=
	    run->config->change_limit_ms)
		return;
	const struct check *first = checks_first(&run->checks, worst);
	run_tell_checks(run);
	run_set_state(run, number, STATE_FAILED, first == NULL ? "" : first->text);
}

static void
side_ended(struct run *run)
{
	bool is_back = run->plan.purpose == PLAN_BACK;

	if (is_back)
		run_event(run, EVENT_NOTE, "%s", run->attached_any ?
		    "traffic is back on the old servers" :
		    "the run is taken back; traffic never left the old servers");
	run_reopen_steps(run, is_back ? "gone back" : "discarded");
	run_drop_plan(run);
}

/* What is in the way now, in the step's own words: how it goes on. */
static void
step_failed(struct run *run, const char *why)
{
	const struct step *step = run->step;

	run_set_state(run, step->number, STATE_FAILED, why);
	checks_clear(&run->checks);
	if (step->precheck == NULL)
		return;
	step->precheck(run_scene(run, step->number), &run->checks);
	for (size_t i = 0; i < run->checks.n; i++)
		if (run->checks.list[i].verdict == VERDICT_BAD)
			run_tell_check(run, &run->checks.list[i]);
}

static void
plan_succeeded(struct run *run)
{
	if (run->side) {
		side_ended(run);
	} else if (run->plan.purpose == PLAN_UNDO) {
		plan_done(&run->done[run->step->number]);
		memset(&run->done[run->step->number], 0, sizeof(struct plan));
		run_drop_plan(run);
		/* They told what is not so any more. */
		checks_clear(&run->checks);
		run_reopen_steps(run, "by the undo of another step");
		run_set_state(run, run->step->number, STATE_UNDONE, "");
	} else {
		run_begin_verify(run);
	}
}

void
run_executor_end(enum executor_end end, const char *text, void *arg)
{
	struct run *run = arg;
	bool side = run->side;

	switch (end) {
	case EXECUTOR_DONE:
		plan_succeeded(run);
		break;
	case EXECUTOR_LEFT:
		run_drop_plan(run);
		if (!side)
			run_set_state(run, run->step->number, STATE_TODO, text);
		break;
	case EXECUTOR_UNCERTAIN:
	case EXECUTOR_FAILED:
	case EXECUTOR_REFUSED:
		run_drop_plan(run);
		if (!side)
			step_failed(run, text);
		if (end == EXECUTOR_UNCERTAIN)
			run_begin_settle(run, text);
		break;
	}
	if (run->leaving)
		run_leave(run, run->leave_status);
	run_changed(run);
}
