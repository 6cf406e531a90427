/* What keys and buttons do.  Nothing here changes a server: that takes a button
 * and a question, and then the run decides. */

#include "ui/ui_priv.h"

#include <time.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/str.h"
#include "ui/standing.h"
#include "ui/term.h"

static const struct view *
view_of(struct ui *ui)
{
	return run_view(ui->run);
}

unsigned
ui_where(const struct ui *ui)
{
	const struct view *view = run_view(ui->run);
	enum size_class size = layout_class(COLS, LINES);
	unsigned where = screen_where(ui->page, view);

	if (size == SIZE_LINE || size == SIZE_SMALL)
		return IN_SMALL;
	if (ui->pane >= 0 && ui->pane < (int)ui->n_shown)
		where |= ui->shown[ui->pane]->ops->where;
	return where;
}

/* ---- commands ---- */

static void
go_to(struct ui *ui, enum page page)
{
	ui->page = page;
	ui->message[0] = '\0';
}

/* A step that is opened shows its checks and its plan at once. */
static void
do_go_step(struct ui *ui)
{
	const struct step *next = standing_next(view_of(ui));

	if (next == NULL)
		return;
	if (next != view_of(ui)->step &&
	    ui_submit_kind(ui, INTENT_STEP, next->name, "") == -1)
		return;
	go_to(ui, PAGE_STEP);
	if (view_of(ui)->watching || standing_asks(view_of(ui)) ||
	    standing_state(view_of(ui)) != STATE_TODO)
		return;
	/* Before all was read it would be turned down: see plan_when_read(). */
	ui->plan_due = !run_idle(ui->run);
	if (!ui->plan_due)
		(void)ui_submit_kind(ui, INTENT_PLAN, "", "");
}

static void
do_open_step(struct ui *ui)
{
	go_to(ui, PAGE_STEP);
}

static void
do_overview(struct ui *ui)
{
	go_to(ui, PAGE_OVERVIEW);
}

static void
do_plan(struct ui *ui)
{
	(void)ui_submit_kind(ui, INTENT_PLAN, "", "");
}

static void
do_retry(struct ui *ui)
{
	(void)ui_submit_kind(ui, INTENT_RETRY, "", "");
}

static void
do_go_back(struct ui *ui)
{
	if (ui_submit_kind(ui, INTENT_BACK, "", "") == 0)
		go_to(ui, PAGE_STEP);
}

/* Step 13 itself sends nothing: what can be taken back there is step 12. */
static void
do_undo(struct ui *ui)
{
	if (view_of(ui)->step->number == 13 && ui_submit_kind(ui, INTENT_STEP,
	    runbook_step(12)->name, "") == -1)
		return;
	(void)ui_submit_kind(ui, INTENT_UNDO, "", "");
}

static void
do_drop_plan(struct ui *ui)
{
	(void)ui_submit_kind(ui, INTENT_STEP, view_of(ui)->step->name, "");
	go_to(ui, PAGE_OVERVIEW);
}

static void
do_present(struct ui *ui)
{
	ask_resolve(ui, true);
}

static void
do_absent(struct ui *ui)
{
	ask_resolve(ui, false);
}

static void
do_sessions(struct ui *ui)
{
	if (ui->pane >= 0)
		show_sessions(ui, ui->shown[ui->pane]->list.cursor);
}

static void
do_edit(struct ui *ui)
{
	if (ui->pane >= 0)
		ask_setting(ui, ui->shown[ui->pane]->list.cursor);
}

static void
do_discard(struct ui *ui)
{
	ask_give_up(ui, INTENT_DISCARD);
}

static void
do_withdraw(struct ui *ui)
{
	ask_give_up(ui, INTENT_WITHDRAW);
}

static void
do_pause(struct ui *ui)
{
	ui->paused = true;
	ui_say(ui, SIGN_LOOK, "Paused: the picture stands still, the readings go "
	    "on. Any key goes on.");
}

static void
do_read(struct ui *ui)
{
	run_look(ui->run);
	ui_say(ui, SIGN_NONE, "Reading everything again.");
}

static void
do_bell(struct ui *ui)
{
	ui->bell = !ui->bell;
	ui_say(ui, SIGN_NONE, ui->bell ?
	    "The bell rings when something needs you." : "The bell is off.");
}

static void
do_save(struct ui *ui)
{
	char path[TEXT_LEN], hms[16];
	struct buf text = { 0 };
	struct err err;

	(void)str_fmt(path, sizeof(path), "%s/screen-%s.txt",
	    view_of(ui)->run_dir, clock_hms(clock_wall_ms(), hms, sizeof(hms)));
	term_dump(&text);
	if (file_write(path, text.data, text.len, 0600, &err) == -1)
		ui_say(ui, SIGN_LOOK, "%s", err.text);
	else
		ui_say(ui, SIGN_NONE, "Saved as %s", path);
	buf_done(&text);
}

