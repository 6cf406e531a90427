/* What the loop hears for the screen: keys, signals, time; and when it is drawn. */

#include "ui/ui_priv.h"

#include <curses.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include "base/loop.h"
#include "ui/replay.h"
#include "ui/term.h"

#define TICK_MS 1000		/* ages move by themselves */
#define DRAW_MS 100		/* at most ten pictures a second */

static void
on_soon(void *arg)
{
	struct ui *ui = arg;

	ui->soon = NULL;
}

/* There is room for more, or nobody any more: of that its keys tell. */
static void
on_room(int fd, short revents, void *arg)
{
	struct ui *ui = arg;

	(void)fd, (void)revents;
	if (ui->pager == NULL && !term_takes(ui->term))
		return;
	loop_del_fd(ui->room);
	ui->room = NULL;
}

static void
hand_over(struct ui *ui)
{
	if (ui->room == NULL && !term_takes(ui->term))
		ui->room = loop_add_fd(ui->loop, term_out(ui->term), POLLOUT,
		    on_room, ui);
}

/* One picture after the other: none is begun while the terminal has not taken the
 * one before, and so there is never more than one to keep for it. */
static bool
wants_drawing(const struct ui *ui)
{
	return ui->dirty && ui->room == NULL && ui->pager == NULL &&
	    (!ui->paused || ui->now);
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
	hand_over(ui);
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
ui_listen_keys(struct ui *ui, bool on)
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

void
ui_listen(struct ui *ui)
{
	if (ui->replay == NULL) {
		ui_listen_keys(ui, true);
		(void)loop_on_signal(ui->loop, SIGWINCH, on_winch, ui);
		(void)loop_on_signal(ui->loop, SIGTSTP, on_stop, ui);
		(void)loop_on_signal(ui->loop, SIGCONT, on_cont, ui);
	}
	loop_on_idle(ui->loop, on_idle, ui);
	ui->tick = loop_add_timer(ui->loop, TICK_MS, on_tick, ui);
	ui->soon = loop_add_timer(ui->loop, 0, on_soon, ui);
}

void
ui_listen_end(struct ui *ui)
{
	ui_listen_keys(ui, false);
	loop_del_fd(ui->room);
	loop_del_timer(ui->tick);
	loop_del_timer(ui->soon);
	loop_on_idle(ui->loop, NULL, NULL);
	if (ui->replay == NULL) {
		(void)loop_on_signal(ui->loop, SIGWINCH, NULL, NULL);
		(void)loop_on_signal(ui->loop, SIGTSTP, NULL, NULL);
		(void)loop_on_signal(ui->loop, SIGCONT, NULL, NULL);
	}
}
