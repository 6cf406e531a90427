/* From facts to a plan that is shown. */

#include <string.h>

#include "base/clock.h"
#include "base/loop.h"
#include "engine/run_priv.h"

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

void
run_tell_check(struct run *run, const struct check *check)
{
	struct event event = { .kind = EVENT_CHECK, .verdict = check->verdict };

	str_copy(event.rule, sizeof(event.rule), check->rule);
	str_copy(event.text, sizeof(event.text), check->text);
	run_event_full(run, &event);
}

void
run_tell_checks(struct run *run)
{
	for (size_t i = 0; i < run->checks.n; i++)
		run_tell_check(run, &run->checks.list[i]);
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
		run_event(run, EVENT_NOTE, "%s%s", run->plan.purpose == PLAN_UNDO ?
		    "the undo " : "", run->plan.note);
	if (run->plan.typed[0] != '\0')
		run_event(run, EVENT_ASK, "%s", run->plan.typed);
}

/* Sealed, reviewed; refused aloud when who it touches may not be touched. */
static bool
is_withheld(struct run *run, struct plan *plan, struct checks *review)
{
	const struct check *check;

	plan_seal(plan, watch_facts(run->watch));
	plan_want_typed(plan, run->config->deployment);
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

/* How long this verdict may yet turn: what is not known was perhaps only missed
 * once, and a fact counts for so long. */
static int64_t
turns_within_ms(const struct config *config, enum verdict verdict)
{
	switch (verdict) {
	case VERDICT_WAIT:
		return config->change_limit_ms;
	case VERDICT_UNKNOWN:
		return config->policy.fresh_ms;
	case VERDICT_GOOD:
	case VERDICT_LOOK:
	case VERDICT_BAD:
		break;
	}
	return 0;
}

static bool
wait_again(struct run *run, enum verdict verdict)
{
	if (clock_boot_ms() - run->verify_since_ms >=
	    turns_within_ms(run->config, verdict))
		return false;
	run_look_later(run, run_do_plan, 1, WAIT_AGAIN_MS);
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
	run_tell_checks(run);
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
		run_tell_checks(run);
		return true;
	}
	const struct check *first = checks_first(&run->checks, worst);
	if (run->dry_run && first != NULL)
		return is_ready_dry(run, first);
	if (wait_again(run, worst))
		return false;
	run_tell_checks(run);
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

static const char *
why_no_undo(const struct step *step)
{
	const char *none = "none, because ";

	return str_starts(step->undo_text, none) ? step->undo_text + strlen(none) :
	    "it has changed nothing";
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
		run_event(run, EVENT_NOTE, "step %d: nothing to undo: %s",
		    number, why_no_undo(run->step));
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
