/* Private to base: how signals get from their handler into the loop. */
#ifndef BASE_LOOP_SIGNAL_H
#define BASE_LOOP_SIGNAL_H

#include "base/loop.h"

struct loop_signals;

/* Watches a pipe to ourselves in the loop. */
struct loop_signals *loop_signals_new(struct loop *loop, struct err *err);
/* Gives every signal back to whom it was before.  NULL is fine. */
void loop_signals_free(struct loop_signals *signals);
/* NULL for fn gives this signal back. */
int loop_signals_set(struct loop_signals *signals, int signo,
    loop_signal_fn *fn, void *arg);

#endif
