/* From facts to a plan that is shown, confirmed, carried out and verified. */

#include <string.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/loop.h"
#include "engine/run_priv.h"

#define INPUTS_STEP 6

#define WAIT_AGAIN_MS 500

void
run_drop_plan(struct run *run)
{
	plan_done(&run->plan);
	memset(&run->plan, 0, sizeof(run->plan));
	checks_clear(&run->refusals);
	run->shown = run->side = run->nothing = false;
	run->changed[0] = '\0';
}

static void
tell_check(struct run *run, const struct check *check)
{
	struct event event = { .kind = EVENT_CHECK, .verdict = check->verdict };

	str_copy(event.rule, sizeof(event.rule), check->rule);
	str_copy(event.text, sizeof(event.text), check->text);
	run_event_full(run, &event);
}

static void
tell_checks(struct run *run)
{
	for (size_t i = 0; i < run->checks.n; i++)
		tell_check(run, &run->checks.list[i]);
}

bool
run_refuse(struct run *run, const char *rule, const struct action *action,
    const char *why)
{
	struct record record = { .type = RECORD_REFUSED,
	    .step = run->step->number };
	struct event event = { .kind = EVENT_REFUSED, .verdict = VERDICT_BAD };

	str_copy(record.arg, sizeof(record.arg), rule);
	str_copy(record.text, sizeof(record.text), why);
	str_copy(event.rule, sizeof(event.rule), rule);
	str_copy(event.text, sizeof(event.text), why);
	if (action != NULL) {
		event.action = *action;
		str_copy(record.server, sizeof(record.server), action->server);
		str_copy(record.lb, sizeof(record.lb), action->lb);
		str_copy(event.server, sizeof(event.server), action->server);
		str_copy(event.lb, sizeof(event.lb), action->lb);
	}
	run->refused++;
	if (run_journal(run, &record) == 0)
		run_event_full(run, &event);
	return false;
}

/* Who may be touched at all is decided when the plan is made; what else a rule
 * wants may yet be brought about by the actions before. */
static const struct check *
hopeless(const struct checks *review)
{
	for (size_t i = 0; i < review->n; i++) {
		const struct check *check = &review->list[i];

		if (check->verdict == VERDICT_BAD &&
		    (strcmp(check->rule, "GR-01") == 0 ||
		    strcmp(check->rule, "GR-03") == 0))
			return check;
	}
	return NULL;
}

static void
tell_plan(struct run *run)
{
	char label[TEXT_LEN];

	for (size_t i = 0; i < run->plan.n; i++) {
		const struct action *action = &run->plan.actions[i];
		struct event event = { .kind = EVENT_PLAN, .action = *action };

		str_copy(event.server, sizeof(event.server), action->server);
		str_copy(event.lb, sizeof(event.lb), action->lb);
		(void)action_sentence(action, event.text, sizeof(event.text));
		run_event_full(run, &event);
	}
	if (run->plan.n == 0)
		run_event(run, EVENT_PLANNED, "nothing is left to do here");
	else
		run_event(run, EVENT_PLANNED, "%s", plan_label(&run->plan,
		    watch_facts(run->watch), label, sizeof(label)));
	if (run->plan.purpose != PLAN_FORWARD && run->plan.note[0] != '\0')
		run_event(run, EVENT_NOTE, "%s", run->plan.note);
	if (run->plan.typed[0] != '\0')
		run_event(run, EVENT_ASK, "%s", run->plan.typed);
}

/* Sealed, reviewed; refused aloud when who it touches may not be touched. */
static bool
is_withheld(struct run *run, struct plan *plan, struct checks *review)
{
	const struct check *check;

	plan_seal(plan, watch_facts(run->watch));
	guard_review(run->guard, watch_facts(run->watch), plan, review);
	check = hopeless(review);
	if (check != NULL)
		(void)run_refuse(run, check->rule, plan->n > 0 ?
		    &plan->actions[0] : NULL, check->text);
	return check != NULL;
}

