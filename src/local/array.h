/*
 * The server array: while it is enabled it replaces members that died and keeps
 * their number between min and max, by itself.  A stranded member counts and
 * stays, so that a template that cannot boot does not boot for ever.
 *
 * A trial is one launch beyond what runs; after it the array does nothing more
 * until it is enabled without trial.
 */
#ifndef LOCAL_ARRAY_H
#define LOCAL_ARRAY_H

#include "base/err.h"
#include "local/cloud.h"

/* Look soon at what there is to do. */
void array_wake(struct cloud *cloud);
/* Members that are there and not on their way out. */
unsigned array_running(const struct cloud *cloud);
void array_enable(struct cloud *cloud, bool enabled);
/* Once more while a trial goes on: nothing. */
int array_trial(struct cloud *cloud, struct err *err);

#endif
