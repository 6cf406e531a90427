/* The journal's tables and what they refuse. */

#include "engine/journal_schema.h"

#include <string.h>

#include "base/str.h"
#include "engine/journal.h"
#include "engine/journal_db.h"

#define APPLICATION_ID 0x43544f56	/* "CTOV" */
#define USER_VERSION 1			/* rises with any change to the text below,
					 * and with RECORD_LIST */

#define X(type, word) ",'" word "'"
#define RECORD_WORDS "''" RECORD_LIST(X)

/*
 * Everything is appended.  Marks are records like others, so that the chain of
 * hashes covers them too; "server" only gathers them.
 */
static const char tables[] =
    "CREATE TABLE run(one INTEGER PRIMARY KEY CHECK(one = 1),"
    " run_id TEXT NOT NULL) STRICT;\n"
    "CREATE TABLE writer(one INTEGER PRIMARY KEY CHECK(one = 1),"
    " epoch INTEGER NOT NULL, who TEXT NOT NULL, since_ms INTEGER NOT NULL)"
    " STRICT;\n"
    "CREATE TABLE action(action_id INTEGER PRIMARY KEY,"
    " epoch INTEGER NOT NULL, serial INTEGER NOT NULL, step INTEGER NOT NULL,"
    " kind TEXT NOT NULL,"
    " class TEXT NOT NULL CHECK(class IN ('idem','token','probe','once')),"
    " effect TEXT NOT NULL CHECK(effect IN ('safe','adds','takes-out')),"
    " server TEXT NOT NULL, lb TEXT NOT NULL, arg TEXT NOT NULL,"
    " former TEXT NOT NULL, shown TEXT NOT NULL,"
    " idem_key TEXT NOT NULL UNIQUE CHECK(length(idem_key) BETWEEN 1 AND 64))"
    " STRICT;\n"
    "CREATE TABLE event(seq INTEGER PRIMARY KEY,"
    " type TEXT NOT NULL CHECK(type <> '' AND type IN (" RECORD_WORDS ")),"
    " step INTEGER NOT NULL, action_id INTEGER REFERENCES action,"
    " attempt INTEGER NOT NULL, verdict TEXT NOT NULL, server TEXT NOT NULL,"
    " lb TEXT NOT NULL, arg TEXT NOT NULL, text TEXT NOT NULL,"
    " wall_ms INTEGER NOT NULL, boot_ms INTEGER NOT NULL,"
    " epoch INTEGER NOT NULL, who TEXT NOT NULL, origin TEXT NOT NULL,"
    " prev TEXT NOT NULL, hash TEXT NOT NULL UNIQUE,"
    " CHECK(type NOT IN ('intent','outcome','observed','resolved')"
    " OR action_id IS NOT NULL),"
    " CHECK(type <> 'intent' OR attempt >= 1),"
    " CHECK(type <> 'guard' OR verdict IN ('allow','deny')),"
    " CHECK(type <> 'outcome' OR verdict IN ('ok','failed','unknown')),"
    " CHECK(type <> 'resolved' OR verdict IN ('ok','absent')),"
    " CHECK(type <> 'mark'"
    " OR server <> '' AND verdict IN ('OLD','NEW','WITHDRAWN'))) STRICT;\n"
    "CREATE UNIQUE INDEX one_intent ON event(action_id, attempt)"
    " WHERE type = 'intent';\n"
    "CREATE UNIQUE INDEX one_outcome ON event(action_id, attempt)"
    " WHERE type = 'outcome';\n"
    "CREATE UNIQUE INDEX one_resolved ON event(action_id, attempt)"
    " WHERE type = 'resolved';\n"
    "CREATE UNIQUE INDEX one_final ON event(action_id)"
    " WHERE verdict = 'ok' AND type IN ('outcome','resolved');\n"
    "CREATE INDEX by_action ON event(action_id, attempt, type);\n"
    "CREATE INDEX marks ON event(server)"
    " WHERE type IN ('mark','withdraw');\n"
    /* The worst mark of a name counts, its newest id and address show. */
    "CREATE VIEW server(name, cloud_id, addr, role, seq) AS"
    " SELECT server, arg, lb,"
    " CASE WHEN sum(verdict <> 'OLD') > 0 THEN 'new' ELSE 'old' END, max(seq)"
    " FROM event WHERE type = 'mark' GROUP BY server;\n"
    /* An intent of which nobody knows yet how it ended. */
    "CREATE VIEW unsettled(seq, action_id, attempt) AS"
    " SELECT i.seq, i.action_id, i.attempt FROM event i"
    " WHERE i.type = 'intent' AND NOT EXISTS (SELECT 1 FROM event e"
    " WHERE e.action_id = i.action_id AND (e.attempt = i.attempt"
    " AND (e.type = 'resolved'"
    " OR e.type = 'outcome' AND e.verdict IN ('ok','failed'))"
    " OR e.verdict = 'ok' AND e.type IN ('outcome','resolved')));\n";

