/* The journal: what is written is there, in order, and nobody else writes. */

#include "config.h"

#include "test_journal.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/str.h"
#include "engine/journal_who.h"

TestSuite(journal, .init = bench_init, .fini = bench_fini);

struct list {
	struct record record[64];
	size_t n;
};

static bool
collect(const struct record *record, void *arg)
{
	struct list *list = arg;

	list->record[list->n++] = *record;
	return list->n < countof(list->record);
}

static void
read_all(struct journal *journal, struct list *list)
{
	struct err err = { 0 };

	list->n = 0;
	cr_assert_eq(journal_each(journal, collect, list, &err), 0, "%s",
	    err.text);
}

Test(journal, every_type_comes_back_in_order)
{
	struct list *list = calloc(1, sizeof(*list));
	struct journal *journal = bench_create();
	size_t n = 0;

	cr_expect_str_eq(journal_run_id(journal), "run-1");
	bench_mark(journal, "new1", "", "", "NEW");
	for (int type = RECORD_NONE + 1; type < RECORD_COUNT; type++) {
		if (type == RECORD_INTENT || type == RECORD_OUTCOME ||
		    type == RECORD_OBSERVED || type == RECORD_RESOLVED)
			continue;	/* need an action */
		bench_add(journal, type, type == RECORD_MARK ? "OLD" :
		    type == RECORD_GUARD ? "deny" : "", type == RECORD_WITHDRAW ?
		    "new1" : "s", "t");
	}
	read_all(journal, list);
	cr_expect_eq(list->n, RECORD_COUNT - 1 - 4 + 1);
	for (n = 0; n < list->n; n++) {
		cr_expect_eq(list->record[n].seq, (int64_t)n + 1);
		cr_expect_eq(list->record[n].epoch, 1);
		cr_expect_gt(list->record[n].wall_ms, 0);
		cr_expect_not_null(strstr(list->record[n].who, "@"));
	}
	cr_expect_eq(list->record[1].type, RECORD_RUN);
	journal_close(journal);
	free(list);
}

Test(journal, any_bytes_survive)
{
	struct list *list = calloc(1, sizeof(*list));
	struct journal *journal = bench_create();
	struct record record = { .type = RECORD_NOTE, .step = -7 };
	struct err err = { 0 };

	for (int i = 0; i < TEXT_LEN - 1; i++)
		record.text[i] = (char)(i % 255 + 1);
	for (int i = 0; i < NAME_LEN - 1; i++)
		record.server[i] = (char)(0x80 + i);
	str_copy(record.arg, sizeof(record.arg), "'; DROP TABLE event; --\xff");
	str_copy(record.lb, sizeof(record.lb), "\xc3\x28\xed\xa0\x80\xf8");
	cr_assert_eq(journal_add(journal, &record, &err), 0, "%s", err.text);
	journal_close(journal);
	journal = bench_open();
	read_all(journal, list);
	cr_expect_str_eq(list->record[0].text, record.text);
	cr_expect_str_eq(list->record[0].server, record.server);
	cr_expect_str_eq(list->record[0].arg, record.arg);
	cr_expect_str_eq(list->record[0].lb, record.lb);
	cr_expect_eq(list->record[0].step, -7);
	journal_close(journal);
	free(list);
}

Test(journal, an_action_keeps_its_id_and_key)
{
	struct journal *journal = bench_create();
	struct action action = { .kind = ACTION_ATTACH, .server = "app-11",
		.lb = "lb1", .arg = "10.0.0.1:80" };
	int64_t id[4] = { 0 };
	unsigned serial = 9;
	char key[65], other[65];

	cr_assert_eq(journal_action(journal, 11, 3, &action, &id[0], NULL), 0);
	cr_assert_eq(journal_action(journal, 11, 3, &action, &id[1], NULL), 0);
	str_copy(action.lb, sizeof(action.lb), "lb2");
	cr_assert_eq(journal_action(journal, 11, 3, &action, &id[2], NULL), 0);
	cr_assert_eq(journal_action(journal, 11, 4, &action, &id[3], NULL), 0);
	cr_expect_eq(id[0], id[1]);
	cr_expect_neq(id[0], id[2]);
	cr_expect_neq(id[2], id[3]);
	cr_expect(str_starts(journal_key(journal, id[0], key),
	    "run-1-3-attach-app-11-"), "%s", key);
	cr_expect_str_neq(key, journal_key(journal, id[2], other));
	cr_expect_str_eq(journal_key(journal, 77, other), "");
	memset(action.server, '\xfe', NAME_LEN - 1);
	cr_assert_eq(journal_action(journal, 11, 4, &action, &id[3], NULL), 0);
	cr_expect_leq(strlen(journal_key(journal, id[3], key)), 64);
	cr_expect(str_is_name(key), "%s", key);
	cr_assert_eq(journal_newest_serial(journal, &serial, NULL), 0);
	cr_expect_eq(serial, 4);
	journal_close(journal);
}

