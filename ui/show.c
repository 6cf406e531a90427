/* Texts to read: help, log, report, sessions, the steps, the guard. */

#include "ui/ask.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "talk/standing.h"
#include "talk/text.h"

static const struct view *
view_of(struct ui *ui)
{
	return ui_view(ui);
}

struct dialog *
show_text(struct ui *ui, const char *title)
{
	struct dialog *dialog;

	for (dialog = ui->dialog; dialog != NULL; dialog = dialog->below) {
		if (!str_eq(dialog->title, title))
			continue;
		ui_say(ui, SIGN_NONE, "It is open already: Esc closes.");
		return NULL;
	}
	dialog = dialog_new(title, NULL);
	dialog->no_run = ui->run == NULL;
	dialog_button(dialog, false, "Close");
	ui_push(ui, dialog);
	return dialog;
}

static void
add_flow(struct dialog *dialog, const char *before, const char *text)
{
	char flow[4 * TEXT_LEN];

	dialog_text(dialog, 0, "%s%s", before, text_flow(flow, sizeof(flow), text));
}

/* ---- help ---- */

static void
help_keys(const struct ui *ui, struct dialog *dialog, unsigned where, bool here)
{
	const struct key *key;

	for (size_t i = 0; (key = keys_at(i)) != NULL; i++) {
		bool general = (key->where & IN_DRIVER) == IN_DRIVER;
		if (key->shown == NULL || key->help == NULL ||
		    (key->where & where) == 0 || general == here)
			continue;
		/* By cells, not bytes. */
		dialog_text(dialog, 2, "%s%*s %s", key->shown,
		    10 - paint_width(&ui->paint, key->shown), "", key->help);
	}
}

static const struct { enum sign sign; const char *text; } sign_help[] = {
	{ SIGN_GOOD, "good, done" }, { SIGN_HERE, "here, now" },
	{ SIGN_TODO, "to do" }, { SIGN_OUT, "left out" },
	{ SIGN_LOOK, "look at it" }, { SIGN_BAD, "failed" },
	{ SIGN_LOCKED, "locked: NEW, or not for this step" },
};

void
show_help(struct ui *ui)
{
	const struct view *view = view_of(ui);
	unsigned where = ui_where(ui);
	struct dialog *dialog = show_text(ui, "Help");

	if (dialog == NULL)
		return;
	if (ui->page == PAGE_STEP) {
		dialog_line(dialog, SIGN_NONE, ROLE_STRONG, "Step %d, %s",
		    view->step->number, view->step->title);
		add_flow(dialog, "", view->step->advice);
		add_flow(dialog, "Undo: ", view->step->undo_text);
		dialog_text(dialog, 0, "%s", "");
		dialog_line(dialog, SIGN_NONE, ROLE_STRONG, "Keys here");
		help_keys(ui, dialog, where, true);
		dialog_text(dialog, 0, "%s", "");
	}
	if (ui->page == PAGE_FIRST) {
		dialog_line(dialog, SIGN_NONE, ROLE_STRONG, "Keys here");
		help_keys(ui, dialog, where, true);
		dialog_text(dialog, 0, "%s", "");
	}
	dialog_line(dialog, SIGN_NONE, ROLE_STRONG, "Keys everywhere");
	help_keys(ui, dialog, where, false);
	dialog_text(dialog, 0, "%s", "");
	dialog_line(dialog, SIGN_NONE, ROLE_STRONG, "Signs");
	for (size_t i = 0; i < countof(sign_help); i++)
		dialog_line(dialog, sign_help[i].sign, ROLE_PLAIN, "%s",
		    sign_help[i].text);
	dialog_text(dialog, 0, "NOLB  no new sessions; those that are open go on");
	dialog_text(dialog, 0, "▁ is 0, ▂ to ▇ up to the peak of its table");
	dialog_text(dialog, 0, "%s", "");
	dialog_line(dialog, SIGN_NONE, ROLE_STRONG, "No key by itself changes a "
	    "server: changes have a button and a question.");
}

void
show_guard(struct ui *ui)
{
	struct dialog *dialog = show_text(ui, "The guard");
	struct lines lines = { 0 };

	if (dialog == NULL)
		return;
	lines_add_guard(&lines);
	ask_lines(dialog, &lines);
	lines_done(&lines);
}

/* ---- log ---- */

void
show_log_lines(struct ui *ui, struct dialog *dialog)
{
	const struct event_ring *events = view_of(ui)->events;
	char text[3 * TEXT_LEN], hms[16];

	dialog_clear(dialog);
	for (size_t i = 0; i < events->n; i++) {
		const struct event *event = event_ring_at(events, i);
		dialog_line(dialog, SIGN_NONE, event->kind == EVENT_REFUSED ||
		    event->kind == EVENT_FAILED || event->kind == EVENT_ERROR ?
		    ROLE_STRONG : ROLE_PLAIN, "%s %2d %s",
		    clock_hms(event->wall_ms, hms, sizeof(hms)), event->step,
		    event_told(event, text, sizeof(text)));
	}
	if (events->n == 0)
		dialog_text(dialog, 0, "Nothing has happened yet.");
}

