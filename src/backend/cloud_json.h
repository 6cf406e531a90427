/*
 * A cloud that is asked in JSON: one provider, whatever way its questions take.
 *
 *   action --> cloud_ask --> wire --> cloud_reply --> sightings, outcome
 *
 * The local cloud's wire is a socket, cloud.exec's is a command's input and output.
 */
#ifndef BACKEND_CLOUD_JSON_H
#define BACKEND_CLOUD_JSON_H

#include "backend/provider.h"
#include "model/verb.h"

/* reply is NULL exactly when err is not.  err->code says what that means: ERR_IO, it
 * was not sent; ERR_REFUSED, it was not done, for certain; any other: nobody knows. */
typedef void cloud_wire_fn(const char *reply, size_t len, const struct err *err,
    void *arg);

struct cloud_wire {
	/* The text is one JSON object.  Never fails now: exactly one call of done,
	 * later, unless it is cancelled. */
	void *(*start)(const struct provider_ctx *ctx, enum verb verb,
	    const char *text, cloud_wire_fn *done, void *arg);
	void (*cancel)(void *question);		/* NULL is fine */
};

struct cloud_json;

/* What open() makes; below, the functions of a record of provider_ops. */
struct cloud_json *cloud_json_new(const struct provider_ctx *ctx,
    const struct cloud_wire *wire);
void cloud_json_refresh(void *self, const struct facts *facts,
    provider_saw_fn *saw, void *arg);
void cloud_json_perform(void *self, const struct action *action,
    const struct facts *facts, provider_done_fn *done, void *arg);
void cloud_json_close(void *self);

#endif