/* Takes over *plan. */
void
run_show(struct run *run, struct plan *plan)
{
	bool side = run->side;
	char changed[TEXT_LEN];

	str_copy(changed, sizeof(changed), run->changed);
	run_drop_plan(run);
	run->side = side;
	str_copy(run->changed, sizeof(run->changed), changed);
	run->plan = *plan;
	run->plan.serial = ++run->serial;
	if (is_withheld(run, &run->plan, &run->refusals)) {
		run_drop_plan(run);
		return;
	}
	run->shown = true;
	if (!run->side)
		run_set_state(run, run->step->number, STATE_PLANNED, "");
	tell_plan(run);
}

static void
on_wait_again(void *arg)
{
	struct run *run = arg;

	run->timer = NULL;
	run_after_look(run, run_do_plan, 1);
}

static bool
wait_again(struct run *run)
{
	if (clock_boot_ms() - run->verify_since_ms >
	    run->config->change_limit_ms)
		return false;
	run->timer = loop_add_timer(run->loop, WAIT_AGAIN_MS, on_wait_again, run);
	/* Not idle meanwhile. */
	run->after = run_do_plan;
	run->after_rounds = 1;
	run->after_ms = INT64_MAX;
	return true;
}

static bool
does_apply(struct run *run, const struct scene *scene)
{
	char why[TEXT_LEN] = "";

	if (run->step->applies == NULL ||
	    run->step->applies(scene, why, sizeof(why)))
		return true;
	run_drop_plan(run);
	run_set_state(run, run->step->number, STATE_SKIPPED, why);
	run_end_if_over(run);
	return false;
}

/* What earlier steps would have brought about is not there in a dry run: the plan
 * is shown as far as it can be told. */
static bool
is_ready_dry(struct run *run, const struct check *first)
{
	tell_checks(run);
	run_event(run, EVENT_NOTE, "dry run: step %d is not ready now: %s",
	    run->step->number, first->text);
	return true;
}

static bool
is_ready_for(struct run *run, const struct scene *scene)
{
	enum verdict worst;

	checks_clear(&run->checks);
	if (run->step->precheck != NULL)
		run->step->precheck(scene, &run->checks);
	worst = checks_worst(&run->checks);
	if (worst == VERDICT_GOOD || worst == VERDICT_LOOK) {
		tell_checks(run);
		return true;
	}
	const struct check *first = checks_first(&run->checks, worst);
	if (run->dry_run && first != NULL)
		return is_ready_dry(run, first);
	if (worst == VERDICT_WAIT && wait_again(run))
		return false;
	tell_checks(run);
	run_drop_plan(run);
	run_set_state(run, run->step->number, STATE_TODO, "");
	run_event(run, EVENT_ERROR, "step %d is not ready: %s",
	    run->step->number, first == NULL ? "?" : first->text);
	return false;
}

void
run_do_plan(struct run *run)
{
	const struct scene *scene = run_scene(run, run->step->number);
	struct plan plan = { .purpose = PLAN_FORWARD };

	if (!does_apply(run, scene) || !is_ready_for(run, scene))
		return;
	run->side = false;
	run->step->plan(scene, &plan);
	run_show(run, &plan);
}

/* The opposite of each action that has one, newest first. */
static void
plan_opposites(const struct plan *done, struct plan *plan)
{
	for (size_t i = done->n; i-- > 0;) {
		const struct action *was = &done->actions[i];
		enum action_kind opposite = action_opposite(was->kind);
		struct action *action;

		if (opposite == ACTION_NONE)
			continue;
		action = plan_add(plan, opposite, was->server, was->lb,
		    opposite == was->kind ? was->former : was->arg);
		str_copy(action->former, sizeof(action->former), was->arg);
	}
}

