/* The jobs of the host provider that take several questions: the probe of one
 * server, and the look at the site through the balancers. */
#ifndef BACKEND_HOST_PROBE_H
#define BACKEND_HOST_PROBE_H

#include "backend/provider.h"

struct host_probe;
struct host_site;

/* k good answers in a row, some time apart: health, version, database (GR-13,
 * GR-14).  Exactly one call of done, later; its batch has the SAW_PROBE. */
struct host_probe *host_probe_start(const struct provider_ctx *ctx,
    const struct server *sv, const struct facts *facts,
    provider_done_fn *done, void *arg);
void host_probe_cancel(struct host_probe *probe);

/* Every page through the balancer lb (empty: all), without cookies, until each
 * server had its turn; then the tails of the error logs as output.  Exactly one
 * call of done, later; its batch has one SAW_SITE a balancer. */
struct host_site *host_site_start(const struct provider_ctx *ctx,
    const char *lb, const struct facts *facts, provider_done_fn *done,
    void *arg);
void host_site_cancel(struct host_site *site);

/* A line of output of the action in hand. */
void host_say(const struct provider_ctx *ctx, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

#endif
