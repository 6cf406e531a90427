/* The question before a plan is carried out, asked anew when the world moves. */

#include "ui/ui_priv.h"

#include "base/str.h"
#include "ui/standing.h"

enum { FIRST, SECOND };

static const struct view *
view_of(struct ui *ui)
{
	return run_view(ui->run);
}

/* What needs a look; what is good is one line when it is many. */
static void
add_findings(struct dialog *dialog, const struct checks *checks)
{
	static const enum verdict order[] = { VERDICT_BAD, VERDICT_UNKNOWN,
		VERDICT_LOOK, VERDICT_WAIT };

	for (size_t o = 0; checks != NULL && o < countof(order); o++)
		for (size_t i = 0; i < checks->n; i++)
			if (checks->list[i].verdict == order[o])
				dialog_line(dialog, sign_of_verdict(order[o]),
				    ROLE_STRONG, "%s", checks->list[i].text);
}

#define GOOD_LINES 4

static void
add_good(struct dialog *dialog, const struct checks *checks)
{
	size_t good = 0;

	for (size_t i = 0; checks != NULL && i < checks->n; i++)
		good += checks->list[i].verdict == VERDICT_GOOD;
	if (good > GOOD_LINES) {
		dialog_line(dialog, SIGN_GOOD, ROLE_PLAIN, "%zu checks are good", good);
		return;
	}
	for (size_t i = 0; checks != NULL && i < checks->n; i++)
		if (checks->list[i].verdict == VERDICT_GOOD)
			dialog_line(dialog, SIGN_GOOD, ROLE_PLAIN, "%s",
			    checks->list[i].text);
}

static bool
takes_out(const struct view *view, const struct server *sv)
{
	for (size_t i = 0; i < view->plan->n; i++)
		if (action_effect(view->plan->actions[i].kind) == EFFECT_TAKES_OUT &&
		    str_eq(view->plan->actions[i].server, sv->name))
			return true;
	return false;
}

/* What is said of each server that is taken out, before the first action on it:
 * role, address, sessions now. */
static void
add_target(struct dialog *dialog, const struct view *view, size_t index)
{
	const struct action *action = &view->plan->actions[index];
	const struct server *sv = facts_server(view->facts, action->server);
	long sessions = standing_sessions(view, action->server, NULL);

	for (size_t i = 0; i < index; i++)
		if (str_eq(view->plan->actions[i].server, action->server))
			return;
	if (sv == NULL || !takes_out(view, sv))
		return;
	if (sessions < 0)
		dialog_text(dialog, 0, "%s %s  %s  %s  %s", mark_name(sv->mark),
		    sv->name, sv->addr, sv->id,
		    facts_next_row(view->facts, sv->name, NULL) == NULL ?
		    "in no balancer" : "sessions not known");
	else
		dialog_text(dialog, 0, "%s %s  %s  %s  %ld session%s now",
		    mark_name(sv->mark), sv->name, sv->addr, sv->id, sessions,
		    sessions == 1 ? "" : "s");
}

static void
add_stays(struct dialog *dialog, const struct view *view)
{
	char text[TEXT_LEN] = "";

	for (size_t i = 0; i < view->facts->n_servers; i++) {
		const struct server *sv = &view->facts->servers[i];
		if (sv->mark == MARK_NEW && server_runs(sv) &&
		    !takes_out(view, sv))
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
	add_findings(dialog, view->refusals);
	if (takes_out_any(plan))
		add_stays(dialog, view);
	for (size_t i = 0; i < plan->n; i++) {
		add_target(dialog, view, i);
		dialog_text(dialog, 2, "%s", standing_action_text(view,
		    &plan->actions[i], text, sizeof(text)));
	}
	add_good(dialog, view->refusals);
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
	add_findings(dialog, view->checks);
	add_good(dialog, view->checks);
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
	/* A backup is one-way too, but hurts nobody. */
	dialog = dialog_new(plan->typed[0] != '\0' && takes_out_any(plan) &&
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
