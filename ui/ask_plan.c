/* The question before a plan is carried out, asked anew when the world moves. */

#include "ui/ask.h"

#include "base/str.h"
#include "talk/standing.h"

#define TYPE_THIS "Type this, then the button opens:   %s"

enum { FIRST, SECOND };

static const struct view *
view_of(struct ui *ui)
{
	return ui_view(ui);
}

static void
chose_confirm(struct ui *ui, struct dialog *dialog, int button)
{
	const struct view *view = view_of(ui);

	if (button != SECOND) {
		ui_say(ui, SIGN_NONE, "Nothing was sent.");
		return;
	}
	if (dialog->serial != 0 && view->plan->serial != dialog->serial) {
		ask_confirm(ui);
		return;
	}
	ui->asked_serial = dialog->serial;
	if (ui_submit_kind(ui, INTENT_CONFIRM, "", dialog->n_fields > 0 ?
	    field_text(dialog->fields[0].field) : "") == -1)
		ui->asked_serial = 0;
}

/* Asked anew with the difference when the world moved under the question; what
 * was typed for the other plan is gone. */
static void
refresh_field(struct dialog *dialog, const struct question *question)
{
	dialog->serial = question->serial;
	(void)str_copy(dialog->wanted, sizeof(dialog->wanted), question->wanted);
	dialog->focus = dialog->n_fields;
	dialog->typing = false;
	if (dialog->n_fields == 0)
		return;
	field_free(dialog->fields[0].field);
	dialog->fields[0].field = field_new("");
	(void)str_fmt(dialog->fields[0].label, TEXT_LEN, TYPE_THIS,
	    question->wanted);
}

static void
refresh_confirm(struct ui *ui, struct dialog *dialog)
{
	struct look look = ui_look(ui);
	struct question question;

	question_confirm(&question, &look);
	dialog_clear(dialog);
	ask_lines(dialog, &question.lines);
	if (question.yes[0] == '\0') {
		dialog->n_buttons = 1;
		dialog->focus = dialog->n_fields;
	} else if (question.serial != dialog->serial) {
		refresh_field(dialog, &question);
	}
	question_done(&question);
}

static void
chose_judge(struct ui *ui, struct dialog *dialog, int button)
{
	(void)dialog;
	if (button == SECOND)
		(void)ui_submit_kind(ui, INTENT_CONFIRM, "", "");
}

static void
ask_judge(struct ui *ui)
{
	struct look look = ui_look(ui);
	struct question question;

	question_judge(&question, &look);
	ask_end(ui, ask_begin(&question, chose_judge), &question);
}

void
ask_confirm(struct ui *ui)
{
	struct look look = ui_look(ui);
	struct question question;
	struct dialog *dialog;

	if (!standing_asks(look.view)) {
		ask_judge(ui);
		return;
	}
	question_confirm(&question, &look);
	dialog = ask_begin(&question, chose_confirm);
	dialog->danger = question.danger;
	dialog->serial = question.serial;
	dialog->renew = refresh_confirm;
	(void)str_copy(dialog->wanted, sizeof(dialog->wanted), question.wanted);
	if (question.wanted[0] != '\0')
		dialog_field(dialog, "", TYPE_THIS, question.wanted);
	ask_end(ui, dialog, &question);
	dialog->focus = dialog->n_fields;	/* Cancel */
}

/* The run planned again after the confirmation, and it differs. */
void
ask_again_if_changed(struct ui *ui)
{
	const struct view *view = view_of(ui);

	if (ui->asked_serial == 0)
		return;
	if (standing_runs(view)) {
		ui->asked_serial = 0;
		return;
	}
	if (!standing_asks(view) || view->plan->serial == ui->asked_serial)
		return;
	ui->asked_serial = 0;
	if (ui->dialog == NULL)
		ask_confirm(ui);
}
