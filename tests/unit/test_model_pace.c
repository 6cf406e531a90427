/* model/pace: how much a total rose in the last minute, when that is known. */

#include <criterion/criterion.h>

#include "model/pace.h"

Test(model_pace, needs_two_readings)
{
	struct pace pace = { 0 };

	cr_expect_eq(pace_rise(&pace, 1000), -1);
	pace_add(&pace, 1000, 7);
	cr_expect_eq(pace_rise(&pace, 1000), -1);
	pace_add(&pace, 1250, 9);
	cr_expect_eq(pace_rise(&pace, 1250), 2);
}

Test(model_pace, sees_one_minute)
{
	struct pace pace = { 0 };

	for (int64_t s = 0; s <= 300; s++)
		pace_add(&pace, s * 1000, 10 * s);
	cr_expect_eq(pace_rise(&pace, 300 * 1000), 600);
	/* The newest reading alone is left in the minute, or none. */
	cr_expect_eq(pace_rise(&pace, 360 * 1000), -1);
	cr_expect_eq(pace_rise(&pace, 999 * 1000), -1);
}

Test(model_pace, quick_looks_push_nothing_out)
{
	static const int64_t steps[] = { 1, 100, 250, 500, 501, 999, 1000, 1700 };

	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		struct pace pace = { 0 };
		int64_t ms = 0;

		for (; ms <= 200000; ms += steps[i])
			pace_add(&pace, ms, ms);
		ms -= steps[i];
		cr_expect_geq(pace_rise(&pace, ms), 57000, "every %d ms",
		    (int)steps[i]);
		cr_expect_leq(pace_rise(&pace, ms), 60000);
	}
}

Test(model_pace, a_reset_begins_anew)
{
	struct pace pace = { 0 };

	pace_add(&pace, 0, 50);
	pace_add(&pace, 2000, 60);
	pace_add(&pace, 4000, 3);
	cr_expect_eq(pace_rise(&pace, 4000), -1);
	pace_add(&pace, 6000, 4);
	cr_expect_eq(pace_rise(&pace, 6000), 1);
	pace_add(&pace, 8000, -1);
	cr_expect_eq(pace_rise(&pace, 8000), -1);
}
