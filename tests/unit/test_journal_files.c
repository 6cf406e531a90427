/* The journal's files: whose, where, and whole. */

#include "test_journal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/str.h"
#include "engine/journal_place.h"

TestSuite(journal_files, .init = bench_init, .fini = bench_fini);

static enum err_code
opens(char *text, size_t size)
{
	struct err err = { 0 };
	struct journal *journal = journal_open(bench.run, &err);

	journal_close(journal);
	str_copy(text, size, err.text);
	return journal != NULL ? ERR_NONE : err.code;
}

static void
fill(void)
{
	struct journal *journal = bench_create();
	int64_t id = bench_action(journal, ACTION_ATTACH, "new1", "");

	bench_mark(journal, "old1", "i-old1", "10.0.0.1:80", "OLD");
	bench_intent(journal, id, 1);
	bench_outcome(journal, RECORD_OUTCOME, id, 1, "ok");
	for (int i = 0; i < 40; i++)
		bench_add(journal, RECORD_NOTE, "", "s", "a line of some length");
	journal_close(journal);
}

static const char *
in_run(const char *name, char path[128])
{
	str_fmt(path, 128, "%s/%s", bench.run, name);
	return path;
}

Test(journal_files, modes_are_ours_alone)
{
	struct stat st;
	char path[128], text[640];

	(void)umask(0);
	struct journal *journal = bench_create();
	bench_intent(journal, bench_action(journal, ACTION_ATTACH, "n", ""), 1);
	static const char *const names[] = { "journal.db", "journal.db-wal",
		"journal.db-shm", "lock", "ballast" };
	for (size_t i = 0; i < countof(names); i++) {
		cr_assert_eq(lstat(in_run(names[i], path), &st), 0, "%s", path);
		cr_expect_eq(st.st_mode & 07777, 0600, "%s", path);
	}
	cr_assert_eq(lstat(bench.run, &st), 0);
	cr_expect_eq(st.st_mode & 07777, 0700);
	journal_close(journal);

	for (mode_t bit = 1; bit <= 040; bit <<= 1) {
		cr_assert_eq(chmod(bench.db, 0600 | bit), 0);
		cr_expect_eq(opens(text, sizeof(text)), ERR_REFUSED);
		cr_expect_not_null(strstr(text, "chmod 600"), "%s", text);
		cr_assert_eq(chmod(bench.db, 0600), 0);
		cr_assert_eq(chmod(bench.run, 0700 | bit), 0);
		cr_expect_eq(opens(text, sizeof(text)), ERR_REFUSED);
		cr_expect_not_null(strstr(text, "chmod 700"), "%s", text);
		cr_assert_eq(chmod(bench.run, 0700), 0);
	}
	cr_expect_eq(opens(text, sizeof(text)), ERR_NONE, "%s", text);
}

Test(journal_files, no_links_and_no_strangers)
{
	char path[128], away[128], text[640];
	static const char *const names[] = { "journal.db", "lock",
		"journal.db-wal" };

	fill();
	for (size_t i = 0; i < countof(names); i++) {
		bool made = access(in_run(names[i], path), F_OK) == -1;

		str_fmt(away, sizeof(away), "%s/away", bench.base);
		if (made)
			cr_assert_eq(file_write(path, "", 0, 0600, NULL), 0);
		cr_assert_eq(link(path, away), 0);
		cr_expect_eq(opens(text, sizeof(text)), ERR_REFUSED, "%s", path);
		cr_assert_eq(unlink(path), 0);
		cr_assert_eq(symlink(away, path), 0);
		cr_expect_neq(opens(text, sizeof(text)), ERR_NONE, "%s", path);
		cr_assert_eq(unlink(path), 0);
		if (!made)
			cr_assert_eq(rename(away, path), 0);
		else
			cr_assert_eq(unlink(away), 0);
	}
	cr_expect_eq(opens(text, sizeof(text)), ERR_NONE, "%s", text);
	cr_assert_eq(rename(bench.run, away), 0);
	cr_assert_eq(symlink(away, bench.run), 0);
	cr_expect_eq(opens(text, sizeof(text)), ERR_REFUSED, "%s", text);
	cr_assert_eq(unlink(bench.run), 0);
	cr_assert_eq(rename(away, bench.run), 0);
	if (geteuid() == 0) {
		cr_assert_eq(chown(bench.db, 12345, 12345), 0);
		cr_expect_eq(opens(text, sizeof(text)), ERR_REFUSED, "%s", text);
	}
}

