/*
 * Calls of RightScale's CM API 1.5.  Logs in when it has to, follows to the right
 * shard, renews what ends, asks again what may be asked again: reading, and what was
 * refused before it was looked at.  What may have taken effect is never sent twice.
 */
#ifndef BACKEND_RS_CLIENT_H
#define BACKEND_RS_CLIENT_H

#include <cjson/cJSON.h>

#include "base/err.h"
#include "base/str.h"
#include "model/config.h"

struct loop;
struct rs_call;
struct rs_client;

struct rs_reply {
	long status;			/* 2xx */
	const cJSON *json;		/* of a 200 in JSON; else NULL */
	const char *text;		/* the body */
	char location[TEXT_LEN];	/* the href of what was made; or empty */
};

/* reply is NULL exactly when err is not.  err->code: ERR_IO certainly not sent,
 * ERR_REFUSED the platform said no (in its words), else the outcome is unknown. */
typedef void rs_done_fn(const struct rs_reply *reply, const struct err *err,
    void *arg);

struct rs_client *rs_client_new(struct loop *loop, const struct config *config,
    struct err *err);
/* Cancels all calls, without callbacks; NULL is fine. */
void rs_client_free(struct rs_client *client);

struct loop *rs_client_loop(const struct rs_client *client);

/* path begins with "/api/"; form is the body, or NULL.  Never fails now: exactly
 * one callback, later. */
struct rs_call *rs_call_start(struct rs_client *client, const char *method,
    const char *path, const struct buf *form, rs_done_fn *done, void *arg);
void rs_call_cancel(struct rs_call *call);	/* no callback; NULL is fine */

#endif
