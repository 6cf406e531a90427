/*
 * Killed at every sync, write and name change, before it and after it: what is
 * in the journal is whole, and each action takes effect once.
 */

#include "test_journal.h"

#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/str.h"
#include "journal_child.h"

#define ACTIONS 3
#define PACE 5			/* of the many writes, every fifth */

TestSuite(journal_kill, .init = bench_init, .fini = bench_fini, .timeout = 600);

/* The child under the preloaded killer; its wait status. */
static int
run_child(const char *spec, int actions)
{
	char setting[96];

	str_fmt(setting, sizeof(setting), "CUTOVER_KILL=%s", spec);
	return child_run("killsync.so", setting, actions);
}

static void
check(const char *spec, bool finished)
{
	const char *wrong = child_wrong(ACTIONS, finished);

	cr_expect_null(wrong, "%s: %s", spec, wrong);
}

/* N = 1, 1 + pace, … until it does not fire any more; up to three lives each. */
static void
campaign(const char *when, const char *what, int pace)
{
	int n = 1, points = 0, killed = 0, none_yet = 0;

	for (bool fired = true; fired; n += pace) {
		char spec[64];

		str_fmt(spec, sizeof(spec), "%s:%d:%s", when, n, what);
		child_begin();
		fired = false;
		for (int life = 0; life < 3; life++) {
			int status = run_child(spec, ACTIONS);

			if (WIFEXITED(status)) {
				cr_expect_eq(WEXITSTATUS(status), 0, "%s", spec);
				break;
			}
			cr_expect_eq(WTERMSIG(status), 9, "%s", spec);
			none_yet += access(bench.db, F_OK) == -1;
			check(spec, false);
			fired = true;
			killed++;
		}
		cr_expect_eq(run_child("none", ACTIONS), 0, "%s", spec);
		check(spec, true);
		points += fired;
	}
	fprintf(stderr, "%s each %s: %d points, %d kills (%d before there was a"
	    " journal)\n", when, what, points, killed, none_yet);
	cr_expect_gt(killed, 10, "the killer was not there");
}

Test(journal_kill, before_each_sync)
{
	campaign("before", "sync", 1);
}

Test(journal_kill, after_each_sync)
{
	campaign("after", "sync", 1);
}

Test(journal_kill, before_each_write)
{
	campaign("before", "write", PACE);
}

Test(journal_kill, after_each_write)
{
	campaign("after", "write", PACE);
}

Test(journal_kill, before_each_name)
{
	campaign("before", "name", 1);
}

Test(journal_kill, after_each_name)
{
	campaign("after", "name", 1);
}

static int
syncs(int actions)
{
	int n = 0, status;

	do {
		char spec[32];

		str_fmt(spec, sizeof(spec), "before:%d:sync", ++n);
		child_begin();
		status = run_child(spec, actions);
	} while (WIFSIGNALED(status));
	return n - 1;
}

/* An action, its intent, its outcome: each on disk before the next. */
Test(journal_kill, each_commit_is_synced)
{
	cr_expect_geq(syncs(ACTIONS) - syncs(0), 3 * ACTIONS);
}

/* From the N-th on each fails: the journal says no, and stays at it. */
static void
failing(const char *what, int pace)
{
	int n = 1, refused = 0;

	for (bool failed = true; failed; n += pace) {
		char spec[64];

		str_fmt(spec, sizeof(spec), "fail:%d:%s", n, what);
		child_begin();
		int status = run_child(spec, ACTIONS);
		cr_expect(WIFEXITED(status), "%s: %d", spec, status);
		failed = WEXITSTATUS(status) != 0;
		refused += failed;
		check(spec, !failed);
		cr_expect_eq(run_child("none", ACTIONS), 0, "%s", spec);
		check(spec, true);
	}
	fprintf(stderr, "each %s fails: %d refusals\n", what, refused);
	cr_expect_gt(refused, 5);
}

Test(journal_kill, syncs_that_fail)
{
	failing("sync", 1);
}

Test(journal_kill, writes_that_fail)
{
	failing("write", PACE);
}

Test(journal_kill, a_sync_that_failed_is_not_tried_again)
{
	int status, refused = 0, most = syncs(ACTIONS);

	for (int n = 1; n <= most; n++) {
		char spec[32];

		str_fmt(spec, sizeof(spec), "once:%d:sync", n);
		child_begin();
		status = run_child(spec, ACTIONS);
		cr_assert(WIFEXITED(status), "%s", spec);
		cr_expect_neq(WEXITSTATUS(status), 4, "%s", spec);
		refused += status != 0;
		check(spec, status == 0);
		cr_expect_eq(run_child("none", ACTIONS), 0, "%s", spec);
		check(spec, true);
	}
	cr_expect_geq(refused, 3 * ACTIONS);
}
