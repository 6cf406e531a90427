/* When a record was written, by the clock that nobody can set. */

#include "engine/age.h"

#define AGES_MS (INT64_C(100) * 365 * 24 * 3600 * 1000)

int64_t
age_began_last(const struct record *record, const struct clocks *now)
{
	return record->this_boot ? record->boot_ms : now->life_ms;
}

int64_t
age_began_first(const struct record *record, const struct clocks *now)
{
	if (record->this_boot)
		return record->boot_ms;
	if (record->wall_ms > now->wall_ms)
		return now->boot_ms - AGES_MS;
	return now->boot_ms - (now->wall_ms - record->wall_ms);
}
