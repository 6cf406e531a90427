/* The journal's tables refuse by themselves what must not be. */

#include "test_journal.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"

/* A well-formed record by raw SQL, at the end of the chain. */
#define EVENT(type, action, attempt, verdict, server, text) \
    "INSERT INTO event SELECT max(seq) + 1, '" type "', 1, " action ", " attempt \
    ", '" verdict "', '" server "', '', '', '" text "', 0, 0," \
    " (SELECT epoch FROM writer), 'x', 'x'," \
    " (SELECT hash FROM event ORDER BY seq DESC LIMIT 1)," \
    " hex(randomblob(32)) FROM event;"
#define GUARD(action, attempt) EVENT("guard", action, attempt, "allow", "", "")
#define INTENT(action, attempt) EVENT("intent", action, attempt, "", "", "")
#define OUTCOME(action, verdict) EVENT("outcome", action, "1", verdict, "", "")
#define RESOLVED(action, verdict) EVENT("resolved", action, "1", verdict, "", "")
#define TRY(action) GUARD(action, "1") INTENT(action, "1")

#define ROW(values) "INSERT INTO event VALUES(" values ")"
#define ADD_ACTION(id, kind, effect, key) \
    "INSERT INTO action VALUES(" id ", 1, 1, 1, '" kind "', 'idem', '" effect \
    "', 'new1', '', '', '', '', '" key "');"

enum { DRAIN_OLD = 1, DRAIN_NEW, DRAIN_UNKNOWN, DISCARD_OLD, DISCARD_NEW,
	ATTACH, ATTACH_2, MIGRATE, TERMINATE_ALIAS, DETACH_ALIAS, DRAIN_WITHDRAWN };

static void
fill(void)
{
	struct journal *journal = bench_create();

	bench_mark(journal, "old1", "i-old1", "10.0.0.1:80", "OLD");
	bench_mark(journal, "new1", "i-new1", "10.0.0.2:80", "NEW");
	bench_mark(journal, "new2", "i-new2", "10.0.0.3:80", "NEW");
	bench_add(journal, RECORD_WITHDRAW, "", "new2", "it leaks");
	bench_action(journal, ACTION_DRAIN, "old1", "");
	bench_action(journal, ACTION_DRAIN, "new1", "");
	bench_action(journal, ACTION_DRAIN, "stranger", "");
	bench_action(journal, ACTION_DISCARD, "old1", "i-old1");
	bench_action(journal, ACTION_DISCARD, "new1", "i-new1");
	bench_action(journal, ACTION_ATTACH, "new1", "10.0.0.2:80");
	bench_action(journal, ACTION_ATTACH, "new2", "10.0.0.3:80");
	bench_action(journal, ACTION_MIGRATE, "", "m.sql");
	bench_action(journal, ACTION_TERMINATE, "old1", "i-new1");
	bench_action(journal, ACTION_DETACH, "old1", "10.0.0.2:80 cut 3: late");
	bench_action(journal, ACTION_DRAIN, "new2", "");
	journal_close(journal);
}

