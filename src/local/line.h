/*
 * A server on a unix socket: one line in, one line back, then it hangs up.
 * Bounded in bytes, connections and time; mode 0600.
 */
#ifndef LOCAL_LINE_H
#define LOCAL_LINE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/str.h"

struct line_server;
struct loop;

/* The line without its newline (it may hold a NUL).  The answer's newline is
 * added by the server. */
typedef void line_fn(const char *line, size_t len, struct buf *answer, void *arg);

/* A dead socket file of that name is replaced. */
struct line_server *line_open(struct loop *loop, const char *path, line_fn *fn,
    void *arg, struct err *err);
/* Somebody is still being answered. */
bool line_busy(const struct line_server *server);
/* Hangs up and removes the socket file; NULL is fine. */
void line_close(struct line_server *server);

#endif
