/*
 * One process writes a run's journal: flock(2) on run_dir/lock, held for life
 * and freed by the kernel when the process dies.  The file says who it is.
 */
#ifndef ENGINE_JOURNAL_LOCK_H
#define ENGINE_JOURNAL_LOCK_H

#include "base/err.h"

struct who;

/* The descriptor, or -1; ERR_REFUSED with the holder's name when it is taken. */
int lock_take(const char *dir, const struct who *who, struct err *err);
/* -1 is fine. */
void lock_drop(int fd);

#endif