#define REFUSE(sentence) " SELECT RAISE(ABORT, '" sentence "')"
#define UNTOUCHABLE(table) \
    "CREATE TRIGGER " table "_no_update BEFORE UPDATE ON " table " BEGIN" \
    REFUSE("what is written in " table " stays") "; END;\n" \
    "CREATE TRIGGER " table "_no_delete BEFORE DELETE ON " table " BEGIN" \
    REFUSE("what is written in " table " stays") "; END;\n"

/* INSERT OR REPLACE deletes without asking the delete triggers, so each table
 * looks for what would be replaced. */
static const char append_only[] =
    UNTOUCHABLE("event") UNTOUCHABLE("action") UNTOUCHABLE("run")
    "CREATE TRIGGER run_once BEFORE INSERT ON run BEGIN"
    REFUSE("the run has a name") " FROM run; END;\n"
    "CREATE TRIGGER writer_once BEFORE INSERT ON writer BEGIN"
    REFUSE("there is a writer") " FROM writer; END;\n"
    "CREATE TRIGGER writer_no_delete BEFORE DELETE ON writer BEGIN"
    REFUSE("there must be a writer") "; END;\n"
    "CREATE TRIGGER writer_epoch BEFORE UPDATE ON writer"
    " WHEN NEW.epoch <> OLD.epoch + 1 OR NEW.one <> OLD.one BEGIN"
    REFUSE("a take-over raises the epoch by one") "; END;\n"
    "CREATE TRIGGER action_fence BEFORE INSERT ON action"
    " WHEN NEW.epoch IS NOT (SELECT epoch FROM writer) BEGIN"
    REFUSE("another process has taken over this run") "; END;\n"
    "CREATE TRIGGER action_once BEFORE INSERT ON action BEGIN"
    REFUSE("this action is registered already") " FROM action"
    " WHERE action_id = NEW.action_id OR idem_key = NEW.idem_key; END;\n"
    "CREATE TRIGGER event_fence BEFORE INSERT ON event"
    " WHEN NEW.epoch IS NOT (SELECT epoch FROM writer) BEGIN"
    REFUSE("another process has taken over this run") "; END;\n"
    "CREATE TRIGGER event_append BEFORE INSERT ON event"
    " WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM event)"
    " OR (NEW.seq > 1 AND NEW.prev IS NOT"
    " (SELECT hash FROM event ORDER BY seq DESC LIMIT 1))"
    " OR EXISTS (SELECT 1 FROM event WHERE hash = NEW.hash) BEGIN"
    REFUSE("a record goes to the end of the chain") "; END;\n";

#define ACTION_IS(condition) \
    " EXISTS (SELECT 1 FROM action a WHERE a.action_id = NEW.action_id" \
    " AND " condition ")"
#define SAME_ATTEMPT " action_id = NEW.action_id AND attempt = NEW.attempt"

