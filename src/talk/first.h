/* A start without a configuration: where one was looked for, what can be done. */
#ifndef TALK_FIRST_H
#define TALK_FIRST_H

#include "base/err.h"
#include "talk/lines.h"

#define FIRST_PLACES 3

struct first_place {
	char path[TEXT_LEN];
	int fault;			/* errno: ENOENT, or why nobody can tell */
};

struct first_start {
	struct first_place places[FIRST_PLACES];
	size_t n_places;
	const char *example;		/* a configuration with every key */
	/* What can be checked without one. */
	void (*check)(struct lines *lines);
};

/* Where it was looked for; the same for a screen and for lines. */
void first_add_places(struct lines *lines, const struct first_start *first);
/* What the buttons of the screen lead to, and how to begin in earnest. */
void first_add_choices(struct lines *lines, const struct first_start *first);

#endif
