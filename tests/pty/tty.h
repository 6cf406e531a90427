/*
 * A program on a pseudo terminal, as bytes: it is started by the smallest of
 * shells, in a session of its own, and everything it writes passes by here.
 *
 * The program is told to mark the end of each frame (CUTOVER_FRAMES), so that
 * nobody need guess when a picture is whole: tty_step() stops at each mark.
 */
#ifndef TESTS_TTY_H
#define TESTS_TTY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <termios.h>

#include "base/str.h"

struct tty_spec {
	const char *const *argv;	/* NULL-terminated, argv[0] a path */
	const char *const *env;		/* "NAME=VALUE" or "NAME" to unset; NULL */
	int columns, rows;
	bool unmarked;			/* CUTOVER_FRAMES is not set */
};

struct tty {
	int fd;				/* the terminal's side; -1: closed */
	int report, order;		/* from and to the shell */
	pid_t shell, job;
	bool stopped, ended;		/* the job, as the shell says */
	int status;			/* of waitpid(), when ended */
	unsigned long frames, bytes;	/* bytes: without the marks */
	bool whole;			/* the last step ended in a mark */
	bool deaf;			/* to be set: nothing of it is read */
	int64_t read_ms;		/* when something last came */
	/* What it wrote, in order; and each OSC but the marks, without its
	 * ESC ] and its end.  Both may be NULL. */
	void (*feed)(void *arg, const char *bytes, size_t len);
	void (*osc)(void *arg, const char *text);
	void *arg;
	/* private */
	char input[4096];
	size_t at, have;
	struct termios modes;
	int osc_state;
	struct buf osc_text;
};

/* Zeroed but for feed, osc and arg.  Ends the program when it cannot. */
void tty_open(struct tty *tty, const struct tty_spec *spec);
/* Kills what still runs. */
void tty_close(struct tty *tty);

/* Takes in what comes, at most to the end of one frame.  False: nothing came up
 * to that time, or nothing can come any more. */
bool tty_step(struct tty *tty, int64_t until_ms);
/* tty_step() until there were so many frames in all. */
bool tty_until_frame(struct tty *tty, unsigned long frames, int64_t until_ms);
/* tty_step() until the program has ended and all it wrote is here. */
bool tty_until_end(struct tty *tty, int64_t until_ms);

/* The program cannot write a byte more: of a deaf one, sooner or later. */
bool tty_is_full(const struct tty *tty);

void tty_send(struct tty *tty, const char *bytes, size_t len);
void tty_resize(struct tty *tty, int columns, int rows);
/* As they are now, or were at the end. */
struct termios tty_modes(const struct tty *tty);
/* The line goes dead; no signal tells the program. */
void tty_hang_up(struct tty *tty);
/* What the shell's fg does. */
void tty_foreground(struct tty *tty);

#endif
