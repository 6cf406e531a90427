/* Yes, no, or the text that must be typed. */

#include "plain/plain_priv.h"

#include <string.h>
#include <unistd.h>

#include "base/str.h"
#include "talk/evidence.h"
#include "talk/standing.h"

/* Who types ahead has not read what is asked now. */
static void
open_prompt(struct plain *plain, enum prompt prompt)
{
	plain->prompt = prompt;
	if (intake_drop(&plain->intake, STDIN_FILENO))
		say(plain, "What was typed before this question is not taken.");
}

static bool
is_no(const char *line)
{
	return line[0] == '\0' || strcmp(line, "<") == 0 ||
	    strcmp(line, "no") == 0 || strcmp(line, "n") == 0;
}

static void
say_checks(struct plain *plain, const struct checks *checks)
{
	struct lines lines = { 0 };

	lines_add_findings(&lines, checks);
	lines_add_good(&lines, checks);
	say_lines(plain, &lines);
	lines_done(&lines);
	plain->findings = false;
}

static void
say_what_is_asked(struct plain *plain, const struct question *question)
{
	if (strcmp(question->title, "Do this?") != 0)
		say(plain, "%s.", question->title);
	if (question->wanted[0] != '\0')
		say(plain, "%s? Type this to go on, or Enter to go back:  %s",
		    question->yes, question->wanted);
	else
		say(plain, "%s? Type yes, or Enter to go back.", question->yes);
}

void
pose_plan(struct plain *plain)
{
	struct look look = plain_look(plain);
	const struct view *view = look.view;
	struct question question;
	struct lines servers = { 0 };

	question_confirm(&question, &look);
	if (view->plan->purpose == PLAN_FORWARD)
		say_checks(plain, view->checks);
	say(plain, "%s: %zu action%s.", view->plan->purpose == PLAN_UNDO ?
	    "Plan of the undo" : view->plan->purpose == PLAN_BACK ?
	    "Plan of going back" : "Plan", view->plan->n,
	    str_s(view->plan->n));
	say_lines(plain, &question.lines);
	evidence_add_servers(&servers, &look);
	say_lines(plain, &servers);
	lines_done(&servers);
	say_what_is_asked(plain, &question);
	plain->serial = question.serial;
	question_done(&question);
	open_prompt(plain, PROMPT_PLAN);
}

/* The question holds the plan that it was made from: of another one it is asked
 * anew, and the answer is gone. */
static void
confirm(struct plain *plain, const char *typed)
{
	const struct view *view = plain_view(plain);

	if (!standing_asks(view) || view->plan->serial != plain->serial) {
		say(plain, "Look: the plan is another one now. Nothing was sent.");
		plain->prompt = PROMPT_NONE;
		return;
	}
	plain->menu = true;
	(void)moment_submit_kind(plain, INTENT_CONFIRM, "", typed);
}

bool
answer_plan(struct plain *plain, const char *line)
{
	const char *wanted = plain_view(plain)->plan->typed;

	if (is_no(line))
		moment_back(plain);
	else if (strcmp(line, wanted[0] == '\0' ? "yes" : wanted) == 0)
		confirm(plain, wanted);
	else
		return false;
	return true;
}

void
pose_judge(struct plain *plain)
{
	struct look look = plain_look(plain);
	struct question question;

	question_judge(&question, &look);
	say_lines(plain, &question.lines);
	say(plain, "%s Type yes, or Enter for other choices.", question.title);
	question_done(&question);
	open_prompt(plain, PROMPT_JUDGE);
}

bool
answer_judge(struct plain *plain, const char *line)
{
	if (strcmp(line, "yes") == 0) {
		(void)moment_submit_kind(plain, INTENT_CONFIRM, "", "");
		return true;
	}
	if (!is_no(line))
		return false;
	say(plain, "It is not ended. r reads again, l shows what happened, skip "
	    "REASON leaves it out, q leaves.");
	return true;
}

void
pose_leave(struct plain *plain)
{
	const struct view *view = plain_view(plain);
	struct question question;

	/* Reading alone is no reason to stay. */
	if (view->ended || !standing_runs(view)) {
		moment_leave(plain, view->ended ? 0 : 3);
		return;
	}
	question_leave(&question, view);
	say_lines(plain, &question.lines);
	say(plain, "%s Type yes, or Enter to stay.", question.title);
	question_done(&question);
	plain->prompt = PROMPT_LEAVE;
}

bool
answer_leave(struct plain *plain, const char *line)
{
	if (strcmp(line, "yes") == 0)
		moment_leave(plain, 3);
	else if (is_no(line))
		moment_back(plain);
	else
		return false;
	return true;
}
