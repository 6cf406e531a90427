/*
 * One question after the other: each of these runs the loop until its answer is
 * there, since whoever builds a world has nothing else to do meanwhile.  All
 * give up when world->stopping is set, which a signal does.
 */
#ifndef DEMO_ASK_H
#define DEMO_ASK_H

#include <sys/types.h>

#include "demo/world.h"

int ask_pause(struct world *world, int ms, struct err *err);
/* The status of one GET, or -1.  body may be NULL. */
int ask_http(struct world *world, const char *url, struct buf *body,
    struct err *err);
/* One request over a unix socket, the answer up to end of file. */
int ask_socket(struct world *world, const char *path, const char *request,
    struct buf *reply, struct err *err);
/* A command with this standard input; -1 unless it ends with status 0. */
int ask_command(struct world *world, const char *const *argv,
    const char *input, struct err *err);
/* Wait for a condition, looked at ten times a second; -1 when it is too late:
 * "what: did not come within N s". */
typedef bool ask_fn(struct world *world, void *arg);
int ask_until(struct world *world, int limit_ms, ask_fn *is_so, void *arg,
    const char *what, struct err *err);

#endif