/* What an intent, the outcome of one, and a mark must not be. */
static const char refusals[] =
    "CREATE TRIGGER intent_guard BEFORE INSERT ON event"
    " WHEN NEW.type = 'intent' AND (SELECT verdict FROM event"
    " WHERE type = 'guard' AND" SAME_ATTEMPT " AND epoch = NEW.epoch"
    " ORDER BY seq DESC LIMIT 1) IS NOT 'allow' BEGIN"
    REFUSE("the guard has not allowed this attempt") "; END;\n"
    "CREATE TRIGGER intent_again BEFORE INSERT ON event"
    " WHEN NEW.type = 'intent' AND EXISTS (SELECT 1 FROM event"
    " WHERE type = 'intent' AND" SAME_ATTEMPT ") BEGIN"
    REFUSE("this attempt was begun already") "; END;\n"
    "CREATE TRIGGER intent_done BEFORE INSERT ON event"
    " WHEN NEW.type = 'intent' AND EXISTS (SELECT 1 FROM event"
    " WHERE action_id = NEW.action_id AND verdict = 'ok'"
    " AND type IN ('outcome','resolved')) BEGIN"
    REFUSE("this action was carried out already") "; END;\n"
    "CREATE TRIGGER intent_alone BEFORE INSERT ON event"
    " WHEN NEW.type = 'intent' AND EXISTS (SELECT 1 FROM unsettled"
    " WHERE action_id <> NEW.action_id) BEGIN"
    REFUSE("another action is not settled yet") "; END;\n"
    "CREATE TRIGGER intent_careful BEFORE INSERT ON event"
    " WHEN NEW.type = 'intent' AND" ACTION_IS("a.class IN ('probe','once')")
    " AND EXISTS (SELECT 1 FROM event i WHERE i.type = 'intent'"
    " AND i.action_id = NEW.action_id AND NOT EXISTS (SELECT 1 FROM event r"
    " WHERE r.type = 'resolved' AND r.verdict = 'absent'"
    " AND r.action_id = i.action_id AND r.attempt = i.attempt)) BEGIN"
    REFUSE("nobody has shown yet that the earlier attempt had no effect")
    "; END;\n"
    "CREATE TRIGGER intent_known BEFORE INSERT ON event"
    " WHEN NEW.type = 'intent' AND" ACTION_IS("a.effect = 'takes-out'"
    " AND a.kind NOT IN ('drain','detach','terminate','discard')") " BEGIN"
    REFUSE("the journal does not know when this kind may take servers out")
    "; END;\n"
    /* The worst mark counts of all that share the target's name, id or address,
     * but for new servers that were withdrawn in this run. */
    "CREATE TRIGGER intent_only_old BEFORE INSERT ON event"
    " WHEN NEW.type = 'intent'"
    " AND" ACTION_IS("a.kind IN ('drain','detach','terminate')")
    " AND NOT" ACTION_IS("a.server IN (SELECT name FROM server)"
    " AND NOT EXISTS (SELECT 1 FROM event n, event t WHERE n.type = 'mark'"
    " AND n.verdict <> 'OLD' AND t.type = 'mark' AND t.server = a.server"
    " AND (n.server = a.server OR n.arg <> '' AND n.arg IN (t.arg, a.arg)"
    " OR n.lb <> '' AND (n.lb = t.lb OR instr(a.arg || ' ', n.lb || ' ') = 1))"
    " AND NOT EXISTS (SELECT 1 FROM event w WHERE w.type = 'withdraw'"
    " AND w.server = n.server))") " BEGIN"
    REFUSE("the target is not known as an old server") "; END;\n"
    "CREATE TRIGGER intent_only_new BEFORE INSERT ON event"
    " WHEN NEW.type = 'intent' AND" ACTION_IS("a.kind = 'discard'"
    " AND a.server NOT IN (SELECT name FROM server WHERE role = 'new')")
    " BEGIN" REFUSE("only a new server can be discarded") "; END;\n"
    "CREATE TRIGGER outcome_intent BEFORE INSERT ON event"
    " WHEN NEW.type IN ('outcome','resolved') AND NOT EXISTS (SELECT 1"
    " FROM event WHERE type = 'intent' AND" SAME_ATTEMPT ") BEGIN"
    REFUSE("this attempt was never begun") "; END;\n"
    "CREATE TRIGGER outcome_once BEFORE INSERT ON event"
    " WHEN NEW.type IN ('outcome','resolved') AND EXISTS (SELECT 1 FROM event"
    " WHERE action_id = NEW.action_id AND (verdict = 'ok' AND"
    " type IN ('outcome','resolved') OR attempt = NEW.attempt"
    " AND type IN (NEW.type,'resolved'))) BEGIN"
    REFUSE("how this attempt ended is written already") "; END;\n"
    "CREATE TRIGGER mark_worst BEFORE INSERT ON event"
    " WHEN NEW.type = 'mark' AND NEW.verdict = 'OLD' AND EXISTS (SELECT 1"
    " FROM server WHERE name = NEW.server AND role = 'new') BEGIN"
    REFUSE("a new server never becomes an old one") "; END;\n"
    "CREATE TRIGGER withdraw_new BEFORE INSERT ON event"
    " WHEN NEW.type = 'withdraw' AND (NEW.text = '' OR NEW.server NOT IN"
    " (SELECT name FROM server WHERE role = 'new')) BEGIN"
    REFUSE("only a new server can be withdrawn, and with a reason") "; END;\n";

