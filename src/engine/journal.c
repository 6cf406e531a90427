/* Writing the journal: records, actions, intents. */

#include "engine/journal.h"

#include <string.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/str.h"
#include "engine/journal_db.h"

const char *
record_word(enum record_type type)
{
	static const char *const words[RECORD_COUNT] = {
#define X(type, word) [RECORD_##type] = word,
		RECORD_LIST(X)
#undef X
	};

	return type > RECORD_NONE && type < RECORD_COUNT ? words[type] : "";
}

static int
writable(const struct journal *journal, struct err *err)
{
	if (journal->db == NULL)
		return err_set(err, ERR_IO, "the journal's disk failed; leave the"
		    " program, mend the disk, and start again");
	if (journal->epoch == 0)
		return err_set(err, ERR_REFUSED, "the journal was opened for reading"
		    " only");
	return 0;
}

/* The kernel drops a page that it could not write: after a failed sync nobody
 * knows what is on the disk until the file is opened and looked through anew. */
static void
stop_for_good(struct journal *journal)
{
	(void)sqlite3_db_config(journal->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1,
	    NULL);
	(void)sqlite3_close_v2(journal->db);
	journal->db = NULL;
}

/* A write that the system did not take (full, quota, limit) left nothing. */
static bool
lacks_room(int code)
{
	return (code & 0xff) == SQLITE_FULL || code == SQLITE_IOERR_WRITE ||
	    code == SQLITE_IOERR_SHMSIZE;
}

static void
give_up(struct journal *journal)
{
	int code = sqlite3_extended_errcode(journal->db), kind = code & 0xff;

	journal->no_room = lacks_room(code);
	if (sqlite3_get_autocommit(journal->db) == 0)
		(void)sqlite3_exec(journal->db, "ROLLBACK", NULL, NULL, NULL);
	if (kind == SQLITE_CORRUPT || kind == SQLITE_NOTADB ||
	    (kind == SQLITE_IOERR && !journal->no_room))
		stop_for_good(journal);
}

/* A take-over: the one change of the writer's row. */
static int
raise_epoch(struct journal *journal, struct row *row, struct err *err)
{
	char who[NAME_LEN], sql[128];
	int64_t epoch;

	if (db_number(journal->db, "SELECT epoch FROM writer", &epoch,
	    err) == -1 || db_text(journal->db, "SELECT who FROM writer", who,
	    sizeof(who), err) == -1)
		return -1;
	str_fmt(row->record.text, sizeof(row->record.text), "epoch %lld, before:"
	    " %s", (long long)epoch + 1, who);
	str_fmt(sql, sizeof(sql), "UPDATE writer SET epoch = epoch + 1, who = ?1,"
	    " since_ms = %lld", (long long)clock_wall_ms());
	sqlite3_stmt *stmt = db_prepare(journal->db, sql, err);
	if (stmt == NULL)
		return -1;
	int code = sqlite3_bind_text(stmt, 1, journal->who.name, -1,
	    SQLITE_STATIC);
	int status = code == SQLITE_OK && sqlite3_step(stmt) == SQLITE_DONE ? 0 :
	    db_fail(journal->db, err);
	sqlite3_finalize(stmt);
	if (status == 0)
		journal->epoch = epoch + 1;
	return status;
}

int
journal_write(struct journal *journal, struct row *rows, size_t n,
    bool take_over, struct err *err)
{
	int status = db_sql(journal->db, "BEGIN IMMEDIATE", err);

	if (status == 0 && take_over)
		status = raise_epoch(journal, &rows[0], err);
	for (size_t i = 0; i < n && status == 0; i++)
		status = row_append(journal, &rows[i], err);
	if (status == 0)
		status = db_sql(journal->db, "COMMIT", err);
	if (status == -1)
		give_up(journal);
	return status;
}

int
journal_ready(struct journal *journal, struct err *err)
{
	int moved = 0;

	/* A file without a name, or under another, would be lost with us. */
	if (sqlite3_file_control(journal->db, "main", SQLITE_FCNTL_HAS_MOVED,
	    &moved) != SQLITE_OK || moved != 0 ||
	    !place_is_same(journal->path, &journal->db_file) ||
	    !place_is_same(journal->wal, &journal->wal_file))
		return err_set(err, ERR_REFUSED, "somebody moved or replaced %s"
		    " while it was in use; nothing was sent", journal->path);
	return place_has_room(journal->dir, err);
}

int
journal_add(struct journal *journal, const struct record *record,
    struct err *err)
{
	struct row row = { .record = *record };

