/*
 * Killed at every sync, write and name change, before it and after it: what is
 * in the journal is whole, and each action takes effect once.
 */

#include "test_journal.h"

#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/str.h"

#define ACTIONS 3
#define PACE 5			/* of the many writes, every fifth */

TestSuite(journal_kill, .init = bench_init, .fini = bench_fini, .timeout = 600);

/* The child under the preloaded killer; its wait status. */
static int
run_child(const char *kill_spec, int actions_wanted)
{
	char preload[256], spec[64];
	/* The sanitizers want to be first in the list; being second will do. */
	char options[] = "ASAN_OPTIONS=verify_asan_link_order=0";
	char program[] = BUILD_DIR "/journal_child", count[16], base[64];
	char *argv[] = { program, base, count, NULL };
	char *envp[] = { options, preload, spec, NULL };
	posix_spawn_file_actions_t actions;
	pid_t pid;
	int status = 0;

	str_fmt(preload, sizeof(preload), "LD_PRELOAD=%s/killsync.so", BUILD_DIR);
	str_fmt(spec, sizeof(spec), "CUTOVER_KILL=%s", kill_spec);
	str_fmt(count, sizeof(count), "%d", actions_wanted);
	str_copy(base, sizeof(base), bench.base);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
	cr_assert_eq(posix_spawn(&pid, program, &actions, NULL, argv, envp), 0,
	    "%s", program);
	posix_spawn_file_actions_destroy(&actions);
	cr_assert_eq(waitpid(pid, &status, 0), pid);
	return status;
}

struct tally {
	char world[8192];
	int intents, effects_without_intent, wrong;
};

/* No record is half: an intent has its guard's word before it, an outcome "ok"
 * has its effect in the world. */
static bool
look(const struct record *record, void *arg)
{
	struct tally *tally = arg;

	tally->intents += record->type == RECORD_INTENT;
	tally->wrong += record->type == RECORD_OUTCOME &&
	    strstr(tally->world, record->action.server) == NULL;
	return true;
}

static int
lines(const char *text)
{
	int n = 0;

	for (; *text != '\0'; text++)
		n += *text == '\n';
	return n;
}

static void
check(const char *spec, bool finished)
{
	struct tally tally = { .world = "" };
	struct err err = { 0 };
	struct buf buf = { 0 };
	char path[128];

	str_fmt(path, sizeof(path), "%s/world", bench.base);
	if (file_read(path, sizeof(tally.world) - 1, &buf, NULL) == 0)
		str_copy(tally.world, sizeof(tally.world), buf.data);
	buf_done(&buf);
	if (access(bench.db, F_OK) == 0) {
		struct journal *journal = journal_peek(bench.run, &err);
		cr_assert_not_null(journal, "%s: %s", spec, err.text);
		bench_count(journal);
		cr_expect_eq(journal_each(journal, look, &tally, &err), 0);
		journal_close(journal);
	}
	cr_expect_leq(lines(tally.world), tally.intents, "%s: an effect without"
	    " its intent", spec);
	cr_expect_eq(tally.wrong, 0, "%s: an outcome without its effect", spec);
	for (int n = 0; n < ACTIONS; n++) {
		char name[16];

		str_fmt(name, sizeof(name), "-new%d-", n);
		const char *once = strstr(tally.world, name);
		cr_expect(once == NULL || strstr(once + 1, name) == NULL,
		    "%s: done twice", spec);
		cr_expect(!finished || once != NULL, "%s: not done", spec);
	}
}

static void
start_afresh(void)
{
	char path[128];

	str_fmt(path, sizeof(path), "%s/world", bench.base);
	(void)unlink(path);
	(void)file_remove_tree(bench.run, NULL);
}

/* N = 1, 1 + pace, … until it does not fire any more; up to three lives each. */
static void
campaign(const char *when, const char *what, int pace)
{
	int n = 1, points = 0, killed = 0, none_yet = 0;

	for (bool fired = true; fired; n += pace) {
		char spec[64];

		str_fmt(spec, sizeof(spec), "%s:%d:%s", when, n, what);
		start_afresh();
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
		start_afresh();
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
		start_afresh();
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
		start_afresh();
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
