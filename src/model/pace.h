/*
 * How fast a counter rises that only ever tells its total: its readings of the
 * last minute.  Pure.
 */
#ifndef MODEL_PACE_H
#define MODEL_PACE_H

#include <stddef.h>
#include <stdint.h>

#define PACE_SPAN_MS 60000
#define PACE_LEN 64			/* at most one reading a second is kept */

struct pace {
	struct { int64_t at_ms; int64_t value; } readings[PACE_LEN];
	size_t first, n;
};

/* A value below the last one, or a negative one, begins anew: the counter was
 * reset, or nobody knows it. */
void pace_add(struct pace *pace, int64_t at_ms, int64_t value);
/* By how much it rose in the minute before now; -1: not known, since there are
 * not two readings of it. */
int64_t pace_rise(const struct pace *pace, int64_t now_ms);

#endif
