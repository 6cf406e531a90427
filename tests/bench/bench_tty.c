/*
 * bench_tty SECONDS PROGRAM [ARGUMENT...] - a program on a terminal of 80x24
 * that nobody types at: how soon it draws, and what it costs while it is idle.
 *
 * Prints one line: ms from its start to the first byte and to the end of the
 * first frame; then, over SECONDS seconds that begin two seconds after that,
 * bytes to the terminal a second, frames a second, wake-ups a second (voluntary
 * context switches), processor time in per mille; and its memory in kB.
 */

#include <errno.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/str.h"

#define FIRST_FRAME_MS 20000
#define SETTLE_MS 2000
#define END_MS 20000

/* ui/term.c writes ESC ] 7777 ; NUMBER BEL behind each frame. */
static const char mark[] = "\033]7777;";

struct tty {
	int fd;
	pid_t pid;
	size_t matched;			/* of the mark */
	bool in_mark;
	unsigned long bytes, frames;	/* without and of the marks */
	int64_t first_byte_ms;
};

struct idle {
	long switches;
	double cpu_s;
};

static void
die(const char *what, const char *why)
{
	(void)fprintf(stderr, "bench_tty: %s: %s\n", what, why);
	exit(1);
}

static void
count_byte(struct tty *tty, char byte)
{
	tty->bytes++;
	if (tty->in_mark) {
		tty->bytes--;
		if (byte == '\a') {
			tty->in_mark = false;
			tty->frames++;
		}
		return;
	}
	tty->matched = byte == mark[tty->matched] ? tty->matched + 1 :
	    byte == mark[0];
	if (tty->matched < strlen(mark))
		return;
	tty->bytes -= strlen(mark);
	tty->matched = 0;
	tty->in_mark = true;
}

/* Until `until_ms`, or the end of one more frame when asked so.  False: the
 * program is gone. */
static bool
read_on(struct tty *tty, int64_t until_ms, bool one_frame)
{
	unsigned long frames = tty->frames;
	char data[4096];
	int64_t left;

	while ((left = until_ms - clock_boot_ms()) > 0 &&
	    !(one_frame && tty->frames > frames)) {
		struct pollfd pfd = { .fd = tty->fd, .events = POLLIN };

		if (poll(&pfd, 1, (int)left) <= 0)
			continue;
		ssize_t n = read(tty->fd, data, sizeof(data));

		if (n <= 0)
			return false;
		if (tty->first_byte_ms == 0)
			tty->first_byte_ms = clock_boot_ms();
		for (ssize_t i = 0; i < n; i++)
			count_byte(tty, data[i]);
	}
	return true;
}

static long
status_number(pid_t pid, const char *key)
{
	char path[64];
	struct buf text = { .data = NULL };
	long value = -1;

	(void)str_fmt(path, sizeof(path), "/proc/%d/status", (int)pid);
	if (file_read(path, 1 << 16, &text, NULL) == 0) {
		const char *at = strstr(text.data, key);

		if (at != NULL)
			value = strtol(at + strlen(key), NULL, 10);
	}
	buf_done(&text);
	return value;
}

static struct idle
look(pid_t pid)
{
	struct timespec t;
	clockid_t clock;

	if (clock_getcpuclockid(pid, &clock) != 0 ||
	    clock_gettime(clock, &t) == -1)
		die("clock_getcpuclockid", "no such process");
	return (struct idle){ .cpu_s = (double)t.tv_sec + (double)t.tv_nsec / 1e9,
		.switches = status_number(pid, "\nvoluntary_ctxt_switches:") };
}

/* It saves what it has and ends by itself. */
static void
finish(struct tty *tty)
{
	int status;

	(void)kill(tty->pid, SIGTERM);
	if (read_on(tty, clock_boot_ms() + END_MS, false)) {
		(void)kill(tty->pid, SIGKILL);
		(void)waitpid(tty->pid, NULL, 0);
		die("SIGTERM", "it did not end");
	}
	while (waitpid(tty->pid, &status, 0) == -1 && errno == EINTR)
		continue;
}

static void
measure(struct tty *tty, int64_t start_ms, int seconds)
{
	if (!read_on(tty, start_ms + FIRST_FRAME_MS, true) || tty->frames == 0)
		die("the program", "it drew nothing");

	int64_t frame_ms = clock_boot_ms();

	(void)read_on(tty, frame_ms + SETTLE_MS, false);

	struct idle before = look(tty->pid);
	unsigned long bytes = tty->bytes, frames = tty->frames;

	if (!read_on(tty, clock_boot_ms() + seconds * 1000, false))
		die("the program", "it ended by itself");

	struct idle after = look(tty->pid);

	(void)printf("%lld %lld %.0f %.1f %.1f %.1f %ld\n",
	    (long long)(tty->first_byte_ms - start_ms),
	    (long long)(frame_ms - start_ms),
	    (double)(tty->bytes - bytes) / seconds,
	    (double)(tty->frames - frames) / seconds,
	    (double)(after.switches - before.switches) / seconds,
	    (after.cpu_s - before.cpu_s) / seconds * 1e3,
	    status_number(tty->pid, "\nVmHWM:"));
}

int
main(int argc, char **argv)
{
	struct winsize size = { .ws_row = 24, .ws_col = 80 };
	struct tty tty = { .fd = -1 };
	int64_t seconds, start_ms = clock_boot_ms();

	if (argc < 3 || !str_to_i64(argv[1], 1, 600, &seconds)) {
		(void)fputs("usage: bench_tty SECONDS PROGRAM [ARGUMENT...]\n",
		    stderr);
		return 2;
	}
	tty.pid = forkpty(&tty.fd, NULL, NULL, &size);
	if (tty.pid == -1)
		die("forkpty", strerror(errno));
	if (tty.pid == 0) {
		(void)setenv("TERM", "xterm-256color", 1);
		(void)setenv("CUTOVER_FRAMES", "1", 1);
		(void)execv(argv[2], argv + 2);
		die(argv[2], strerror(errno));
	}
	measure(&tty, start_ms, (int)seconds);
	finish(&tty);
	return 0;
}
