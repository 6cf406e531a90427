/* What comes next.  Whatever sends something is asked first; going on from a step
 * that is over to the next one, and showing its plan, sends nothing. */

#include "plain/plain_priv.h"

#include "base/str.h"
#include "talk/standing.h"

int
moment_submit(struct plain *plain, const struct intent *intent)
{
	unsigned refused = plain_view(plain)->refused;
	struct err err = { 0 };

	if (run_submit(plain->run, intent, &err) == 0) {
		if (intent->kind != INTENT_NOTE)
			plain->prompt = PROMPT_NONE;
		return 0;
	}
	/* A refusal is an event too, with more to say than the error has. */
	if (err.code != ERR_GUARD || plain_view(plain)->refused == refused)
		say(plain, "Look: %s.", err.text);
	return -1;
}

int
moment_submit_kind(struct plain *plain, enum intent_kind kind, const char *word,
    const char *text)
{
	struct intent intent = { .kind = kind };

	(void)str_copy(intent.word, sizeof(intent.word), word);
	(void)str_copy(intent.text, sizeof(intent.text), text);
	return moment_submit(plain, &intent);
}

void
moment_leave(struct plain *plain, int status)
{
	plain->leaving = true;
	plain->prompt = PROMPT_NONE;
	if (plain_view(plain)->busy != NULL)
		say(plain, "Leaving: the action in hand is finished first.");
	if (status != 0 && !plain_view(plain)->dry_run)
		say(plain, "The run can be resumed: cutover run goes on from here.");
	run_leave(plain->run, status);
}

void
moment_step_ended(struct plain *plain)
{
	enum step_state state = standing_state(plain_view(plain));

	plain->stay = false;
	plain->menu = !standing_is_over(state);
}

static void
next_step(struct plain *plain, const struct view *view)
{
	const struct step *next = standing_next(view);

	if (next == NULL || next == view->step ||
	    moment_submit_kind(plain, INTENT_STEP, next->name, "") == -1) {
		pose_menu(plain);
		return;
	}
	plain->menu = false;
	moment_go_on(plain);
}

static void
open_step(struct plain *plain, const struct view *view)
{
	if (view->step->offers != NULL) {
		pose_pick(plain);
		return;
	}
	/* When no plan comes of it there are choices. */
	plain->menu = true;
	if (moment_submit_kind(plain, INTENT_PLAN, "", "") == -1)
		pose_menu(plain);
}

static void
what_next(struct plain *plain, const struct view *view)
{
	if (view->unsettled != NULL)
		pose_menu(plain);
	else if (standing_asks(view))
		pose_plan(plain);
	else if (view->asks)
		pose_judge(plain);
	else if (standing_runs(view))
		;
	else if (standing_is_over(standing_state(view)) && !plain->stay)
		next_step(plain, view);
	else if (plain->menu || standing_is_over(standing_state(view)) ||
	    standing_state(view) == STATE_FAILED)
		pose_menu(plain);
	else
		open_step(plain, view);
}

/* The plan that is asked about may be gone, or be another one. */
static bool
is_stale(const struct plain *plain, const struct view *view)
{
	switch (plain->prompt) {
	case PROMPT_PLAN:
		return !standing_asks(view) || view->plan->serial != plain->serial;
	case PROMPT_JUDGE:
		return !view->asks;
	case PROMPT_LEAVE:
		return !standing_runs(view);
	default:
		return view->unsettled != NULL && plain->prompt == PROMPT_PICK;
	}
}

void
moment_go_on(struct plain *plain)
{
	const struct view *view = plain_view(plain);

	if (plain->leaving)
		return;
	if (plain->prompt != PROMPT_NONE && is_stale(plain, view))
		plain->prompt = PROMPT_NONE;
	if (view->ended) {
		tell_end(plain);
		moment_leave(plain, 0);
		return;
	}
	if (plain->prompt != PROMPT_NONE || !run_idle(plain->run))
		return;
	if (plain->step_said != view->step->number)
		tell_head(plain);
	what_next(plain, view);
}

void
moment_back(struct plain *plain)
{
	const struct view *view = plain_view(plain);
	bool again = plain->prompt == PROMPT_PLAN && view->step->offers != NULL &&
	    view->plan->purpose == PLAN_FORWARD;

	switch (plain->prompt) {
	case PROMPT_NONE:
	case PROMPT_MENU:
		say(plain, "There is nothing before this: g goes to another step, q "
		    "leaves.");
		return;
	case PROMPT_PLAN:
		say(plain, "Nothing was sent.");
		(void)moment_submit_kind(plain, INTENT_STEP, view->step->name, "");
		plain->menu = !again;
		break;
	case PROMPT_LEAVE:
		say(plain, "It goes on.");
		break;
	case PROMPT_FIELD:
		plain->menu = plain->menu || plain->about != INTENT_NOTE;
		break;
	case PROMPT_PICK:
	case PROMPT_JUDGE:
	case PROMPT_COUNT:
		plain->menu = true;
		break;
	}
	question_done(&plain->question);
	plain->prompt = PROMPT_NONE;
}
