/* base/child: processes that would hold us for ever. */

#include "test_base_child.h"

#include <signal.h>

#include "base/clock.h"

Test(base_child_hostile, time_is_limited)
{
	struct world w;
	int64_t before = clock_boot_ms();

	run(&w, &(struct child_spec){ .argv = ARGV("sleep", "60"),
	    .timeout_ms = 50 });
	cr_expect(w.end.timed_out);
	cr_expect_eq(w.end.signal, SIGTERM);
	cr_expect_lt(clock_boot_ms() - before, 900);
	end(&w);
}

Test(base_child_hostile, who_ignores_the_first_warning_is_killed)
{
	struct world w = { 0 };
	bool ready = false;

	/* Who was warned before the trap stood has shown nothing: longer, then. */
	for (int ms = 300; !ready && ms < 60000; ms *= 4) {
		end(&w);
		run(&w, &(struct child_spec){ .argv = SH("trap '' TERM; echo ready; "
		    "while :; do sleep 60; done"), .timeout_ms = ms });
		ready = w.out.len > 0;
	}
	cr_expect_str_eq(w.out.data, "ready\n");
	cr_expect(w.end.timed_out);
	cr_expect_eq(w.end.signal, SIGKILL);
	end(&w);
}

Test(base_child_hostile, endless_output_is_cut)
{
	struct world w;

	run(&w, &(struct child_spec){ .argv = ARGV("yes", "123"),
	    .max_output = 100002 });
	cr_expect(w.end.too_much);
	cr_expect_not(w.end.exited);
	cr_expect_eq(w.out.len, 100003);	/* with our newline */
	end(&w);
}

Test(base_child_hostile, endless_line_is_cut)
{
	struct world w;

	run(&w, &(struct child_spec){ .argv = SH("tr '\\0' x </dev/zero") });
	cr_expect(w.end.too_much);
	cr_expect_eq(w.lines, 1);
	cr_expect_eq(w.out.len, (8 << 20) + 1);
	end(&w);
}

Test(base_child_hostile, exactly_the_limit_is_allowed)
{
	struct world w;

	run(&w, &(struct child_spec){ .argv = ARGV("printf", "12345"),
	    .max_output = 5 });
	cr_expect_not(w.end.too_much);
	cr_expect_str_eq(w.out.data, "12345\n");
	end(&w);
}

Test(base_child_hostile, grandchild_with_our_pipes_does_not_hold_us)
{
	struct world w;
	int64_t before = clock_boot_ms();

	run(&w, &(struct child_spec){ .argv = SH("sleep 5 & echo hi; "
	    "exit 4") });
	cr_expect_eq(w.end.status, 4);
	cr_expect_str_eq(w.out.data, "hi\n");
	cr_expect_lt(clock_boot_ms() - before, 3000);
	end(&w);
}

Test(base_child_hostile, grandchild_that_floods_does_not_hold_us)
{
	struct world w;

	run(&w, &(struct child_spec){ .argv = SH("yes & exit 0") });
	cr_expect(w.end.exited);
	end(&w);
}
