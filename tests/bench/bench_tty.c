/*
 * What a program on a terminal costs, and how soon it answers.
 *
 * bench_tty idle COLUMNSxROWS SECONDS PROGRAM [ARGUMENT...]
 *	Nobody types.  Prints one line: ms from its start to the first byte and to
 *	the end of the first frame; then, over SECONDS seconds that begin two
 *	seconds after that, bytes to the terminal a second, frames a second,
 *	wake-ups a second (voluntary context switches), processor time in per
 *	mille; and its memory in kB.
 * bench_tty step COLUMNSxROWS SECONDS PROGRAM [ARGUMENT...]
 *	The same after one Enter: in the step that comes next.
 * bench_tty keys COLUMNSxROWS TIMES PROGRAM [ARGUMENT...]
 *	"?" opens the help, Escape closes it, so many times each.  Prints one
 *	line: ms from the key to the end of the next frame, median and worst of
 *	"?", median and worst of Escape.
 */

#include <errno.h>
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
#include "pty/tty.h"

#define FIRST_FRAME_MS 20000
#define SETTLE_MS 2000
#define STILL_MS 60
#define END_MS 20000
#define TIMES_MAX 1000

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

/* False: the program is gone. */
static bool
read_until(struct tty *tty, int64_t until_ms)
{
	while (tty_step(tty, until_ms))
		continue;
	return !tty->ended && tty->fd != -1;
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
	(void)kill(tty->job, SIGTERM);
	if (!tty_until_end(tty, clock_boot_ms() + END_MS))
		die("SIGTERM", "it did not end");
	tty_close(tty);
}

static void
first_frame(struct tty *tty, int64_t *byte_ms)
{
	int64_t until = clock_boot_ms() + FIRST_FRAME_MS;

	while (tty->bytes == 0 && tty_step(tty, until))
		*byte_ms = tty->read_ms;
	if (!tty_until_frame(tty, 1, until))
		die("the program", "it drew nothing");
}

/* ---- idle ---- */

static void
measure(struct tty *tty, int seconds, int64_t start_ms, const char *keys)
{
	int64_t byte_ms = 0;

	first_frame(tty, &byte_ms);
	int64_t frame_ms = tty->read_ms;
	(void)read_until(tty, frame_ms + SETTLE_MS);
	tty_send(tty, keys, strlen(keys));
	(void)read_until(tty, clock_boot_ms() + (*keys == '\0' ? 0 : SETTLE_MS));

	struct idle before = look(tty->job);
	unsigned long bytes = tty->bytes, frames = tty->frames;

	if (!read_until(tty, clock_boot_ms() + seconds * 1000))
		die("the program", "it ended by itself");

	struct idle after = look(tty->job);

	(void)printf("%lld %lld %.0f %.1f %.1f %.1f %ld\n",
	    (long long)(byte_ms - start_ms), (long long)(frame_ms - start_ms),
	    (double)(tty->bytes - bytes) / seconds,
	    (double)(tty->frames - frames) / seconds,
	    (double)(after.switches - before.switches) / seconds,
	    (after.cpu_s - before.cpu_s) / seconds * 1e3,
	    status_number(tty->job, "\nVmHWM:"));
}

static void
measure_idle(struct tty *tty, int seconds, int64_t start_ms)
{
	measure(tty, seconds, start_ms, "");
}

static void
measure_step(struct tty *tty, int seconds, int64_t start_ms)
{
	measure(tty, seconds, start_ms, "\r");
}

/* ---- keys ---- */

static double
now_ms(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* From a terminal that is still, so that the next frame is the key's. */
static double
time_key(struct tty *tty, char key)
{
	unsigned long frames;

	while (tty_step(tty, clock_boot_ms() + STILL_MS))
		continue;
	frames = tty->frames;
	double start = now_ms();
	tty_send(tty, &key, 1);
	if (!tty_until_frame(tty, frames + 1, clock_boot_ms() + FIRST_FRAME_MS))
		die("the program", "it does not answer a key");
	return now_ms() - start;
}

static int
by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static void
measure_keys(struct tty *tty, int times, int64_t start_ms)
{
	static double opens[TIMES_MAX], closes[TIMES_MAX];
	int64_t byte_ms = 0;

	(void)start_ms;
	first_frame(tty, &byte_ms);
	for (int i = 0; i < times; i++) {
		opens[i] = time_key(tty, '?');
		closes[i] = time_key(tty, '\033');
	}
	qsort(opens, (size_t)times, sizeof(*opens), by_size);
	qsort(closes, (size_t)times, sizeof(*closes), by_size);
	(void)printf("%.1f %.1f %.1f %.1f\n", opens[times / 2], opens[times - 1],
	    closes[times / 2], closes[times - 1]);
}

static const struct {
	const char *name;
	void (*fn)(struct tty *tty, int n, int64_t start_ms);
} modes[] = { { "idle", measure_idle }, { "step", measure_step }, { "keys", measure_keys } };

int
main(int argc, char **argv)
{
	struct tty tty = { .fd = -1 };
	struct tty_spec spec = { .argv = (const char *const *)argv + 4 };
	int64_t n;

	for (size_t i = 0; argc >= 5 && i < countof(modes); i++) {
		if (!str_eq(argv[1], modes[i].name) ||
		    sscanf(argv[2], "%dx%d", &spec.columns, &spec.rows) != 2 ||
		    !str_to_i64(argv[3], 1, TIMES_MAX, &n))
			continue;
		int64_t start_ms = clock_boot_ms();
		tty_open(&tty, &spec);
		modes[i].fn(&tty, (int)n, start_ms);
		finish(&tty);
		return 0;
	}
	(void)fputs("usage: bench_tty idle|step|keys COLUMNSxROWS N PROGRAM "
	    "[ARGUMENT...]\n", stderr);
	return 2;
}
