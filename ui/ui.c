/* The curses front end: keys and events in, intents and one picture out. */

#include "ui/ui.h"

#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/loop.h"
#include "base/xmalloc.h"
#include "ui/replay.h"
#include "talk/standing.h"
#include "ui/term.h"
#include "ui/ui_priv.h"

#define TICK_MS 1000		/* ages move by themselves */
#define DRAW_MS 100		/* at most ten pictures a second */

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

/* ---- events ---- */

static void
call_for(struct ui *ui, const struct event *event)
{
	char text[3 * TEXT_LEN];

	call_person(ui, event_word(event->kind), event->step,
	    event_sentence(event, text, sizeof(text)));
}

static void
say_event(struct ui *ui, const struct event *event, enum sign sign)
{
	char text[3 * TEXT_LEN];

	ui_say(ui, sign, "%s", event_sentence(event, text, sizeof(text)));
}

static void
on_state(struct ui *ui, const struct event *event)
{
	enum step_state state = run_view(ui->run)->states[event->step];

	if (state != STATE_DONE && state != STATE_FAILED && state != STATE_SKIPPED &&
	    state != STATE_UNDONE)
		return;
	ui_say(ui, state == STATE_FAILED ? SIGN_BAD : sign_of_state(state),
	    "Step %d: %s", event->step, event->text);
	call_for(ui, event);
}

static void
on_event(void *self, const struct event *event)
{
	struct ui *ui = self;

	ui_dirty(ui);
	switch (event->kind) {
	case EVENT_REFUSED:
		if (run_view(ui->run)->watching) {
			say_event(ui, event, SIGN_LOCKED);
			break;
		}
		ask_guard(ui, event);
		call_for(ui, event);
		break;
	case EVENT_STATE:
		on_state(ui, event);
		break;
	case EVENT_FAILED:
	case EVENT_UNCERTAIN:
	case EVENT_ERROR:
	case EVENT_SURPRISE:
	case EVENT_SILENT:
		call_for(ui, event);
		say_event(ui, event, SIGN_LOOK);
		break;
	case EVENT_RELOAD:
		say_event(ui, event, SIGN_LOOK);
		break;
	case EVENT_NOTE:
	case EVENT_ANSWERS:
		/* Good news does not push away what is being waited for. */
		if (ui->message_lasts == LASTS_UNTIL_KEY)
			say_event(ui, event, SIGN_NONE);
		break;
	case EVENT_END:
		if (!run_view(ui->run)->watching)
			ui->page = PAGE_OVERVIEW;
		ui->message[0] = '\0';
		call_for(ui, event);
		break;
	default:
		break;
	}
}

/* Who asked for a step, or opened one, before all was read gets it now. */
static void
step_when_read(struct ui *ui)
{
	int number = ui->step_due;

	if (number == 0 || !run_idle(ui->run))
		return;
	ui->step_due = 0;
	act_open_step(ui, number);
}

static void
plan_when_read(struct ui *ui)
{
	if (!ui->plan_due || !run_idle(ui->run))
		return;
	ui->plan_due = false;
	if (ui->page == PAGE_STEP)
		(void)ui_submit_kind(ui, INTENT_PLAN, "", "");
}

static void
on_changed(void *self)
{
	struct ui *ui = self;

	step_when_read(ui);
	plan_when_read(ui);
	ask_again_if_changed(ui);
	call_look(ui);
	ui_dirty(ui);
}

/* ---- the loop ---- */

static void
on_soon(void *arg)
{
	struct ui *ui = arg;

	ui->soon = NULL;
}

/* A terminal that takes nothing is asked again at the next tick, at the latest. */
static bool
wants_drawing(const struct ui *ui)
{
	return ui->dirty && ui->pager == NULL && (!ui->paused || ui->now) &&
	    term_takes(ui->term);
}