void
show_log(struct ui *ui)
{
	struct dialog *dialog = show_text(ui,
	    "Log of this session: time, step, event");

	if (dialog == NULL)
		return;
	dialog->renew = show_log_lines;
	dialog->newest_below = true;
}

/* ---- report ---- */

void
show_report(struct ui *ui)
{
	struct dialog *dialog = show_text(ui, "Report");
	struct buf report = { 0 };
	char *rest, *line;

	if (dialog == NULL)
		return;
	run_report(ui->run, &report);
	buf_puts(&report, "");
	rest = report.data;
	while ((line = strsep(&rest, "\n")) != NULL)
		dialog_text(dialog, 0, "%s", line);
	buf_done(&report);
}

/* ---- sessions ---- */

/* The answer may come when the dialog is closed: it is found again by its name. */
static struct dialog *
sessions_dialog(struct ui *ui)
{
	for (struct dialog *d = ui->dialog; d != NULL; d = d->below)
		if (str_starts(d->title, "Sessions on "))
			return d;
	return NULL;
}

void
show_got_sessions(const char *const *lines, size_t n, const char *trouble, void *arg)
{
	struct ui *ui = arg;
	struct dialog *dialog = sessions_dialog(ui);

	if (dialog == NULL)
		return;
	if (trouble != NULL)
		dialog_line(dialog, SIGN_LOOK, ROLE_STRONG, "%s", trouble);
	for (size_t i = 0; i < n; i++)
		dialog_text(dialog, 2, "%s", lines[i]);
	if (trouble == NULL && n == 0)
		dialog_text(dialog, 2, "none is listed");
	ui_dirty(ui);
}

void
show_sessions(struct ui *ui, const char *server)
{
	const struct facts *facts = view_of(ui)->facts;
	char title[TEXT_LEN], name[NAME_LEN];
	struct dialog *dialog;

	(void)str_copy(name, sizeof(name), server);
	(void)str_fmt(title, sizeof(title), "Sessions on %s", name);
	if ((dialog = show_text(ui, title)) == NULL)
		return;
	for (size_t i = 0; i < facts->n_lbs; i++) {
		if (facts_row(facts, name, facts->lbs[i].name) == NULL)
			continue;
		dialog_text(dialog, 0, "%s is asked who is connected.",
		    facts->lbs[i].name);
		run_ask_sessions(ui->run, facts->lbs[i].name, name, show_got_sessions, ui);
	}
}

/* ---- steps ---- */

static void
chose_step(struct ui *ui, struct dialog *dialog, int button)
{
	const struct step *step = runbook_step(dialog->number);

	if (button == 1 && step != NULL)
		act_open_step(ui, step->number);
}

static void
show_step(struct ui *ui, int number)
{
	const struct view *view = view_of(ui);
	const struct step *step = runbook_step(number);
	const struct step_times *times = &view->times[number];
	struct dialog *dialog;
	char text[TEXT_LEN], from[16], till[16];

	(void)str_fmt(text, sizeof(text), "Step %d, %s", number, step->title);
	dialog = dialog_new(text, chose_step);
	dialog->number = number;
	dialog_line(dialog, sign_of_state(view->states[number]), ROLE_STRONG, "%s",
	    step_state_name(view->states[number]));
	if (times->began_wall_ms != 0)
		dialog_text(dialog, 0, "from %s %s", clock_hms(times->began_wall_ms,
		    from, sizeof(from)), times->ended_wall_ms == 0 ? "on" :
		    clock_hms(times->ended_wall_ms, till, sizeof(till)));
	dialog_text(dialog, 0, "%s", "");
	add_flow(dialog, "", step->advice);
	dialog_text(dialog, 0, "%s", "");
	add_flow(dialog, "Undo: ", step->undo_text);
	dialog_button(dialog, false, "Close");
	if (!view->watching && !view->ended)
		dialog_button(dialog, false, "Go to this step");
	ui_push(ui, dialog);
}

static void
chose_list(struct ui *ui, struct dialog *dialog, int button)
{
	if (button == 0)
		show_step(ui, dialog->lines[dialog->cursor].number);
}

void
show_steps(struct ui *ui)
{
	const struct view *view = view_of(ui);
	struct dialog *dialog = dialog_new("The eighteen steps", chose_list);

	for (int i = 1; i <= STEP_COUNT; i++) {
		const struct step *step = runbook_step(i);
		bool plain = view->states[i] == STATE_TODO ||
		    view->states[i] == STATE_DONE;
		dialog_line(dialog, sign_of_state(view->states[i]),
		    i == view->step->number ? ROLE_STRONG : ROLE_PLAIN, "%2d  %s%s%s",
		    i, step->title, plain ? "" : "  ", plain ? "" :
		    step_state_name(view->states[i]));
		dialog->lines[dialog->n_lines - 1].number = i;
	}
	dialog->is_list = true;
	dialog->cursor = view->step->number - 1;
	dialog_button(dialog, false, "Look at it");
	dialog_button(dialog, false, "Close");
	ui_push(ui, dialog);
}
