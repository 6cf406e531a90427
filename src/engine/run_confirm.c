/* A plan that is shown is confirmed: it is made again, compared, and begun. */

#include "base/clock.h"
#include "base/file.h"
#include "engine/run_priv.h"

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
	char text[TEXT_LEN];
	bool same;

	if (run->side || run->plan.purpose != PLAN_FORWARD) {
		/* Made of what was done, not of facts: its targets are compared. */
		plan_copy(&again, &run->plan);
	} else {
		run->step->plan(scene, &again);
	}
	plan_seal(&again, scene->facts);
	plan_want_typed(&again, run->config->deployment);
	same = plan_equal(&again, &run->plan);
	for (size_t i = 0; same && i < again.n; i++)
		same = str_eq(again.actions[i].shown, run->plan.actions[i].shown);
	if (same || only_waits_less(&again, &run->plan)) {
		plan_done(&again);
		return true;
	}
	str_fmt(run->changed, sizeof(run->changed),
	    "The world moved since the plan was shown.%s",
	    plan_difference(&run->plan, &again, text, sizeof(text)));
	run_event(run, EVENT_SURPRISE, "%s Confirm again.", run->changed);
	run_show(run, &again);
	return false;
}

/* Why the step is not ready any more; NULL: it is.  Two things the guard waits for,
 * action by action: that somebody is empty, and that somebody answers. */
static const struct check *
first_news(const struct checks *checks)
{
	for (size_t i = 0; i < checks->n; i++) {
		const struct check *check = &checks->list[i];

		if (check->verdict == VERDICT_BAD || (check->verdict ==
		    VERDICT_WAIT && !str_eq(check->rule, "GR-21")))
			return check;
	}
	return NULL;
}

/* Else the plan is gone, and made again once the step is ready. */
static bool
is_still_ready(struct run *run)
{
	struct checks checks = { 0 };
	char changed[TEXT_LEN];
	const struct check *news;

	if (run->side || run->dry_run || run->plan.purpose != PLAN_FORWARD ||
	    run->step->precheck == NULL)
		return true;
	run->step->precheck(run_scene(run, run->step->number), &checks);
	news = first_news(&checks);
	if (news == NULL) {
		checks_done(&checks);
		return true;
	}
	checks_done(&run->checks);
	run->checks = checks;
	str_fmt(changed, sizeof(changed),
	    "The world moved since the plan was shown: %s.", news->text);
	run_event(run, EVENT_SURPRISE, "%s Nothing was sent", changed);
	run_drop_plan(run);
	str_copy(run->changed, sizeof(run->changed), changed);
	run->verify_since_ms = clock_boot_ms();
	run_after_look(run, run_do_plan, 1);
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
	if (!is_still_ready(run) || !is_as_shown(run))
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
