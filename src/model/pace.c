/* How fast a counter rises that only ever tells its total. */

#include "model/pace.h"

#include <stdbool.h>

#define APART_MS 1000

static size_t
place(const struct pace *pace, size_t i)
{
	return (pace->first + i) % PACE_LEN;
}

static void
forget_first(struct pace *pace)
{
	pace->first = place(pace, 1);
	pace->n--;
}

/* Only the newest may stand close to the one before it: else quick looks would
 * push the minute out of the ring. */
static bool
replaces_last(const struct pace *pace)
{
	return pace->n >= 2 && pace->readings[place(pace, pace->n - 1)].at_ms -
	    pace->readings[place(pace, pace->n - 2)].at_ms < APART_MS;
}

void
pace_add(struct pace *pace, int64_t at_ms, int64_t value)
{
	if (value < 0 || (pace->n > 0 &&
	    value < pace->readings[place(pace, pace->n - 1)].value))
		pace->n = 0;
	if (value < 0)
		return;
	if (replaces_last(pace))
		pace->n--;
	if (pace->n == PACE_LEN)
		forget_first(pace);
	pace->readings[place(pace, pace->n)].at_ms = at_ms;
	pace->readings[place(pace, pace->n)].value = value;
	pace->n++;
}

int64_t
pace_rise(const struct pace *pace, int64_t now_ms)
{
	size_t from = 0;

	while (from < pace->n &&
	    now_ms - pace->readings[place(pace, from)].at_ms > PACE_SPAN_MS)
		from++;
	if (pace->n < 2 || from >= pace->n - 1)
		return -1;
	return pace->readings[place(pace, pace->n - 1)].value -
	    pace->readings[place(pace, from)].value;
}
