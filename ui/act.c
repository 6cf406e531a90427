/* What keys and buttons do.  Nothing here changes a server: that takes a button
 * and a question, and then the run decides. */

#include "ui/ui_priv.h"

#include <string.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/str.h"
#include "talk/standing.h"
#include "ui/term.h"
#include "ui/ui.h"

static const struct view *
view_of(struct ui *ui)
{
	return ui_view(ui);
}

static void
go_to(struct ui *ui, enum page page)
{
	ui->page = page;
	ui->step_due = 0;
	ui->message[0] = '\0';
}

/* Before all was read it would be turned down: see plan_when_read(). */
void
act_plan_soon(struct ui *ui)
{
	if (view_of(ui)->watching || standing_asks(view_of(ui)) ||
	    standing_state(view_of(ui)) != STATE_TODO)
		return;
	ui->plan_due = !run_idle(ui->run);
	if (!ui->plan_due)
		(void)ui_submit_kind(ui, INTENT_PLAN, "", "");
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
	act_plan_soon(ui);
}

void
act_open_step(struct ui *ui, int number)
{
	const struct step *step = runbook_step(number);

	if (ui_look(ui).reading) {
		ui->step_due = number;
		ui_say_while(ui, LASTS_WHILE_READING, "Step %d opens as soon as "
		    "everything is read.", number);
		return;
	}
	if (ui_submit_kind(ui, INTENT_STEP, step->name, "") == 0)
		ui->page = PAGE_STEP;
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
		ask_setting(ui, ui->shown[ui->pane]->about);
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
	ui_say(ui, SIGN_LOOK, "Paused: only the picture stands still. Any key goes "
	    "on.");
}

static void
do_read(struct ui *ui)
{
	run_look(ui->run);
	ui->read_asked = true;
	ui_say_while(ui, LASTS_WHILE_READING, "Reading everything again.");
}

static void
do_bell(struct ui *ui)
{
	ui->bell = !ui->bell;
	ui_say(ui, SIGN_NONE, ui->bell ?
	    "The bell rings when something needs you." : "The bell is off.");
}

/* The message line is short, and the run's folder is known by its name. */
const char *
act_path_text(struct ui *ui, const char *path, char *dst, size_t size)
{
	const char *name = strrchr(path, '/');

	if (strlen(path) <= 34 || name == NULL)
		return path;
	(void)str_fmt(dst, size, "…/%s%s", view_of(ui)->run_id, name);
	return dst;
}

static void
do_save(struct ui *ui)
{
	char path[TEXT_LEN], shown[TEXT_LEN], hms[16];
	struct buf text = { 0 };
	struct err err;

	/* The run's folder is its driver's; who watches saves where she is. */
	(void)str_fmt(path, sizeof(path), "%s/screen-%s.txt",
	    view_of(ui)->watching ? "." : view_of(ui)->run_dir,
	    clock_hms(clock_wall_ms(), hms, sizeof(hms)));
	term_dump(&text);
	if (file_write(path, text.data, text.len, 0600, &err) == -1)
		ui_say(ui, SIGN_LOOK, "%s", err.text);
	else
		ui_say(ui, SIGN_NONE, "Saved as %s", act_path_text(ui, path, shown,
		    sizeof(shown)));
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
do_watch(struct ui *ui)
{
	go_to(ui, PAGE_WATCH);
}

static void
do_traffic(struct ui *ui)
{
	if (ui->pane >= 0)
		show_traffic(ui, ui->shown[ui->pane]->list.cursor);
}

static void
do_back(struct ui *ui)
{
	enum page first = view_of(ui)->watching ? PAGE_WATCH : PAGE_OVERVIEW;

	if (ui->page == first)
		ui_say(ui, SIGN_NONE, "This is the first page; q leaves.");
	else
		go_to(ui, first);
}

static void
do_demo(struct ui *ui)
{
	ui_end(ui, FIRST_DEMO);
}

static void (*const does[CMD_COUNT])(struct ui *ui) = {
	[CMD_BACK] = do_back, [CMD_LEAVE] = ask_leave, [CMD_SUSPEND] = do_suspend,
	[CMD_REDRAW] = do_redraw, [CMD_UNDO] = do_undo, [CMD_HELP] = show_help,
	[CMD_STEPS] = show_steps, [CMD_PAUSE] = do_pause, [CMD_READ] = do_read,
	[CMD_LOG] = show_log, [CMD_NOTE] = ask_note, [CMD_SAVE] = do_save,
	[CMD_BELL] = do_bell, [CMD_MANUAL] = show_manual, [CMD_FIND] = find_ask,
	[CMD_FIND_NEXT] = find_next, [CMD_FIND_PREVIOUS] = find_previous,
	[CMD_COPY] = copy_text, [CMD_DRY_RUN] = show_dry_run,
	[CMD_MOUSE] = mouse_switch, [CMD_PAGER] = pager_open, [CMD_GO_STEP] = do_go_step,
	[CMD_OPEN_STEP] = do_open_step, [CMD_PLAN] = do_plan,
	[CMD_CONFIRM] = ask_confirm, [CMD_RETRY] = do_retry, [CMD_SKIP] = ask_skip,
	[CMD_GO_BACK] = do_go_back, [CMD_OVERVIEW] = do_overview,
	[CMD_REPORT] = show_report, [CMD_PRESENT] = do_present,
	[CMD_ABSENT] = do_absent, [CMD_SESSIONS] = do_sessions,
	[CMD_EDIT] = do_edit, [CMD_DISCARD] = do_discard,
	[CMD_WITHDRAW] = do_withdraw, [CMD_DROP_PLAN] = do_drop_plan,
	[CMD_WATCH] = do_watch, [CMD_TRAFFIC] = do_traffic,
	[CMD_DEMO] = do_demo, [CMD_CHECK] = first_check,
};

/* What changes nothing, not even the journal: all that a watcher may do. */
static bool
only_looks(enum command command)
{
	static const enum command looks[] = { CMD_BACK, CMD_LEAVE, CMD_SUSPEND,
		CMD_REDRAW, CMD_HELP, CMD_STEPS, CMD_PAUSE, CMD_READ, CMD_LOG,
		CMD_SAVE, CMD_BELL, CMD_OPEN_STEP, CMD_OVERVIEW, CMD_REPORT,
		CMD_SESSIONS, CMD_WATCH, CMD_TRAFFIC, CMD_MANUAL, CMD_FIND,
		CMD_FIND_NEXT, CMD_FIND_PREVIOUS, CMD_COPY, CMD_MOUSE, CMD_PAGER };

	for (size_t i = 0; i < countof(looks); i++)
		if (looks[i] == command)
			return true;
	return false;
}

void
ui_act(struct ui *ui, enum command command)
{
	if (view_of(ui)->watching && !only_looks(command)) {
		ui_say(ui, SIGN_NONE, "You are watching: nothing can be done from "
		    "here.");
		return;
	}
	if (does[command] != NULL)
		does[command](ui);
}
