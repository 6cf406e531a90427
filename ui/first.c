/* The screen of a start without a configuration: no run, and nothing to change. */

#include "ui/ask.h"

#include <signal.h>

#include "base/exit_status.h"
#include "base/loop.h"
#include "talk/first.h"
#include "ui/ui.h"

static void
on_leave(int signo, void *arg)
{
	(void)signo;
	loop_stop(arg, STATUS_STOPPED);
}

int
ui_first(const struct first_start *first, const struct front_options *options,
    struct err *err)
{
	static const int ends[] = { SIGTERM, SIGHUP, SIGINT };
	struct loop *loop = loop_new(err);
	void *self = NULL;
	int status = -1;

	for (size_t i = 0; loop != NULL && i < countof(ends); i++)
		(void)loop_on_signal(loop, ends[i], on_leave, loop);
	if (loop != NULL &&
	    front_curses.open(&self, loop, NULL, options, err) == 0) {
		struct ui *ui = self;

		ui->first = first;
		ui->page = PAGE_FIRST;
		status = loop_run(loop);
		front_curses.close(self);
	}
	loop_free(loop);
	return status;
}

void
first_check(struct ui *ui)
{
	struct dialog *dialog = show_text(ui, "Check of the set-up");
	struct lines lines = { 0 };

	if (dialog == NULL)
		return;
	ui->first->check(&lines);
	ask_lines(dialog, &lines);
	lines_done(&lines);
}

/* What is seen where there is no run. */
const struct view *
first_view(void)
{
	static const struct config config;
	static const struct facts facts;
	static const struct event_ring events;
	static const enum step_state states[STEP_COUNT + 1];
	static const struct step_times times[STEP_COUNT + 1];
	static const struct choices choices;
	static const struct checks checks;
	static const struct plan plan;
	static struct view view = { .config = &config, .run_id = "", .run_dir = "",
		.driver = "", .facts = &facts, .states = states, .times = times,
		.choices = &choices, .checks = &checks, .plan = &plan,
		.refusals = &checks, .events = &events };

	view.step = runbook_step(1);
	return &view;
}
