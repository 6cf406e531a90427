/* The chain of hashes: what was edited shows; a backup has it whole. */

#include "test_journal.h"

#include <string.h>

#include "base/file.h"
#include "base/str.h"

TestSuite(journal_chain, .init = bench_init, .fini = bench_fini);

static void
fill_chain(void)
{
	struct journal *journal = bench_create();
	int64_t id = bench_action(journal, ACTION_ATTACH, "new1", "");

	bench_add(journal, RECORD_NOTE, "", "", "one");
	bench_intent(journal, id, 1);
	bench_outcome(journal, RECORD_OUTCOME, id, 1, "ok");
	bench_add(journal, RECORD_NOTE, "", "", "five");
	journal_close(journal);
}

/* Behind the journal's back: without its triggers, which are put back after. */
static void
tamper(const char *sql)
{
	struct buf drop = { 0 }, make = { 0 };
	sqlite3_stmt *stmt;
	sqlite3 *db = raw_open(bench.db);

	cr_assert_eq(sqlite3_prepare_v2(db, "SELECT name, sql FROM sqlite_schema"
	    " WHERE type = 'trigger'", -1, &stmt, NULL), SQLITE_OK);
	while (sqlite3_step(stmt) == SQLITE_ROW) {
		buf_printf(&drop, "DROP TRIGGER %s;", sqlite3_column_text(stmt, 0));
		buf_printf(&make, "%s;", sqlite3_column_text(stmt, 1));
	}
	sqlite3_finalize(stmt);
	cr_assert_null(raw_exec(db, drop.data));
	const char *why = raw_exec(db, sql);
	cr_assert_null(why, "%s: %s", sql, why);
	cr_assert_null(raw_exec(db, make.data));
	buf_done(&drop);
	buf_done(&make);
	sqlite3_close(db);
}

Test(journal_chain, an_edited_row_breaks_the_chain)
{
	static const char *const edits[] = {
		"UPDATE event SET text = 'won' WHERE seq = 1",
		"UPDATE event SET text = text || x'00' WHERE seq = 1",
		"UPDATE event SET verdict = 'failed' WHERE seq = 4",
		"UPDATE event SET wall_ms = wall_ms + 1 WHERE seq = 5",
		"UPDATE event SET who = 'nobody' WHERE seq = 5",
		"UPDATE event SET origin = 'uid 0' WHERE seq = 2",
		"UPDATE event SET hash = lower(hash || '0') WHERE seq = 5",
		"UPDATE event SET type = 'end' WHERE seq = 5",
		"DELETE FROM event WHERE seq = 4",
		"DELETE FROM event WHERE seq = 1",
		"UPDATE action SET server = 'new2'",
		"UPDATE action SET shown = 'x'",
		"UPDATE action SET idem_key = 'x'",
		"UPDATE run SET run_id = 'run-2'",
		"UPDATE writer SET epoch = 7",
	};
	char head[65], again[65];
	int64_t count = 0;

	for (size_t i = 0; i < countof(edits); i++) {
		struct err err = { 0 };

		fill_chain();
		struct journal *journal = journal_peek(bench.run, &err);
		cr_assert_not_null(journal, "%s", err.text);
		cr_assert_eq(journal_verify(journal, head, &count, &err), 0);
		cr_expect_eq(count, 5);
		cr_expect_eq(strlen(head), 64);
		journal_close(journal);
		tamper("SELECT 1");
		journal = journal_peek(bench.run, &err);
		cr_assert_not_null(journal, "%s", err.text);
		cr_assert_eq(journal_verify(journal, again, &count, &err), 0);
		cr_expect_str_eq(head, again);
		journal_close(journal);

		tamper(edits[i]);
		journal = journal_peek(bench.run, &err);
		cr_assert_not_null(journal, "%s", err.text);
		cr_expect_eq(journal_verify(journal, head, NULL, &err), -1, "%s",
		    edits[i]);
		cr_expect_eq(err.code, ERR_PARSE, "%s", err.text);
		journal_close(journal);
		cr_expect_null(journal_open(bench.run, &err), "%s", edits[i]);
		cr_assert_eq(file_remove_tree(bench.run, NULL), 0);
	}
}

Test(journal_chain, a_cut_tail_shows_only_against_a_head_kept_elsewhere)
{
	char head[65], later[65];
	int64_t count;

	fill_chain();
	struct journal *journal = journal_peek(bench.run, NULL);
	cr_assert_eq(journal_verify(journal, head, &count, NULL), 0);
	journal_close(journal);
	tamper("DELETE FROM event WHERE seq = 5");
	journal = journal_peek(bench.run, NULL);
	cr_assert_eq(journal_verify(journal, later, &count, NULL), 0);
	cr_expect_eq(count, 4);
	cr_expect_str_neq(head, later);
	journal_close(journal);
}

Test(journal_chain, a_backup_is_a_journal)
{
	struct journal *journal = bench_create();
	char to[160], run[128], head[65], copied[65];
	struct err err = { 0 };
	int64_t count;

	bench_add(journal, RECORD_NOTE, "", "", "saved");
	str_fmt(run, sizeof(run), "%s/copy", bench.base);
	str_fmt(to, sizeof(to), "%s/journal.db", run);
	cr_assert_eq(file_make_dirs(run, NULL), 0);
	for (int i = 0; i < 20; i++) {
		bench_add(journal, RECORD_NOTE, "", "", "more");
		cr_assert_eq(journal_backup(journal, to, &err), 0, "%s",
		    err.text);
	}
	cr_assert_eq(journal_verify(journal, head, &count, &err), 0);
	struct journal *copy = journal_peek(run, &err);
	cr_assert_not_null(copy, "%s", err.text);
	cr_assert_eq(journal_verify(copy, copied, &count, &err), 0);
	cr_expect_str_eq(head, copied);
	cr_expect_eq(count, 21);
	cr_expect_str_eq(journal_run_id(copy), "run-1");
	journal_close(copy);
	cr_expect_eq(journal_backup(journal, "/nonexistent/x", &err), -1);
	journal_close(journal);
}
