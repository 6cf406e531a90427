/* base/secret: who may hold one, and what is one. */

#include "base/secret.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/loop.h"
#include "base/str.h"

static char dir[64], path[128];

static void
make_dir(void)
{
	(void)str_copy(dir, sizeof(dir), "/tmp/test-secret-XXXXXX");
	cr_assert_not_null(mkdtemp(dir));
	(void)str_fmt(path, sizeof(path), "%s/secret", dir);
}

static void
remove_dir(void)
{
	(void)chmod(dir, 0700);
	(void)file_remove_tree(dir, NULL);
}

static void
put(const char *text, size_t len, mode_t mode)
{
	cr_assert_eq(file_write(path, text, len, mode, NULL), 0);
}

static void
refused(const char *sentence)
{
	struct secret secret = { 0 };
	struct err err = { 0 };

	cr_expect_eq(secret_read(&secret, path, &err), -1, "%s", sentence);
	cr_expect_not_null(strstr(err.text, sentence), "%s", err.text);
	cr_expect_null(secret.text);
}

TestSuite(secret, .init = make_dir, .fini = remove_dir);

Test(secret, one_line)
{
	struct secret secret = { 0 };
	struct err err = { 0 };

	put("hunter2\n", 8, 0600);
	cr_assert_eq(secret_read(&secret, path, &err), 0, "%s", err.text);
	cr_expect_str_eq(secret.text, "hunter2");
	cr_expect_eq(secret.len, 7);
	put(" with blanks ", 13, 0400);
	cr_assert_eq(secret_read(&secret, path, &err), 0, "%s", err.text);
	cr_expect_str_eq(secret.text, " with blanks ");
	secret_done(&secret);
	cr_expect_null(secret.text);
	secret_done(&secret);
}

Test(secret, what_is_none)
{
	char many[SECRET_MAX + 2];

	put("", 0, 0600);
	refused("is empty");
	put("\n", 1, 0600);
	refused("is empty");
	put("a\nb\n", 4, 0600);
	refused("one line");
	put("a\0b", 3, 0600);
	refused("one line");
	memset(many, 'x', sizeof(many));
	put(many, sizeof(many), 0600);
	refused("too long for a secret");
	many[SECRET_MAX] = '\n';
	put(many, SECRET_MAX + 1, 0600);
	struct secret secret = { 0 };
	cr_expect_eq(secret_read(&secret, path, NULL), 0, "just fits");
	secret_done(&secret);
}

Test(secret, who_may_read_it)
{
	static const mode_t bad[] = { 0604, 0640, 0602, 0620, 0666, 0444 };
	char wanted[200];

	(void)str_fmt(wanted, sizeof(wanted), "chmod 600 %s", path);
	for (size_t i = 0; i < countof(bad); i++) {
		put("x", 1, bad[i]);
		refused(wanted);
		cr_expect_eq(secret_file_check(path, NULL), -1);
	}
	put("x", 1, 0600);
	cr_expect_eq(secret_file_check(path, NULL), 0);
	cr_assert_eq(chmod(dir, 0777), 0);
	refused("everybody can write its directory");
	cr_assert_eq(chmod(dir, 01777), 0);
	cr_expect_eq(secret_file_check(path, NULL), 0, "as /tmp is");
	if (geteuid() != 0)
		return;
	cr_assert_eq(chown(path, 65534, 65534), 0);
	refused("belongs to another user");
}

Test(secret, what_is_no_file)
{
	char other[140];

	refused("No such file");
	(void)str_fmt(other, sizeof(other), "%s.real", path);
	cr_assert_eq(file_write(other, "x", 1, 0600, NULL), 0);
	cr_assert_eq(symlink(other, path), 0);
	refused("is a link");
	cr_assert_eq(unlink(path), 0);
	cr_assert_eq(mkfifo(path, 0600), 0);
	refused("not a regular file");
	cr_assert_eq(unlink(path), 0);
	cr_assert_eq(mkdir(path, 0700), 0);
	refused("not a regular file");
}

/* ---- commands ---- */

struct answer {
	struct loop *loop;
	char text[64], trouble[640];
	unsigned calls;
};

static void
answered(struct secret *secret, const struct err *failed, void *arg)
{
	struct answer *answer = arg;

	answer->calls++;
	if (failed != NULL)
		(void)str_copy(answer->trouble, sizeof(answer->trouble),
		    failed->text);
	else
		(void)str_copy(answer->text, sizeof(answer->text), secret->text);
	loop_stop(answer->loop, 0);
}

static struct answer
ask(const char *script, int timeout_ms)
{
	const char *const argv[] = { "sh", "-c", script, NULL };
	struct answer answer = { .loop = loop_new(NULL) };

	cr_assert_not_null(secret_ask_start(answer.loop, argv, timeout_ms,
	    answered, &answer, NULL));
	(void)loop_run(answer.loop);
	loop_free(answer.loop);
	cr_expect_eq(answer.calls, 1);
	return answer;
}

Test(secret, from_a_command)
{
	static const struct { const char *script, *wanted; } bad[] = {
		{ "echo hunter2; exit 3", "sh: exit status 3" },
		{ "echo the key is locked >&2; exit 1",
		    "sh: exit status 1: the key is locked" },
		{ "true", "printed nothing;" },
		{ "echo hunter2; echo more", "printed more than a line" },
		{ "echo", "printed nothing that could be one" },
		{ "exec yes | head -c 10000 | tr -d '\\n'", "nothing that could" },
		{ "exec yes", "sh: " },
	};

	cr_expect_str_eq(ask("echo hunter2", 0).text, "hunter2");
	cr_expect_str_eq(ask("echo note >&2; printf hunter2", 0).text, "hunter2");
	for (size_t i = 0; i < countof(bad); i++) {
		struct answer answer = ask(bad[i].script, 0);

		cr_expect_not_null(strstr(answer.trouble, bad[i].wanted), "%s: %s",
		    bad[i].script, answer.trouble);
		cr_expect_null(strstr(answer.trouble, "hunter2"));
	}
	cr_expect_not_null(strstr(ask("exec sleep 60", 50).trouble, "too long"));
}

Test(secret, command_that_is_not_there)
{
	const char *const argv[] = { "/no/such/command", NULL };
	struct loop *loop = loop_new(NULL);
	struct err err = { 0 };

	cr_expect_null(secret_ask_start(loop, argv, 0, answered, NULL, &err));
	cr_expect_not_null(strstr(err.text, "/no/such/command"));
	loop_free(loop);
}
