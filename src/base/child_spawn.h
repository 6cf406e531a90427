/* Private to base: how a child process comes into the world, and goes. */
#ifndef BASE_CHILD_SPAWN_H
#define BASE_CHILD_SPAWN_H

#include <sys/types.h>

#include "base/child.h"

/* Starts spec->argv with these three as its standard input, output and error.
 * The caller closes them.  -1 with err when it could not be started. */
pid_t child_spawn(const struct child_spec *spec, const int fds[3],
    struct err *err);

/* False while it runs; else it is reaped, and how it ended is filled in. */
bool child_ended(pid_t pid, struct child_end *end);
/* Nobody waits for this one any more: it is reaped in passing, later. */
void child_forget(pid_t pid);
/* In passing. */
void child_reap(void);

#endif