static int
make_tables(sqlite3 *db, struct err *err)
{
	const char *const texts[] = { tables, append_only, refusals };

	for (size_t i = 0; i < countof(texts); i++)
		if (db_sql(db, texts[i], err) == -1)
			return -1;
	return 0;
}

int
schema_make(sqlite3 *db, struct err *err)
{
	char sql[96];

	str_fmt(sql, sizeof(sql), "PRAGMA application_id = %d;"
	    "PRAGMA user_version = %d", APPLICATION_ID, USER_VERSION);
	return db_sql(db, sql, err) == -1 ? -1 : make_tables(db, err);
}

static int
check_ids(sqlite3 *db, struct err *err)
{
	int64_t id = 0, version = 0;

	if (db_number(db, "PRAGMA application_id", &id, err) == -1 ||
	    db_number(db, "PRAGMA user_version", &version, err) == -1)
		return -1;
	if (id != APPLICATION_ID)
		return err_set(err, ERR_PARSE, "this is not a cutover journal");
	if (version > USER_VERSION)
		return err_set(err, ERR_PARSE, "written by a newer cutover (journal"
		    " version %lld, this one knows %d); use that one",
		    (long long)version, USER_VERSION);
	if (version < USER_VERSION)
		return err_set(err, ERR_PARSE, "journal version %lld is not known;"
		    " use the cutover that wrote it", (long long)version);
	return 0;
}

/* Row by row, column by column: is the text of both schemas the same? */
static int
compare(sqlite3_stmt *ours, sqlite3_stmt *theirs, struct err *err)
{
	int a, b;

	do {
		a = sqlite3_step(ours);
		b = sqlite3_step(theirs);
		if (a != b || (a != SQLITE_ROW && a != SQLITE_DONE))
			return err_set(err, ERR_PARSE,
			    "its tables are not those of a journal");
		for (int i = 0; a == SQLITE_ROW && i < 4; i++) {
			const char *x = db_column(ours, i);
			const char *y = db_column(theirs, i);
			if (strcmp(x, y) != 0)
				return err_set(err, ERR_PARSE, "its table or"
				    " trigger \"%.60s\" is not that of a journal",
				    db_column(theirs, 1));
		}
	} while (a == SQLITE_ROW);
	return 0;
}

/* The same SQLite makes the tables afresh in memory: no text to normalise. */
static int
check_text(sqlite3 *db, struct err *err)
{
	const char *sql = "SELECT type, name, tbl_name, sql FROM sqlite_schema"
	    " ORDER BY type, name";
	sqlite3_stmt *ours = NULL, *theirs = NULL;
	sqlite3 *fresh = NULL;
	int status = -1;

	if (db_open(&fresh, ":memory:", SQLITE_OPEN_READWRITE, err) == 0 &&
	    make_tables(fresh, err) == 0 &&
	    (ours = db_prepare(fresh, sql, err)) != NULL &&
	    (theirs = db_prepare(db, sql, err)) != NULL)
		status = compare(ours, theirs, err);
	sqlite3_finalize(ours);
	sqlite3_finalize(theirs);
	sqlite3_close(fresh);
	return status;
}

int
schema_check(sqlite3 *db, struct err *err)
{
	return check_ids(db, err) == -1 ? -1 : check_text(db, err);
}
