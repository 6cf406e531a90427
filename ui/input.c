/* Where a key goes: to a question, to the pane with the focus, to a button, to a
 * command of the table. */

#include "ui/term.h"
#include "ui/ui_priv.h"

unsigned
ui_where(const struct ui *ui)
{
	const struct view *view = ui_view(ui);
	enum size_class size = layout_class(COLS, LINES);
	unsigned where = screen_where(ui->page, view);

	if (ui->page == PAGE_FIRST)
		return where;
	if (size == SIZE_LINE || size == SIZE_SMALL)
		return IN_SMALL;
	if (ui->pane >= 0 && ui->pane < (int)ui->n_shown)
		where |= ui->shown[ui->pane]->ops->where;
	/* Rows can be moved through; nothing can be marked or edited. */
	if (view->watching && (where & (IN_PICKS | IN_SETTINGS)) != 0)
		where = (where & ~(unsigned)(IN_PICKS | IN_SETTINGS)) | IN_LIST;
	return where;
}

void
ui_focus_button(struct ui *ui, int button)
{
	ui->on_button = true;
	ui->at_row = false;
	ui->button = button;
}

/* Stops in order: the panes that take keys, then the buttons. */
static void
move_focus(struct ui *ui, int by)
{
	int stops = (int)ui->n_shown + (int)ui->n_buttons;
	int at = ui->on_button ? (int)ui->n_shown + ui->button : ui->pane;

	for (int i = 0; i < stops; i++) {
		at = (at + by + stops) % stops;
		if (at >= (int)ui->n_shown) {
			ui_focus_button(ui, at - (int)ui->n_shown);
			return;
		}
		if (ui->shown[at]->ops->key != NULL && ui->shown[at]->area.h > 0) {
			ui->on_button = false;
			ui->pane = at;
			return;
		}
	}
}

static void
move_button(struct ui *ui, int by)
{
	if (ui->n_buttons == 0)
		return;
	ui_focus_button(ui, (ui->button + by + (int)ui->n_buttons) %
	    (int)ui->n_buttons);
}

static void
press(struct ui *ui)
{
	if (ui->n_buttons == 0)
		return;
	const struct button button = ui->buttons[ui->button];

	if (button.closed) {
		ui_bell(ui);
		ui_say_while(ui, LASTS_WHILE_CLOSED, "[ %s ] %s.", button.label,
		    button.opens);
		return;
	}
	ui_act(ui, button.command);
}

static bool
pane_takes(struct ui *ui, enum command command)
{
	struct intent intent = { 0 };
	struct look look = ui_look(ui);
	bool taken = true;

	if (ui->pane < 0 || ui->pane >= (int)ui->n_shown ||
	    (ui->on_button && (command == CMD_PRESS || command == CMD_LEFT ||
	    command == CMD_RIGHT)))
		return false;
	struct pane *pane = ui->shown[ui->pane];
	if (look.view->watching && (command == CMD_MARK || command == CMD_MARK_ALL))
		return false;
	ui->at_row = true;
	switch (pane->ops->key(pane, &look, command, &intent)) {
	case PANE_IGNORED:
		ui->at_row = taken = false;
		break;
	case PANE_USED:
		/* Where Enter opens rows, moving to a row means it. */
		if ((pane->ops->where & (IN_DRAIN | IN_SETTINGS | IN_LIST)) != 0)
			ui->on_button = false;
		break;
	case PANE_BELL:
		ui_bell(ui);
		ui_say(ui, SIGN_LOCKED, "%s", pane->say);
		break;
	case PANE_SAYS:
		ui_say(ui, SIGN_NONE, "%s", pane->say);
		break;
	case PANE_SUBMIT:
		(void)ui_submit(ui, &intent);
		break;
	case PANE_COMMAND:
		ui_act(ui, pane->command);
		break;
	}
	intent_done(&intent);
	return taken;
}

static void
screen_key(struct ui *ui, int code, bool special)
{
	enum command command = keys_command(code, special, ui_where(ui));

	if (command == CMD_NONE || pane_takes(ui, command))
		return;
	switch (command) {
	case CMD_NEXT:
		move_focus(ui, 1);
		return;
	case CMD_PREVIOUS:
		move_focus(ui, -1);
		return;
	case CMD_RIGHT:
		move_button(ui, 1);
		return;
	case CMD_LEFT:
		move_button(ui, -1);
		return;
	case CMD_PRESS:
		if (ui->on_button)
			press(ui);
		return;
	default:
		ui_act(ui, command);
	}
}

static void
dialog_takes(struct ui *ui, int code, bool special, bool burst)
{
	struct dialog *dialog = ui->dialog;
	int answer = dialog_key(dialog, code, special, burst);

	ui->message[0] = '\0';
	if (dialog->say[0] != '\0')
		ui_say(ui, SIGN_NONE, "%s", dialog->say);
	if (answer == DIALOG_BELL)
		ui_bell(ui);
	if (answer == DIALOG_COMMAND)
		ui_act(ui, dialog->command);
	if (answer < DIALOG_CANCELLED)
		return;
	/* Taken off first: what was chosen may put up the next one. */
	ui->dialog = dialog->below;
	if (dialog->chosen != NULL)
		dialog->chosen(ui, dialog, answer);
	dialog_free(dialog);
}

static bool
is_small(void)
{
	enum size_class size = layout_class(COLS, LINES);

	return size == SIZE_SMALL || size == SIZE_LINE;
}

static void
small_key(struct ui *ui, int code, bool special)
{
	enum command command = keys_command(code, special, ui_where(ui));

	/* A question that cannot be seen cannot be answered. */
	if (command == CMD_LEAVE && (ui->page == PAGE_FIRST ||
	    (ui->dialog == NULL && run_idle(ui->run))))
		ui_act(ui, command);
	else if (command == CMD_PAUSE || command == CMD_SAVE ||
	    command == CMD_REDRAW || command == CMD_SUSPEND)
		ui_act(ui, command);
	else
		ui_say(ui, SIGN_NONE, "Make it 80×24 to act.");
}

/* What is pasted is text for a field, never keys for a screen. */
static bool
is_astray(struct ui *ui, int code, bool special)
{
	bool field = ui->find.asking ||
	    (ui->dialog != NULL && ui->dialog->n_fields > 0);

	if (special && code == TERM_PASTE_BEGIN)
		ui->pasting = !field;
	if (!ui->pasting)
		return false;
	ui->pasting = !(special && code == TERM_PASTE_END);
	ui_say(ui, SIGN_NONE, "What is pasted goes into a field only; nothing was "
	    "done.");
	return true;
}

void
ui_key(struct ui *ui, int code, bool special, bool burst)
{
	ui_dirty(ui);
	ui->now = true;
	call_heard(ui);
	if (special && code == KEY_MOUSE) {
		if (!is_small() && !ui->find.asking)
			mouse_event(ui);
		return;
	}
	if (is_astray(ui, code, special))
		return;
	if (ui->paused) {
		ui->paused = false;
		ui->message[0] = '\0';
		return;
	}
	if (ui->dialog == NULL)
		ui->message[0] = '\0';
	if (ui->find.asking && !is_small())
		find_key(ui, code, special);
	else if (is_small())
		small_key(ui, code, special);
	else if (ui->dialog != NULL)
		dialog_takes(ui, code, special, burst);
	else
		screen_key(ui, code, special);
}
