/* The window of lines: the loop on one side, questions and answers on the other. */

#include "plain/plain_priv.h"

#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/exit_status.h"
#include "base/loop.h"
#include "base/str.h"
#include "base/xmalloc.h"

#define TICK_MS 1000

const struct view *
plain_view(const struct plain *plain)
{
	return run_view(plain->run);
}

struct look
plain_look(const struct plain *plain)
{
	return (struct look){ .view = plain_view(plain),
	    .now_ms = clock_boot_ms(), .wall_ms = clock_wall_ms() };
}

/* After all that was said: the mark, if something can be answered. */
static void
settle(struct plain *plain)
{
	hush(plain->prompt == PROMPT_FIELD && plain->secret && !plain->leaving);
	if (plain->prompt != PROMPT_NONE && !plain->leaving)
		say_mark(plain);
	/* Nobody hears us any more. */
	if (fflush(stdout) == EOF && !plain->leaving) {
		plain->leaving = true;
		run_leave(plain->run, STATUS_STOPPED);
	}
}

static void
go_on(struct plain *plain)
{
	figures_say(plain);
	moment_go_on(plain);
	settle(plain);
}

static void
on_event(void *self, const struct event *event)
{
	struct plain *plain = self;

	speak_event(plain, event);
	settle(plain);
}

/* Not from within: the run may be in the middle of something. */
static void
on_soon(void *arg)
{
	struct plain *plain = arg;

	plain->soon = NULL;
	go_on(plain);
}

static void
on_changed(void *self)
{
	struct plain *plain = self;

	if (plain->soon == NULL)
		plain->soon = loop_add_timer(plain->loop, 0, on_soon, plain);
}

static void
on_tick(void *arg)
{
	struct plain *plain = arg;

	plain->tick = loop_add_timer(plain->loop, TICK_MS, on_tick, plain);
	go_on(plain);
}

/* ---- what is typed ---- */

static bool (*const answers[PROMPT_COUNT])(struct plain *plain,
    const char *line) = {
	[PROMPT_PICK] = answer_pick, [PROMPT_PLAN] = answer_plan,
	[PROMPT_JUDGE] = answer_judge, [PROMPT_MENU] = answer_menu,
	[PROMPT_FIELD] = answer_field, [PROMPT_LEAVE] = answer_leave,
};

static void
on_line(const char *line, const char *fault, void *arg)
{
	struct plain *plain = arg;
	char copy[INTAKE_MOST + 1];

	if (plain->leaving)
		return;
	plain->open_line = false;	/* who typed ended the line */
	plain->refused = plain_view(plain)->refused;
	(void)str_copy(copy, sizeof(copy), line);
	char *text = str_trim(copy);
	if (fault != NULL)
		say(plain, "Look: %s", fault);
	else if (answers[plain->prompt] == NULL ||
	    !answers[plain->prompt](plain, text))
		words_do(plain, text);
	moment_go_on(plain);
}

static void
lost(struct plain *plain)
{
	bool refused = plain_view(plain)->refused > plain->refused;

	loop_del_fd(plain->lfd);
	plain->lfd = NULL;
	if (plain->leaving)
		return;
	say(plain, "The input has ended.");
	moment_leave(plain, refused ? STATUS_GUARD : STATUS_STOPPED);
	settle(plain);
}

static void
on_stop(int signo, void *arg)
{
	struct plain *plain = arg;

	(void)signo;
	hush_stop();
	plain->open_line = false;
	settle(plain);
}

static void
on_readable(int fd, short revents, void *arg)
{
	struct plain *plain = arg;
	char bytes[1024];
	ssize_t n = read(fd, bytes, sizeof(bytes));

	(void)revents;
	if (n == -1 && (errno == EINTR || errno == EAGAIN))
		return;
	if (n <= 0) {
		lost(plain);
		return;
	}
	if (hush_is_stop(bytes, (size_t)n)) {
		(void)intake_drop(&plain->intake, -1);
		on_stop(SIGTSTP, plain);
		return;
	}
	intake_feed(&plain->intake, bytes, (size_t)n, on_line, plain);
	settle(plain);
}

/* In a question: cancel; else as q. */
static void
on_interrupt(int signo, void *arg)
{
	struct plain *plain = arg;

	(void)signo;
	if (plain->leaving)
		return;
	if (!isatty(STDIN_FILENO))
		moment_leave(plain, STATUS_STOPPED);
	else if (plain->prompt == PROMPT_NONE || plain->prompt == PROMPT_MENU)
		pose_leave(plain);
	else
		moment_back(plain);
	moment_go_on(plain);
	settle(plain);
}

/* ---- open, close ---- */

static int
open_front(void **self, struct loop *loop, struct run *run,
    const struct front_options *options, struct err *err)
{
	struct plain *plain = xcalloc(1, sizeof(*plain));

	(void)err;
	(void)setlocale(LC_ALL, "");
	plain->loop = loop;
	plain->run = run;
	plain->refused = run_view(run)->refused;
	plain->ascii = options->ascii ||
	    strcmp(nl_langinfo(CODESET), "UTF-8") != 0;
	plain->lfd = loop_add_fd(loop, STDIN_FILENO, POLLIN, on_readable, plain);
	plain->tick = loop_add_timer(loop, TICK_MS, on_tick, plain);
	(void)loop_on_signal(loop, SIGINT, on_interrupt, plain);
	(void)loop_on_signal(loop, SIGTSTP, on_stop, plain);
	if (options->why_plain != NULL)
		say(plain, "%s", options->why_plain);
	say(plain, "Reading how things are, before anything is decided. ? helps at "
	    "any time.");
	(void)fflush(stdout);
	*self = plain;
	return 0;
}

static void
close_front(void *self)
{
	struct plain *plain = self;

	loop_del_fd(plain->lfd);
	loop_del_timer(plain->tick);
	loop_del_timer(plain->soon);
	(void)loop_on_signal(plain->loop, SIGINT, NULL, NULL);
	(void)loop_on_signal(plain->loop, SIGTSTP, NULL, NULL);
	hush(false);
	question_done(&plain->question);
	if (plain->open_line)
		(void)putchar('\n');
	(void)fflush(stdout);
	free(plain);
}

const struct front_ops front_plain = {
	.name = "lines",
	.open = open_front,
	.event = on_event,
	.changed = on_changed,
	.close = close_front,
};
