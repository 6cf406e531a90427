/* Who each server is in this run, and who said so when: the guard's dialog tells it. */

#include "engine/run_priv.h"

#include <string.h>

#include "base/clock.h"
#include "base/xmalloc.h"

static struct marking *
find(struct run *run, const char *server)
{
	for (size_t i = 0; i < run->n_markings; i++)
		if (str_eq(run->markings[i].server, server))
			return &run->markings[i];
	return NULL;
}

/* An identity that is learned later repeats the mark: the first word of it counts. */
static void
note(struct run *run, const struct marking *marking)
{
	struct marking *known = find(run, marking->server);

	if (known != NULL && known->mark == marking->mark)
		return;
	if (known == NULL) {
		x_grow(run->markings, run->n_markings, run->cap_markings);
		known = &run->markings[run->n_markings++];
	}
	*known = *marking;
}

void
run_note_mark(struct run *run, const char *server, enum mark mark, int step)
{
	struct marking marking = { .mark = mark, .step = step,
	    .wall_ms = clock_wall_ms() };

	str_copy(marking.server, sizeof(marking.server), server);
	str_copy(marking.who, sizeof(marking.who), run->driver);
	note(run, &marking);
}

void
run_replay_mark(struct run *run, const struct record *record)
{
	struct marking marking = { .mark = mark_of_name(record->verdict),
	    .step = record->step, .wall_ms = record->wall_ms };

	str_copy(marking.server, sizeof(marking.server), record->server);
	/* "maria@bastion pid 4711" */
	(void)str_copy_n(marking.who, sizeof(marking.who), record->who,
	    strcspn(record->who, " "));
	note(run, &marking);
}
