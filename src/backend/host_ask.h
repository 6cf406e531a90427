/*
 * What one server says of itself, asked directly and never through a balancer:
 * health, version, database, busy workers; and whether its health check file is
 * there.
 */
#ifndef BACKEND_HOST_ASK_H
#define BACKEND_HOST_ASK_H

#include "backend/provider.h"
#include "base/http.h"

struct host_ask;

struct host_answer {
	struct self_report self;
	char health[160];		/* "200", or why not */
	char database[160];		/* what the database page said */
};

typedef void host_ask_fn(const struct host_answer *answer, void *arg);

/* HOST_GLANCE leaves the database page out: it makes the server write there, and
 * a glance is taken again and again. */
enum host_depth { HOST_GLANCE, HOST_WHOLE };

/* Exactly one call of done, later, within timeout_ms.  sv is lent for the
 * call.  Texts in the answer are made harmless. */
struct host_ask *host_ask_start(const struct provider_ctx *ctx,
    const struct server *sv, enum host_depth depth, int timeout_ms,
    host_ask_fn *done, void *arg);
void host_ask_cancel(struct host_ask *ask);	/* no callback; NULL is fine */

/* One GET of site ("http://host:port") and page with the site's Host header.  NULL
 * with err: no callback. */
struct http *host_get(const struct provider_ctx *ctx, const char *site,
    const char *page, int timeout_ms, http_done_fn *done, void *arg,
    struct err *err);

/* The first line of a body, trimmed and made harmless. */
void host_first_line(const char *body, char *dst, size_t size);

#endif
