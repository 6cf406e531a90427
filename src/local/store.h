/* The state of a cloud on disk: DIR/state.json, written whole after each change,
 * so that a supervisor which was killed is followed by one that knows all. */
#ifndef LOCAL_STORE_H
#define LOCAL_STORE_H

#include "base/err.h"
#include "local/cloud.h"

/* From the state, or from the definition when there is no state yet. */
int store_load(struct cloud *cloud, struct err *err);
int store_save(const struct cloud *cloud, struct err *err);

#endif
