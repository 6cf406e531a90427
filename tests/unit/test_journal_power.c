/*
 * The power goes at any moment of the journal's work: whatever the disk kept of what
 * was not synced, the journal opens, its chain is whole, each effect has its intent,
 * and the next life brings all to its end, once.  KILLS=every draws more lots.
 */

#include "test_journal.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/str.h"
#include "disk.h"
#include "journal_child.h"

#define ACTIONS 3

TestSuite(journal_power, .init = bench_init, .fini = bench_fini, .timeout = 3600);

/* Two lives, the second takes up what the first left; all that they asked of the
 * disk. */
static struct buf
record(void)
{
	struct buf log = { 0 };
	char path[128], setting[160];

	str_fmt(path, sizeof(path), "%s/disklog", bench.base);
	str_fmt(setting, sizeof(setting), "CUTOVER_DISKLOG=%s", path);
	child_begin();
	cr_assert_eq(child_run("disklog.so", setting, ACTIONS - 1), 0);
	cr_assert_eq(child_run("disklog.so", setting, ACTIONS), 0);
	cr_assert_eq(file_read(path, 64 << 20, &log, NULL), 0);
	return log;
}

/* The machine is on again: what the disk has, and the world as it went on. */
static void
come_back(const struct disk *disk, enum cut cut, const struct buf *world,
    unsigned *lots)
{
	char path[128];

	child_begin();
	cr_assert_eq(mkdir(bench.run, 0700), 0);
	disk_cut(disk, cut, lots);
	str_fmt(path, sizeof(path), "%s/world", bench.base);
	cr_assert_eq(file_write(path, world->data, world->len, 0600, NULL), 0);
}

/* Opened as a resume does; what is wrong, or NULL. */
static const char *
opened_wrong(void)
{
	static struct err err;
	struct journal *journal = access(bench.db, F_OK) == -1 ? NULL :
	    journal_open(bench.run, &err);

	if (journal == NULL && access(bench.db, F_OK) == 0)
		return err.text;
	journal_close(journal);
	return child_wrong(ACTIONS, false);
}

struct tally {
	int cuts, wrong;
	bool go_on;			/* and bring it to its end */
	unsigned lots;
};

static void
try(const struct disk *disk, enum cut cut, const struct buf *world,
    struct tally *tally)
{
	unsigned lots = tally->lots;

	come_back(disk, cut, world, &tally->lots);
	const char *wrong = opened_wrong();
	tally->cuts++;
	tally->wrong += wrong != NULL;
	if (!tally->go_on)
		return;
	cr_expect_null(wrong, "cut %d (%u): %s", tally->cuts, lots, wrong);
	cr_expect_eq(child_run("killsync.so", "CUTOVER_KILL=none", ACTIONS), 0);
	wrong = child_wrong(ACTIONS, true);
	cr_expect_null(wrong, "after cut %d (%u): %s", tally->cuts, lots, wrong);
}

/* After each record of the log. */
static void
cut_everywhere(struct disk *disk, int draws, struct tally *tally)
{
	struct buf log = record(), world = { 0 };
	size_t at = 0;

	buf_puts(&world, "");
	tally->lots = 1;
	while (disk_next(disk, &log, &at, &world)) {
		try(disk, CUT_LEAVES_NOTHING, &world, tally);
		if (!disk_is_unsynced(disk))
			continue;
		try(disk, CUT_LEAVES_ALL, &world, tally);
		for (int i = 0; i < draws; i++)
			try(disk, CUT_LEAVES_SOME, &world, tally);
	}
	buf_done(&log);
	buf_done(&world);
	disk_free(disk);
}

Test(journal_power, a_cut_at_any_moment_loses_no_intent)
{
	const char *kills = getenv("KILLS");
	struct tally tally = { .go_on = true };

	cut_everywhere(disk_new(), kills != NULL && str_eq(kills, "every") ? 60 : 1,
	    &tally);
	fprintf(stderr, "the power was cut %d times\n", tally.cuts);
	cr_expect_gt(tally.cuts, 100, "nothing was written down");
}

/* The measure is true: were the journal's second file not synced, as it is not with
 * synchronous = NORMAL, intents would be seen to be lost. */
Test(journal_power, without_syncs_intents_would_be_lost)
{
	struct disk *disk = disk_new();
	struct tally tally = { .go_on = false };

	disk_believe_no_sync_of(disk, "-wal");
	cut_everywhere(disk, 0, &tally);
	fprintf(stderr, "%d of %d cuts lost something\n", tally.wrong, tally.cuts);
	cr_expect_gt(tally.wrong, 0);
}
