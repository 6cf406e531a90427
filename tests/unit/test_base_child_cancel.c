/* base/child: cancelled, wherever it stands. */

#include "test_base_child.h"

Test(base_child_cancel, cancelled_in_a_line)
{
	struct world w;

	begin(&w);
	w.cancel_in_line = true;
	start(&w, &(struct child_spec){ .argv = ARGV("yes") });
	pid_t pid = child_pid(w.child);

	cr_expect_eq(loop_run(w.loop), 0);
	cr_expect_eq(w.lines, 1);
	cr_expect_eq(w.ends, 0);
	cr_expect_not(child_alive(pid));
	end(&w);
}

Test(base_child_cancel, cancelled_in_the_last_line_and_in_the_end)
{
	struct world w;

	begin(&w);
	w.cancel_in_line = true;
	start(&w, &(struct child_spec){ .argv = ARGV("printf", "half") });
	cr_expect_eq(loop_run(w.loop), 0);
	cr_expect_eq(w.lines, 1);
	cr_expect_eq(w.ends, 0);
	end(&w);
	begin(&w);
	w.cancel_in_end = true;
	start(&w, &(struct child_spec){ .argv = ARGV("true") });
	cr_expect_eq(loop_run(w.loop), 0);
	cr_expect_eq(w.ends, 1);
	end(&w);
}

Test(base_child_cancel, cancelled_from_outside_kills_the_group)
{
	struct world w;

	child_cancel(NULL);
	begin(&w);
	start(&w, &(struct child_spec){ .argv = SH("sleep 60 & sleep 60"),
	    .input = "x", .timeout_ms = 5000 });
	pid_t pid = child_pid(w.child);

	cr_expect(child_alive(pid));
	child_cancel(w.child);
	(void)loop_add_timer(w.loop, 100, stop_now, w.loop);
	cr_expect_eq(loop_run(w.loop), 0);
	cr_expect_eq(w.ends, 0);
	cr_expect_not(child_alive(pid));
	end(&w);
}
