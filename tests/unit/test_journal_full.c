/* The journal on a full disk: no intent, and yet the outcome. */

#include "test_journal.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/str.h"

TestSuite(journal_full, .init = bench_init, .fini = bench_fini);

static const char *
in_run(const char *name, char path[128])
{
	str_fmt(path, 128, "%s/%s", bench.run, name);
	return path;
}

/* Fills the disk to the last byte; returns with it full. */
static void
fill_disk(const char *path)
{
	static const char block[65536];
	int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);

	cr_assert_neq(fd, -1);
	for (size_t size = sizeof(block); size >= 1; size /= 2)
		while (write(fd, block, size) > 0)
			continue;
	close(fd);
}

/* Where there is little room; bench_fini takes it away. */
static bool
mount_small(char path[128])
{
	str_fmt(path, 128, "%s/small", bench.base);
	if (file_make_dirs(path, NULL) == -1 || mount("none", path, "tmpfs",
	    MS_NOSUID | MS_NODEV, "size=26m,mode=0700") == -1)
		return false;
	str_fmt(bench.run, sizeof(bench.run), "%s/run", path);
	str_fmt(bench.db, sizeof(bench.db), "%s/journal.db", bench.run);
	return true;
}

Test(journal_full, a_full_disk_stops_intents_and_not_outcomes)
{
	char small[128], stuff[160], path[128];
	struct record note = { .type = RECORD_NOTE, .text = "filler" };
	struct err err = { 0 };
	struct record open;

	if (!mount_small(small))
		cr_skip_test("mounting is not permitted here");
	struct journal *journal = bench_create();
	int64_t id = bench_action(journal, ACTION_ATTACH, "new1", "");
	int64_t other = bench_action(journal, ACTION_ATTACH, "new2", "");
	cr_assert_eq(bench_intent(journal, id, 1), ERR_NONE);
	cr_assert_eq(access(in_run("ballast", path), F_OK), 0);

	str_fmt(stuff, sizeof(stuff), "%s/stuff", small);
	fill_disk(stuff);
	cr_expect_eq(journal_intent(journal, 1, id, 2, "", &err), -1);
	cr_expect_not_null(strstr(err.text, "KiB left"), "%s", err.text);
	for (int i = 0; i < 10000 && journal_add(journal, &note, &err) == 0; i++)
		continue;
	cr_expect_eq(err.code, ERR_IO, "%s", err.text);
	cr_expect_not_null(strstr(err.text, "full"), "%s", err.text);
	/* The outcome has its room kept. */
	cr_expect_eq(bench_outcome(journal, RECORD_OUTCOME, id, 1, "ok"),
	    ERR_NONE);
	cr_expect_neq(access(path, F_OK), 0);
	fill_disk(stuff);
	while (journal_add(journal, &note, &err) == 0)
		continue;
	cr_expect_eq(bench_intent(journal, other, 1), ERR_IO);
	cr_expect_eq(journal_unsettled(journal, &open, &err), 0);
	/* Room again: it goes on, with a new ballast. */
	cr_assert_eq(unlink(stuff), 0);
	cr_expect_eq(bench_intent(journal, other, 1), ERR_NONE);
	cr_expect_eq(access(path, F_OK), 0);
	bench_count(journal);
	journal_close(journal);
	journal = bench_open();
	cr_expect_eq(journal_unsettled(journal, &open, &err), 1);
	journal_close(journal);
}

/* Made on disks of 64 to 512 KiB: whole, or a sentence and nothing. */
Test(journal_full, made_on_a_full_disk)
{
	char small[128], stuff[160];
	int made = 0, refused = 0;

	if (!mount_small(small))
		cr_skip_test("mounting is not permitted here");
	str_fmt(stuff, sizeof(stuff), "%s/stuff", small);
	for (off_t room = 0; room <= 512 << 10; room += 8 << 10) {
		struct err err = { 0 };
		struct stat st;

		fill_disk(stuff);
		cr_assert_eq(stat(stuff, &st), 0);
		cr_assert_eq(truncate(stuff, st.st_size - room), 0);
		struct journal *journal = journal_create(bench.run, "r", &err);
		made += journal != NULL;
		refused += journal == NULL;
		cr_expect(journal != NULL || err.text[0] != '\0');
		journal_close(journal);
		cr_assert_eq(unlink(stuff), 0);
		journal = access(bench.db, F_OK) == 0 ?
		    journal_open(bench.run, &err) :
		    journal_create(bench.run, "r", &err);
		cr_expect_not_null(journal, "%s", err.text);
		journal_close(journal);
		cr_assert_eq(file_remove_tree(bench.run, NULL), 0);
	}
	fprintf(stderr, "made on a full disk: %d refused, %d made\n", refused,
	    made);
	cr_expect_gt(made, 0);
	cr_expect_gt(refused, 0);
}

Test(journal_full, a_limit_on_file_size_is_a_full_disk)
{
	struct journal *journal = bench_create();
	struct record note = { .type = RECORD_NOTE, .text = "filler" };
	int64_t id = bench_action(journal, ACTION_ATTACH, "new1", "");
	struct rlimit limit, old;
	struct err err = { 0 };

	(void)signal(SIGXFSZ, SIG_IGN);
	cr_assert_eq(getrlimit(RLIMIT_FSIZE, &old), 0);
	limit = old;
	limit.rlim_cur = 256 << 10;
	cr_assert_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
	for (int i = 0; i < 10000 && journal_add(journal, &note, &err) == 0; i++)
		continue;
	cr_expect_eq(err.code, ERR_IO, "%s", err.text);
	cr_expect_eq(bench_intent(journal, id, 1), ERR_IO);
	cr_assert_eq(setrlimit(RLIMIT_FSIZE, &old), 0);
	cr_expect_eq(journal_add(journal, &note, &err), 0, "%s", err.text);
	bench_count(journal);
	journal_close(journal);
}

static bool
to_the_last(const struct record *record, void *arg)
{
	*(int64_t *)arg = record->seq;
	return true;
}

/* Who looks on for as long as a run takes, as the watch does, reads and lets go: else
 * what is written beside could never go into the file itself. */
Test(journal_full, who_looks_on_does_not_let_it_grow, .timeout = 120)
{
	struct journal *journal = bench_create(), *reader;
	struct record note = { .type = RECORD_NOTE, .text = "filler" };
	struct err err = { 0 };
	int64_t seq = 0;
	char path[128];
	struct stat st;

	reader = journal_peek(bench.run, &err);
	cr_assert_not_null(reader, "%s", err.text);
	for (int i = 0; i < 3000; i++) {
		cr_assert_eq(journal_add(journal, &note, &err), 0, "%s", err.text);
		if (i % 20 == 0)
			cr_assert_eq(journal_each_after(reader, seq, to_the_last,
			    &seq, &err), 0, "%s", err.text);
	}
	cr_expect_gt(seq, 2900);
	cr_assert_eq(lstat(in_run("journal.db-wal", path), &st), 0);
	cr_expect_lt(st.st_size, 8 << 20);
	journal_close(reader);
	journal_close(journal);
}