	if (writable(journal, err) == -1)
		return -1;
	if (record_word(record->type)[0] == '\0')
		return err_set(err, ERR_FAILED, "a record without a type");
	if (record->type == RECORD_INTENT && journal_ready(journal, err) == -1)
		return -1;
	if (journal_write(journal, &row, 1, false, err) == 0)
		return 0;
	/* What was done must be told, or the next start has to find it out. */
	if (!journal->no_room || (record->type != RECORD_OUTCOME &&
	    record->type != RECORD_RESOLVED) || !place_drop_ballast(journal->dir))
		return -1;
	row = (struct row){ .record = *record };
	return journal_write(journal, &row, 1, false, err);
}

int
journal_intent(struct journal *journal, int step, int64_t action_id,
    int attempt, const char *guard_text, struct err *err)
{
	struct record record = { .step = step, .action_id = action_id,
		.attempt = attempt };
	struct row rows[2] = { { .record = record }, { .record = record } };

	if (writable(journal, err) == -1 || journal_ready(journal, err) == -1)
		return -1;
	rows[0].record.type = RECORD_GUARD;
	str_copy(rows[0].record.verdict, sizeof(record.verdict), "allow");
	str_copy(rows[0].record.text, sizeof(record.text), guard_text);
	rows[1].record.type = RECORD_INTENT;
	return journal_write(journal, rows, countof(rows), false, err);
}

/* run-serial-kind-target, as far as it fits, and a digest of all that makes it
 * another action: the same server on another balancer, another value. */
static void
make_key(const struct journal *journal, unsigned serial,
    const struct action *action, char key[65])
{
	struct buf buf = { 0 };
	char digest[65], words[52];

	str_fmt(words, sizeof(words), "%.18s-%u-%s-%s", journal->run_id, serial,
	    action_name(action->kind), action->server);
	for (char *p = words; *p != '\0'; p++)
		if (strchr("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnop"
		    "qrstuvwxyz_.-", *p) == NULL)
			*p = '_';
	buf_printf(&buf, "%zu:%s;%u;%s;%zu:%s;%zu:%s;%zu:%s",
	    strlen(journal->run_id), journal->run_id, serial,
	    action_name(action->kind), strlen(action->server), action->server,
	    strlen(action->lb), action->lb, strlen(action->arg), action->arg);
	file_sha256(buf.data, buf.len, digest);
	buf_done(&buf);
	str_fmt(key, 65, "%s-%.12s", words, digest);
}

/* 1 and the id, 0, -1. */
static int
find_action(struct journal *journal, const char *key, int64_t *action_id,
    struct err *err)
{
	sqlite3_stmt *stmt = db_prepare(journal->db,
	    "SELECT action_id FROM action WHERE idem_key = ?1", err);

	if (stmt == NULL)
		return -1;
	int code = sqlite3_bind_text(stmt, 1, key, -1, SQLITE_STATIC);
	if (code == SQLITE_OK)
		code = sqlite3_step(stmt);
	*action_id = code == SQLITE_ROW ? sqlite3_column_int64(stmt, 0) : 0;
	if (code != SQLITE_ROW && code != SQLITE_DONE)
		db_fail(journal->db, err);
	sqlite3_finalize(stmt);
	return code == SQLITE_ROW ? 1 : code == SQLITE_DONE ? 0 : -1;
}

static const char *
class_word(enum action_class class)
{
	switch (class) {
	case CLASS_IDEM:
		return "idem";
	case CLASS_TOKEN:
		return "token";
	case CLASS_PROBE:
		return "probe";
	case CLASS_ONCE:
		return "once";
	}
	return "";
}

static const char *
effect_word(enum effect effect)
{
	switch (effect) {
	case EFFECT_UNKNOWN:
		return "";		/* which the table refuses */
	case EFFECT_SAFE:
		return "safe";
	case EFFECT_ADDS:
		return "adds";
	case EFFECT_TAKES_OUT:
		return "takes-out";
	}
	return "";
}

int
journal_action(struct journal *journal, int step, unsigned plan_serial,
    const struct action *action, int64_t *action_id, struct err *err)
{
	struct row row = { .record.action = *action, .serial = plan_serial,
		.action_step = step };

	if (writable(journal, err) == -1)
		return -1;
	str_copy(row.kind, sizeof(row.kind), action_name(action->kind));
	str_copy(row.class, sizeof(row.class),
	    class_word(action_class(action->kind)));
	str_copy(row.effect, sizeof(row.effect),
	    effect_word(action_effect(action->kind)));
	make_key(journal, plan_serial, action, row.key);

	int found = find_action(journal, row.key, action_id, err);
	if (found != 0)
		return found == 1 ? 0 : -1;
	if (db_sql(journal->db, "BEGIN IMMEDIATE", err) == 0 &&
	    row_add_action(journal, &row, action_id, err) == 0 &&
	    db_sql(journal->db, "COMMIT", err) == 0)
		return 0;
	give_up(journal);
	return -1;
}
