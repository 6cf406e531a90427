/* base/child: real processes, some of them hostile. */

#include "base/child.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/loop.h"
#include "base/str.h"

struct world {
	struct loop *loop;
	struct child *child;
	struct buf out, err;		/* each line with a newline behind it */
	struct child_end end;
	int lines, late, ends, running;
	bool cancel_in_line, cancel_in_end;
};

static void
on_limit(void *arg)
{
	loop_stop(arg, 99);
}

static void
begin(struct world *w)
{
	*w = (struct world){ .loop = loop_new(NULL) };
	cr_assert_not_null(w->loop);
	(void)loop_add_timer(w->loop, 20000, on_limit, w->loop);
}

static void
end(struct world *w)
{
	buf_done(&w->out);
	buf_done(&w->err);
	loop_free(w->loop);
}

static void
stop_now(void *arg)
{
	loop_stop(arg, 0);
}

static void
on_line(const char *line, bool is_err, void *arg)
{
	struct world *w = arg;

	w->late += w->running == 0;
	w->lines++;
	buf_printf(is_err ? &w->err : &w->out, "%s\n", line);
	if (w->cancel_in_line) {
		child_cancel(w->child);
		(void)loop_add_timer(w->loop, 100, stop_now, w->loop);
	}
}

static void
on_end(const struct child_end *result, void *arg)
{
	struct world *w = arg;

	w->ends++;
	w->end = *result;
	if (w->cancel_in_end)
		child_cancel(w->child);
	if (--w->running == 0)
		loop_stop(w->loop, 0);
}

static void
start(struct world *w, const struct child_spec *spec)
{
	struct err err;

	w->child = child_start(w->loop, spec, on_line, on_end, w, &err);
	cr_assert_not_null(w->child, "%s", err.text);
	w->running++;
}

/* Runs it to its end. */
static void
run(struct world *w, const struct child_spec *spec)
{
	begin(w);
	start(w, spec);
	cr_expect_eq(loop_run(w->loop), 0, "no end in time");
	cr_expect_eq(w->ends, 1);
	cr_expect_eq(w->late, 0, "a line after the end");
	buf_puts(&w->out, "");
	buf_puts(&w->err, "");
}

#define SH(script) (const char *const []){ "sh", "-c", script, NULL }
#define ARGV(...) (const char *const []){ __VA_ARGS__, NULL }

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

Test(base_child, clean_environment)
{
	struct world w;

	cr_assert_eq(setenv("SECRET", "x", 1), 0);
	cr_assert_eq(setenv("LD_TRACE", "x", 1), 0);
	cr_assert_eq(setenv("KEPT", "yes", 1), 0);
	cr_assert_eq(setenv("LANG", "C", 1), 0);
	cr_assert_eq(setenv("TZ", "UTC", 1), 0);
	run(&w, &(struct child_spec){ .argv = ARGV("env"),
	    .keep_env = ARGV("KEPT", "NOT_SET", "TZ=Asia/Tokyo", "SET=a=b") });
	cr_expect_null(strstr(w.out.data, "SECRET"));
	cr_expect_null(strstr(w.out.data, "LD_TRACE"));
	cr_expect_null(strstr(w.out.data, "NOT_SET"));
	cr_expect_null(strstr(w.out.data, "TZ=UTC"));
	cr_expect_not_null(strstr(w.out.data, "LANG=C\n"));
	cr_expect_not_null(strstr(w.out.data, "KEPT=yes\n"));
	cr_expect_not_null(strstr(w.out.data, "TZ=Asia/Tokyo\n"));
	cr_expect_not_null(strstr(w.out.data, "SET=a=b\n"));
	end(&w);
}

Test(base_child, signals_and_mask_are_fresh)
{
	struct world w;
	sigset_t set;

	(void)sigemptyset(&set);
	(void)sigaddset(&set, SIGTERM);
	(void)sigprocmask(SIG_BLOCK, &set, NULL);
	(void)signal(SIGINT, SIG_IGN);
	run(&w, &(struct child_spec){ .argv = SH("kill -TERM $$; echo no") });
	cr_expect_not(w.end.exited);
	cr_expect_eq(w.end.signal, SIGTERM);
	end(&w);
	run(&w, &(struct child_spec){ .argv = SH("kill -PIPE $$; echo no") });
	cr_expect_eq(w.end.signal, SIGPIPE);
	end(&w);
	run(&w, &(struct child_spec){ .argv = SH("kill -INT $$; echo no") });
	cr_expect_eq(w.end.signal, SIGINT);
	end(&w);
}

Test(base_child, inherits_no_descriptor)
{
	struct world w;
	int fd = open("/dev/null", O_RDONLY);	/* careless: no O_CLOEXEC */

	cr_assert_neq(dup2(fd, 77), -1);
	run(&w, &(struct child_spec){ .argv = ARGV("ls", "/proc/self/fd") });
	cr_expect_str_eq(w.out.data, "0\n1\n2\n3\n");	/* 3 is ls's own */
	end(&w);
}

Test(base_child, own_group_and_directory)
{
	struct world w;
	char expect[80];

	begin(&w);
	start(&w, &(struct child_spec){ .dir = "/proc",
	    .argv = SH("pwd; cut -d' ' -f5 /proc/$$/stat") });
	(void)snprintf(expect, sizeof(expect), "/proc\n%d\n",
	    (int)child_pid(w.child));
	cr_expect_eq(loop_run(w.loop), 0);
	cr_expect_str_eq(w.out.data, expect);
	end(&w);
}

