/*
 * A change of the configuration file, put in place the careful way: written
 * beside, proven by the configured command, renamed over.
 */
#ifndef BACKEND_HAPROXY_EDIT_H
#define BACKEND_HAPROXY_EDIT_H

#include <stdbool.h>

#include "backend/haproxy_file.h"
#include "backend/provider.h"

#define HAPROXY_FILE_MAX (8 << 20)	/* of a configuration file */

struct hap_edit;

/* err NULL: it was done, or there was nothing to do. */
typedef void hap_edit_fn(const struct err *err, void *arg);

/* Exactly one callback, later.  Without put it is only proven that it could be
 * done, and the file stays as it was. */
struct hap_edit *hap_edit_start(const struct provider_ctx *ctx,
    const struct hap_change *change, bool put, hap_edit_fn *done, void *arg);
void hap_edit_cancel(struct hap_edit *edit);	/* no callback; NULL is fine */

#endif
