/* What guard and journal must know before the first byte of an action leaves: a new
 * server is marked before it exists, and what was asked to be attached is never
 * discarded. */
#ifndef ENGINE_FOREWARN_H
#define ENGINE_FOREWARN_H

#include "engine/journal.h"
#include "guard/guard.h"

int forewarn(struct guard *guard, struct journal *journal, int step,
    const struct action *action, struct err *err);

#endif