Test(base_child, what_cannot_start_says_why_and_never_calls)
{
	struct world w;
	struct err err;
	static const struct {
		const char *name, *dir, *words;
	} cases[] = {
		{ "no-such-program", NULL, "no such program" },
		{ "/no/such/program", NULL, "No such file" },
		{ "/dev/null", NULL, "Permission denied" },
		{ "", NULL, "no such program" },
		{ "true", "/no/such/dir", "directory /no/such/dir" },
	};

	begin(&w);
	for (size_t i = 0; i < countof(cases); i++) {
		cr_expect_null(child_start(w.loop, &(struct child_spec){
		    .argv = ARGV(cases[i].name), .dir = cases[i].dir },
		    on_line, on_end, &w, &err));
		cr_expect_eq(err.code, ERR_IO);
		cr_expect_not_null(strstr(err.text, cases[i].words), "%s",
		    err.text);
	}
	(void)loop_add_timer(w.loop, 50, stop_now, w.loop);
	cr_expect_eq(loop_run(w.loop), 0);
	cr_expect_eq(w.ends, 0);
	end(&w);
}

Test(base_child, path_of_a_stranger_is_not_believed)
{
	struct world w;
	char dir[] = "/tmp/test-base-XXXXXX", path[64];
	static const char evil[] = "#!/bin/sh\necho evil\n";

	cr_assert_not_null(mkdtemp(dir));
	(void)snprintf(path, sizeof(path), "%s/uname", dir);
	cr_assert_eq(file_write(path, evil, strlen(evil), 0755, NULL), 0);
	cr_assert_eq(setenv("PATH", dir, 1), 0);
	run(&w, &(struct child_spec){ .argv = ARGV("uname") });
	cr_expect_str_eq(w.out.data, "Linux\n");
	end(&w);
	run(&w, &(struct child_spec){ .argv = ARGV(path) });
	cr_expect_str_eq(w.out.data, "evil\n");
	end(&w);
	(void)file_remove_tree(dir, NULL);
}

Test(base_child, time_is_limited)
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

Test(base_child, who_ignores_the_first_warning_is_killed)
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

Test(base_child, endless_output_is_cut)
{
	struct world w;

	run(&w, &(struct child_spec){ .argv = ARGV("yes", "123"),
	    .max_output = 100002 });
	cr_expect(w.end.too_much);
	cr_expect_not(w.end.exited);
	cr_expect_eq(w.out.len, 100003);	/* with our newline */
	end(&w);
}

Test(base_child, endless_line_is_cut)
{
	struct world w;

	run(&w, &(struct child_spec){ .argv = SH("tr '\\0' x </dev/zero") });
	cr_expect(w.end.too_much);
	cr_expect_eq(w.lines, 1);
	cr_expect_eq(w.out.len, (8 << 20) + 1);
	end(&w);
}

Test(base_child, exactly_the_limit_is_allowed)
{
	struct world w;

	run(&w, &(struct child_spec){ .argv = ARGV("printf", "12345"),
	    .max_output = 5 });
	cr_expect_not(w.end.too_much);
	cr_expect_str_eq(w.out.data, "12345\n");
	end(&w);
}

Test(base_child, grandchild_with_our_pipes_does_not_hold_us)
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

Test(base_child, grandchild_that_floods_does_not_hold_us)
{
	struct world w;

	run(&w, &(struct child_spec){ .argv = SH("yes & exit 0") });
	cr_expect(w.end.exited);
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

Test(base_child, cancelled_in_a_line)
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

Test(base_child, cancelled_in_the_last_line_and_in_the_end)
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

Test(base_child, cancelled_from_outside_kills_the_group)
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

static void
look_until_dead(void *arg)
{
	struct world *w = arg;

	if (child_alive(w->running))
		(void)loop_add_timer(w->loop, 10, look_until_dead, w);
	else
		loop_stop(w->loop, 0);
}

Test(base_child, launched_process_is_on_its_own)
{
	struct world w;
	char dir[] = "/tmp/test-base-XXXXXX", path[64];
	struct buf text = { 0 };
	struct err err;

	cr_assert_not_null(mkdtemp(dir));
	(void)snprintf(path, sizeof(path), "%s/output", dir);
	begin(&w);
	for (int i = 0; i < 2; i++) {		/* the second one appends */
		w.running = child_launch(&(struct child_spec){
		    .argv = SH("echo $$; echo e >&2; exec sleep 60"),
		    .output_path = path }, &err);
		cr_assert_neq(w.running, -1, "%s", err.text);
		cr_expect(child_alive(w.running));
		cr_expect_eq(getsid(w.running), w.running);
		while (file_read(path, 1000, &text, NULL) == 0 &&
		    text.len < (size_t)(i + 1) * 4)
			(void)usleep(1000);
		(void)kill(w.running, SIGKILL);
		look_until_dead(&w);
		cr_expect_eq(loop_run(w.loop), 0);
	}
	cr_expect_eq(child_launch(&(struct child_spec){
	    .argv = ARGV("no-such-program") }, &err), -1);
	cr_expect_eq(child_launch(&(struct child_spec){ .argv = ARGV("true"),
	    .output_path = dir }, &err), -1);
	buf_done(&text);
	end(&w);
	(void)file_remove_tree(dir, NULL);
}

Test(base_child, a_zombie_is_not_alive)
{
	pid_t pid = fork();

	if (pid == 0)
		_exit(0);
	for (int i = 0; i < 5000 && child_alive(pid); i++)
		(void)usleep(1000);
	cr_expect_eq(kill(pid, 0), 0, "not a zombie: nothing was tested");
	cr_expect_not(child_alive(pid));
	cr_expect_not(child_alive(0));
	cr_expect_not(child_alive(-1));
	cr_expect(child_alive(1));
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