static void
on_idle(void *arg)
{
	struct ui *ui = arg;
	int64_t wait = ui->drawn_ms + DRAW_MS - loop_now_ms(ui->loop);

	if (wants_drawing(ui)) {
		if (ui->now || wait <= 0 || ui->replay != NULL)
			ui_draw(ui);
		else if (ui->soon == NULL)
			ui->soon = loop_add_timer(ui->loop, (int)wait, on_soon, ui);
	}
	if (ui->replay != NULL)
		replay_go(ui->replay, ui);
}

static void
on_tick(void *arg)
{
	struct ui *ui = arg;

	ui->tick = loop_add_timer(ui->loop, TICK_MS, on_tick, ui);
	call_look(ui);
	ui_dirty(ui);
}

/* Nobody is there any more: finish, write down, end; the run can be resumed. */
static void
lost(struct ui *ui)
{
	loop_del_fd(ui->keys);
	ui->keys = NULL;
	ui_end(ui, 3);
}

static void
on_keys(int fd, short revents, void *arg)
{
	struct ui *ui = arg;
	int code;
	bool special, any = false, text = false;

	(void)fd;
	if ((revents & POLLIN) != 0 && term_is_gone(ui->term)) {
		lost(ui);
		return;
	}
	/* curses takes several at once: until it has no more. */
	while (!ui->leaving && ui->pager == NULL &&
	    term_key(ui->term, &code, &special)) {
		bool end_of_line = !special && (code == '\r' || code == '\n');
		ui_key(ui, code, special, text && end_of_line);
		text = text || (!special && (code > ' ' || end_of_line));
		any = true;
	}
	if (!any && (revents & (POLLHUP | POLLERR)) != 0)
		lost(ui);
}

void
ui_listen(struct ui *ui, bool on)
{
	loop_del_fd(ui->keys);
	ui->keys = on ? loop_add_fd(ui->loop, STDIN_FILENO, POLLIN, on_keys, ui) :
	    NULL;
}

static void
on_winch(int signo, void *arg)
{
	struct ui *ui = arg;

	(void)signo;
	/* What a pager did not let us see is seen when it has gone. */
	if (ui->pager == NULL)
		ui_resize(ui, COLS, LINES);
}

static void
on_stop(int signo, void *arg)
{
	struct ui *ui = arg;

	(void)signo;
	term_suspend(ui->term);
	ui_resize(ui, COLS, LINES);
}

static void
on_cont(int signo, void *arg)
{
	struct ui *ui = arg;

	(void)signo;
	term_redraw(ui->term);
	ui_resize(ui, COLS, LINES);
}

static void
listen(struct ui *ui)
{
	if (ui->replay == NULL) {
		ui_listen(ui, true);
		(void)loop_on_signal(ui->loop, SIGWINCH, on_winch, ui);
		(void)loop_on_signal(ui->loop, SIGTSTP, on_stop, ui);
		(void)loop_on_signal(ui->loop, SIGCONT, on_cont, ui);
	}
	loop_on_idle(ui->loop, on_idle, ui);
	ui->tick = loop_add_timer(ui->loop, TICK_MS, on_tick, ui);
	ui->soon = loop_add_timer(ui->loop, 0, on_soon, ui);
}

/* ---- open, close ---- */

static void
ui_close(void *self)
{
	struct ui *ui = self;

	if (ui == NULL)
		return;
	pager_done(ui);
	ui_listen(ui, false);
	loop_del_timer(ui->tick);
	loop_del_timer(ui->soon);
	loop_on_idle(ui->loop, NULL, NULL);
	if (ui->replay == NULL) {
		(void)loop_on_signal(ui->loop, SIGWINCH, NULL, NULL);
		(void)loop_on_signal(ui->loop, SIGTSTP, NULL, NULL);
		(void)loop_on_signal(ui->loop, SIGCONT, NULL, NULL);
	}
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
	listen(ui);
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
	.event = on_event,
	.changed = on_changed,
	.close = ui_close,
};
