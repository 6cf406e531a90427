/* base/child: what a process is told, and what it says and ends with. */

#include "test_base_child.h"

#include <signal.h>

Test(base_child, lines_and_status)
{
	struct world w;

	run(&w, &(struct child_spec){ .argv = SH("echo a; echo b >&2; "
	    "echo; printf c; exit 3") });
	cr_expect_str_eq(w.out.data, "a\n\nc\n");
	cr_expect_str_eq(w.err.data, "b\n");
	cr_expect(w.end.exited);
	cr_expect_eq(w.end.status, 3);
	end(&w);
}

Test(base_child, argv_is_what_it_is)
{
	struct world w;

	run(&w, &(struct child_spec){ .argv = ARGV("printf", "<%s>\\n", "a b",
	    "$(id)", "; rm x", "'\"", "") });
	cr_expect_str_eq(w.out.data, "<a b>\n<$(id)>\n<; rm x>\n<'\">\n<>\n");
	end(&w);
}

Test(base_child, large_input_comes_back)
{
	struct world w;
	size_t len = 1 << 20;
	char *input = malloc(len + 1);

	for (size_t i = 0; i < len; i++)
		input[i] = i % 64 == 63 ? '\n' : 'x';
	input[len] = '\0';
	run(&w, &(struct child_spec){ .argv = ARGV("cat"), .input = input });
	cr_expect_str_eq(w.out.data, input);
	free(input);
	end(&w);
}

Test(base_child, input_nobody_wants_is_no_error)
{
	struct world w;
	char *input = malloc(200001);

	memset(input, 'x', 200000);
	input[200000] = '\0';
	run(&w, &(struct child_spec){ .argv = ARGV("true"), .input = input });
	cr_expect(w.end.exited && w.end.status == 0);
	free(input);
	end(&w);
}

Test(base_child, no_input_is_the_null_device_and_empty_input_ends)
{
	struct world w;

	run(&w, &(struct child_spec){ .argv = ARGV("cat") });
	cr_expect_str_eq(w.out.data, "");
	end(&w);
	run(&w, &(struct child_spec){ .argv = ARGV("cat"), .input = "" });
	cr_expect_str_eq(w.out.data, "");
	end(&w);
}

Test(base_child, nul_hides_nothing)
{
	struct world w;

	run(&w, &(struct child_spec){ .argv = ARGV("printf",
	    "a\\0b\\0\\nc\\n") });
	cr_expect_str_eq(w.out.data, "a?b?\nc\n");
	end(&w);
}

Test(base_child, closed_output_is_not_the_end)
{
	struct world w;

	run(&w, &(struct child_spec){ .argv = SH("exec >&- 2>&-; sleep 0.2; "
	    "exit 5") });
	cr_expect_eq(w.end.status, 5);
	cr_expect_leq(loop_wakeups(w.loop), 8, "spinning");
	end(&w);
}

Test(base_child, all_that_was_written_before_the_end_arrives)
{
	struct world w;

	run(&w, &(struct child_spec){ .argv = ARGV("seq", "50000") });
	cr_expect_eq(w.lines, 50000);
	cr_expect(str_ends(w.out.data, "\n49999\n50000\n"));
	end(&w);
}

Test(base_child, signal_goes_to_the_child)
{
	struct world w;

	begin(&w);
	start(&w, &(struct child_spec){ .argv = ARGV("sleep", "60") });
	child_signal(w.child, SIGHUP);
	cr_expect_eq(loop_run(w.loop), 0);
	cr_expect_eq(w.end.signal, SIGHUP);
	end(&w);
}

Test(base_child, fifty_at_once)
{
	struct world w;

	begin(&w);
	for (int i = 0; i < 50; i++)
		start(&w, &(struct child_spec){ .argv = ARGV("echo", "x") });
	cr_expect_eq(loop_run(w.loop), 0);
	cr_expect_eq(w.lines, 50);
	cr_expect_eq(w.ends, 50);
	end(&w);
}

Test(base_child, ends_in_words)
{
	char text[80];

	cr_expect_str_eq(child_end_text(&(struct child_end){ .exited = true,
	    .status = 1 }, text, sizeof(text)), "exit status 1");
	cr_expect_str_eq(child_end_text(&(struct child_end){ .signal = 9 },
	    text, sizeof(text)), "killed by signal 9");
	cr_expect_str_eq(child_end_text(&(struct child_end){ .signal = 15,
	    .timed_out = true }, text, sizeof(text)),
	    "took too long and was killed");
}