static const struct attack {
	const char *name;
	const char *before;		/* must pass */
	const char *sql;		/* must not pass */
	const char *says;
	const char *drop;		/* without these it passes: they do it */
} attacks[] = {
	{ "edit", "", "UPDATE event SET verdict = 'NEW' WHERE seq = 1",
	    "what is written in event stays", "DROP TRIGGER event_no_update" },
	{ "delete", "", "DELETE FROM event WHERE seq = 2",
	    "what is written in event stays", "DROP TRIGGER event_no_delete" },
	{ "edit action", "", "UPDATE action SET server = 'new1'",
	    "what is written in action stays", "DROP TRIGGER action_no_update" },
	{ "delete action", "", "DELETE FROM action WHERE action_id = 2",
	    "what is written in action stays", "DROP TRIGGER action_no_delete" },
	{ "rename run", "", "UPDATE run SET run_id = 'other'",
	    "what is written in run stays", "DROP TRIGGER run_no_update" },
	{ "delete run", "", "DELETE FROM run",
	    "what is written in run stays", "DROP TRIGGER run_no_delete" },
	{ "replace run", "", "INSERT OR REPLACE INTO run VALUES(1, 'other')",
	    "the run has a name",
	    "DROP TRIGGER run_once; DROP TRIGGER run_no_delete" },
	{ "replace writer", "",
	    "INSERT OR REPLACE INTO writer VALUES(1, 1, 'me', 0)",
	    "there is a writer",
	    "DROP TRIGGER writer_once; DROP TRIGGER writer_no_delete" },
	{ "delete writer", "", "DELETE FROM writer", "there must be a writer",
	    "DROP TRIGGER writer_no_delete" },
	{ "same epoch", "", "UPDATE writer SET who = 'me'",
	    "a take-over raises the epoch by one", "DROP TRIGGER writer_epoch" },
	{ "lower epoch", "", "UPDATE writer SET epoch = 0",
	    "a take-over raises the epoch by one", "DROP TRIGGER writer_epoch" },
	{ "stale action", "UPDATE writer SET epoch = 2",
	    ADD_ACTION("99", "attach", "adds", "k99"),
	    "another process has taken over this run",
	    "DROP TRIGGER action_fence" },
	{ "replace action", "", "INSERT OR REPLACE INTO action VALUES(1, 1, 1, 1,"
	    " 'drain', 'idem', 'safe', 'new1', '', '', '', '', 'k99')",
	    "this action is registered already",
	    "DROP TRIGGER action_once; DROP TRIGGER action_no_delete" },
	{ "stale event", "UPDATE writer SET epoch = 2",
	    ROW("5, 'note', 0, NULL, 0, '', '', '', '', '', 0, 0, 1, '', '',"
	    " (SELECT hash FROM event WHERE seq = 4), 'h'"),
	    "another process has taken over this run", "DROP TRIGGER event_fence" },
	{ "gap", "",
	    ROW("9, 'note', 0, NULL, 0, '', '', '', '', '', 0, 0, 1, '', '',"
	    " (SELECT hash FROM event WHERE seq = 4), 'h'"),
	    "a record goes to the end of the chain", "DROP TRIGGER event_append" },
	{ "no number", "",
	    ROW("NULL, 'note', 0, NULL, 0, '', '', '', '', '', 0, 0, 1, '', '',"
	    " (SELECT hash FROM event WHERE seq = 4), 'h'"),
	    "a record goes to the end of the chain", "DROP TRIGGER event_append" },
	{ "wrong link", "",
	    ROW("5, 'note', 0, NULL, 0, '', '', '', '', '', 0, 0, 1, '', '',"
	    " 'other', 'h'"),
	    "a record goes to the end of the chain", "DROP TRIGGER event_append" },
	{ "replace by hash", "", "INSERT OR REPLACE INTO event VALUES("
	    "5, 'note', 0, NULL, 0, '', '', '', '', '', 0, 0, 1, '', '',"
	    " (SELECT hash FROM event WHERE seq = 4),"
	    " (SELECT hash FROM event WHERE seq = 2))",
	    "a record goes to the end of the chain",
	    "DROP TRIGGER event_append; DROP TRIGGER event_no_delete" },
	{ "intent unasked", "", INTENT("1", "1"),
	    "the guard has not allowed this attempt", "DROP TRIGGER intent_guard" },
	{ "intent denied", GUARD("1", "1")
	    EVENT("guard", "1", "1", "deny", "", ""), INTENT("1", "1"),
	    "the guard has not allowed this attempt", "DROP TRIGGER intent_guard" },
	{ "allowed another attempt", GUARD("1", "2"), INTENT("1", "1"),
	    "the guard has not allowed this attempt", "DROP TRIGGER intent_guard" },
	{ "allowed another epoch", GUARD("1", "1")
	    "UPDATE writer SET epoch = 2;", INTENT("1", "1"),
	    "the guard has not allowed this attempt", "DROP TRIGGER intent_guard" },
	{ "same attempt", TRY("6"), INTENT("6", "1"),
	    "this attempt was begun already",
	    "DROP TRIGGER intent_again; DROP INDEX one_intent" },
	{ "done", TRY("6") OUTCOME("6", "ok") GUARD("6", "2"), INTENT("6", "2"),
	    "this action was carried out already", "DROP TRIGGER intent_done" },
	{ "done, seen later", TRY("6") OUTCOME("6", "unknown")
	    RESOLVED("6", "ok") GUARD("6", "2"), INTENT("6", "2"),
	    "this action was carried out already", "DROP TRIGGER intent_done" },
	{ "two open", TRY("6") GUARD("7", "1"), INTENT("7", "1"),
	    "another action is not settled yet", "DROP TRIGGER intent_alone" },
	{ "two open, one unknown", TRY("6") OUTCOME("6", "unknown")
	    GUARD("7", "1"), INTENT("7", "1"),
	    "another action is not settled yet", "DROP TRIGGER intent_alone" },
	{ "migrate again", TRY("8") OUTCOME("8", "failed") GUARD("8", "2"),
	    INTENT("8", "2"),
	    "nobody has shown yet that the earlier attempt had no effect",
	    "DROP TRIGGER intent_careful" },
	{ "unknown kind", ADD_ACTION("99", "explode", "takes-out", "k99")
	    GUARD("99", "1"), INTENT("99", "1"),
	    "the journal does not know when this kind may take servers out",
	    "DROP TRIGGER intent_known" },
	{ "drain new", GUARD("2", "1"), INTENT("2", "1"),
	    "the target is not known as an old server",
	    "DROP TRIGGER intent_only_old" },
	{ "drain unknown", GUARD("3", "1"), INTENT("3", "1"),
	    "the target is not known as an old server",
	    "DROP TRIGGER intent_only_old" },
	{ "terminate by a new id", GUARD("9", "1"), INTENT("9", "1"),
	    "the target is not known as an old server",
	    "DROP TRIGGER intent_only_old" },
	{ "detach a new address", GUARD("10", "1"), INTENT("10", "1"),
	    "the target is not known as an old server",
	    "DROP TRIGGER intent_only_old" },
	{ "old turned new", EVENT("mark", "NULL", "0", "NEW", "old1", "")
	    GUARD("1", "1"), INTENT("1", "1"),
	    "the target is not known as an old server",
	    "DROP TRIGGER intent_only_old" },
	{ "discard old", GUARD("4", "1"), INTENT("4", "1"),
	    "only a new server can be discarded",
	    "DROP TRIGGER intent_only_new" },
	{ "outcome of nothing", "", OUTCOME("6", "ok"),
	    "this attempt was never begun", "DROP TRIGGER outcome_intent" },
	{ "two outcomes", TRY("6") OUTCOME("6", "failed"), OUTCOME("6", "ok"),
	    "how this attempt ended is written already",
	    "DROP TRIGGER outcome_once; DROP INDEX one_outcome" },
	{ "resolved twice", TRY("6") RESOLVED("6", "absent"),
	    RESOLVED("6", "ok"), "how this attempt ended is written already",
	    "DROP TRIGGER outcome_once; DROP INDEX one_resolved" },
	{ "two ends", TRY("6") OUTCOME("6", "ok"), RESOLVED("6", "ok"),
	    "how this attempt ended is written already",
	    "DROP TRIGGER outcome_once; DROP INDEX one_final" },
	{ "new turned old", "", EVENT("mark", "NULL", "0", "OLD", "new1", ""),
	    "a new server never becomes an old one", "DROP TRIGGER mark_worst" },
	{ "withdrawn turned old", "", EVENT("mark", "NULL", "0", "OLD", "new2", ""),
	    "a new server never becomes an old one", "DROP TRIGGER mark_worst" },
	{ "withdraw old", "", EVENT("withdraw", "NULL", "0", "", "old1", "why"),
	    "only a new server can be withdrawn, and with a reason",
	    "DROP TRIGGER withdraw_new" },
	{ "withdraw silently", "", EVENT("withdraw", "NULL", "0", "", "new1", ""),
	    "only a new server can be withdrawn, and with a reason",
	    "DROP TRIGGER withdraw_new" },
};

