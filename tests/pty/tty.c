/* A program on a pseudo terminal, as bytes. */

#include "config.h"

#include "pty/tty.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"

#define OSC_MAX 65536
static const char frame_osc[] = "7777;";

/* What the shell reports: first the job's number, then each waitpid(). */
struct report {
	pid_t job;
	int status;
};

static void
die(const char *what)
{
	(void)fprintf(stderr, "%s: %s\n", what, strerror(errno));
	_exit(126);
}

/* ---- the shell: one job, in the foreground ---- */

static void
set_environment(const struct tty_spec *spec)
{
	(void)setenv("TERM", "xterm-256color", 1);
	(void)setenv("LC_ALL", "C.UTF-8", 1);
	(void)setenv("TZ", "UTC", 1);
	(void)unsetenv("LINES");
	(void)unsetenv("COLUMNS");
	(void)unsetenv("NO_COLOR");
	(void)unsetenv("ACCESSIBLE");
	(void)unsetenv("CUTOVER_FRAMES");
	if (!spec->unmarked)
		(void)setenv("CUTOVER_FRAMES", "1", 1);
	for (size_t i = 0; spec->env != NULL && spec->env[i] != NULL; i++) {
		if (strchr(spec->env[i], '=') == NULL)
			(void)unsetenv(spec->env[i]);
		else
			(void)putenv((char *)(uintptr_t)spec->env[i]);
	}
}

/* Once the line is dead there is nothing to give. */
static void
give_terminal(pid_t group)
{
	(void)tcsetpgrp(STDIN_FILENO, group);
}

static pid_t
start_job(const struct tty_spec *spec)
{
	pid_t job = fork();

	if (job == -1)
		die("fork");
	if (job != 0) {
		(void)setpgid(job, job);
		return job;
	}
	(void)setpgid(0, 0);
	give_terminal(getpid());
	(void)signal(SIGTTOU, SIG_DFL);
	(void)signal(SIGHUP, SIG_DFL);
	set_environment(spec);
	(void)execv(spec->argv[0], (char *const *)(uintptr_t)spec->argv);
	die(spec->argv[0]);
	return -1;
}

static void
be_the_shell(const struct tty_spec *spec, int report, int order)
{
	struct report said = { .status = 0 };
	char byte;

	/* Nobody there any more: then it goes as well, and the terminal with it. */
	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	(void)signal(SIGTTOU, SIG_IGN);
	(void)signal(SIGHUP, SIG_IGN);
	said.job = start_job(spec);
	if (write(report, &said, sizeof(said)) == -1)
		die("report");
	while (waitpid(said.job, &said.status, WUNTRACED) == said.job) {
		give_terminal(getpid());
		if (write(report, &said, sizeof(said)) == -1 ||
		    !WIFSTOPPED(said.status) || read(order, &byte, 1) != 1)
			_exit(0);
		give_terminal(said.job);
		(void)kill(-said.job, SIGCONT);
	}
	_exit(0);
}

/* ---- open, close ---- */

static void
take_report(struct tty *tty)
{
	struct report said;

	if (read(tty->report, &said, sizeof(said)) != (ssize_t)sizeof(said)) {
		(void)close(tty->report);
		tty->report = -1;
		return;
	}
	tty->stopped = WIFSTOPPED(said.status);
	tty->ended = !tty->stopped;
	tty->status = said.status;
}

void
tty_open(struct tty *tty, const struct tty_spec *spec)
{
	struct winsize size = { .ws_row = (unsigned short)spec->rows,
		.ws_col = (unsigned short)spec->columns };
	struct report said;
	int report[2], order[2];

	if (pipe2(report, O_CLOEXEC) == -1 || pipe2(order, O_CLOEXEC) == -1)
		die("pipe");
	tty->shell = forkpty(&tty->fd, NULL, NULL, &size);
	if (tty->shell == -1)
		die("forkpty");
	if (tty->shell == 0)
		be_the_shell(spec, report[1], order[0]);
	(void)close(report[1]);
	(void)close(order[0]);
	tty->report = report[0];
	tty->order = order[1];
	if (read(tty->report, &said, sizeof(said)) != (ssize_t)sizeof(said))
		die("the shell");
	tty->job = said.job;
}

void
tty_close(struct tty *tty)
{
	if (!tty->ended)
		(void)kill(tty->job, SIGKILL);
	(void)kill(tty->shell, SIGKILL);
	(void)waitpid(tty->shell, NULL, 0);
	tty_hang_up(tty);
	if (tty->report != -1)
		(void)close(tty->report);
	(void)close(tty->order);
	buf_done(&tty->osc_text);
}

void
tty_hang_up(struct tty *tty)
{
	if (tty->fd != -1)
		(void)close(tty->fd);
	tty->fd = -1;
}

