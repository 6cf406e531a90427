/* base/file: whole or not at all, and never through a link. */

#include "base/file.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char dir[64];
static char path[128];

/* Each test runs in a process and a directory of its own. */
static void
make_dir(void)
{
	(void)snprintf(dir, sizeof(dir), "/tmp/test-base-XXXXXX");
	cr_assert_not_null(mkdtemp(dir));
	(void)snprintf(path, sizeof(path), "%s/file", dir);
}

static void
remove_dir(void)
{
	struct stat st;
	struct err err;

	cr_expect_eq(file_remove_tree(dir, &err), 0, "%s", err.text);
	cr_expect_eq(lstat(dir, &st), -1);
}

TestSuite(base_file, .init = make_dir, .fini = remove_dir);

static char *
below(char at[128], const char *name)
{
	(void)snprintf(at, 128, "%s/%s", dir, name);
	return at;
}

static void
expect_content(const char *file, const char *text)
{
	struct buf buf = { 0 };
	struct err err;

	cr_assert_eq(file_read(file, 1 << 20, &buf, &err), 0, "%s", err.text);
	cr_expect_str_eq(buf.data, text);
	buf_done(&buf);
}

static int
count_entries(void)
{
	DIR *d = opendir(dir);
	int count = 0;

	cr_assert_not_null(d);
	while (readdir(d) != NULL)
		count++;
	(void)closedir(d);
	return count - 2;
}

Test(base_file, written_is_read)
{
	struct buf buf = { 0 };
	struct stat st;
	struct err err;

	(void)umask(077);
	cr_assert_eq(file_write(path, "a\0b", 3, 0640, &err), 0, "%s",
	    err.text);
	cr_assert_eq(stat(path, &st), 0);
	cr_expect_eq(st.st_mode & 07777, 0640);
	buf_puts(&buf, "from before");
	cr_assert_eq(file_read(path, 3, &buf, &err), 0, "%s", err.text);
	cr_expect_eq(buf.len, 3);
	cr_expect_eq(memcmp(buf.data, "a\0b", 4), 0);
	cr_expect_eq(file_read(path, 2, &buf, &err), -1);
	cr_expect_not_null(strstr(err.text, "larger than 2 bytes"));
	cr_assert_eq(file_write(path, "", 0, 0600, &err), 0, "%s", err.text);
	expect_content(path, "");
	cr_expect_eq(count_entries(), 1);
	buf_done(&buf);
}

Test(base_file, reads_regular_files_only, .timeout = 10)
{
	struct buf buf = { 0 };
	struct err err;

	cr_assert_eq(mkfifo(path, 0600), 0);
	cr_expect_eq(file_read(path, 10, &buf, &err), -1);
	cr_expect_eq(file_read(dir, 10, &buf, &err), -1);
	cr_expect_eq(file_read("/dev/zero", 10, &buf, &err), -1);
	cr_expect_not_null(strstr(err.text, "not a regular file"));
	cr_expect_eq(file_read("/no/such", 10, &buf, &err), -1);
	cr_expect_eq(err.code, ERR_IO);
	/* Says it has no bytes, and has. */
	cr_expect_eq(file_read("/proc/self/maps", 10, &buf, &err), -1);
	buf_done(&buf);
}

Test(base_file, link_at_the_target_is_replaced_not_followed)
{
	char victim[128];
	struct stat st;

	cr_assert_eq(file_write(below(victim, "victim"), "old", 3, 0600, NULL),
	    0);
	cr_assert_eq(symlink("victim", path), 0);
	cr_assert_eq(file_write(path, "new", 3, 0600, NULL), 0);
	expect_content(victim, "old");
	expect_content(path, "new");
	cr_assert_eq(lstat(path, &st), 0);
	cr_expect(S_ISREG(st.st_mode));
}

Test(base_file, what_cannot_be_written_leaves_nothing)
{
	char sub[128];
	struct err err;

	cr_assert_eq(mkdir(below(sub, "sub"), 0700), 0);
	cr_expect_eq(file_write(sub, "x", 1, 0600, &err), -1);
	cr_expect_eq(err.code, ERR_IO);
	cr_expect_eq(count_entries(), 1);
	cr_expect_eq(file_write(below(sub, "none/file"), "x", 1, 0600, &err),
	    -1);
	cr_expect_eq(file_write(below(sub, "sub/"), "x", 1, 0600, &err), -1);
	cr_expect_eq(file_write("", "x", 1, 0600, &err), -1);
	cr_expect_eq(file_write("..", "x", 1, 0600, &err), -1);
}

Test(base_file, full_disk_leaves_the_old_file)
{
	struct rlimit limit = { 1000, RLIM_INFINITY };
	struct err err;
	char *large = calloc(1, 5000);

	cr_assert_eq(file_write(path, "old", 3, 0600, NULL), 0);
	(void)signal(SIGXFSZ, SIG_IGN);
	cr_assert_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
	int rc = file_write(path, large, 5000, 0600, &err);

	limit.rlim_cur = RLIM_INFINITY;
	cr_assert_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
	cr_expect_eq(rc, -1);
	expect_content(path, "old");
	cr_expect_eq(count_entries(), 1);
	free(large);
}

static void
rewrite(char byte)
{
	static char data[50000];

	memset(data, byte, sizeof(data));
	if (file_write(path, data, sizeof(data), 0600, NULL) == -1)
		_exit(1);
}

