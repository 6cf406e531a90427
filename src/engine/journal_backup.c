/* A copy of the journal, through SQLite, proven before it gets its name. */

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/str.h"
#include "engine/journal_db.h"

static int
copy(struct journal *journal, sqlite3 *to, struct err *err)
{
	sqlite3_backup *backup = sqlite3_backup_init(to, "main", journal->db,
	    "main");

	if (backup == NULL)
		return db_fail(to, err);
	/* All pages in one step: one state, whoever writes meanwhile. */
	(void)sqlite3_backup_step(backup, -1);
	if (sqlite3_backup_finish(backup) != SQLITE_OK)
		return db_fail(to, err);
	/* One file, without a WAL that could be left behind. */
	return db_sql(to, "PRAGMA journal_mode = DELETE", err);
}

static int
prove(const struct journal *journal, sqlite3 *db, struct err *err)
{
	struct journal copied = { .db = db, .lock_fd = -1 };

	str_copy(copied.run_id, sizeof(copied.run_id), journal->run_id);
	if (db_check(db, err) == -1)
		return -1;
	return journal_verify(&copied, NULL, NULL, err);
}

static int
write_copy(struct journal *journal, const char *temp, struct err *err)
{
	sqlite3 *db = NULL;

	if (place_new_file(temp, err) == -1)
		return -1;
	char *real = realpath(temp, NULL);
	if (real == NULL)
		return err_sys(err, "%s", temp);
	int status = db_open(&db, real, SQLITE_OPEN_READWRITE, err);
	free(real);
	if (status == -1)
		return -1;
	status = copy(journal, db, err) == -1 || prove(journal, db, err) == -1 ?
	    -1 : 0;
	if (sqlite3_close(db) != SQLITE_OK && status == 0)
		status = err_set(err, ERR_IO, "%s cannot be closed", temp);
	return status == -1 ? -1 : place_sync(temp, err);
}

int
journal_backup(struct journal *journal, const char *path, struct err *err)
{
	char temp[PATH_MAX];

	if (journal->db == NULL)
		return err_set(err, ERR_IO, "the journal's disk failed");
	if (!str_fmt(temp, sizeof(temp), "%s.part", path))
		return err_set(err, ERR_IO, "%s: the name is too long", path);
	(void)unlink(temp);		/* of a backup that was cut short */
	int status = write_copy(journal, temp, err);
	if (status == 0 && rename(temp, path) == -1)
		status = err_sys(err, "%s", path);
	if (status == -1) {
		(void)unlink(temp);
		return err_prefix(err, "backup");
	}
	return place_sync_parent(path, err);
}
