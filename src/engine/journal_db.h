/*
 * What the journal's own files share; nobody else includes it, and nobody else
 * sees SQLite.
 */
#ifndef ENGINE_JOURNAL_DB_H
#define ENGINE_JOURNAL_DB_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

#include "engine/journal.h"
#include "engine/journal_place.h"
#include "engine/journal_who.h"

struct journal {
	sqlite3 *db;			/* NULL after a disk error: journal_broken() */
	char *dir, *path, *wal;
	int lock_fd;			/* -1: reads only */
	struct place_file db_file, wal_file;
	char run_id[NAME_LEN];
	int64_t epoch;			/* 0: reads only */
	bool no_room;			/* why the last write failed */
	struct who who;
};

/* journal_db.c: SQLite with our errors.  db_open's connection trusts nothing
 * in the file, waits for 5 s at a lock and follows no link. */
int db_open(sqlite3 **db, const char *path, int flags, struct err *err);
int db_sql(sqlite3 *db, const char *sql, struct err *err);
sqlite3_stmt *db_prepare(sqlite3 *db, const char *sql, struct err *err);
/* The first column of the first row. */
int db_number(sqlite3 *db, const char *sql, int64_t *value, struct err *err);
int db_text(sqlite3 *db, const char *sql, char *dst, size_t size,
    struct err *err);
/* Never NULL. */
const char *db_column(sqlite3_stmt *stmt, int i);
/* -1, with SQLite's last reason in the operator's words. */
int db_fail(sqlite3 *db, struct err *err);
/* A writer's way: WAL, synced at each commit, both read back. */
int db_set_durable(sqlite3 *db, struct err *err);
/* SQLite's integrity_check: unlike quick_check, it looks at the indices too, by
 * which the triggers decide. */
int db_check(sqlite3 *db, struct err *err);

/* journal_row.c: one record with all that is stored beside it. */
struct row {
	struct record record;
	char type[16];
	char origin[TEXT_LEN];
	char prev[65], hash[65];
	int64_t serial;			/* from here: of its action, if any */
	int64_t action_step;
	char kind[24], class[8], effect[16];
	char key[65];
};

/* To be followed by WHERE, ORDER; the columns in the order of row_read(). */
extern const char row_select[];
int row_read(const struct journal *journal, sqlite3_stmt *stmt, struct row *row,
    struct err *err);
/* The hash over everything in the row but the hash itself. */
void row_hash(const struct row *row, char hash[65]);
/* What the first record's prev is. */
void row_genesis(const char *run_id, char hash[65]);
/* Fills what the journal fills, appends; inside a transaction. */
int row_append(struct journal *journal, struct row *row, struct err *err);
int row_add_action(struct journal *journal, const struct row *row,
    int64_t *action_id, struct err *err);

/* journal.c: all rows in one transaction, or none. */
int journal_write(struct journal *journal, struct row *rows, size_t n,
    bool take_over, struct err *err);
/* Is it still our file, unmoved, and is there room? */
int journal_ready(struct journal *journal, struct err *err);

/* journal_open.c */
struct journal *journal_new(const char *run_dir, struct err *err);

#endif
