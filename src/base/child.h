/*
 * One child process: a fixed argv in, lines and an exit status out.  Never a
 * shell.  posix_spawn, close-on-exec everywhere, SIGPIPE and the signal mask
 * restored, standard input from a given text or the null device.
 */
#ifndef BASE_CHILD_H
#define BASE_CHILD_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/err.h"

struct child;
struct loop;

struct child_spec {
	const char *const *argv;	/* NULL-terminated; argv[0] is looked up in
					 * a fixed PATH unless it has a slash */
	const char *input;		/* written to standard input; NULL: none */
	const char *dir;		/* working directory; NULL: ours */
	const char *const *keep_env;	/* names to let through beside the
					 * allow-list (PATH, HOME, LANG, LC_ALL,
					 * TZ, TERM, USER, LOGNAME); NULL: none.
					 * "NAME=VALUE" sets one. */
	int timeout_ms;			/* then TERM, a second later KILL; 0: none */
	size_t max_output;		/* bytes in all, then it is killed; 0: 8 MiB */
	bool detach;			/* own session: outlives us (daemons) */
	bool guest;			/* base/guest.h: in our own process group */
	const char *output_path;	/* child_launch: append stdout and stderr
					 * here; NULL: the null device */
};

/* One line without its newline; is_err when it came on standard error.  The
 * text is as the child wrote it: str_safe() before showing it. */
typedef void child_line_fn(const char *line, bool is_err, void *arg);

struct child_end {
	bool exited;			/* false: killed by a signal, see signal */
	int status;			/* exit status when exited */
	int signal;
	bool timed_out;
	bool too_much;			/* more output than max_output */
};

typedef void child_end_fn(const struct child_end *end, void *arg);

/* NULL with err when it cannot be started, and then no callback.  Else exactly
 * one call of on_end, later, after the last line.  on_line may be NULL. */
struct child *child_start(struct loop *loop, const struct child_spec *spec,
    child_line_fn *on_line, child_end_fn *on_end, void *arg, struct err *err);
pid_t child_pid(const struct child *child);
/* Send a signal to the child alone. */
void child_signal(struct child *child, int signo);
/* Kill it, forget it, no callback. NULL is fine. */
void child_cancel(struct child *child);

/* Where child_start() looks for this program; one with a slash is taken as it
 * is, since it may be meant from spec->dir. */
int child_find(const char *name, char *path, size_t size, struct err *err);

/* Start a process that outlives us (spec->detach) and return its pid, or -1.
 * Nothing is watched. */
pid_t child_launch(const struct child_spec *spec, struct err *err);
/* Does this process run?  One that is dead and was not waited for does not,
 * though kill(pid, 0) finds it. */
bool child_alive(pid_t pid);

/* "exit status 1", "killed by signal 9", "took too long and was killed". */
const char *child_end_text(const struct child_end *end, char *dst, size_t size);

#endif
