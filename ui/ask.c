/* Questions.  The safe answer comes first and has the focus. */

#include "ui/ask.h"

#include <string.h>

#include "base/str.h"
#include "base/vault.h"
#include "talk/standing.h"
#include "ui/ui.h"

enum { FIRST, SECOND };

static const struct view *
view_of(struct ui *ui)
{
	return ui_view(ui);
}

/* ---- from a question to a dialog ---- */

static const struct line_look looks_of[LINE_KINDS] = {
	[LINE_TEXT] = { SIGN_NONE, ROLE_PLAIN, 0 },
	[LINE_PART] = { SIGN_NONE, ROLE_PLAIN, 2 },
	[LINE_STRONG] = { SIGN_NONE, ROLE_STRONG, 0 },
	[LINE_LOCKED] = { SIGN_LOCKED, ROLE_STRONG, 2 },
	[LINE_GOOD] = { SIGN_GOOD, ROLE_PLAIN, 2 },
	[LINE_LOOK] = { SIGN_LOOK, ROLE_STRONG, 2 },
	[LINE_BAD] = { SIGN_BAD, ROLE_STRONG, 2 },
	[LINE_UNKNOWN] = { SIGN_UNKNOWN, ROLE_STRONG, 2 },
	[LINE_WAIT] = { SIGN_TODO, ROLE_STRONG, 2 },
};

struct line_look
ask_look(enum line_kind kind)
{
	return looks_of[kind];
}

void
ask_lines(struct dialog *dialog, const struct lines *lines)
{
	for (size_t i = 0; i < lines->n; i++) {
		enum line_kind kind = lines->list[i].kind;
		if (looks_of[kind].sign == SIGN_NONE &&
		    looks_of[kind].role == ROLE_PLAIN)
			dialog_text(dialog, looks_of[kind].indent, "%s",
			    lines->list[i].text);
		else
			dialog_line(dialog, looks_of[kind].sign,
			    looks_of[kind].role, "%s", lines->list[i].text);
	}
}

/* Who has to write something wants its button first; else the safe one is. */
struct dialog *
ask_begin(const struct question *question, dialog_chosen_fn *chosen)
{
	struct dialog *dialog = dialog_new(question->title, chosen);

	ask_lines(dialog, &question->lines);
	for (size_t i = 0; i < question->n_fields; i++)
		dialog_field(dialog, question->fields[i].text, "%s",
		    question->fields[i].label);
	if (question->n_fields > 0)
		dialog_button(dialog, true, "%s", question->yes);
	dialog_button(dialog, false, "%s", question->no);
	return dialog;
}

void
ask_end(struct ui *ui, struct dialog *dialog, struct question *question)
{
	if (question->n_fields == 0 && question->yes[0] != '\0')
		dialog_button(dialog, question->wanted[0] != '\0', "%s",
		    question->yes);
	question_done(question);
	ui_push(ui, dialog);
}

/* ---- the guard ---- */

static void
chose_guard(struct ui *ui, struct dialog *dialog, int button)
{
	(void)dialog;
	if (button == SECOND)
		show_guard(ui);
}

void
ask_guard(struct ui *ui, const struct event *event)
{
	struct question question;
	struct dialog *dialog;

	question_guard(&question, view_of(ui), event);
	dialog = ask_begin(&question, chose_guard);
	dialog_button(dialog, false, "Explain the guard");
	ask_end(ui, dialog, &question);
}

/* ---- smaller questions ---- */

static void
chose_leave(struct ui *ui, struct dialog *dialog, int button)
{
	(void)dialog;
	if (button == SECOND)
		ui_leave(ui, 3);
}

void
ask_leave(struct ui *ui)
{
	const struct view *view = view_of(ui);
	struct question question;

	if (ui->page == PAGE_FIRST) {
		ui_end(ui, FIRST_LEAVE);
		return;
	}
	if (view->watching) {
		ui_leave(ui, 0);
		return;
	}
	/* Reading alone is no reason to stay. */
	if (view->ended || !standing_runs(view)) {
		ui_leave(ui, view->ended ? 0 : 3);
		return;
	}
	question_leave(&question, view);
	ask_end(ui, ask_begin(&question, chose_leave), &question);
}