/* ---- what it writes ---- */

enum { TEXT, ESC, OSC, OSC_ESC };

/* An OSC ends in BEL or in ESC \.  True: it was the mark of a frame. */
static bool
end_osc(struct tty *tty)
{
	bool mark;

	buf_puts(&tty->osc_text, "");
	mark = str_starts(tty->osc_text.data, frame_osc);
	if (mark) {
		tty->frames++;
		/* With ESC ] and BEL. */
		tty->bytes -= tty->osc_text.len + 3;
	} else if (tty->osc != NULL) {
		tty->osc(tty->arg, tty->osc_text.data);
	}
	tty->osc_state = TEXT;
	return mark;
}

static bool
take_byte(struct tty *tty, char byte)
{
	tty->bytes++;
	switch (tty->osc_state) {
	case TEXT:
		tty->osc_state = byte == '\033' ? ESC : TEXT;
		return false;
	case ESC:
		tty->osc_state = byte == ']' ? OSC : byte == '\033' ? ESC : TEXT;
		buf_reset(&tty->osc_text);
		return false;
	case OSC:
		if (byte == '\a')
			return end_osc(tty);
		if (byte == '\033')
			tty->osc_state = OSC_ESC;
		else if (tty->osc_text.len < OSC_MAX)
			buf_add(&tty->osc_text, &byte, 1);
		return false;
	default:
		return end_osc(tty);
	}
}

/* Up to the next mark, or all that is here. */
static void
take_input(struct tty *tty)
{
	size_t from = tty->at;

	tty->whole = false;
	while (tty->at < tty->have && !tty->whole)
		tty->whole = take_byte(tty, tty->input[tty->at++]);
	if (tty->feed != NULL)
		tty->feed(tty->arg, tty->input + from, tty->at - from);
}

static void
read_input(struct tty *tty)
{
	ssize_t n = read(tty->fd, tty->input, sizeof(tty->input));

	tty->at = 0;
	tty->have = n > 0 ? (size_t)n : 0;
	tty->read_ms = clock_boot_ms();
	if (n > 0)
		return;
	/* EIO: nobody has the other side any more, and all of it was read. */
	(void)tcgetattr(tty->fd, &tty->modes);
	tty_hang_up(tty);
}

bool
tty_step(struct tty *tty, int64_t until_ms)
{
	/* poll() passes over -1. */
	struct pollfd fds[] = {
		{ .fd = tty->deaf ? -1 : tty->fd, .events = POLLIN },
		{ .fd = tty->report, .events = POLLIN } };
	int64_t left = until_ms - clock_boot_ms();

	if (tty->at < tty->have) {
		take_input(tty);
		return true;
	}
	if ((tty->fd == -1 && tty->report == -1) ||
	    poll(fds, countof(fds), left < 0 ? 0 : (int)left) <= 0)
		return false;
	if (fds[0].revents != 0) {
		read_input(tty);
		take_input(tty);
	}
	if (fds[1].revents != 0)
		take_report(tty);
	return true;
}

bool
tty_until_frame(struct tty *tty, unsigned long frames, int64_t until_ms)
{
	while (tty->frames < frames)
		if (!tty_step(tty, until_ms))
			return false;
	return true;
}

bool
tty_until_end(struct tty *tty, int64_t until_ms)
{
	while (!tty->ended || tty->fd != -1)
		if (!tty_step(tty, until_ms))
			return false;
	return true;
}

bool
tty_is_full(const struct tty *tty)
{
	int fd = open(ptsname(tty->fd), O_WRONLY | O_NOCTTY | O_CLOEXEC);
	struct pollfd out = { .fd = fd, .events = POLLOUT };

	if (fd == -1)
		die("the other side");
	bool full = poll(&out, 1, 10) == 0;
	(void)close(fd);
	return full;
}

/* ---- what it gets ---- */

void
tty_send(struct tty *tty, const char *bytes, size_t len)
{
	while (len > 0) {
		ssize_t n = write(tty->fd, bytes, len);

		if (n <= 0)
			return;
		bytes += n;
		len -= (size_t)n;
	}
}

void
tty_resize(struct tty *tty, int columns, int rows)
{
	struct winsize size = { .ws_row = (unsigned short)rows,
		.ws_col = (unsigned short)columns };

	if (ioctl(tty->fd, TIOCSWINSZ, &size) == -1)
		die("TIOCSWINSZ");
}

struct termios
tty_modes(const struct tty *tty)
{
	struct termios modes = tty->modes;

	if (tty->fd != -1 && tcgetattr(tty->fd, &modes) == -1)
		die("tcgetattr");
	return modes;
}

void
tty_foreground(struct tty *tty)
{
	tty->stopped = false;
	if (write(tty->order, "f", 1) != 1)
		die("fg");
}
