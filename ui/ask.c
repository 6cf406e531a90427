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

static void
add_checks(struct dialog *dialog, const struct checks *checks)
{
	static const enum verdict order[] = { VERDICT_BAD, VERDICT_UNKNOWN,
		VERDICT_LOOK, VERDICT_WAIT, VERDICT_GOOD };

	for (size_t o = 0; checks != NULL && o < countof(order); o++)
		for (size_t i = 0; i < checks->n; i++)
			if (checks->list[i].verdict == order[o])
				dialog_line(dialog, sign_of_verdict(order[o]),
				    order[o] == VERDICT_GOOD ? ROLE_PLAIN : ROLE_STRONG,
				    "%s", checks->list[i].text);
}

/* ---- confirm a plan ---- */

/* What is said of each server that is taken out: role, address, sessions now. */
static void
add_target(struct dialog *dialog, const struct view *view,
    const struct action *action)
{
	const struct server *sv = facts_server(view->facts, action->server);
	long sessions = standing_sessions(view, action->server, NULL);

	if (sv == NULL || action_effect(action->kind) != EFFECT_TAKES_OUT)
		return;
	if (sessions < 0)
		dialog_text(dialog, 4, "%s %s  %s  %s  %s", mark_name(sv->mark),
		    sv->name, sv->addr, sv->id,
		    facts_next_row(view->facts, sv->name, NULL) == NULL ?
		    "in no balancer" : "sessions not known");
	else
		dialog_text(dialog, 4, "%s %s  %s  %s  %ld session%s now",
		    mark_name(sv->mark), sv->name, sv->addr, sv->id, sessions,
		    sessions == 1 ? "" : "s");
}

static bool
takes_out_new(const struct view *view, const struct server *sv)
{
	for (size_t i = 0; i < view->plan->n; i++)
		if (action_effect(view->plan->actions[i].kind) == EFFECT_TAKES_OUT &&
		    str_eq(view->plan->actions[i].server, sv->name))
			return true;
	return false;
}

static void
add_stays(struct dialog *dialog, const struct view *view)
{
	char text[TEXT_LEN] = "";

	for (size_t i = 0; i < view->facts->n_servers; i++) {
		const struct server *sv = &view->facts->servers[i];
		if (sv->mark == MARK_NEW && server_runs(sv) &&
		    !takes_out_new(view, sv))
			(void)str_add(text, sizeof(text), "%s%s NEW",
			    text[0] == '\0' ? "" : ", ", sv->name);
	}
	if (text[0] != '\0')
		dialog_text(dialog, 0, "These stay: %s", text);
}

static bool
takes_out_any(const struct plan *plan)
{
	for (size_t i = 0; i < plan->n; i++)
		if (action_effect(plan->actions[i].kind) == EFFECT_TAKES_OUT)
			return true;
	return false;
}

static void
fill_confirm(struct dialog *dialog, const struct view *view)
{
	char text[TEXT_LEN + 2 * NAME_LEN];
	const struct plan *plan = view->plan;

	dialog_clear(dialog);
	if (view->changed != NULL)
		dialog_line(dialog, SIGN_LOOK, ROLE_STRONG, "%s", view->changed);
	if (plan->n == 0)
		dialog_line(dialog, SIGN_NONE, ROLE_STRONG, "Nothing is sent: what "
		    "this step wants is there already.");
	for (size_t i = 0; i < plan->n; i++) {
		dialog_text(dialog, 2, "%s", action_sentence(&plan->actions[i], text,
		    sizeof(text)));
		add_target(dialog, view, &plan->actions[i]);
	}
	dialog_text(dialog, 0, "%s", "");
	add_checks(dialog, view->refusals);
	if (takes_out_any(plan))
		add_stays(dialog, view);
	if (plan->note[0] != '\0')
		dialog_text(dialog, 0, "Undo: %s", plan->note);
	else if (plan->purpose == PLAN_FORWARD)
		dialog_text(dialog, 0, "Undo: %s", view->step->undo_text);
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
refresh_confirm(struct ui *ui, struct dialog *dialog)
{
	const struct view *view = view_of(ui);

	if (!standing_asks(view)) {
		dialog_clear(dialog);
		dialog_line(dialog, SIGN_LOOK, ROLE_STRONG,
		    "This plan does not stand any more. Nothing was sent.");
		dialog->n_buttons = 1;
		dialog->focus = dialog->n_fields;
		return;
	}
	fill_confirm(dialog, view);
	if (view->plan->serial == dialog->serial)
		return;
	dialog->serial = view->plan->serial;
	(void)str_copy(dialog->wanted, sizeof(dialog->wanted), view->plan->typed);
	dialog->focus = dialog->n_fields;
	if (dialog->n_fields == 0)
		return;
	field_free(dialog->fields[0].field);
	dialog->fields[0].field = field_new("");
	(void)str_fmt(dialog->fields[0].label, TEXT_LEN, "Type this, then the button opens:   %s",
	    view->plan->typed);
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
	const struct view *view = view_of(ui);
	struct dialog *dialog = dialog_new("Is it good?", chose_judge);

	dialog_text(dialog, 0, "Step %d, %s. Your word is what ends it; it is kept in "
	    "the journal.", view->step->number, view->step->title);
	add_checks(dialog, view->checks);
	dialog_button(dialog, false, "Not yet");
	dialog_button(dialog, false, "It is good");
	ui_push(ui, dialog);
}

void
ask_confirm(struct ui *ui)
{
	const struct view *view = view_of(ui);
	struct dialog *dialog;
	char label[TEXT_LEN];

	if (!standing_asks(view)) {
		ask_judge(ui);
		return;
	}
	const struct plan *plan = view->plan;
	dialog = dialog_new(plan->typed[0] != '\0' &&
	    (view->step->flags & STEP_ONE_WAY) != 0 ?
	    "This cannot be undone" : "Do this?", chose_confirm);
	dialog->danger = plan->typed[0] != '\0';
	dialog->serial = plan->serial;
	dialog->renew = refresh_confirm;
	fill_confirm(dialog, view);
	if (plan->typed[0] != '\0') {
		(void)str_copy(dialog->wanted, sizeof(dialog->wanted), plan->typed);
		dialog_field(dialog, "", "Type this, then the button opens:   %s", plan->typed);
	}
	dialog_button(dialog, false, "Cancel");
	dialog_button(dialog, plan->typed[0] != '\0', "%s", plan->n == 0 ?
	    "Check it and go on" : plan_label(plan, view->facts, label,
	    sizeof(label)));
	dialog->focus = dialog->n_fields;	/* Cancel */
	ui_push(ui, dialog);
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

	if (view->ended || (view->busy == NULL && run_idle(ui->run))) {
		ui_leave(ui, view->ended ? 0 : 3);
		return;
	}
	dialog = dialog_new("Leave now?", chose_leave);
	if (view->busy != NULL)
		dialog_text(dialog, 0, "In hand: %s.", action_sentence(view->busy,
		    text, sizeof(text)));
	dialog_text(dialog, 0, "It is finished and written down first. Nothing else "
	    "of the plan is begun; the next start goes on from there.");
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
