/* SQLite with our errors, and with the settings that a journal needs. */

#include "engine/journal_db.h"

#include <errno.h>
#include <string.h>

#include "base/str.h"

#define BUSY_MS 5000

int
db_fail(sqlite3 *db, struct err *err)
{
	const char *reason = sqlite3_errmsg(db);

	switch (sqlite3_errcode(db) & 0xff) {
	case SQLITE_CONSTRAINT:
		return err_set(err, ERR_REFUSED, "%s", reason);
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return err_set(err, ERR_REFUSED, "another program keeps the journal"
		    " locked; end it, then try again");
	case SQLITE_FULL:
		return err_set(err, ERR_IO, "the disk is full; make room, then try"
		    " again");
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
	case SQLITE_FORMAT:
	case SQLITE_ERROR:		/* a schema that cannot be read */
		return err_set(err, ERR_PARSE, "the file is damaged or no journal:"
		    " %s", reason);
	case SQLITE_IOERR:
		errno = sqlite3_system_errno(db);
		if (errno != 0)
			return err_sys(err, "the journal's disk");
		break;
	}
	return err_set(err, ERR_IO, "%s", reason);
}

/* Trust nothing in the file: before the first statement. */
static int
harden(sqlite3 *db, struct err *err)
{
	static const struct { int option, on; } options[] = {
		{ SQLITE_DBCONFIG_DEFENSIVE, 1 },
		{ SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0 },
		{ SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0 },
		{ SQLITE_DBCONFIG_ENABLE_FKEY, 1 },
		{ SQLITE_DBCONFIG_ENABLE_TRIGGER, 1 },
		{ SQLITE_DBCONFIG_ENABLE_VIEW, 1 },
		{ SQLITE_DBCONFIG_DQS_DML, 0 },
		{ SQLITE_DBCONFIG_DQS_DDL, 0 },
	};

	for (size_t i = 0; i < countof(options); i++) {
		int on = -1;

		if (sqlite3_db_config(db, options[i].option, options[i].on,
		    &on) != SQLITE_OK || on != options[i].on)
			return err_set(err, ERR_FAILED, "this SQLite cannot be"
			    " made safe (option %d)", options[i].option);
	}
	sqlite3_busy_timeout(db, BUSY_MS);
	return db_sql(db, "PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0;"
	    " PRAGMA temp_store = MEMORY", err);
}

int
db_open(sqlite3 **db, const char *path, int flags, struct err *err)
{
	int code = sqlite3_open_v2(path, db, flags | SQLITE_OPEN_NOFOLLOW |
	    SQLITE_OPEN_PRIVATECACHE, NULL);

	if (*db == NULL)
		return err_set(err, ERR_IO, "%s: out of memory", path);
	(void)sqlite3_extended_result_codes(*db, 1);
	if (code == SQLITE_OK && harden(*db, err) == 0)
		return 0;
	if (code != SQLITE_OK)
		db_fail(*db, err);
	sqlite3_close(*db);
	*db = NULL;
	return -1;
}

int
db_sql(sqlite3 *db, const char *sql, struct err *err)
{
	if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
		return db_fail(db, err);
	return 0;
}

sqlite3_stmt *
db_prepare(sqlite3 *db, const char *sql, struct err *err)
{
	sqlite3_stmt *stmt = NULL;

	if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK)
		db_fail(db, err);
	return stmt;
}

const char *
db_column(sqlite3_stmt *stmt, int i)
{
	const void *text = sqlite3_column_text(stmt, i);

	return text != NULL ? text : "";
}

/* A statement that stands on its first row, or NULL. */
static sqlite3_stmt *
first_row(sqlite3 *db, const char *sql, struct err *err)
{
	sqlite3_stmt *stmt = db_prepare(db, sql, err);

	if (stmt == NULL)
		return NULL;
	int code = sqlite3_step(stmt);
	if (code == SQLITE_ROW)
		return stmt;
	if (code == SQLITE_DONE)
		err_set(err, ERR_PARSE, "the file is damaged: a row is missing");
	else
		db_fail(db, err);
	sqlite3_finalize(stmt);
	return NULL;
}

int
db_number(sqlite3 *db, const char *sql, int64_t *value, struct err *err)
{
	sqlite3_stmt *stmt = first_row(db, sql, err);

	if (stmt == NULL)
		return -1;
	*value = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	return 0;
}

int
db_text(sqlite3 *db, const char *sql, char *dst, size_t size, struct err *err)
{
	sqlite3_stmt *stmt = first_row(db, sql, err);

	if (stmt == NULL)
		return -1;
	bool fits = str_copy(dst, size, db_column(stmt, 0));
	sqlite3_finalize(stmt);
	return fits ? 0 : err_set(err, ERR_PARSE, "the file is damaged:"
	    " a text is too long");
}

int
db_check(sqlite3 *db, struct err *err)
{
	char answer[128] = "";
	sqlite3_stmt *stmt = first_row(db, "PRAGMA integrity_check(1)", err);

	if (stmt == NULL)
		return -1;
	str_safe(answer, sizeof(answer), db_column(stmt, 0));
	sqlite3_finalize(stmt);
	if (strcmp(answer, "ok") != 0)
		return err_set(err, ERR_PARSE, "the file is damaged: %s; take the"
		    " newest backup", answer);
	return 0;
}

int
db_set_durable(sqlite3 *db, struct err *err)
{
	char mode[16] = "";
	int64_t synchronous = 0;

	if (db_text(db, "PRAGMA journal_mode = WAL", mode, sizeof(mode),
	    err) == -1 ||
	    db_sql(db, "PRAGMA synchronous = FULL", err) == -1 ||
	    db_number(db, "PRAGMA synchronous", &synchronous, err) == -1)
		return -1;
	/* WAL with NORMAL loses what was committed when the power fails. */
	if (strcmp(mode, "wal") != 0 || synchronous != 2)
		return err_set(err, ERR_FAILED, "SQLite does not keep its word here:"
		    " mode %s, synchronous %d", mode, (int)synchronous);
	return 0;
}