Test(journal_files, network_file_systems_are_named)
{
	cr_expect_str_eq(place_network_name(0x6969), "NFS");
	cr_expect_str_eq(place_network_name(0xff534d42), "CIFS");
	cr_expect_str_eq(place_network_name((unsigned long)(int)0xff534d42),
	    "CIFS");
	cr_expect_str_eq(place_network_name(0xfe534d42), "SMB2");
	cr_expect_str_eq(place_network_name(0x65735546), "FUSE");
	cr_expect_null(place_network_name(0xef53));		/* ext */
	cr_expect_null(place_network_name(0x01021994));		/* tmpfs */
	cr_expect_null(place_network_name(0x9123683e));		/* btrfs */
	cr_expect_null(place_network_name(0x58465342));		/* XFS */
}

static void
make_foreign(const char *sql)
{
	sqlite3 *db;

	(void)unlink(bench.db);
	cr_assert_eq(file_write(bench.db, "", 0, 0600, NULL), 0);
	db = raw_open(bench.db);
	const char *why = raw_exec(db, sql);
	cr_assert_null(why, "%s", why);
	sqlite3_close(db);
}

Test(journal_files, what_is_no_journal_is_left_alone)
{
	char text[640], head[4096] = "this is text, not a database\n";
	static const char *const foreign[] = {
		"SELECT 1",
		"CREATE TABLE t(x)",
		"PRAGMA application_id = 1129598806",
		"PRAGMA application_id = 1129598806; PRAGMA user_version = 1",
		"PRAGMA application_id = 1129598806; PRAGMA user_version = 2",
	};

	cr_assert_eq(file_make_dirs(bench.run, NULL), 0);
	cr_expect_neq(opens(text, sizeof(text)), ERR_NONE);
	for (size_t i = 0; i < countof(foreign); i++) {
		struct buf before = { 0 }, after = { 0 };

		make_foreign(foreign[i]);
		cr_assert_eq(file_read(bench.db, 1 << 20, &before, NULL), 0);
		cr_expect_eq(opens(text, sizeof(text)), ERR_PARSE, "%s: %s",
		    foreign[i], text);
		cr_expect_null(journal_peek(bench.run, NULL));
		cr_expect_null(journal_create(bench.run, "run-1", NULL));
		cr_assert_eq(file_read(bench.db, 1 << 20, &after, NULL), 0);
		cr_expect(before.len == after.len && memcmp(before.data,
		    after.data, after.len) == 0, "%s was written to", foreign[i]);
		buf_done(&before);
		buf_done(&after);
	}
	cr_expect_not_null(strstr(text, "newer"), "%s", text);
	cr_assert_eq(file_write(bench.db, head, sizeof(head), 0600, NULL), 0);
	cr_expect_eq(opens(text, sizeof(text)), ERR_PARSE, "%s", text);
	cr_assert_eq(truncate(bench.db, (off_t)4 << 30), 0);
	cr_expect_eq(opens(text, sizeof(text)), ERR_PARSE, "%s", text);
}

Test(journal_files, a_schema_with_guests_is_refused)
{
	static const char *const guests[] = {
		"CREATE TRIGGER z AFTER INSERT ON event BEGIN SELECT 1; END",
		"CREATE VIEW z AS SELECT 1",
		"CREATE TABLE z(x)",
		"DROP TRIGGER intent_only_old",
		"DROP INDEX one_final",
		"DROP TRIGGER event_fence; CREATE TRIGGER event_fence BEFORE INSERT"
		    " ON event WHEN 0 BEGIN SELECT 1; END",
		"PRAGMA user_version = 2",
		"PRAGMA application_id = 7",
	};
	char text[640];

	for (size_t i = 0; i < countof(guests); i++) {
		fill();
		sqlite3 *db = raw_open(bench.db);
		cr_assert_null(raw_exec(db, guests[i]), "%s", guests[i]);
		sqlite3_close(db);
		cr_expect_eq(opens(text, sizeof(text)), ERR_PARSE, "%s: %s",
		    guests[i], text);
		cr_expect_null(journal_peek(bench.run, NULL));
		cr_assert_eq(file_remove_tree(bench.run, NULL), 0);
	}
}

Test(journal_files, remains_are_never_overwritten)
{
	static const char *const names[] = { "journal.db", "journal.db-wal",
		"journal.db-shm", "journal.db-journal" };
	struct err err = { 0 };
	char path[128];

	cr_assert_eq(file_make_dirs(bench.run, NULL), 0);
	for (size_t i = 0; i < countof(names); i++) {
		in_run(names[i], path);
		cr_assert_eq(file_write(path, "x", 1, 0600, NULL), 0);
		cr_expect_null(journal_create(bench.run, "run-1", &err));
		cr_expect_eq(err.code, ERR_REFUSED, "%s", err.text);
		cr_assert_eq(unlink(path), 0);
	}
	/* What died in the making is no journal yet. */
	in_run("journal.new", path);
	cr_assert_eq(file_write(path, "x", 1, 0600, NULL), 0);
	in_run("journal.new-journal", path);
	cr_assert_eq(file_write(path, "x", 1, 0600, NULL), 0);
	journal_close(bench_create());
}