void
run_plan_undo(struct run *run)
{
	int number = run->step->number;
	const struct scene *scene = run_scene(run, number);
	struct plan plan = { 0 };

	if (run->step->undo != NULL)
		run->step->undo(scene, &run->done[number], &plan);
	else if ((run->step->flags & STEP_ONE_WAY) == 0)
		plan_opposites(&run->done[number], &plan);
	plan.purpose = PLAN_UNDO;
	if (plan.n == 0) {
		run_event(run, EVENT_NOTE, "step %d: nothing to undo (%s)",
		    number, run->step->undo_text);
		plan_done(&plan);
		/* What it did was taken back by another step's undo: it can be
		 * done again. */
		run->nothing = true;
		if ((run->states[number] == STATE_DONE || run->undoing[number]) &&
		    (run->step->flags & STEP_ONE_WAY) == 0)
			run_set_state(run, number, STATE_UNDONE, "");
		return;
	}
	run->side = false;
	run->before = run->states[number];
	str_copy(plan.note, sizeof(plan.note), run->step->undo_text);
	run_show(run, &plan);
}

void
run_plan_side(struct run *run, struct plan *plan)
{
	struct checks review = { 0 };
	bool withheld = is_withheld(run, plan, &review);

	checks_done(&review);
	/* What was shown before still stands. */
	if (withheld) {
		plan_done(plan);
		return;
	}
	run->side = true;
	run->before = run->states[run->step->number];
	run_show(run, plan);
}

/* ---- confirmed ---- */

static void
plan_digest(const struct plan *plan, char hex[65])
{
	struct buf text = { 0 };

	plan_print(plan, &text);
	for (size_t i = 0; i < plan->n; i++)
		buf_printf(&text, "%s\n", plan->actions[i].shown);
	file_sha256(text.data == NULL ? "" : text.data, text.len, hex);
	buf_done(&text);
}

/* Servers get empty while one reads: a wait that is over needs no new question,
 * since waiting sends nothing. */
static bool
only_waits_less(const struct plan *again, const struct plan *shown)
{
	for (size_t i = 0; i < shown->n; i++)
		if (shown->actions[i].kind != ACTION_AWAIT_EMPTY)
			return false;
	for (size_t i = 0; i < again->n; i++)
		if (!plan_has(shown, &again->actions[i]))
			return false;
	return again->n < shown->n;
}

/* Plan again from the newest facts.  True: it is what was shown. */
static bool
is_as_shown(struct run *run)
{
	const struct scene *scene = run_scene(run, run->step->number);
	struct plan again = { .purpose = PLAN_FORWARD };
	bool same;

	if (run->side || run->plan.purpose != PLAN_FORWARD) {
		/* Made of what was done, not of facts: its targets are compared. */
		plan_copy(&again, &run->plan);
	} else {
		run->step->plan(scene, &again);
	}
	plan_seal(&again, scene->facts);
	same = plan_equal(&again, &run->plan);
	for (size_t i = 0; same && i < again.n; i++)
		same = str_eq(again.actions[i].shown, run->plan.actions[i].shown);
	if (same || only_waits_less(&again, &run->plan)) {
		plan_done(&again);
		return true;
	}
	str_fmt(run->changed, sizeof(run->changed),
	    "The world moved since the plan was shown: %zu actions then, %zu now.",
	    run->plan.n, again.n);
	run_event(run, EVENT_SURPRISE, "%s Confirm again.", run->changed);
	run_show(run, &again);
	return false;
}

static const char *
earlier_open_step(const struct run *run)
{
	for (int i = 1; i < run->step->number; i++)
		if (run->states[i] != STATE_DONE && run->states[i] != STATE_SKIPPED)
			return runbook_step(i)->name;
	return NULL;
}

