/*
 * Questions one after the other, by a table: each row asks, and takes its answer.
 * A strict round ends with the first that fails; in another that row takes NULL:
 * what it asked about is not known.
 */
#ifndef BACKEND_RS_ROUND_H
#define BACKEND_RS_ROUND_H

#include <cjson/cJSON.h>

#include "base/err.h"
#include "base/str.h"

struct rs_client;
struct rs_round;

/* Fills path, and form when it is a POST; nth: how often this row was asked already.
 * False: not, or not again. */
typedef bool rs_ask_fn(void *self, size_t nth, struct buf *path, struct buf *form);
typedef int rs_take_fn(void *self, size_t nth, const cJSON *json, struct err *err);

struct rs_question {
	rs_ask_fn *ask;
	rs_take_fn *take;
	bool each;			/* asked until it says no */
};

/* err NULL: all were answered.  The round is gone. */
typedef void rs_round_fn(void *self, const struct err *err);

/* Exactly one callback, later; the table ends with ask NULL. */
struct rs_round *rs_round_start(struct rs_client *client,
    const struct rs_question *questions, bool strict, void *self,
    rs_round_fn *done);
void rs_round_cancel(struct rs_round *round);	/* no callback; NULL is fine */

#endif
