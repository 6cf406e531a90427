/*
 * One question to one of HAProxy's sockets, its failure in the operator's words;
 * and the one reading that polls and changes share.
 */
#ifndef BACKEND_HAPROXY_ASK_H
#define BACKEND_HAPROXY_ASK_H

#include <stdbool.h>
#include <stddef.h>

#include "backend/haproxy_stat.h"
#include "backend/provider.h"

struct hap_ask;
struct hap_look;

enum hap_socket { HAP_WORKER, HAP_MASTER };

/* As sock_done_fn. */
typedef void hap_ask_fn(const char *reply, size_t len, const struct err *err,
    void *arg);

/* Never fails now: exactly one callback, later. */
struct hap_ask *hap_ask_start(const struct provider_ctx *ctx,
    enum hap_socket which, const char *request, hap_ask_fn *done, void *arg);
void hap_ask_cancel(struct hap_ask *ask);	/* no callback; NULL is fine */
/* Puts "lb1: socket /run/x: " in front; -1. */
int hap_where(const struct provider_ctx *ctx, enum hap_socket which,
    struct err *err);

/* The worker's whole answer about our backend: worker is NULL exactly when err
 * is not, and lent for the call. */
typedef void hap_look_fn(const struct hap_worker *worker, const struct err *err,
    void *arg);

struct hap_look *hap_look_start(const struct provider_ctx *ctx,
    hap_look_fn *done, void *arg);
void hap_look_cancel(struct hap_look *look);	/* no callback; NULL is fine */

#endif