static void
chose_note(struct ui *ui, struct dialog *dialog, int button)
{
	if (button == FIRST && ui_submit_kind(ui, INTENT_NOTE, "",
	    field_text(dialog->fields[0].field)) == 0)
		ui_say(ui, SIGN_NONE, "The comment is in the journal.");
}

void
ask_note(struct ui *ui)
{
	struct question question;

	question_note(&question);
	ask_end(ui, ask_begin(&question, chose_note), &question);
}

static void
chose_skip(struct ui *ui, struct dialog *dialog, int button)
{
	if (button == FIRST)
		(void)ui_submit_kind(ui, INTENT_SKIP, "",
		    field_text(dialog->fields[0].field));
}

void
ask_skip(struct ui *ui)
{
	struct question question;

	question_skip(&question, view_of(ui));
	ask_end(ui, ask_begin(&question, chose_skip), &question);
}

static void
chose_resolve(struct ui *ui, struct dialog *dialog, int button)
{
	if (button == FIRST)
		(void)ui_submit_kind(ui, INTENT_RESOLVE, dialog->about,
		    field_text(dialog->fields[0].field));
}

void
ask_resolve(struct ui *ui, bool present)
{
	struct question question;
	struct dialog *dialog;

	if (view_of(ui)->unsettled == NULL)
		return;
	question_resolve(&question, view_of(ui), present);
	dialog = ask_begin(&question, chose_resolve);
	(void)str_copy(dialog->about, sizeof(dialog->about),
	    present ? "present" : "absent");
	ask_end(ui, dialog, &question);
}

/* The key that is being set: "input." and the name in the first field. */
static void
setting_key(struct dialog *dialog, char full[NAME_LEN])
{
	(void)str_copy(full, NAME_LEN, dialog->about);
	if (str_ends(dialog->about, "."))
		(void)str_add(full, NAME_LEN, "%s",
		    field_text(dialog->fields[0].field));
}

/* Nobody reads the value of a secret input over a shoulder. */
static void
hide_secret(struct dialog *dialog)
{
	char full[NAME_LEN];

	setting_key(dialog, full);
	bool secret = str_starts(full, "input.") &&
	    vault_has_name(dialog->vault, full + strlen("input."));
	size_t last = dialog->n_fields - 1;
	(void)str_copy(dialog->fields[last].label, TEXT_LEN, secret ?
	    "Value (a secret: it is not shown)" : "Value");
	field_set_secret(dialog->fields[last].field, secret);
}

static void
chose_setting(struct ui *ui, struct dialog *dialog, int button)
{
	char full[NAME_LEN];

	if (button != FIRST)
		return;
	setting_key(dialog, full);
	(void)ui_submit_kind(ui, INTENT_SET, full,
	    field_text(dialog->fields[dialog->n_fields - 1].field));
}

void
ask_setting(struct ui *ui, const char *key)
{
	struct question question;
	struct dialog *dialog;

	question_setting(&question, view_of(ui), key);
	dialog = ask_begin(&question, chose_setting);
	(void)str_copy(dialog->about, sizeof(dialog->about), key);
	dialog->vault = view_of(ui)->scene->vault;
	dialog->prepare = hide_secret;
	ask_end(ui, dialog, &question);
}

static void
chose_discard(struct ui *ui, struct dialog *dialog, int button)
{
	if (button == FIRST)
		(void)ui_submit_kind(ui, INTENT_DISCARD,
		    field_text(dialog->fields[0].field), "");
}

static void
chose_withdraw(struct ui *ui, struct dialog *dialog, int button)
{
	char server[NAME_LEN];

	if (button != FIRST)
		return;
	(void)str_copy(server, sizeof(server),
	    field_text(dialog->fields[0].field));
	(void)ui_submit_kind(ui, INTENT_WITHDRAW, server,
	    field_text(dialog->fields[1].field));
}

void
ask_give_up(struct ui *ui, enum intent_kind kind)
{
	struct question question;

	question_give_up(&question, kind);
	ask_end(ui, ask_begin(&question, kind == INTENT_DISCARD ? chose_discard :
	    chose_withdraw), &question);
}
