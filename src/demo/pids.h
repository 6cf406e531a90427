/*
 * The processes of a world, noted in its directory as they are started: pid,
 * start time and what it is, so that whoever takes the world down later ends
 * these and no others.
 */
#ifndef DEMO_PIDS_H
#define DEMO_PIDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/err.h"

/* In clock ticks since the machine started; 0: there is no such process, or it
 * is dead and was not waited for. */
uint64_t pid_started(pid_t pid);

struct pid_note {
	pid_t pid;
	uint64_t started;
	char what[32];			/* "balancer", "cloud", "visitors" */
};

struct pid_notes {
	struct pid_note *list;
	size_t n, cap;
};

int pids_note(const char *dir, pid_t pid, const char *what, struct err *err);
/* Those noted, dead or alive; none when there is no list. */
int pids_read(const char *dir, struct pid_notes *notes, struct err *err);
void pids_done(struct pid_notes *notes);

bool pid_alive(const struct pid_note *note);
/* Signals the process when it is still the one that was noted. */
void pid_signal(const struct pid_note *note, int signo);

#endif