static void
strike(const struct attack *attack)
{
	sqlite3 *db = raw_open(bench.db);

	cr_assert_null(raw_exec(db, "BEGIN"));
	const char *why = raw_exec(db, attack->before);
	cr_assert_null(why, "%s, before: %s", attack->name, why);
	why = raw_exec(db, attack->sql);
	cr_expect_not_null(why, "%s was not refused", attack->name);
	cr_expect_str_eq(why != NULL ? why : "", attack->says, "%s: %s",
	    attack->name, why);
	/* The same passes without the trigger: it was that one. */
	why = raw_exec(db, attack->drop);
	cr_expect_null(why, "%s, drop: %s", attack->name, why);
	why = raw_exec(db, attack->sql);
	cr_expect_null(why, "%s, without its trigger: %s", attack->name, why);
	cr_assert_null(raw_exec(db, "ROLLBACK"));
	sqlite3_close(db);
}

Test(journal_schema, each_attack_is_refused_by_its_trigger, .init = bench_init,
    .fini = bench_fini)
{
	fill();
	for (size_t i = 0; i < countof(attacks); i++)
		strike(&attacks[i]);
}

Test(journal_schema, each_trigger_is_attacked, .init = bench_init,
    .fini = bench_fini)
{
	sqlite3_stmt *stmt;
	int triggers = 0;

	fill();
	sqlite3 *db = raw_open(bench.db);
	cr_assert_eq(sqlite3_prepare_v2(db, "SELECT name FROM sqlite_schema"
	    " WHERE type = 'trigger' OR type = 'index' AND sql LIKE"
	    " '%UNIQUE%'", -1, &stmt, NULL), SQLITE_OK);
	while (sqlite3_step(stmt) == SQLITE_ROW) {
		const char *name = (const char *)sqlite3_column_text(stmt, 0);
		bool found = false;

		for (size_t i = 0; i < countof(attacks); i++)
			found |= strstr(attacks[i].drop, name) != NULL;
		cr_expect(found, "%s is not attacked", name);
		triggers++;
	}
	cr_expect_geq(triggers, 20);
	sqlite3_finalize(stmt);
	sqlite3_close(db);
}