Test(journal_files, moved_while_in_use)
{
	static const char *const names[] = { "journal.db", "journal.db-wal" };
	struct journal *journal = bench_create();
	char path[128], away[128];
	struct buf buf = { 0 };
	int attempt = 1;
	int64_t id = bench_action(journal, ACTION_ATTACH, "new1", "");

	cr_assert_eq(bench_intent(journal, id, attempt++), ERR_NONE);
	for (size_t i = 0; i < countof(names); i++) {
		in_run(names[i], path);
		str_fmt(away, sizeof(away), "%s/away", bench.base);
		cr_assert_eq(file_read(path, 1 << 24, &buf, NULL), 0);
		cr_assert_eq(rename(path, away), 0);
		cr_expect_eq(bench_intent(journal, id, attempt), ERR_REFUSED);
		cr_assert_eq(file_write(path, buf.data, buf.len, 0600, NULL), 0);
		cr_expect_eq(bench_intent(journal, id, attempt), ERR_REFUSED);
		cr_assert_eq(unlink(path), 0);
		cr_expect_eq(bench_intent(journal, id, attempt), ERR_REFUSED);
		cr_assert_eq(link(away, path), 0);
		cr_expect_eq(bench_intent(journal, id, attempt), ERR_REFUSED);
		cr_assert_eq(unlink(away), 0);
		cr_expect_eq(bench_intent(journal, id, attempt++), ERR_NONE);
	}
	buf_done(&buf);
	journal_close(journal);
}

Test(journal_files, a_lock_held_by_another_program_is_waited_for, .timeout = 60)
{
	struct journal *journal = bench_create();
	sqlite3 *db = raw_open(bench.db);
	struct record record = { .type = RECORD_NOTE };
	struct err err = { 0 };

	cr_assert_null(raw_exec(db, "BEGIN IMMEDIATE"));
	cr_expect_eq(journal_add(journal, &record, &err), -1);
	cr_expect_eq(err.code, ERR_REFUSED);
	cr_expect_not_null(strstr(err.text, "locked"), "%s", err.text);
	cr_assert_null(raw_exec(db, "COMMIT"));
	sqlite3_close(db);
	cr_expect_eq(journal_add(journal, &record, &err), 0);
	journal_close(journal);
}

/* In a child, so that a crash is seen: 0 opened and whole, 1 refused. */
static int
try_flipped(int64_t count)
{
	struct err err = { 0 };
	int64_t now = 0;
	struct record open;
	pid_t pid = fork();
	int status = 0;

	if (pid == 0) {
		struct journal *peek = journal_peek(bench.run, NULL);
		if (peek != NULL) {
			(void)journal_verify(peek, NULL, NULL, NULL);
			(void)journal_unsettled(peek, &open, NULL);
		}
		journal_close(peek);
		struct journal *journal = journal_open(bench.run, &err);
		if (journal == NULL)
			_exit(err.text[0] == '\0' ? 9 : 1);
		/* Opened: then nothing is missing, and one take-over more. */
		if (journal_verify(journal, NULL, &now, NULL) == -1 ||
		    now != count + 1)
			_exit(8);
		journal_close(journal);
		_exit(0);
	}
	cr_assert_eq(waitpid(pid, &status, 0), pid);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
}

Test(journal_files, flipped_bytes_never_start_afresh, .timeout = 300)
{
	struct buf whole = { 0 };
	char path[128];
	int opened = 0, refused = 0;

	fill();
	struct journal *journal = journal_peek(bench.run, NULL);
	int64_t count = bench_count(journal);
	journal_close(journal);
	cr_assert_eq(file_read(bench.db, 1 << 24, &whole, NULL), 0);
	for (size_t at = 0; at < whole.len; at += 97) {
		(void)unlink(in_run("journal.db-wal", path));
		(void)unlink(in_run("journal.db-shm", path));
		whole.data[at] = (char)~whole.data[at];
		cr_assert_eq(file_write(bench.db, whole.data, whole.len, 0600,
		    NULL), 0);
		whole.data[at] = (char)~whole.data[at];
		int result = try_flipped(count);
		opened += result == 0;
		refused += result == 1;
		cr_expect(result <= 1, "byte %zu: %d", at, result);
	}
	fprintf(stderr, "flipped bytes of %zu: %d refused, %d without effect\n",
	    whole.len, refused, opened);
	cr_expect_gt(refused, 10);
	buf_done(&whole);
}
