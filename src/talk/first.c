/* A start without a configuration. */

#include "talk/first.h"

#include <errno.h>
#include <string.h>

void
first_add_places(struct lines *lines, const struct first_start *first)
{
	lines_add(lines, LINE_STRONG, "There is no configuration yet. Looked for");
	for (size_t i = 0; i < first->n_places; i++) {
		const struct first_place *place = &first->places[i];

		if (place->fault == ENOENT)
			lines_add(lines, LINE_PART, "%s", place->path);
		else
			lines_add(lines, LINE_LOOK, "%s: %s", place->path,
			    strerror(place->fault));
	}
}

void
first_add_choices(struct lines *lines, const struct first_start *first)
{
	lines_add(lines, LINE_TEXT, "Only a configuration names load balancers, "
	    "servers and cloud: none was asked, and nothing about them is guessed.");
	lines_add(lines, LINE_TEXT, "%s", "");
	lines_add(lines, LINE_TEXT, "The demo is a world of its own on this machine; "
	    "leaving takes it down.");
	lines_add(lines, LINE_TEXT, "The check is of what is here: terminal, folder, "
	    "programs.");
	lines_add(lines, LINE_TEXT, "The manual is the upgrade, step by step.");
	if (first->n_places == 0)
		return;
	lines_add(lines, LINE_TEXT, "%s", "");
	lines_add(lines, LINE_TEXT, "To begin in earnest: copy %s to %s, write what "
	    "is yours, then cutover check and cutover doctor.", first->example,
	    first->places[0].path);
}
