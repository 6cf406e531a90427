/* What guard and journal must know before the first byte of an action leaves: a new
 * server is marked before it exists, what was asked to be attached is never
 * discarded, and how many sessions a server has when it is taken out. */
#ifndef ENGINE_FOREWARN_H
#define ENGINE_FOREWARN_H

#include "engine/journal.h"
#include "guard/guard.h"
#include "model/facts.h"

struct forewarned {
	struct guard *guard;
	struct journal *journal;
	const struct facts *facts;
	int64_t fresh_ms;		/* older readings count nobody */
	int step;
};

int forewarn(const struct forewarned *who, const struct action *action,
    struct err *err);

#endif
