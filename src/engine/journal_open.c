/* Making, opening and closing a journal. */

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/str.h"
#include "base/xmalloc.h"
#include "engine/journal_db.h"
#include "engine/journal_lock.h"
#include "engine/journal_schema.h"

/* A database and what SQLite keeps beside it. */
static const char *const beside[] = { "", "-wal", "-shm", "-journal" };

static int
side_path(const char *name, size_t i, char path[PATH_MAX], struct err *err)
{
	if (!str_fmt(path, PATH_MAX, "%s%s", name, beside[i]))
		return err_set(err, ERR_IO, "%s: the name is too long", name);
	return 0;
}

static char *
join(const char *dir, const char *name)
{
	struct buf buf = { 0 };

	buf_printf(&buf, "%s/%s", dir, name);
	return buf_take(&buf);
}

/* The folder checked, names made; nothing opened. */
struct journal *
journal_new(const char *run_dir, struct err *err)
{
	if (place_check_dir(run_dir, err) == -1)
		return NULL;
	/* The folder itself is no link; those above it may be, but SQLite is
	 * told to follow none. */
	char *dir = realpath(run_dir, NULL);
	if (dir == NULL) {
		err_sys(err, "%s", run_dir);
		return NULL;
	}
	struct journal *journal = xcalloc(1, sizeof(*journal));
	journal->dir = dir;
	journal->path = join(dir, "journal.db");
	journal->wal = join(dir, "journal.db-wal");
	journal->lock_fd = -1;
	who_am_i(&journal->who);
	return journal;
}

void
journal_close(struct journal *journal)
{
	if (journal == NULL)
		return;
	(void)sqlite3_close_v2(journal->db);	/* all is on disk already */
	lock_drop(journal->lock_fd);
	free(journal->dir);
	free(journal->path);
	free(journal->wal);
	free(journal);
}

static int
check_files(const struct journal *journal, struct err *err)
{
	char path[PATH_MAX];

	if (place_check_file(journal->path, err) == -1)
		return -1;
	for (size_t i = 1; i < countof(beside); i++) {
		if (side_path(journal->path, i, path, err) == -1 ||
		    place_check_side_file(path, err) == -1)
			return -1;
	}
	return 0;
}

static int
open_file(struct journal *journal, int flags, struct err *err)
{
	if (check_files(journal, err) == -1 ||
	    place_remember(journal->path, &journal->db_file, err) == -1 ||
	    db_open(&journal->db, journal->path, flags, err) == -1)
		return -1;
	if (!place_is_same(journal->path, &journal->db_file))
		return err_set(err, ERR_REFUSED, "%s was replaced while it was"
		    " opened", journal->path);
	if (schema_check(journal->db, err) == -1 || db_text(journal->db,
	    "SELECT run_id FROM run", journal->run_id, sizeof(journal->run_id),
	    err) == -1)
		return err_prefix(err, "%s", journal->path);
	return 0;
}

/* WAL makes its second file at the first reading. */
static int
make_ready(struct journal *journal, struct err *err)
{
	int64_t count;

	if (db_set_durable(journal->db, err) == -1 ||
	    db_number(journal->db, "SELECT count(*) FROM event", &count,
	    err) == -1 ||
	    place_remember(journal->wal, &journal->wal_file, err) == -1)
		return err_prefix(err, "%s", journal->path);
	return 0;
}

static int
take_over(struct journal *journal, struct err *err)
{
	struct row row = { .record.type = RECORD_TAKEOVER };

	if (journal_write(journal, &row, 1, true, err) == -1)
		return err_prefix(err, "take the run over");
	return 0;
}

struct journal *
journal_open(const char *run_dir, struct err *err)
{
	struct journal *journal = journal_new(run_dir, err);

	if (journal == NULL)
		return NULL;
	journal->lock_fd = lock_take(journal->dir, &journal->who, err);
	if (journal->lock_fd == -1 ||
	    open_file(journal, SQLITE_OPEN_READWRITE, err) == -1 ||
	    db_check(journal->db, err) == -1 ||
	    journal_verify(journal, NULL, NULL, err) == -1 ||
	    make_ready(journal, err) == -1 || take_over(journal, err) == -1) {
		journal_close(journal);
		return NULL;
	}
	return journal;
}

