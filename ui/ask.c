/* Questions.  The safe answer comes first and has the focus. */

#include "ui/ui_priv.h"

#include "base/str.h"
#include "ui/standing.h"

enum { FIRST, SECOND };

static const struct view *
view_of(struct ui *ui)
{
	return run_view(ui->run);
}

/* ---- the guard ---- */

static void
chose_guard(struct ui *ui, struct dialog *dialog, int button)
{
	(void)dialog;
	if (button == SECOND)
		show_guard(ui);
}

static void
add_carries(struct dialog *dialog, const struct view *view, const char *server)
{
	long sessions = standing_sessions(view, server, NULL);

	if (server[0] != '\0' && sessions >= 0)
		dialog_text(dialog, 2, "It carries    %ld session%s now", sessions,
		    sessions == 1 ? "" : "s");
}

static void
add_way_out(struct dialog *dialog, const struct view *view, const char *server)
{
	const struct server *sv = facts_server(view->facts, server);

	if (sv == NULL || sv->mark != MARK_NEW)
		return;
	dialog_text(dialog, 0, "%s", "");
	dialog_text(dialog, 0, "Is %s broken? Undo step 12 first, so that the OLD "
	    "servers serve; then withdraw it in step 11. One that no balancer ever "
	    "listed is discarded in step 7, 8 or 9.", server);
}

void
ask_guard(struct ui *ui, const struct event *event)
{
	const struct view *view = view_of(ui);
	struct dialog *dialog = dialog_new("Blocked by the guard", chose_guard);
	char text[TEXT_LEN + 2 * NAME_LEN];

	dialog_line(dialog, SIGN_LOCKED, ROLE_STRONG, "%s", event->text);
	dialog_text(dialog, 0, "%s", "");
	if (event->action.kind != ACTION_NONE)
		dialog_text(dialog, 2, "You asked     %s",
		    action_sentence(&event->action, text, sizeof(text)));
	if (event->rule[0] != '\0')
		dialog_text(dialog, 2, "Rule          %s", event->rule);
	add_carries(dialog, view, event->server);
	dialog_text(dialog, 0, "%s", "");
	dialog_text(dialog, 0, "Nothing was sent.");
	dialog_text(dialog, 0, "There is no way to force this.");
	add_way_out(dialog, view, event->server);
	dialog_button(dialog, false, "OK");
	dialog_button(dialog, false, "Explain the guard");
	ui_push(ui, dialog);
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
	struct dialog *dialog;
	char text[TEXT_LEN + 2 * NAME_LEN];

	/* Reading alone is no reason to stay. */
	if (view->ended || !standing_runs(view)) {
		ui_leave(ui, view->ended ? 0 : 3);
		return;
	}
	dialog = dialog_new("Leave now?", chose_leave);
	if (view->busy != NULL)
		dialog_text(dialog, 0, "In hand: %s. It is finished and written "
		    "down first.", action_sentence(view->busy, text, sizeof(text)));
	else
		dialog_text(dialog, 0, "All was sent; what came of it is still being "
		    "read back.");
	dialog_text(dialog, 0, "Nothing else of the plan is begun; the next start "
	    "goes on from there.");
	dialog_button(dialog, false, "Stay");
	dialog_button(dialog, false, "Finish it and leave");
	ui_push(ui, dialog);
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
	struct dialog *dialog = dialog_new("A comment for the journal", chose_note);

	dialog_field(dialog, "", "Comment");
	dialog_button(dialog, true, "Write it down");
	dialog_button(dialog, false, "Cancel");
	ui_push(ui, dialog);
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
	const struct step *step = view_of(ui)->step;
	struct dialog *dialog = dialog_new("Skip this step", chose_skip);

	dialog_text(dialog, 0, "Step %d, %s, is left out. The reason goes into the "
	    "journal and the report.", step->number, step->title);
	if ((step->flags & STEP_OPTIONAL) == 0)
		dialog_line(dialog, SIGN_LOOK, ROLE_STRONG,
		    "The runbook does not call this step optional.");
	dialog_field(dialog, "", "Reason");
	dialog_button(dialog, true, "Skip step %d", step->number);
	dialog_button(dialog, false, "Cancel");
	ui_push(ui, dialog);
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
	const struct view *view = view_of(ui);
	struct dialog *dialog = dialog_new(present ? "It took effect" :
	    "It did not take effect", chose_resolve);
	char text[TEXT_LEN + 2 * NAME_LEN];

	if (view->unsettled == NULL) {
		dialog_free(dialog);
		return;
	}
	dialog_text(dialog, 0, "You say of: %s", action_sentence(view->unsettled,
	    text, sizeof(text)));
	dialog_text(dialog, 0, present ? "It is there. The run goes on from that." :
	    "It is not there. The plan will list it again.");
	dialog_field(dialog, "", "How do you know?");
	dialog_button(dialog, true, present ? "It took effect" : "It did not");
	dialog_button(dialog, false, "Cancel");
	(void)str_copy(dialog->about, sizeof(dialog->about),
	    present ? "present" : "absent");
	ui_push(ui, dialog);
}

static void
chose_setting(struct ui *ui, struct dialog *dialog, int button)
{
	const char *key = dialog->about;
	char full[NAME_LEN];

	if (button != FIRST)
		return;
	(void)str_copy(full, sizeof(full), key);
	if (str_ends(key, "."))
		(void)str_add(full, sizeof(full), "%s",
		    field_text(dialog->fields[0].field));
	(void)ui_submit_kind(ui, INTENT_SET, full,
	    field_text(dialog->fields[dialog->n_fields - 1].field));
}

static const char *
setting_text(const struct step *step, const char *key)
{
	for (const struct step_setting *s = step->settings;
	    s != NULL && s->key != NULL; s++)
		if (str_eq(s->key, key))
			return s->text;
	return "";
}

void
ask_setting(struct ui *ui, const char *key)
{
	const struct view *view = view_of(ui);
	const char *value = choices_get(view->choices, key);
	struct dialog *dialog = dialog_new(key, chose_setting);

	(void)str_copy(dialog->about, sizeof(dialog->about), key);
	if (setting_text(view->step, key)[0] != '\0')
		dialog_text(dialog, 0, "%s", setting_text(view->step, key));
	dialog_text(dialog, 0, "It is a choice for the plan: nothing is sent yet.");
	if (str_ends(key, "."))
		dialog_field(dialog, "", "%sNAME: the name", key);
	dialog_field(dialog, value == NULL ? "" : value, "Value");
	dialog_button(dialog, true, "Set it");
	dialog_button(dialog, false, "Cancel");
	ui_push(ui, dialog);
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

/* Both make a plan that is shown and asked about: nothing happens here. */
void
ask_give_up(struct ui *ui, enum intent_kind kind)
{
	bool discard = kind == INTENT_DISCARD;
	struct dialog *dialog = dialog_new(discard ? "Discard a NEW server" :
	    "Withdraw a NEW server", discard ? chose_discard : chose_withdraw);

	dialog_text(dialog, 0, discard ? "For a NEW server that no balancer ever "
	    "listed: it is shut down for good." : "For a NEW server that serves: it "
	    "is marked WITHDRAWN, and may then be drained and detached like an old "
	    "one. Only while the OLD servers alone can carry the traffic.");
	dialog_text(dialog, 0, "The plan is shown and asked about first.");
	dialog_field(dialog, "", "Server");
	if (!discard)
		dialog_field(dialog, "", "Reason");
	dialog_button(dialog, true, "Show the plan");
	dialog_button(dialog, false, "Cancel");
	ui_push(ui, dialog);
}
