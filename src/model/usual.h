/* How long actions of a kind took in earlier runs.  Pure. */
#ifndef MODEL_USUAL_H
#define MODEL_USUAL_H

#include <stdint.h>

#include "model/action.h"

struct usual_span {
	unsigned n;			/* 0: never seen; the rest is 0 too */
	int64_t least_ms, most_ms;
};

struct usual { struct usual_span of[ACTION_COUNT]; };

/* Times that no clock tells (it was set back meanwhile) are left out. */
void usual_add(struct usual *usual, enum action_kind kind, int64_t took_ms);

#endif