void
run_do_confirm(struct run *run)
{
	struct record record = { .type = RECORD_CONFIRM,
	    .step = run->step->number };
	const char *open = earlier_open_step(run);
	char digest[65];

	if (open != NULL && !run->side && run->plan.purpose == PLAN_FORWARD) {
		run_event(run, EVENT_ERROR,
		    "step %s comes first: do it, or skip it with a reason", open);
		return;
	}
	if (!is_as_shown(run))
		return;
	if (run->dry_run) {
		run_confirm_dry(run);
		return;
	}
	plan_digest(&run->plan, digest);
	str_copy(record.arg, sizeof(record.arg), digest);
	str_copy(record.text, sizeof(record.text), run->typed);
	str_copy(record.server, sizeof(record.server), run->place);
	str_fmt(record.verdict, sizeof(record.verdict), "%s%s",
	    plan_purpose_name(run->plan.purpose), run->side ? RUN_ASIDE : "");
	if (run_journal(run, &record) == -1)
		return;
	run->confirmed_any = true;
	run->told.purpose = run->plan.purpose;
	run->told.side = run->side;
	run->shown = false;
	run->judged = run->asked_judge = false;
	run->changed[0] = '\0';
	if (!run->side)
		run_set_state(run, run->step->number,
		    run->plan.purpose == PLAN_UNDO ? STATE_UNDOING : STATE_RUNNING,
		    "");
	if (run->leaving)
		return;
	executor_start(run->executor, run->step->number, &run->plan);
}

/* ---- carried out ---- */

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
	tell_checks(run);
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
	if (run->step->verify != NULL)
		run->step->verify(scene, &run->checks);
	worst = checks_worst(&run->checks);
	if (worst == VERDICT_GOOD || worst == VERDICT_LOOK) {
		if ((run->step->flags & STEP_JUDGED) == 0 || run->judged) {
			step_done(run);
		} else if (!run->asked_judge) {
			run->asked_judge = true;
			tell_checks(run);
			run_event(run, EVENT_ASK, "confirm");
		}
		return;
	}
	if (run->asked_judge || clock_boot_ms() - run->verify_since_ms <=
	    run->config->change_limit_ms)
		return;
	const struct check *first = checks_first(&run->checks, worst);
	tell_checks(run);
	run_set_state(run, number, STATE_FAILED, first == NULL ? "" : first->text);
}

/* Steps 3, 4 and 7 are about the first new server: any other stands for it. */
static bool
is_about_first(int step)
{
	return step == 3 || step == 4 || step == 7;
}

static bool
has_new(const struct facts *facts)
{
	for (size_t i = 0; i < facts->n_servers; i++)
		if (facts->servers[i].mark == MARK_NEW &&
		    facts->servers[i].id[0] != '\0' &&
		    facts->servers[i].state != CLOUD_DECOMMISSIONING &&
		    facts->servers[i].state != CLOUD_TERMINATED)
			return true;
	return false;
}

/* What was taken back is open again, and so is what was built on it: nobody has to
 * undo step by step what is gone. */
static void
reopen_steps(struct run *run, const char *why)
{
	static const struct { int step, after; } built_on[] = {
		{ 7, 3 }, { 8, 7 }, { 9, 8 }, { 10, 6 }, { 13, 12 }, { 16, 15 },
	};
	bool first_stands = has_new(watch_facts(run->watch));

	for (size_t i = 0; i < countof(built_on); i++)
		if (run->taken_back[built_on[i].after])
			run->taken_back[built_on[i].step] = true;
	for (int s = 1; s <= STEP_COUNT; s++)
		if (run->taken_back[s] && !(first_stands && is_about_first(s)) &&
		    (run->states[s] == STATE_DONE ||
		    run->states[s] == STATE_FAILED))
			run_set_state(run, s, STATE_UNDONE, why);
}

static void
side_ended(struct run *run)
{
	bool is_back = run->plan.purpose == PLAN_BACK;

	if (is_back)
		run_event(run, EVENT_NOTE, "%s", run->attached_any ?
		    "traffic is back on the old servers" :
		    "the run is taken back; traffic never left the old servers");
	reopen_steps(run, is_back ? "gone back" : "discarded");
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
			tell_check(run, &run->checks.list[i]);
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
		reopen_steps(run, "by the undo of another step");
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