/* Killed in the middle of it, a hundred times: never a half of either. */
Test(base_file, reader_never_sees_a_half)
{
	struct buf buf = { 0 };

	rewrite('a');
	for (int i = 0; i < 100; i++) {
		pid_t pid = fork();

		if (pid == 0)
			for (;;) {
				rewrite('b');
				rewrite('a');
			}
		(void)usleep((useconds_t)(i * 37 % 3000));
		(void)kill(pid, SIGKILL);
		cr_assert_eq(waitpid(pid, NULL, 0), pid);
		cr_assert_eq(file_read(path, 50000, &buf, NULL), 0);
		cr_assert_eq(buf.len, 50000);
		cr_assert_eq(strspn(buf.data, buf.data[0] == 'a' ? "a" : "b"),
		    50000);
	}
	buf_done(&buf);
}

Test(base_file, makes_all_directories)
{
	char deep[128];
	struct stat st;
	struct err err;

	(void)umask(0);
	below(deep, "a//b/c/");
	cr_assert_eq(file_make_dirs(deep, &err), 0, "%s", err.text);
	cr_assert_eq(file_make_dirs(deep, &err), 0, "%s", err.text);
	cr_assert_eq(stat(deep, &st), 0);
	cr_expect_eq(st.st_mode & 07777, 0700);
	cr_assert_eq(chdir(dir), 0);
	cr_expect_eq(file_make_dirs("rel/ative", &err), 0, "%s", err.text);
	cr_expect_eq(file_make_dirs("/", &err), 0, "%s", err.text);
	cr_expect_eq(file_make_dirs("", &err), -1);
	cr_assert_eq(file_write(path, "", 0, 0600, NULL), 0);
	cr_expect_eq(file_make_dirs(path, &err), -1);
	cr_expect_not_null(strstr(err.text, "Not a directory"), "%s",
	    err.text);
	cr_expect_eq(file_make_dirs(below(deep, "file/x"), &err), -1);
}

Test(base_file, private_means_private)
{
	char other[128];
	struct err err;

	cr_assert_eq(file_write(path, "key", 3, 0600, NULL), 0);
	cr_expect_eq(file_is_private(path, &err), 0, "%s", err.text);
	cr_assert_eq(symlink("file", below(other, "link")), 0);
	cr_expect_eq(file_is_private(other, &err), -1);
	cr_expect_eq(file_is_private(dir, &err), -1);
	cr_expect_eq(file_is_private("/no/such", &err), -1);
	for (mode_t bit = 1; bit < 0100; bit <<= 1) {
		cr_assert_eq(chmod(path, 0600 | bit), 0);
		cr_expect_eq(file_is_private(path, &err), -1, "%o", bit);
		cr_expect_not_null(strstr(err.text, "chmod 600"));
	}
	if (geteuid() != 0)
		return;
	cr_assert_eq(chmod(path, 0600), 0);
	cr_assert_eq(chown(path, 12345, 12345), 0);
	cr_expect_eq(file_is_private(path, &err), -1);
	cr_expect_not_null(strstr(err.text, "another user"));
}

Test(base_file, removes_trees_but_not_through_links)
{
	char tree[128], at[128], victim[128];
	struct stat st;
	struct err err;

	cr_assert_eq(file_make_dirs(below(at, "tree/a/b"), &err), 0);
	cr_assert_eq(file_make_dirs(below(at, "outside"), &err), 0);
	cr_assert_eq(file_write(below(victim, "outside/victim"), "x", 1, 0600,
	    &err), 0);
	for (int i = 0; i < 300; i++) {
		char name[32];

		(void)snprintf(name, sizeof(name), "tree/a/f%d", i);
		cr_assert_eq(file_write(below(at, name), "", 0, 0400, &err), 0);
	}
	cr_assert_eq(symlink("../outside", below(at, "tree/link")), 0);
	cr_assert_eq(symlink("outside", below(at, "toplink")), 0);
	cr_expect_eq(file_remove_tree(below(tree, "tree"), &err), 0, "%s",
	    err.text);
	cr_expect_eq(lstat(tree, &st), -1);
	cr_expect_eq(file_remove_tree(below(at, "toplink"), &err), 0);
	cr_expect_eq(lstat(at, &st), -1);
	cr_expect_eq(stat(victim, &st), 0);
	cr_expect_eq(file_remove_tree(tree, &err), 0, "gone is gone");
}

Test(base_file, refuses_to_remove_what_is_no_tree)
{
	struct err err;
	char at[128];

	cr_assert_eq(chdir(dir), 0);
	cr_assert_eq(file_write(path, "x", 1, 0600, NULL), 0);
	cr_expect_eq(file_remove_tree("", &err), -1);
	cr_expect_eq(file_remove_tree(".", &err), -1);
	cr_expect_eq(file_remove_tree("./", &err), -1);
	cr_expect_eq(file_remove_tree(below(at, "."), &err), -1);
	cr_expect_eq(count_entries(), 1);
	if (geteuid() != 0)
		return;
	/* A directory of somebody else, with something in it. */
	cr_assert_eq(file_make_dirs(below(at, "theirs/x"), &err), 0);
	cr_assert_eq(chown(below(at, "theirs"), 12345, 12345), 0);
	cr_expect_eq(file_remove_tree(at, &err), -1);
	cr_expect_not_null(strstr(err.text, "another user"), "%s", err.text);
	cr_assert_eq(chown(at, 0, 0), 0);
}

Test(base_file, sha256_of_the_standard)
{
	char hex[65];

	file_sha256("abc", 3, hex);
	cr_expect_str_eq(hex, "ba7816bf8f01cfea414140de5dae2223"
	    "b00361a396177a9cb410ff61f20015ad");
	file_sha256("", 0, hex);
	cr_expect_str_eq(hex, "e3b0c44298fc1c149afbf4c8996fb924"
	    "27ae41e4649b934ca495991b7852b855");
}
