/* The words of HAProxy's statistics, understood. */

#include "model/lb.h"

#include <string.h>

#include "base/str.h"

static const char *const names[LB_STATE_COUNT] = {
	[LB_UNKNOWN] = "?",
	[LB_UNPROVEN] = "UNPROVEN",
	[LB_UP] = "UP",
	[LB_DOWN] = "DOWN",
	[LB_NOLB] = "NOLB",
	[LB_DRAIN] = "DRAIN",
	[LB_MAINT] = "MAINT",
};

const char *
lb_state_name(enum lb_state state)
{
	return names[(unsigned)state < LB_STATE_COUNT ? state : LB_UNKNOWN];
}

/* "UP 1/3" and "MAINT (via app2/m)" are told by their first word alone. */
static bool
first_word_is(const char *text, const char *word)
{
	size_t len = strlen(word);

	return strncmp(text, word, len) == 0 &&
	    (text[len] == '\0' || text[len] == ' ');
}

enum lb_state
lb_state_of(const char *status, const char *check)
{
	if (str_eq(status, "no check"))
		return LB_UNPROVEN;
	/* A server added at run time says UP before anybody has looked. */
	if (first_word_is(status, "UP"))
		return str_eq(check, "INI") ? LB_UNPROVEN : LB_UP;
	for (int i = LB_DOWN; i < LB_STATE_COUNT; i++)
		if (first_word_is(status, names[i]))
			return i;
	return LB_UNKNOWN;
}

bool
lb_row_serves(const struct lb_row *row)
{
	return row->state == LB_UP && row->weight > 0 && !row->backup &&
	    !row->leaving;
}

bool
lb_row_takes_new(const struct lb_row *row)
{
	return !row->leaving && row->weight > 0 &&
	    (row->state == LB_UP || row->state == LB_UNPROVEN);
}
