/* Saving the inputs as CSV: written, read back, and compared with what the cloud
 * says then (GR-07). */
#ifndef BACKEND_LOCAL_SAVE_H
#define BACKEND_LOCAL_SAVE_H

#include "backend/provider.h"

struct local_save;

/* Never fails now: exactly one callback, later. */
struct local_save *local_save_start(const struct provider_ctx *ctx,
    const char *path, provider_done_fn *done, void *arg);
void local_save_cancel(struct local_save *save);	/* NULL is fine */

#endif
