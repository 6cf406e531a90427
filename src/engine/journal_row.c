/*
 * One record with all that is stored beside it: to a row, from a row, and to
 * its hash, over one table of columns.
 */

#include <limits.h>
#include <stddef.h>
#include <string.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/str.h"
#include "engine/journal_db.h"
#include "engine/journal_who.h"

enum shape { SHAPE_INT, SHAPE_LONG, SHAPE_TEXT };

struct column {
	enum shape shape;
	size_t offset, size;
};

#define COLUMN(shape, member) \
	{ SHAPE_##shape, offsetof(struct row, member), \
	    sizeof(((struct row *)NULL)->member) }

static const struct column columns[] = {
	COLUMN(LONG, record.seq),
	COLUMN(TEXT, type),
	COLUMN(INT, record.step),
	COLUMN(LONG, record.action_id),
	COLUMN(INT, record.attempt),
	COLUMN(TEXT, record.verdict),
	COLUMN(TEXT, record.server),
	COLUMN(TEXT, record.lb),
	COLUMN(TEXT, record.arg),
	COLUMN(TEXT, record.text),
	COLUMN(LONG, record.wall_ms),
	COLUMN(LONG, record.boot_ms),
	COLUMN(LONG, record.epoch),
	COLUMN(TEXT, record.who),
	COLUMN(TEXT, origin),
	COLUMN(TEXT, prev),
	COLUMN(TEXT, hash),
#define HASH 16
#define ACTION 17			/* from here: the columns of its action */
	COLUMN(LONG, serial),
	COLUMN(LONG, action_step),
	COLUMN(TEXT, kind),
	COLUMN(TEXT, class),
	COLUMN(TEXT, effect),
	COLUMN(TEXT, record.action.server),
	COLUMN(TEXT, record.action.lb),
	COLUMN(TEXT, record.action.arg),
	COLUMN(TEXT, record.action.former),
	COLUMN(TEXT, record.action.shown),
	COLUMN(TEXT, key),
};

#define ACTION_COLUMNS "a.serial, a.step, a.kind, a.class, a.effect, a.server," \
    " a.lb, a.arg, a.former, a.shown, a.idem_key"

const char row_select[] = "SELECT e.seq, e.type, e.step, e.action_id,"
    " e.attempt, e.verdict, e.server, e.lb, e.arg, e.text, e.wall_ms, e.boot_ms,"
    " e.epoch, e.who, e.origin, e.prev, e.hash, " ACTION_COLUMNS
    " FROM event e LEFT JOIN action a ON a.action_id = e.action_id ";

static const char insert_event[] = "INSERT INTO event(seq, type, step, action_id,"
    " attempt, verdict, server, lb, arg, text, wall_ms, boot_ms, epoch, who,"
    " origin, prev, hash) VALUES(?1, ?2, ?3, nullif(?4, 0), ?5, ?6, ?7, ?8, ?9,"
    " ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)";

static const char insert_action[] = "INSERT INTO action(serial, step, kind, class,"
    " effect, server, lb, arg, former, shown, idem_key, epoch)"
    " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";

static int64_t
number(const struct row *row, const struct column *column)
{
	const char *member = (const char *)row + column->offset;

	return column->shape == SHAPE_INT ? *(const int *)(const void *)member :
	    *(const int64_t *)(const void *)member;
}

static bool
set_number(struct row *row, const struct column *column, int64_t value)
{
	char *member = (char *)row + column->offset;

	if (column->shape == SHAPE_LONG)
		*(int64_t *)(void *)member = value;
	else if (value >= INT_MIN && value <= INT_MAX)
		*(int *)(void *)member = (int)value;
	else
		return false;
	return true;
}

/* Copies the bytes as they are; false when they are not what we would write. */
static bool
set_text(struct row *row, const struct column *column, const char *text, int len)
{
	char *member = (char *)row + column->offset;

	if (len < 0 || (size_t)len >= column->size || strlen(text) != (size_t)len)
		return false;
	memcpy(member, text, (size_t)len + 1);
	return true;
}

static int
read_columns(sqlite3_stmt *stmt, struct row *row, size_t first, size_t end,
    struct err *err)
{
	for (size_t i = first; i < end; i++) {
		int at = (int)(i - first);
		bool good = columns[i].shape != SHAPE_TEXT ?
		    set_number(row, &columns[i], sqlite3_column_int64(stmt, at)) :
		    set_text(row, &columns[i], db_column(stmt, at),
			sqlite3_column_bytes(stmt, at));
		if (!good)
			return err_set(err, ERR_PARSE, "record %lld is damaged"
			    " (column %d)", (long long)row->record.seq, at + 1);
	}
	return 0;
}

static enum record_type
type_of_word(const char *word)
{
	for (int type = RECORD_NONE + 1; type < RECORD_COUNT; type++)
		if (strcmp(word, record_word(type)) == 0)
			return type;
	return RECORD_NONE;
}

int
row_read(const struct journal *journal, sqlite3_stmt *stmt, struct row *row,
    struct err *err)
{
	struct record *record = &row->record;

