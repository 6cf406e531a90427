/* The curses front end: keys and events in, intents and one picture out. */

#include "ui/ui.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/loop.h"
#include "base/xmalloc.h"
#include "ui/replay.h"
#include "talk/standing.h"
#include "ui/term.h"
#include "ui/ui_priv.h"

const struct view *
ui_view(const struct ui *ui)
{
	return ui->run == NULL ? first_view() : run_view(ui->run);
}

/* In a replay the time is that of the newest news, so that the same script gives
 * the same picture. */
struct look
ui_look(const struct ui *ui)
{
	const struct view *view = ui_view(ui);
	struct look look = { .view = view, .who = &ui->who, .first = ui->first,
		 .now_ms = clock_boot_ms(),
		.wall_ms = clock_wall_ms(),
		.reading = ui->run != NULL && !run_idle(ui->run) &&
		    !standing_runs(view) };

	if (ui->replay == NULL)
		return look;
	look.now_ms = view->facts->now_ms;
	if (view->events->n > 0)
		look.wall_ms = event_ring_at(view->events,
		    view->events->n - 1)->wall_ms;
	return look;
}

void
ui_dirty(struct ui *ui)
{
	ui->dirty = true;
}

void
ui_say(struct ui *ui, enum sign sign, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(ui->message, sizeof(ui->message), fmt, ap);
	va_end(ap);
	ui->message_sign = sign;
	ui->message_lasts = LASTS_UNTIL_KEY;
	ui_dirty(ui);
}

void
ui_say_while(struct ui *ui, enum lasts lasts, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(ui->message, sizeof(ui->message), fmt, ap);
	va_end(ap);
	ui->message_sign = SIGN_NONE;
	ui->message_lasts = lasts;
	ui_dirty(ui);
}

void
ui_bell(struct ui *ui)
{
	if (ui->bell)
		term_bell(ui->term);
}

void
ui_push(struct ui *ui, struct dialog *dialog)
{
	dialog->below = ui->dialog;
	ui->dialog = dialog;
	ui_dirty(ui);
}

void
ui_pop(struct ui *ui)
{
	struct dialog *dialog = ui->dialog;

	if (dialog == NULL)
		return;
	ui->dialog = dialog->below;
	dialog_free(dialog);
	ui_dirty(ui);
}

void
ui_end(struct ui *ui, int status)
{
	ui->leaving = true;
	if (ui->run != NULL)
		run_leave(ui->run, status);
	else
		loop_stop(ui->loop, status);
}

void
ui_leave(struct ui *ui, int status)
{
	ui_say(ui, SIGN_HERE, "Leaving: the action in hand is finished first.");
	ui_end(ui, status);
}

int
ui_submit(struct ui *ui, const struct intent *intent)
{
	unsigned refused = run_view(ui->run)->refused;
	struct err err = { 0 };

	if (run_submit(ui->run, intent, &err) == 0)
		return 0;
	/* A refusal is an event too, with more to say than the error has. */
	if (err.code == ERR_GUARD && run_view(ui->run)->refused == refused) {
		struct event event = { .kind = EVENT_REFUSED };
		(void)str_copy(event.text, sizeof(event.text), err.text);
		ask_guard(ui, &event);
	} else if (err.code != ERR_GUARD) {
		ui_say(ui, SIGN_LOOK, "%s", err.text);
	}
	return -1;
}

int
ui_submit_kind(struct ui *ui, enum intent_kind kind, const char *word,
    const char *text)
{
	struct intent intent = { .kind = kind };

	(void)str_copy(intent.word, sizeof(intent.word), word);
	(void)str_copy(intent.text, sizeof(intent.text), text);
	int got = ui_submit(ui, &intent);
	intent_done(&intent);
	return got;
}

/* ---- open, close ---- */

static void
ui_close(void *self)
{
	struct ui *ui = self;

	if (ui == NULL)
		return;
	pager_done(ui);
	ui_listen_end(ui);
	while (ui->dialog != NULL)
		ui_pop(ui);
	for (size_t i = 0; i < ui->n_panes; i++)
		if (ui->panes[i].ops->done != NULL)
			ui->panes[i].ops->done(&ui->panes[i]);
	field_free(ui->find.field);
	call_done(ui);
	if (ui->base != NULL) {
		(void)del_panel(ui->base_panel);
		(void)delwin(ui->base);
	}
	term_close(ui->term);
	replay_free(ui->replay);
	free(ui);
}

static int
ui_open(void **self, struct loop *loop, struct run *run,
    const struct front_options *options, struct err *err)
{
	struct ui *ui = xcalloc(1, sizeof(*ui));

	ui->loop = loop;
	ui->run = run;
	ui->bell = ui_view(ui)->config->bell;
	ui->pane = -1;
	ui->step_seen = -1;
	if (ui_view(ui)->watching)
		ui->page = PAGE_WATCH;
	if (options->keys != NULL &&
	    (ui->replay = replay_new(loop, options, err)) == NULL)
		goto fail;
	if (term_open(&ui->term, options, err) == -1)
		goto fail;
	paint_init(&ui->paint, term_is_ascii(ui->term),
	    term_wants_colour(ui->term));
	ui->base = newwin(LINES, COLS, 0, 0);
	ui->base_panel = new_panel(ui->base);
	ui_listen(ui);
	ui->dirty = ui->now = true;
	*self = ui;
	return 0;
fail:
	replay_free(ui->replay);
	free(ui);
	return -1;
}

const struct front_ops front_curses = {
	.name = "screen",
	.open = ui_open,
	.event = ui_on_event,
	.changed = ui_on_changed,
	.close = ui_close,
};
