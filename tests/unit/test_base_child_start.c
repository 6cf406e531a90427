/* base/child: what a process begins with, and what cannot begin. */

#include "test_base_child.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "base/file.h"

Test(base_child_start, clean_environment)
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

Test(base_child_start, signals_and_mask_are_fresh)
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

Test(base_child_start, inherits_no_descriptor)
{
	struct world w;
	int fd = open("/dev/null", O_RDONLY);	/* careless: no O_CLOEXEC */

	cr_assert_neq(dup2(fd, 77), -1);
	run(&w, &(struct child_spec){ .argv = ARGV("ls", "/proc/self/fd") });
	cr_expect_str_eq(w.out.data, "0\n1\n2\n3\n");	/* 3 is ls's own */
	end(&w);
}

Test(base_child_start, own_group_and_directory)
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

Test(base_child_start, what_cannot_start_says_why_and_never_calls)
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

Test(base_child_start, path_of_a_stranger_is_not_believed)
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
