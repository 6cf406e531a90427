/*
 * The statistics of one worker by HTTP, where there is no socket: the page, its CSV,
 * and the page again.  Only when both pages are of one worker it is of that one.
 */
#ifndef BACKEND_HAPROXY_WEB_H
#define BACKEND_HAPROXY_WEB_H

#include "backend/haproxy_stat.h"
#include "backend/provider.h"

struct hap_web;

/* worker: as hap_parse_page() left it, to be filled and done by the callee; csv is
 * lent; all NULL exactly when err is not. */
typedef void hap_web_fn(struct hap_worker *worker, const char *csv, size_t len,
    const struct err *err, void *arg);

/* Is this balancer asked so? */
bool hap_web_is(const struct provider_ctx *ctx);
/* Never fails now: exactly one callback, later. */
struct hap_web *hap_web_start(const struct provider_ctx *ctx, hap_web_fn *done,
    void *arg);
void hap_web_cancel(struct hap_web *web);	/* no callback; NULL is fine */
/* Puts "lb1: http://…: " in front; -1. */
int hap_web_where(const struct provider_ctx *ctx, struct err *err);

#endif
