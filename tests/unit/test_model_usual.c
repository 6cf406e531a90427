/* model/usual: the span of what was seen. */

#include <criterion/criterion.h>

#include "base/str.h"
#include "model/usual.h"

Test(usual, holds_all_that_was_seen)
{
	static const struct { int64_t took_ms; unsigned n; int64_t least, most; }
	    steps[] = {
		{ 5000, 1, 5000, 5000 }, { 9000, 2, 5000, 9000 },
		{ -1, 2, 5000, 9000 },		/* the clock was set back */
		{ 0, 3, 0, 9000 }, { 7000, 4, 0, 9000 },
	};
	struct usual usual = { 0 };

	for (size_t i = 0; i < countof(steps); i++) {
		usual_add(&usual, ACTION_LAUNCH, steps[i].took_ms);
		cr_expect_eq(usual.of[ACTION_LAUNCH].n, steps[i].n);
		cr_expect_eq(usual.of[ACTION_LAUNCH].least_ms, steps[i].least);
		cr_expect_eq(usual.of[ACTION_LAUNCH].most_ms, steps[i].most);
	}
	cr_expect_eq(usual.of[ACTION_PROBE].n, 0);
}