Test(journal, resumes_at_what_is_unsettled)
{
	struct journal *journal = bench_create();
	struct record open;
	int64_t id = bench_action(journal, ACTION_ATTACH, "new1", "10.0.0.2:80");

	cr_expect_eq(journal_unsettled(journal, &open, NULL), 0);
	cr_assert_eq(bench_intent(journal, id, 1), ERR_NONE);
	cr_assert_eq(bench_outcome(journal, RECORD_OUTCOME, id, 1, "unknown"),
	    ERR_NONE);
	journal_close(journal);

	journal = bench_open();
	cr_assert_eq(journal_unsettled(journal, &open, NULL), 1);
	cr_expect_eq(open.type, RECORD_INTENT);
	cr_expect_eq(open.action_id, id);
	cr_expect_eq(open.attempt, 1);
	cr_expect_eq(open.action.kind, ACTION_ATTACH);
	cr_expect_str_eq(open.action.server, "new1");
	cr_expect_str_eq(open.action.arg, "10.0.0.2:80");
	/* A later attempt that failed does not settle the earlier one. */
	cr_assert_eq(bench_intent(journal, id, 2), ERR_NONE);
	cr_assert_eq(bench_outcome(journal, RECORD_OUTCOME, id, 2, "failed"),
	    ERR_NONE);
	cr_expect_eq(journal_unsettled(journal, &open, NULL), 1);
	cr_expect_eq(bench_outcome(journal, RECORD_RESOLVED, id, 1, "absent"),
	    ERR_NONE);
	cr_expect_eq(journal_unsettled(journal, &open, NULL), 0);
	cr_expect_eq(bench_intent(journal, id, 3), ERR_NONE);
	journal_close(journal);
}

Test(journal, a_migration_is_not_sent_again_unless_shown_absent)
{
	struct journal *journal = bench_create();
	int64_t id = bench_action(journal, ACTION_MIGRATE, "", "m.sql");

	cr_assert_eq(bench_intent(journal, id, 1), ERR_NONE);
	cr_expect_eq(bench_intent(journal, id, 2), ERR_REFUSED);
	cr_assert_eq(bench_outcome(journal, RECORD_OUTCOME, id, 1, "failed"),
	    ERR_NONE);
	cr_expect_eq(bench_intent(journal, id, 2), ERR_REFUSED);
	cr_assert_eq(bench_outcome(journal, RECORD_RESOLVED, id, 1, "absent"),
	    ERR_NONE);
	cr_expect_eq(bench_intent(journal, id, 2), ERR_NONE);
	journal_close(journal);
}

Test(journal, one_holds_it_and_others_look_on)
{
	struct list *list = calloc(1, sizeof(*list));
	struct journal *writer = bench_create();
	struct err err = { 0 };
	char who[NAME_LEN], pid[16];

	str_fmt(pid, sizeof(pid), " pid %d", (int)getpid());
	cr_expect_null(journal_open(bench.run, &err));
	cr_expect_eq(err.code, ERR_REFUSED);
	cr_expect_not_null(strstr(err.text, pid), "%s", err.text);
	cr_expect_null(journal_create(bench.run, "run-2", &err));
	journal_holder(bench.run, who, sizeof(who));
	cr_expect(str_ends(who, pid), "%s", who);

	struct journal *reader = journal_peek(bench.run, &err);
	cr_assert_not_null(reader, "%s", err.text);
	bench_add(writer, RECORD_NOTE, "", "", "seen beside");
	read_all(reader, list);
	cr_expect_eq(list->n, 1);
	cr_expect_str_eq(list->record[0].text, "seen beside");
	cr_expect_eq(journal_add(reader, &list->record[0], &err), -1);
	cr_expect_eq(bench_count(reader), 1);
	journal_close(writer);
	journal_holder(bench.run, who, sizeof(who));
	cr_expect_str_eq(who, "");
	writer = bench_open();
	bench_add(writer, RECORD_NOTE, "", "", "the next one");
	cr_expect_eq(bench_count(reader), 3);
	journal_close(writer);
	journal_close(reader);
	free(list);
}

Test(journal, a_dead_holder_is_nobody)
{
	char who[NAME_LEN];
	pid_t pid = fork();

	if (pid == 0) {
		bench_create();
		(void)raise(SIGKILL);
	}
	cr_assert_eq(waitpid(pid, NULL, 0), pid);
	journal_holder(bench.run, who, sizeof(who));
	cr_expect_str_eq(who, "");
	journal_close(bench_open());
}

