/*
 * One migration.  It is never sent twice: the database's own marker is asked
 * before, and when the command did not end well it is asked again, since a
 * connection may break after the commit.
 */

#include "backend/db_command.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/loop.h"
#include "base/xmalloc.h"

struct db_migrate {
	const struct provider_ctx *ctx;
	char file[TEXT_LEN], digest[65];
	char trouble[TEXT_LEN];		/* how the command ended */
	struct db_command *command;
	struct loop_timer *later;
	enum outcome outcome;
	char text[TEXT_LEN + 80];
	provider_done_fn *done;
	void *arg;
};

static void
finish(void *arg)
{
	struct db_migrate *migrate = arg;

	migrate->later = NULL;
	migrate->done(migrate->outcome, migrate->text, NULL, migrate->arg);
	free(migrate);
}

static void __attribute__((format(printf, 3, 4)))
answer(struct db_migrate *migrate, enum outcome outcome, const char *fmt, ...)
{
	va_list ap;

	migrate->outcome = outcome;
	va_start(ap, fmt);
	(void)vsnprintf(migrate->text, sizeof(migrate->text), fmt, ap);
	va_end(ap);
}

static void
ask_marker(struct db_migrate *migrate, db_command_fn *done)
{
	const struct config *config = migrate->ctx->config;

	migrate->command = db_command_start(migrate->ctx, &config->db.applied,
	    NULL, NULL, false, (int)config->command_limit_ms, done, migrate);
}

/* It failed, or so it seems. */
static void
looked_after(const struct db_result *result, void *arg)
{
	struct db_migrate *migrate = arg;

	migrate->command = NULL;
	if (!result->ok)
		answer(migrate, OUTCOME_UNKNOWN, "%s; and its marker cannot be"
		    " read: %s", migrate->trouble, result->trouble);
	else if (db_has_line(result->out, migrate->file))
		answer(migrate, OUTCOME_OK, "%s; but its marker is there",
		    migrate->trouble);
	else
		answer(migrate, OUTCOME_FAILED, "%s; its marker is not there",
		    migrate->trouble);
	finish(migrate);
}

static void
migrated(const struct db_result *result, void *arg)
{
	struct db_migrate *migrate = arg;

	migrate->command = NULL;
	(void)str_copy(migrate->trouble, sizeof(migrate->trouble),
	    result->trouble);
	if (result->ok) {
		answer(migrate, OUTCOME_OK, "%s", result->last);
	} else if (migrate->ctx->config->db.applied.words != NULL) {
		ask_marker(migrate, looked_after);
		return;
	} else {
		answer(migrate, OUTCOME_UNKNOWN, "%s", migrate->trouble);
	}
	finish(migrate);
}

static void
run(struct db_migrate *migrate)
{
	const struct config *config = migrate->ctx->config;

	migrate->command = db_command_start(migrate->ctx, &config->db.migrate,
	    migrate->file, migrate->digest, true, (int)config->command_limit_ms,
	    migrated, migrate);
}

static void
looked_before(const struct db_result *result, void *arg)
{
	struct db_migrate *migrate = arg;

	migrate->command = NULL;
	if (!result->ok) {
		answer(migrate, OUTCOME_FAILED, "not sent: %s",
		    result->trouble);
	} else if (db_has_line(result->out, migrate->file)) {
		answer(migrate, OUTCOME_OK, "it was applied already");
	} else {
		run(migrate);
		return;
	}
	finish(migrate);
}

/* Still the file that was shown? */
static int
check_file(struct db_migrate *migrate, const struct facts *facts,
    struct err *err)
{
	const struct migration *shown = facts_migration(facts, migrate->file);
	struct buf text = { 0 };
	int status = db_read_migration(migrate->file, &text, migrate->digest,
	    err);

	buf_done(&text);
	if (status == -1)
		return -1;
	if (shown == NULL)
		return err_set(err, ERR_REFUSED, "%s is not one of the"
		    " configured migrations", migrate->file);
	if (strcmp(shown->digest, migrate->digest) != 0)
		return err_set(err, ERR_REFUSED, "%s is not as it was shown:"
		    " it was changed", migrate->file);
	return 0;
}

struct db_migrate *
db_migrate_start(const struct provider_ctx *ctx, const char *file,
    const struct facts *facts, provider_done_fn *done, void *arg)
{
	struct db_migrate *migrate = xcalloc(1, sizeof(*migrate));
	struct err err = { 0 };

	migrate->ctx = ctx;
	migrate->done = done;
	migrate->arg = arg;
	(void)str_copy(migrate->file, sizeof(migrate->file), file);
	if (ctx->config->db.migrate.words == NULL)
		answer(migrate, OUTCOME_FAILED, "database.migrate is not set");
	else if (check_file(migrate, facts, &err) == -1)
		answer(migrate, OUTCOME_FAILED, "%s", err.text);
	else if (ctx->config->db.applied.words != NULL)
		ask_marker(migrate, looked_before);
	else
		run(migrate);
	if (migrate->command == NULL)
		migrate->later = loop_add_timer(ctx->loop, 0, finish, migrate);
	return migrate;
}

void
db_migrate_cancel(struct db_migrate *migrate)
{
	if (migrate == NULL)
		return;
	db_command_cancel(migrate->command);
	loop_del_timer(migrate->later);
	free(migrate);
}
