/* What of "not yet" is news, and how long it is taken for an answer. */

#include <criterion/criterion.h>

#include "base/str.h"
#include "engine/patience.h"

Test(patience, numbers_alone_are_no_news)
{
	static const struct { const char *a, *b; bool same; } cases[] = {
		{ "wait 12 s more", "wait 9 s more", true },
		{ "wait 12 s more", "wait 12 s", false },
		{ "wait 12 s", "wait 12 s more", false },
		{ "app-11 waits", "app-12 waits", true },
		{ "lb1 is silent", "lb1 is busy", false },
		{ "", "lb1 is silent", false }, { "", "", true },
		{ "left: 3", "left: ", false },
	};

	for (size_t i = 0; i < countof(cases); i++)
		cr_expect_eq(patience_is_same_news(cases[i].a, cases[i].b),
		    cases[i].same, "\"%s\", \"%s\"", cases[i].a, cases[i].b);
}

Test(patience, the_bake_time_is_waited_for_whole)
{
	const struct config config = { .change_limit_ms = 10000,
	    .policy.bake_ms = 300000 };

	cr_expect_gt(patience_ms(&config, "GR-27"), 300000);
	cr_expect_gt(patience_ms(&config, "GR-11"), 60000);
	cr_expect_eq(patience_ms(&config, "GR-09"), 10000);
}