Test(journal, a_stale_writer_is_fenced)
{
	struct list *list = calloc(1, sizeof(*list));
	struct journal *first = bench_create();
	struct record record = { .type = RECORD_NOTE };
	struct err err = { 0 };
	char lock[128];
	int64_t id = bench_action(first, ACTION_ATTACH, "new1", ""), other;

	/* Somebody removes the lock file: what is left is the epoch. */
	str_fmt(lock, sizeof(lock), "%s/lock", bench.run);
	cr_assert_eq(unlink(lock), 0);
	struct journal *second = bench_open();
	cr_expect_eq(journal_add(first, &record, &err), -1);
	cr_expect_eq(err.code, ERR_REFUSED);
	cr_expect_str_eq(err.text, "another process has taken over this run");
	cr_expect_eq(bench_intent(first, id, 1), ERR_REFUSED);
	cr_expect_eq(journal_action(first, 1, 7, &(struct action){
	    .kind = ACTION_ATTACH }, &other, &err), -1);
	cr_expect_eq(bench_intent(second, id, 1), ERR_NONE);
	read_all(second, list);
	cr_expect_eq(list->n, 3);
	cr_expect_eq(list->record[0].type, RECORD_TAKEOVER);
	cr_expect_eq(list->record[0].epoch, 2);
	journal_close(first);
	journal_close(second);
	free(list);
}

Test(journal, says_who_it_was)
{
	char pid[24], uid[24], version[40];
	struct who who;

	cr_assert_eq(setenv("SUDO_USER", "maria\033[m", 1), 0);
	who_am_i(&who);
	str_fmt(pid, sizeof(pid), " pid %d", (int)getpid());
	str_fmt(uid, sizeof(uid), "uid %u ", (unsigned)getuid());
	str_fmt(version, sizeof(version), " version %s", PACKAGE_VERSION);
	cr_expect_not_null(strchr(who.name, '@'), "%s", who.name);
	cr_expect(str_ends(who.name, pid), "%s", who.name);
	cr_expect(str_starts(who.origin, uid), "%s", who.origin);
	cr_expect_not_null(strstr(who.origin, " sudo maria\\x1b[m terminal "), "%s",
	    who.origin);
	cr_expect(str_ends(who.origin, version), "%s", who.origin);

	/* And so does what is written down. */
	struct journal *journal = bench_create();
	bench_add(journal, RECORD_NOTE, "", "", "a word");
	journal_close(journal);
	sqlite3 *db = raw_open(bench.db);
	sqlite3_stmt *stmt;
	cr_assert_eq(sqlite3_prepare_v2(db, "SELECT who, origin FROM event", -1,
	    &stmt, NULL), SQLITE_OK);
	cr_assert_eq(sqlite3_step(stmt), SQLITE_ROW);
	cr_expect_str_eq((const char *)sqlite3_column_text(stmt, 0), who.name);
	cr_expect_str_eq((const char *)sqlite3_column_text(stmt, 1), who.origin);
	sqlite3_finalize(stmt);
	sqlite3_close(db);
}

#define ROUNDS 100
#define HELD 8				/* records written while it is held */

/* One of two who race: takes it, writes, lets it go, and again. */
static void
race(void)
{
	for (int i = 0; i < ROUNDS;) {
		struct err err = { 0 };
		struct journal *journal = journal_open(bench.run, &err);

		if (journal == NULL && err.code != ERR_REFUSED)
			_exit(2);
		if (journal == NULL)
			continue;
		struct record record = { .type = RECORD_NOTE, .step = i };
		for (int n = 0; n < HELD; n++) {
			if (journal_add(journal, &record, &err) == -1)
				_exit(3);
			(void)poll(NULL, 0, 1);	/* the other's chance */
		}
		journal_close(journal);
		i++;
	}
	_exit(0);
}

struct racers {
	int64_t epoch;
	int in_epoch, overlaps;
	char who[NAME_LEN];
};

static bool
look_at_race(const struct record *record, void *arg)
{
	struct racers *racers = arg;

	if (record->type == RECORD_TAKEOVER) {
		racers->overlaps += record->epoch != racers->epoch + 1 ||
		    (racers->epoch > 1 && racers->in_epoch != HELD);
		racers->epoch = record->epoch;
		racers->in_epoch = 0;
		str_copy(racers->who, sizeof(racers->who), record->who);
		return true;
	}
	racers->in_epoch++;
	racers->overlaps += record->epoch != racers->epoch ||
	    !str_eq(record->who, racers->who);
	return true;
}

Test(journal, two_who_race_never_overlap, .timeout = 120)
{
	struct racers racers = { .epoch = 1 };
	pid_t pid[2];
	int status;

	journal_close(bench_create());
	for (int i = 0; i < 2; i++)
		if ((pid[i] = fork()) == 0)
			race();
	for (int i = 0; i < 2; i++) {
		cr_assert_eq(waitpid(pid[i], &status, 0), pid[i]);
		cr_expect_eq(status, 0);
	}
	struct journal *journal = journal_peek(bench.run, NULL);
	cr_assert_not_null(journal);
	cr_expect_eq(bench_count(journal), 2 * ROUNDS * (1 + HELD));
	cr_assert_eq(journal_each(journal, look_at_race, &racers, NULL), 0);
	cr_expect_eq(racers.overlaps, 0);
	cr_expect_eq(racers.epoch, 1 + 2 * ROUNDS);
	journal_close(journal);
}
