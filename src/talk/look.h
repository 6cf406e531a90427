/* One look of a window at the run. */
#ifndef TALK_LOOK_H
#define TALK_LOOK_H

#include "engine/front.h"

struct first_start;
struct who;

/* What is looked at, and when. */
struct look {
	const struct view *view;
	const struct who *who;		/* the screen's own; or NULL */
	const struct first_start *first;	/* where there is no run; or NULL */
	int64_t now_ms;			/* boot clock */
	int64_t wall_ms;
	bool reading;			/* the world is read before a plan is made */
};

#endif
