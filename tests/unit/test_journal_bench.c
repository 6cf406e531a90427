/* What the journal's tests share: a folder of their own, and raw SQL beside. */

#include "test_journal.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>

#include "base/file.h"
#include "base/str.h"

struct bench bench;

void
bench_init(void)
{
	/* In memory where that is possible: hundreds of journals, each synced. */
	str_fmt(bench.base, sizeof(bench.base), "%s/cutover-test-XXXXXX",
	    access("/dev/shm", W_OK | X_OK) == 0 ? "/dev/shm" : "/tmp");
	cr_assert_not_null(mkdtemp(bench.base));
	str_fmt(bench.run, sizeof(bench.run), "%s/run", bench.base);
	str_fmt(bench.db, sizeof(bench.db), "%s/journal.db", bench.run);
}

void
bench_fini(void)
{
	char small[96];

	/* Of the tests that need a disk of their own. */
	str_fmt(small, sizeof(small), "%s/small", bench.base);
	(void)umount2(small, MNT_DETACH);
	file_remove_tree(bench.base, NULL);
}

struct journal *
bench_create(void)
{
	struct err err = { 0 };
	struct journal *journal = journal_create(bench.run, "run-1", &err);

	cr_assert_not_null(journal, "%s", err.text);
	return journal;
}

struct journal *
bench_open(void)
{
	struct err err = { 0 };
	struct journal *journal = journal_open(bench.run, &err);

	cr_assert_not_null(journal, "%s", err.text);
	return journal;
}

void
bench_add(struct journal *journal, enum record_type type, const char *verdict,
    const char *server, const char *text)
{
	struct record record = { .type = type };
	struct err err = { 0 };

	str_copy(record.verdict, sizeof(record.verdict), verdict);
	str_copy(record.server, sizeof(record.server), server);
	str_copy(record.text, sizeof(record.text), text);
	cr_assert_eq(journal_add(journal, &record, &err), 0, "%s", err.text);
}

void
bench_mark(struct journal *journal, const char *name, const char *id,
    const char *addr, const char *mark)
{
	struct record record = { .type = RECORD_MARK };
	struct err err = { 0 };

	str_copy(record.server, sizeof(record.server), name);
	str_copy(record.arg, sizeof(record.arg), id);
	str_copy(record.lb, sizeof(record.lb), addr);
	str_copy(record.verdict, sizeof(record.verdict), mark);
	cr_assert_eq(journal_add(journal, &record, &err), 0, "%s", err.text);
}

int64_t
bench_action(struct journal *journal, enum action_kind kind, const char *server,
    const char *arg)
{
	struct action action = { .kind = kind, .lb = "lb1" };
	struct err err = { 0 };
	int64_t id = 0;

	str_copy(action.server, sizeof(action.server), server);
	str_copy(action.arg, sizeof(action.arg), arg);
	cr_assert_eq(journal_action(journal, 1, 1, &action, &id, &err), 0, "%s",
	    err.text);
	return id;
}

enum err_code
bench_intent(struct journal *journal, int64_t id, int attempt)
{
	struct err err = { 0 };

	return journal_intent(journal, 1, id, attempt, "all rules", &err) == 0 ?
	    ERR_NONE : err.code;
}

enum err_code
bench_outcome(struct journal *journal, enum record_type type, int64_t id,
    int attempt, const char *verdict)
{
	struct record record = { .type = type, .action_id = id,
		.attempt = attempt };
	struct err err = { 0 };

	str_copy(record.verdict, sizeof(record.verdict), verdict);
	return journal_add(journal, &record, &err) == 0 ? ERR_NONE : err.code;
}

int64_t
bench_count(struct journal *journal)
{
	struct err err = { 0 };
	int64_t count = -1;
	char head[65];

	cr_expect_eq(journal_verify(journal, head, &count, &err), 0, "%s",
	    err.text);
	return count;
}

sqlite3 *
raw_open(const char *path)
{
	sqlite3 *db = NULL;

	cr_assert_eq(sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL),
	    SQLITE_OK);
	sqlite3_busy_timeout(db, 5000);
	return db;
}

const char *
raw_exec(sqlite3 *db, const char *sql)
{
	return sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK ? NULL :
	    sqlite3_errmsg(db);
}
