/*
 * Processes that need not be our children: who they are (pid and start time, so
 * that a used-again pid is not mistaken), and when they end.
 */
#ifndef LOCAL_PROC_H
#define LOCAL_PROC_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* In clock ticks since the machine started; 0: there is no such process, or it
 * has ended and only waits to be reaped. */
uint64_t proc_started(pid_t pid);
/* A descriptor that becomes readable when this very process ends; -1: it has
 * ended already. */
int proc_open(pid_t pid, uint64_t started);
/* The leader of a session whose environment has this "NAME=VALUE", or whose
 * command line names something below this directory; 0: none. */
pid_t proc_find(const char *setting, const char *dir);
/* Signal a whole process group. */
void proc_signal_group(pid_t leader, int signo);
/* It ended: end what is left of its group, and reap it if it was our child. */
void proc_bury(pid_t leader);
/* It ended, and nobody was there to see: end what is left of its group, if that
 * is known by the same signs as in proc_find(). */
void proc_bury_orphans(pid_t leader, const char *setting, const char *dir);

#endif
