/* One question to the local cloud's supervisor. */
#ifndef BACKEND_LOCAL_ASK_H
#define BACKEND_LOCAL_ASK_H

#include <stddef.h>

#include <cjson/cJSON.h>

#include "backend/provider.h"

struct local_ask;

/* As sock_done_fn: reply is NULL exactly when err is not. */
typedef void local_ask_fn(const char *reply, size_t len, const struct err *err,
    void *arg);

/* A question of this verb, to be filled further. */
cJSON *local_question(const char *verb);
/* Takes the question.  Never fails now: exactly one callback, later. */
struct local_ask *local_ask_start(const struct provider_ctx *ctx, cJSON *question,
    local_ask_fn *done, void *arg);
void local_ask_cancel(struct local_ask *ask);	/* no callback; NULL is fine */

#endif