Test(journal_schema, columns_refuse_other_words, .init = bench_init,
    .fini = bench_fini)
{
	static const char *const bad[] = {
		EVENT("", "NULL", "0", "", "", ""),
		EVENT("INTENT", "1", "1", "", "", ""),
		EVENT("mark", "NULL", "0", "old", "old1", ""),
		EVENT("mark", "NULL", "0", "OLD", "", ""),
		EVENT("guard", "1", "1", "ALLOW", "", ""),
		EVENT("intent", "NULL", "1", "", "", ""),
		EVENT("outcome", "6", "1", "done", "", ""),
		EVENT("resolved", "6", "1", "unknown", "", ""),
		GUARD("1", "0") INTENT("1", "0"),
		EVENT("note", "77", "0", "", "", ""),
		ADD_ACTION("99", "attach", "", "k99"),
		ADD_ACTION("99", "attach", "adds", ""),
		"UPDATE server SET role = 'old'",
		"INSERT INTO server VALUES('new1', '', '', 'old', 1)",
		"UPDATE writer SET epoch = 'two'",
	};

	fill();
	sqlite3 *db = raw_open(bench.db);
	cr_assert_null(raw_exec(db, "PRAGMA foreign_keys = ON; BEGIN;"
	    TRY("6")));
	for (size_t i = 0; i < countof(bad); i++) {
		cr_assert_null(raw_exec(db, "SAVEPOINT s"));
		cr_expect_not_null(raw_exec(db, bad[i]), "%s", bad[i]);
		cr_assert_null(raw_exec(db, "ROLLBACK TO s"));
	}
	sqlite3_close(db);
}

Test(journal_schema, the_same_through_the_front_door, .init = bench_init,
    .fini = bench_fini)
{
	fill();
	struct journal *journal = bench_open();

	cr_expect_eq(bench_intent(journal, DRAIN_NEW, 1), ERR_REFUSED);
	cr_expect_eq(bench_intent(journal, DRAIN_UNKNOWN, 1), ERR_REFUSED);
	cr_expect_eq(bench_intent(journal, DISCARD_OLD, 1), ERR_REFUSED);
	cr_expect_eq(bench_intent(journal, TERMINATE_ALIAS, 1), ERR_REFUSED);
	cr_expect_eq(bench_intent(journal, DETACH_ALIAS, 1), ERR_REFUSED);
	cr_expect_eq(bench_intent(journal, 77, 1), ERR_REFUSED);
	cr_expect_eq(bench_intent(journal, ATTACH, 0), ERR_REFUSED);
	cr_expect_eq(bench_count(journal), 5, "nothing of all this is written");

	cr_expect_eq(bench_intent(journal, DRAIN_OLD, 1), ERR_NONE);
	cr_expect_eq(bench_intent(journal, DRAIN_OLD, 1), ERR_REFUSED);
	cr_expect_eq(bench_intent(journal, ATTACH, 1), ERR_REFUSED);
	cr_expect_eq(bench_outcome(journal, RECORD_OUTCOME, DRAIN_OLD, 1, "ok"),
	    ERR_NONE);
	cr_expect_eq(bench_intent(journal, DRAIN_OLD, 2), ERR_REFUSED);
	cr_expect_eq(bench_intent(journal, DRAIN_WITHDRAWN, 1), ERR_NONE);
	cr_expect_eq(bench_outcome(journal, RECORD_OUTCOME, DRAIN_WITHDRAWN, 1,
	    "failed"), ERR_NONE);
	cr_expect_eq(bench_intent(journal, DISCARD_NEW, 1), ERR_NONE);
	journal_close(journal);
}

/* Every kind on a new server: what takes out is refused, but for discard. */
Test(journal_schema, never_the_new, .init = bench_init, .fini = bench_fini)
{
	struct journal *journal = bench_create();

	bench_mark(journal, "new1", "i-1", "10.0.0.2:80", "NEW");
	for (int kind = ACTION_NONE + 1; kind < ACTION_COUNT; kind++) {
		int64_t id = bench_action(journal, kind, "new1", "x");
		bool refused = bench_intent(journal, id, 1) == ERR_REFUSED;

		cr_expect_eq(refused, action_effect(kind) == EFFECT_TAKES_OUT &&
		    kind != ACTION_DISCARD, "%s", action_name(kind));
		if (!refused)
			bench_outcome(journal, RECORD_OUTCOME, id, 1, "ok");
	}
	journal_close(journal);
}