static void
do_suspend(struct ui *ui)
{
	term_suspend(ui->term);
	ui_resize(ui, COLS, LINES);
}

static void
do_redraw(struct ui *ui)
{
	term_redraw(ui->term);
}

static void
do_back(struct ui *ui)
{
	if (ui->page == PAGE_STEP)
		go_to(ui, PAGE_OVERVIEW);
}

static void (*const does[CMD_COUNT])(struct ui *ui) = {
	[CMD_BACK] = do_back, [CMD_LEAVE] = ask_leave, [CMD_SUSPEND] = do_suspend,
	[CMD_REDRAW] = do_redraw, [CMD_UNDO] = do_undo, [CMD_HELP] = show_help,
	[CMD_STEPS] = show_steps, [CMD_PAUSE] = do_pause, [CMD_READ] = do_read,
	[CMD_LOG] = show_log, [CMD_NOTE] = ask_note, [CMD_SAVE] = do_save,
	[CMD_BELL] = do_bell, [CMD_GO_STEP] = do_go_step,
	[CMD_OPEN_STEP] = do_open_step, [CMD_PLAN] = do_plan,
	[CMD_CONFIRM] = ask_confirm, [CMD_RETRY] = do_retry, [CMD_SKIP] = ask_skip,
	[CMD_GO_BACK] = do_go_back, [CMD_OVERVIEW] = do_overview,
	[CMD_REPORT] = show_report, [CMD_PRESENT] = do_present,
	[CMD_ABSENT] = do_absent, [CMD_SESSIONS] = do_sessions,
	[CMD_EDIT] = do_edit, [CMD_DISCARD] = do_discard,
	[CMD_WITHDRAW] = do_withdraw, [CMD_DROP_PLAN] = do_drop_plan,
};

void
ui_act(struct ui *ui, enum command command)
{
	if (does[command] != NULL)
		does[command](ui);
}

/* ---- keys ---- */

/* Stops in order: the panes that take keys, then the buttons. */
static void
move_focus(struct ui *ui, int by)
{
	int stops = (int)ui->n_shown + (int)ui->n_buttons;
	int at = ui->on_button ? (int)ui->n_shown + ui->button : ui->pane;

	for (int i = 0; i < stops; i++) {
		at = (at + by + stops) % stops;
		if (at >= (int)ui->n_shown) {
			ui->on_button = true;
			ui->button = at - (int)ui->n_shown;
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
	ui->button = (ui->button + by + (int)ui->n_buttons) % (int)ui->n_buttons;
	ui->on_button = true;
}

static void
press(struct ui *ui)
{
	if (ui->n_buttons == 0)
		return;
	const struct button button = ui->buttons[ui->button];

	if (button.closed) {
		ui_bell(ui);
		ui_say(ui, SIGN_NONE, "That button %s.", button.opens);
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
	switch (pane->ops->key(pane, &look, command, &intent)) {
	case PANE_IGNORED:
		taken = false;
		break;
	case PANE_USED:
		/* Where Enter opens rows, moving to a row means it. */
		if ((pane->ops->where & (IN_DRAIN | IN_SETTINGS)) != 0)
			ui->on_button = false;
		break;
	case PANE_BELL:
		ui_bell(ui);
		ui_say(ui, SIGN_LOCKED, "%s", pane->say);
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

	if (answer == DIALOG_BELL)
		ui_bell(ui);
	if (answer == DIALOG_BELL || answer == DIALOG_STAYS)
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
	enum command command = keys_command(code, special, IN_SMALL);

	/* A question that cannot be seen cannot be answered. */
	if (command == CMD_LEAVE && ui->dialog == NULL && run_idle(ui->run))
		ui_act(ui, command);
	else if (command == CMD_PAUSE || command == CMD_SAVE ||
	    command == CMD_REDRAW || command == CMD_SUSPEND)
		ui_act(ui, command);
	else
		ui_say(ui, SIGN_NONE, "Make it 80×24 to act.");
}

void
ui_key(struct ui *ui, int code, bool special, bool burst)
{
	ui_dirty(ui);
	ui->now = true;
	if (ui->paused) {
		ui->paused = false;
		ui->message[0] = '\0';
		return;
	}
	if (ui->dialog == NULL)
		ui->message[0] = '\0';
	if (is_small())
		small_key(ui, code, special);
	else if (ui->dialog != NULL)
		dialog_takes(ui, code, special, burst);
	else
		screen_key(ui, code, special);
}
