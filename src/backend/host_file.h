/*
 * The health check file of one server: is it there, put it aside, put it back.
 * Here, or on the server through host.via with a fixed command line.
 */
#ifndef BACKEND_HOST_FILE_H
#define BACKEND_HOST_FILE_H

#include "backend/provider.h"

struct host_file;

enum host_file_verb { FILE_LOOK, FILE_ASIDE, FILE_BACK };

/* FILE_LOOK: OK with there YES or NO, else there is UNKNOWN and text says why.
 * The others: there is not told. */
typedef void host_file_fn(enum outcome outcome, enum tri there,
    const char *text, void *arg);

/* Exactly one call of done, later.  sv is lent for the call.  Aside is
 * FILE.cutover in the same directory; doing it twice is fine. */
struct host_file *host_file_start(const struct provider_ctx *ctx,
    const struct server *sv, enum host_file_verb verb, int timeout_ms,
    host_file_fn *done, void *arg);
void host_file_cancel(struct host_file *file);	/* no callback; NULL is fine */

/* text with %n replaced, refused when the name would lead out of the path. */
int host_fill_name(const char *text, const char *name, char *dst, size_t size,
    struct err *err);

#endif
