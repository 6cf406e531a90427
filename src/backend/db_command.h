/* One of the database's configured commands, and the jobs made of them. */
#ifndef BACKEND_DB_COMMAND_H
#define BACKEND_DB_COMMAND_H

#include "backend/provider.h"
#include "base/child.h"

struct db_command;
struct db_migrate;
struct db_snapshot;

struct db_result {
	struct child_end end;
	bool ok;			/* exit status 0 */
	const char *out;		/* standard output */
	char last[TEXT_LEN];		/* its last line, made harmless */
	char trouble[TEXT_LEN];		/* when not ok, for people */
};

typedef void db_command_fn(const struct db_result *result, void *arg);

/* Exactly one call of done, later.  %f and %d in argv are replaced by file and
 * digest (NULL: there is none).  live: each line is also output of the action
 * in hand. */
struct db_command *db_command_start(const struct provider_ctx *ctx,
    const struct argv *argv, const char *file, const char *digest, bool live,
    int timeout_ms, db_command_fn *done, void *arg);
void db_command_cancel(struct db_command *command);	/* NULL is fine */

/* Is this whole line in the text? */
bool db_has_line(const char *text, const char *line);
/* The file of a migration and its digest; -1 when it cannot be read. */
int db_read_migration(const char *file, struct buf *text, char digest[65],
    struct err *err);

/* A snapshot of the database into db.snapshot_dir, named by label and time, read
 * back and checked. */
struct db_snapshot *db_snapshot_start(const struct provider_ctx *ctx,
    const char *label, const struct facts *facts, provider_done_fn *done,
    void *arg);
void db_snapshot_cancel(struct db_snapshot *snapshot);	/* NULL is fine */

/* One migration, once: asks the marker before, and again when the command did
 * not end well. */
struct db_migrate *db_migrate_start(const struct provider_ctx *ctx,
    const char *file, const struct facts *facts, provider_done_fn *done,
    void *arg);
void db_migrate_cancel(struct db_migrate *migrate);	/* NULL is fine */

#endif
