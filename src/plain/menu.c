/* Choices by number: what the buttons are on the screen. */

#include "plain/plain_priv.h"

#include "base/str.h"
#include "talk/standing.h"

static bool
is_unsettled(const struct view *view)
{
	return view->unsettled != NULL;
}

static bool
is_open(const struct view *view)
{
	return view->unsettled == NULL && standing_state(view) != STATE_FAILED &&
	    !standing_is_over(standing_state(view));
}

static bool
may_choose(const struct view *view)
{
	return is_open(view) && view->step->offers != NULL;
}

static bool
may_plan(const struct view *view)
{
	return is_open(view) && view->step->offers == NULL;
}

static bool
has_failed(const struct view *view)
{
	return view->unsettled == NULL && standing_state(view) == STATE_FAILED;
}

static bool
may_go_on(const struct view *view)
{
	const struct step *next = standing_next(view);

	return view->unsettled == NULL && next != NULL && next != view->step;
}

static bool
may_set(const struct view *view)
{
	return is_open(view) && view->step->settings != NULL;
}

static bool
may_discard(const struct view *view)
{
	return view->unsettled == NULL && standing_may_discard(view);
}

static bool
may_withdraw(const struct view *view)
{
	return view->unsettled == NULL && standing_may_withdraw(view);
}

static bool
may_undo(const struct view *view)
{
	return view->unsettled == NULL && standing_may_undo(view);
}

static bool
may_skip(const struct view *view)
{
	return view->unsettled == NULL &&
	    !standing_is_over(standing_state(view));
}

static bool
may_go_back(const struct view *view)
{
	return view->unsettled == NULL && standing_may_go_back(view);
}

static bool
always(const struct view *view)
{
	(void)view;
	return true;
}

/* ---- what is done ---- */

static void
do_retry(struct plain *plain)
{
	(void)moment_submit_kind(plain, INTENT_RETRY, "", "");
}

static void
resolve(struct plain *plain, bool present)
{
	struct question question;

	question_resolve(&question, plain_view(plain), present);
	pose_fields(plain, &question, INTENT_RESOLVE, present ? "present" :
	    "absent");
}

static void
do_present(struct plain *plain)
{
	resolve(plain, true);
}

static void
do_absent(struct plain *plain)
{
	resolve(plain, false);
}

static void
do_choose(struct plain *plain)
{
	pose_pick(plain);
}

static void
do_plan(struct plain *plain)
{
	(void)moment_submit_kind(plain, INTENT_PLAN, "", "");
}

static void
do_go_on(struct plain *plain)
{
	if (moment_submit_kind(plain, INTENT_STEP,
	    standing_next(plain_view(plain))->name, "") == 0)
		plain->menu = plain->stay = false;
}

/* The first is offered; others are set by the word. */
static void
do_set(struct plain *plain)
{
	const struct view *view = plain_view(plain);
	struct question question;

	for (const struct step_setting *s = view->step->settings + 1;
	    s->key != NULL; s++)
		say(plain, "Also: set %s%s VALUE. %s%s%s", s->key,
		    str_ends(s->key, ".") ? "NAME" : "", s->text,
		    s->unset == NULL ? "" : "; while it is not set: ",
		    s->unset == NULL ? "" : s->unset);
	question_setting(&question, view, view->step->settings[0].key);
	pose_fields(plain, &question, INTENT_SET, view->step->settings[0].key);
}

static void
give_up(struct plain *plain, enum intent_kind kind)
{
	struct question question;

	question_give_up(&question, kind);
	pose_fields(plain, &question, kind, "");
}

static void
do_discard(struct plain *plain)
{
	give_up(plain, INTENT_DISCARD);
}

static void
do_withdraw(struct plain *plain)
{
	give_up(plain, INTENT_WITHDRAW);
}

static void
do_skip(struct plain *plain)
{
	struct question question;

	question_skip(&question, plain_view(plain));
	pose_fields(plain, &question, INTENT_SKIP, "");
}

static void
do_go_back(struct plain *plain)
{
	(void)moment_submit_kind(plain, INTENT_BACK, "", "");
}

static const struct {
	const char *text;
	bool (*is_there)(const struct view *view);
	void (*act)(struct plain *plain);
} choices[] = {
	{ "Look again", is_unsettled, do_retry },
	{ "It took effect", is_unsettled, do_present },
	{ "It did not take effect", is_unsettled, do_absent },
	{ "Choose the servers", may_choose, do_choose },
	{ "Show the plan", may_plan, do_plan },
	{ "Try again", has_failed, do_retry },
	{ "Go on to the next open step", may_go_on, do_go_on },
	{ "Undo: show what would take this back", may_undo, words_undo },
	{ "Change a setting", may_set, do_set },
	{ "Discard a NEW server that no balancer ever listed", may_discard,
	    do_discard },
	{ "Withdraw a NEW server", may_withdraw, do_withdraw },
	{ "Skip this step", may_skip, do_skip },
	{ "Go to another step", always, tell_steps },
	{ "Go back: show what would return the traffic to the OLD servers",
	    may_go_back, do_go_back },
	{ "Leave", always, pose_leave },
};

static void
say_why(struct plain *plain, const struct view *view)
{
	struct lines lines = { 0 };
	char text[TEXT_LEN + 2 * NAME_LEN];

	if (view->unsettled != NULL) {
		say(plain, "Unsettled: %s. %s", action_sentence(view->unsettled,
		    text, sizeof(text)), view->unsettled_text);
		say(plain, "Nothing is sent until it is settled.");
	} else if (plain->findings) {
		lines_add_findings(&lines, view->checks);
		say_lines(plain, &lines);
		lines_done(&lines);
	}
	plain->findings = false;
}

void
pose_menu(struct plain *plain)
{
	const struct view *view = plain_view(plain);

	say_why(plain, view);
	say(plain, "Step %d, %s, is %s. What now? A number; ? helps.",
	    view->step->number, view->step->title,
	    step_state_name(standing_state(view)));
	plain->n_rows = 0;
	for (size_t i = 0; i < countof(choices); i++) {
		if (!choices[i].is_there(view))
			continue;
		plain->choices[plain->n_rows++] = (int)i;
		say(plain, "  %zu  %s", plain->n_rows, choices[i].text);
	}
	plain->prompt = PROMPT_MENU;
}

bool
answer_menu(struct plain *plain, const char *line)
{
	int64_t number;

	if (line[0] == '\0')
		return true;
	if (!str_to_i64(line, INT32_MIN, INT32_MAX, &number))
		return false;
	if (number < 1 || number > (int64_t)plain->n_rows) {
		say(plain, "There is no number %s here.", line);
		return true;
	}
	plain->menu = true;
	choices[plain->choices[number - 1]].act(plain);
	return true;
}
