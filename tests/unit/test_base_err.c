/* base/err, base/clock, base/log, base/xmalloc: the small ones. */

#include "base/err.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "base/xmalloc.h"

Test(base_err, sentence_and_places)
{
	struct err err;

	cr_expect_eq(err_set(&err, ERR_REFUSED, "no row %s", "old1"), -1);
	cr_expect_eq(err_prefix(&err, "lb%d", 1), -1);
	cr_expect_str_eq(err.text, "lb1: no row old1");
	cr_expect_eq(err.code, ERR_REFUSED);
	err_clear(&err);
	cr_expect_eq(err.code, ERR_NONE);
	cr_expect_str_eq(err.text, "");
}

Test(base_err, the_system_has_its_words)
{
	struct err err;

	errno = ENOENT;
	cr_expect_eq(err_sys(&err, "open %s", "x"), -1);
	cr_expect_str_eq(err.text, "open x: No such file or directory");
	cr_expect_eq(err.code, ERR_IO);
	cr_expect_eq(errno, ENOENT);
}

Test(base_err, may_quote_itself)
{
	struct err err;

	(void)err_set(&err, ERR_FAILED, "cause");
	(void)err_set(&err, ERR_CONFIG, "line 3: %s", err.text);
	cr_expect_str_eq(err.text, "line 3: cause");
}

Test(base_err, long_sentences_are_cut_and_null_is_allowed)
{
	struct err err;
	char text[2000];

	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	(void)err_set(&err, ERR_FAILED, "%s", text);
	(void)err_prefix(&err, "%s", text);
	cr_expect_eq(strlen(err.text), sizeof(err.text) - 1);
	cr_expect_eq(err_set(NULL, ERR_FAILED, "%s", text), -1);
	cr_expect_eq(err_sys(NULL, "x"), -1);
	cr_expect_eq(err_prefix(NULL, "x"), -1);
	err_clear(NULL);
}

Test(base_clock, texts)
{
	char text[32];

	cr_expect_str_eq(clock_iso(1795530067999, text, sizeof(text)),
	    "2026-11-24T14:21:07Z");
	cr_expect_str_eq(clock_hms(1795530067999, text, sizeof(text)),
	    "14:21:07");
	cr_expect_str_eq(clock_iso(-1, text, sizeof(text)),
	    "1969-12-31T23:59:59Z");
	cr_expect_str_eq(clock_span(59999, text, sizeof(text)), "59 s");
	cr_expect_str_eq(clock_span(239000, text, sizeof(text)), "3 m 59 s");
	cr_expect_str_eq(clock_span(61000, text, sizeof(text)), "1 m 01 s");
	cr_expect_str_eq(clock_span(7500000, text, sizeof(text)), "2 h 05 m");
	cr_expect_str_eq(clock_span(-5, text, sizeof(text)), "0 s");
	cr_expect_str_eq(clock_hms(0, text, 6), "00:00");
}

Test(base_clock, zone_does_not_matter)
{
	char text[32];

	cr_assert_eq(setenv("TZ", "Asia/Tokyo", 1), 0);
	cr_expect_str_eq(clock_hms(0, text, sizeof(text)), "00:00:00");
}

static void
temp_dir(char dir[64])
{
	(void)snprintf(dir, 64, "/tmp/test-base-XXXXXX");
	cr_assert_not_null(mkdtemp(dir));
}

Test(base_log, lines_are_whole_and_harmless)
{
	char dir[64], path[80];
	struct buf buf = { 0 };
	struct err err;
	struct stat st;

	temp_dir(dir);
	(void)snprintf(path, sizeof(path), "%s/log", dir);
	log_debug("nobody listens");
	cr_assert_eq(log_open(path, &err), 0, "%s", err.text);
	log_debug("%s asks", "lb1\033[2J\nforged");
	log_close();
	log_debug("nobody listens any more");
	cr_assert_eq(file_read(path, 1000, &buf, &err), 0, "%s", err.text);
	cr_expect_str_eq(buf.data + strlen("00:00:00.000 "),
	    "lb1\\x1b[2J\\x0aforged asks\n");
	cr_assert_eq(stat(path, &st), 0);
	cr_expect_eq(st.st_mode & 07777, 0600);
	buf_done(&buf);
	(void)file_remove_tree(dir, NULL);
}

Test(base_log, follows_no_link)
{
	char dir[64], victim[80], path[80];
	struct buf buf = { 0 };

	temp_dir(dir);
	(void)snprintf(victim, sizeof(victim), "%s/victim", dir);
	(void)snprintf(path, sizeof(path), "%s/log", dir);
	cr_assert_eq(file_write(victim, "mine", 4, 0600, NULL), 0);
	cr_assert_eq(symlink("victim", path), 0);
	cr_expect_eq(log_open(path, NULL), -1);
	log_debug("gone");
	cr_assert_eq(file_read(victim, 100, &buf, NULL), 0);
	cr_expect_str_eq(buf.data, "mine");
	cr_expect_eq(log_open("/dev/null", NULL), -1);
	buf_done(&buf);
	(void)file_remove_tree(dir, NULL);
}

/* The sanitizer would rather end the program itself. */
const char *__asan_default_options(void);

const char *
__asan_default_options(void)
{
	return "allocator_may_return_null=1";
}

static void
restore_terminal(void)
{
	_exit(7);
}

/* In a process of its own, since it ends. */
Test(base_xmalloc, out_of_memory_calls_the_hook)
{
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		(void)close(STDERR_FILENO);
		xmalloc_on_die(restore_terminal);
		(void)xrealloc(NULL, SIZE_MAX / 2, 4);
		_exit(0);
	}
	cr_assert_eq(waitpid(pid, &status, 0), pid);
	cr_expect_eq(WEXITSTATUS(status), 7);
}

Test(base_xmalloc, nothing_is_something)
{
	void *a = xcalloc(0, 8);
	int *grown = NULL;
	size_t used = 0, cap = 0;

	cr_expect_not_null(a);
	a = xrealloc(a, 0, 0);
	cr_expect_not_null(a);
	free(a);
	for (int i = 0; i < 1000; i++) {
		x_grow(grown, used, cap);
		grown[used++] = i;
	}
	cr_expect_eq(grown[999], 999);
	free(grown);
}