struct journal *
journal_peek(const char *run_dir, struct err *err)
{
	struct journal *journal = journal_new(run_dir, err);

	if (journal == NULL)
		return NULL;
	if (open_file(journal, SQLITE_OPEN_READONLY, err) == -1) {
		journal_close(journal);
		return NULL;
	}
	return journal;
}

/* None of a database's files, from the first-th, is there. */
static int
check_absent(const char *name, size_t first, struct err *err)
{
	char path[PATH_MAX];
	struct stat st;

	for (size_t i = first; i < countof(beside); i++) {
		if (side_path(name, i, path, err) == -1)
			return -1;
		if (lstat(path, &st) == 0)
			return err_set(err, ERR_REFUSED, "%s is there already;"
			    " resume that run, or look into it", path);
		if (errno != ENOENT)
			return err_sys(err, "%s", path);
	}
	return 0;
}

/* Of one who died here before us. */
static int
remove_half_made(const char *temp, struct err *err)
{
	char path[PATH_MAX];

	for (size_t i = 0; i < countof(beside); i++) {
		if (side_path(temp, i, path, err) == -1)
			return -1;
		if (unlink(path) == -1 && errno != ENOENT)
			return err_sys(err, "%s", path);
	}
	return 0;
}

/* The first transaction of all: tables, the run's name, epoch 1. */
static int
fill_new(sqlite3 *db, const struct journal *journal, struct err *err)
{
	char *sql = sqlite3_mprintf("INSERT INTO run VALUES(1, %Q);"
	    "INSERT INTO writer VALUES(1, 1, %Q, %lld)", journal->run_id,
	    journal->who.name, (long long)clock_wall_ms());

	if (sql == NULL)
		return err_set(err, ERR_IO, "out of memory");
	int status = db_sql(db, "PRAGMA journal_mode = DELETE;"
	    " PRAGMA synchronous = EXTRA; BEGIN IMMEDIATE", err) == -1 ||
	    schema_make(db, err) == -1 || db_sql(db, sql, err) == -1 ||
	    db_sql(db, "COMMIT", err) == -1 ? -1 : 0;
	sqlite3_free(sql);
	/* Already here, so that no rollback file ever stands beside the journal
	 * itself: who only reads could not get past one. */
	return status == -1 ? -1 : db_set_durable(db, err);
}

/* Under another name, closed (which takes the WAL away), synced and only then
 * renamed: a journal is whole, or it is not there. */
static int
make_file(const struct journal *journal, const char *temp, struct err *err)
{
	sqlite3 *db = NULL;

	if (remove_half_made(temp, err) == -1 || place_new_file(temp, err) == -1 ||
	    db_open(&db, temp, SQLITE_OPEN_READWRITE, err) == -1)
		return -1;
	int status = fill_new(db, journal, err);
	if (sqlite3_close(db) != SQLITE_OK && status == 0)
		status = err_set(err, ERR_IO, "%s cannot be closed", temp);
	if (status == -1 || check_absent(temp, 1, err) == -1 ||
	    place_sync(temp, err) == -1)
		return -1;
	if (rename(temp, journal->path) == -1)
		return err_sys(err, "%s", journal->path);
	return place_sync(journal->dir, err);
}

static int
create(struct journal *journal, const char *run_id, struct err *err)
{
	if (!str_is_name(run_id) ||
	    !str_copy(journal->run_id, sizeof(journal->run_id), run_id))
		return err_set(err, ERR_USAGE, "a run cannot have this name");
	journal->lock_fd = lock_take(journal->dir, &journal->who, err);
	/* What is left of a journal may be all that tells what was sent; a WAL
	 * would even be read into the new file. */
	if (journal->lock_fd == -1 || check_absent(journal->path, 0, err) == -1)
		return -1;
	char *temp = join(journal->dir, "journal.new");
	int status = make_file(journal, temp, err);
	free(temp);
	if (status == -1 || open_file(journal, SQLITE_OPEN_READWRITE, err) == -1 ||
	    make_ready(journal, err) == -1)
		return -1;
	journal->epoch = 1;
	return 0;
}

struct journal *
journal_create(const char *run_dir, const char *run_id, struct err *err)
{
	if (file_make_dirs(run_dir, err) == -1 ||
	    place_sync_parent(run_dir, err) == -1)
		return NULL;
	struct journal *journal = journal_new(run_dir, err);
	if (journal == NULL)
		return NULL;
	if (create(journal, run_id, err) == -1) {
		journal_close(journal);
		return NULL;
	}
	return journal;
}
