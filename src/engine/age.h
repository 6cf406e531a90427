/*
 * When a record was written, on the boot clock of now.  In the boot that wrote it
 * that is known.  From another one there is only the wall clock, which anybody may
 * have set since; so it is asked for twice.  Pure.
 */
#ifndef ENGINE_AGE_H
#define ENGINE_AGE_H

#include <stdint.h>

#include "engine/journal.h"

struct clocks {
	int64_t boot_ms, wall_ms;	/* now */
	int64_t life_ms;		/* boot clock when this process took the run */
};

/* No earlier than it was, for who waits: in another boot a wait begins again with
 * the life that takes it up. */
int64_t age_began_last(const struct record *record, const struct clocks *now);
/* No later than it was, for who must not take old for new: as the wall clock says,
 * and ages ago when that was set back behind the record. */
int64_t age_began_first(const struct record *record, const struct clocks *now);

#endif
