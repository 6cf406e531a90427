/* Reading the journal: each record, what is unsettled, whether the chain holds. */

#include <string.h>

#include "base/str.h"
#include "engine/journal_db.h"

static int
readable(const struct journal *journal, struct err *err)
{
	if (journal->db == NULL)
		return err_set(err, ERR_IO, "the journal's disk failed");
	return 0;
}

typedef bool row_fn(const struct row *row, void *arg, struct err *err);

/* fn returns false to stop. rest: WHERE and ORDER. */
static int
each_row(struct journal *journal, const char *rest, row_fn *fn, void *arg,
    struct err *err)
{
	struct buf sql = { 0 };
	struct row row;
	int code = SQLITE_ERROR, status = -1;

	buf_printf(&sql, "%s%s", row_select, rest);
	sqlite3_stmt *stmt = db_prepare(journal->db, sql.data, err);
	buf_done(&sql);
	if (stmt == NULL)
		return -1;
	while ((code = sqlite3_step(stmt)) == SQLITE_ROW) {
		status = row_read(journal, stmt, &row, err);
		if (status == -1 || !fn(&row, arg, err))
			break;
	}
	if (code == SQLITE_DONE)
		status = 0;
	else if (code != SQLITE_ROW)
		status = db_fail(journal->db, err);
	sqlite3_finalize(stmt);
	return status;
}

struct each {
	journal_fn *fn;
	void *arg;
};

static bool
pass_on(const struct row *row, void *arg, struct err *err)
{
	const struct each *each = arg;

	(void)err;
	return each->fn(&row->record, each->arg);
}

int
journal_each(struct journal *journal, journal_fn *fn, void *arg, struct err *err)
{
	return journal_each_after(journal, 0, fn, arg, err);
}

int
journal_each_after(struct journal *journal, int64_t seq, journal_fn *fn,
    void *arg, struct err *err)
{
	struct each each = { fn, arg };
	char rest[96];
	int64_t newest;

	/* Up to where it reached now: fn may add records. */
	if (readable(journal, err) == -1 || db_number(journal->db,
	    "SELECT coalesce(max(seq), 0) FROM event", &newest, err) == -1)
		return -1;
	str_fmt(rest, sizeof(rest), "WHERE e.seq > %lld AND e.seq <= %lld"
	    " ORDER BY e.seq", (long long)seq, (long long)newest);
	return each_row(journal, rest, pass_on, &each, err);
}

struct found {
	struct record *record;
	bool any;
};

static bool
keep(const struct row *row, void *arg, struct err *err)
{
	struct found *found = arg;

	(void)err;
	*found->record = row->record;
	found->any = true;
	return false;
}

int
journal_unsettled(struct journal *journal, struct record *record,
    struct err *err)
{
	struct found found = { record, false };

	if (readable(journal, err) == -1 || each_row(journal,
	    "WHERE e.seq = (SELECT min(seq) FROM unsettled)", keep, &found,
	    err) == -1)
		return -1;
	return found.any ? 1 : 0;
}

const char *
journal_key(const struct journal *journal, int64_t action_id, char key[65])
{
	char sql[80];

	str_copy(key, 65, "");
	str_fmt(sql, sizeof(sql), "SELECT idem_key FROM action WHERE"
	    " action_id = %lld", (long long)action_id);
	if (journal->db != NULL)
		(void)db_text(journal->db, sql, key, 65, NULL);
	return key;
}

int
journal_newest_serial(struct journal *journal, unsigned *serial, struct err *err)
{
	int64_t newest;

	if (readable(journal, err) == -1 || db_number(journal->db,
	    "SELECT coalesce(max(serial), 0) FROM action", &newest, err) == -1)
		return -1;
	*serial = (unsigned)newest;
	return 0;
}

const char *
journal_run_id(const struct journal *journal)
{
	return journal->run_id;
}

struct walk {
	char head[65];
	int64_t count, epoch;
	bool broken;
};

/* One link: the next number, the hash before it, its own. */
static bool
check_link(const struct row *row, void *arg, struct err *err)
{
	struct walk *walk = arg;
	char hash[65];

	row_hash(row, hash);
	walk->broken = true;
	if (row->record.seq != walk->count + 1)
		err_set(err, ERR_PARSE, "the chain is broken: record %lld is"
		    " missing", (long long)walk->count + 1);
	else if (strcmp(row->prev, walk->head) != 0 ||
	    strcmp(row->hash, hash) != 0)
		err_set(err, ERR_PARSE, "the chain is broken: record %lld, or its"
		    " action, was changed after it was written",
		    (long long)row->record.seq);
	else
		walk->broken = false;
	walk->count = row->record.seq;
	walk->epoch = row->record.epoch;
	str_copy(walk->head, sizeof(walk->head), hash);
	return !walk->broken;
}

static int
walk_chain(struct journal *journal, struct walk *walk, struct err *err)
{
	int64_t epoch;

	row_genesis(journal->run_id, walk->head);
	if (db_number(journal->db, "SELECT epoch FROM writer", &epoch,
	    err) == -1 || each_row(journal, "ORDER BY e.seq", check_link, walk,
	    err) == -1 || walk->broken)
		return -1;
	/* Each take-over leaves a record. */
	if (walk->epoch != epoch)
		return err_set(err, ERR_PARSE, "the chain is broken: its last"
		    " record is of epoch %lld, and the writer's is %lld",
		    (long long)walk->epoch, (long long)epoch);
	return 0;
}

/*
 * A tail that was cut off leaves a shorter chain that is whole; but for the
 * epoch, only a head that was kept elsewhere (report, log) can tell.
 */
int
journal_verify(struct journal *journal, char head[65], int64_t *count,
    struct err *err)
{
	struct walk walk = { .epoch = 1 };

	/* One state of the file, whoever writes beside us. */
	if (readable(journal, err) == -1 ||
	    db_sql(journal->db, "BEGIN", err) == -1)
		return -1;
	int status = walk_chain(journal, &walk, err);
	(void)sqlite3_exec(journal->db, "ROLLBACK", NULL, NULL, NULL);
	if (status == -1)
		return -1;
	if (head != NULL)
		str_copy(head, 65, walk.head);
	if (count != NULL)
		*count = walk.count;
	return 0;
}