	memset(row, 0, sizeof(*row));
	if (read_columns(stmt, row, 0, countof(columns), err) == -1)
		return -1;
	record->type = type_of_word(row->type);
	record->action.kind = action_of_name(row->kind);
	record->this_boot = who_same_boot(journal->who.origin, row->origin);
	if (record->type == RECORD_NONE || (record->action_id != 0) !=
	    (record->action.kind != ACTION_NONE))
		return err_set(err, ERR_PARSE, "record %lld is damaged, or of a"
		    " kind that this cutover does not know",
		    (long long)record->seq);
	return 0;
}

static int
bind_columns(sqlite3_stmt *stmt, const struct row *row, size_t first, size_t end)
{
	int code = SQLITE_OK;

	for (size_t i = first; i < end && code == SQLITE_OK; i++) {
		int at = (int)(i - first) + 1;
		const char *member = (const char *)row + columns[i].offset;

		code = columns[i].shape != SHAPE_TEXT ?
		    sqlite3_bind_int64(stmt, at, number(row, &columns[i])) :
		    sqlite3_bind_text(stmt, at, member, -1, SQLITE_STATIC);
	}
	return code;
}

/* Runs an INSERT to its end; finalizes it. */
static int
finish(sqlite3 *db, sqlite3_stmt *stmt, int code, struct err *err)
{
	int status = code == SQLITE_OK && sqlite3_step(stmt) == SQLITE_DONE ?
	    0 : db_fail(db, err);

	sqlite3_finalize(stmt);
	return status;
}

void
row_hash(const struct row *row, char hash[65])
{
	struct buf buf = { 0 };

	/* Each field with its length before it: no two rows look the same. */
	for (size_t i = 0; i < countof(columns); i++) {
		const char *text = (const char *)row + columns[i].offset;

		if (i == HASH)
			continue;
		if (columns[i].shape == SHAPE_TEXT)
			buf_printf(&buf, "%zu:%s;", strlen(text), text);
		else
			buf_printf(&buf, "%lld;",
			    (long long)number(row, &columns[i]));
	}
	file_sha256(buf.data, buf.len, hash);
	buf_done(&buf);
}

void
row_genesis(const char *run_id, char hash[65])
{
	char text[NAME_LEN + 32];

	str_fmt(text, sizeof(text), "cutover journal 1 %s", run_id);
	file_sha256(text, strlen(text), hash);
}

static int
fill_place(struct journal *journal, struct row *row, struct err *err)
{
	sqlite3_stmt *stmt = db_prepare(journal->db,
	    "SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1", err);
	int code = stmt == NULL ? SQLITE_ERROR : sqlite3_step(stmt);

	row->record.seq = 1;
	row_genesis(journal->run_id, row->prev);
	if (code == SQLITE_ROW) {
		row->record.seq = sqlite3_column_int64(stmt, 0) + 1;
		str_copy(row->prev, sizeof(row->prev), db_column(stmt, 1));
	} else if (stmt != NULL && code != SQLITE_DONE) {
		db_fail(journal->db, err);
	}
	sqlite3_finalize(stmt);
	return code == SQLITE_ROW || code == SQLITE_DONE ? 0 : -1;
}

static int
fill_action(struct journal *journal, struct row *row, struct err *err)
{
	int status;

	if (row->record.action_id == 0)
		return 0;
	sqlite3_stmt *stmt = db_prepare(journal->db, "SELECT " ACTION_COLUMNS
	    " FROM action a WHERE a.action_id = ?1", err);
	if (stmt == NULL)
		return -1;
	int code = sqlite3_bind_int64(stmt, 1, row->record.action_id);
	if (code == SQLITE_OK)
		code = sqlite3_step(stmt);
	if (code == SQLITE_ROW)
		status = read_columns(stmt, row, ACTION, countof(columns), err);
	else if (code == SQLITE_DONE)
		status = err_set(err, ERR_REFUSED, "action %lld is not registered",
		    (long long)row->record.action_id);
	else
		status = db_fail(journal->db, err);
	sqlite3_finalize(stmt);
	return status;
}

int
row_append(struct journal *journal, struct row *row, struct err *err)
{
	struct record *record = &row->record;

	str_copy(row->type, sizeof(row->type), record_word(record->type));
	memset(&record->action, 0, sizeof(record->action));
	record->wall_ms = clock_wall_ms();
	record->boot_ms = clock_boot_ms();
	record->this_boot = true;
	record->epoch = journal->epoch;
	str_copy(record->who, sizeof(record->who), journal->who.name);
	str_copy(row->origin, sizeof(row->origin), journal->who.origin);
	if (fill_place(journal, row, err) == -1 ||
	    fill_action(journal, row, err) == -1)
		return -1;
	row_hash(row, row->hash);
	sqlite3_stmt *stmt = db_prepare(journal->db, insert_event, err);
	if (stmt == NULL)
		return -1;
	int code = bind_columns(stmt, row, 0, ACTION);
	return finish(journal->db, stmt, code, err);
}

int
row_add_action(struct journal *journal, const struct row *row,
    int64_t *action_id, struct err *err)
{
	sqlite3_stmt *stmt = db_prepare(journal->db, insert_action, err);

	if (stmt == NULL)
		return -1;
	int code = bind_columns(stmt, row, ACTION, countof(columns));
	if (code == SQLITE_OK)
		code = sqlite3_bind_int64(stmt, 12, journal->epoch);
	if (finish(journal->db, stmt, code, err) == -1)
		return -1;
	*action_id = sqlite3_last_insert_rowid(journal->db);
	return 0;
}
