/*
 * Saving the inputs as CSV (step 5): read, written, read back, and compared with the
 * live ones, which are read once more.
 */
#ifndef BACKEND_INPUTS_SAVE_H
#define BACKEND_INPUTS_SAVE_H

#include "backend/provider.h"

struct inputs_save;

/* How a cloud tells its inputs: among its sightings.  batch is lent; NULL exactly
 * when err is not.  Exactly one call of got, later, unless it is cancelled. */
typedef void inputs_got_fn(const struct sightings *batch, const struct err *err,
    void *arg);
struct inputs_source {
	void (*ask)(void *self, inputs_got_fn *got, void *arg);
	void (*cancel)(void *self);
	void *self;
};

/* Exactly one call of done, later. */
struct inputs_save *inputs_save_start(const struct inputs_source *source,
    const char *path, provider_done_fn *done, void *arg);
void inputs_save_cancel(struct inputs_save *save);	/* NULL is fine */

#endif
