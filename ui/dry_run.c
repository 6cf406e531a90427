/* d: the plan of the step as it would be confirmed, only to read.  Nothing here can
 * confirm it. */

#include "ui/ask.h"

#include "base/str.h"
#include "talk/standing.h"

static void
add_plan(struct dialog *dialog, const struct look *look)
{
	struct question question;

	question_confirm(&question, look);
	dialog_line(dialog, SIGN_NONE, ROLE_STRONG, "%s", question.yes);
	ask_lines(dialog, &question.lines);
	if (question.wanted[0] != '\0')
		dialog_text(dialog, 0, "To confirm it one types: %s",
		    question.wanted);
	dialog_line(dialog, SIGN_NONE, ROLE_STRONG,
	    "That is all of it. Nothing has been sent.");
	question_done(&question);
}

static void
renew(struct ui *ui, struct dialog *dialog)
{
	struct look look = ui_look(ui);
	const struct step *step = look.view->step;
	enum step_state state = standing_state(look.view);

	dialog_clear(dialog);
	if (standing_asks(look.view))
		add_plan(dialog, &look);
	else if (standing_runs(look.view))
		dialog_text(dialog, 0, "Step %d is being done: its plan was "
		    "confirmed.", step->number);
	else if (standing_is_over(state))
		dialog_text(dialog, 0, "Step %d is over: there is nothing left to "
		    "plan.", step->number);
	else if (look.reading)
		dialog_text(dialog, 0, "The plan is made as soon as everything is "
		    "read.");
	else
		dialog_text(dialog, 0, "There is no plan: what keeps it from being "
		    "made stands on the screen below and in the log (L).");
}

void
show_dry_run(struct ui *ui)
{
	struct dialog *dialog;

	if (ui->page == PAGE_OVERVIEW)
		ui_act(ui, CMD_GO_STEP);
	else
		act_plan_soon(ui);
	if (ui->page == PAGE_STEP && ui->dialog == NULL &&
	    (dialog = show_text(ui, "Dry run: what would be done")) != NULL)
		dialog->renew = renew;
}
