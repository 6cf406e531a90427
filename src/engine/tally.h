/* What a run came to: sessions, what was tried again, people.  Gathered record by
 * record from its journal, so that it is right in every life of the run.  Pure. */
#ifndef ENGINE_TALLY_H
#define ENGINE_TALLY_H

#include "engine/front.h"
#include "engine/journal.h"

struct tally {
	struct leaver *leavers;		/* servers that were drained or cut */
	size_t n_leavers, cap_leavers;
	struct trial *trials;		/* what was begun, once each */
	size_t n_trials, cap_trials;
	struct person *people;
	size_t n_people, cap_people;
	long counted;			/* sessions of what was begun last, before it
					 * was sent; -1: not known */
};

void tally_record(struct tally *tally, const struct record *record);
void tally_tell(const struct tally *tally, struct account *account);
void tally_done(struct tally *tally);

#endif
