/*
 * The database, by configured commands.  It says itself who it is; variables of
 * our environment that could point somewhere else do not reach the commands
 * (base/child lets only a few through).
 */

#include <stdlib.h>
#include <string.h>

#include "backend/db_command.h"
#include "backend/provider.h"
#include "backend/secret_source.h"
#include "backend/sql_class.h"
#include "base/clock.h"
#include "base/loop.h"
#include "base/xmalloc.h"

#define ROUND_MS	5000

enum query { QUERY_IDENTIFY, QUERY_SCHEMA, QUERY_WRITES, QUERY_APPLIED,
	QUERY_COUNT };

struct db;

struct part {
	struct db *db;
	enum query query;
	struct db_command *command;
};

struct db {
	struct provider_ctx ctx;
	/* The refresh under way. */
	struct part parts[QUERY_COUNT];
	size_t pending;
	struct database saw;
	struct buf applied;
	bool applied_known;
	struct loop_timer *later;
	provider_saw_fn *saw_fn;
	void *saw_arg;
	/* The action in hand. */
	struct db_snapshot *snapshot;
	struct db_migrate *migrate;
	struct loop_timer *refusal;
	provider_done_fn *done;
	void *done_arg;
};

static int
db_open(void **self, const struct provider_ctx *ctx, struct err *err)
{
	struct db *db = xcalloc(1, sizeof(*db));

	(void)err;
	db->ctx = *ctx;
	db->ctx.secret = secret_source_new(ctx->loop,
	    ctx->config->db.secret_file, &ctx->config->db.secret_command);
	*self = db;
	return 0;
}

/* The refresh. */

static const struct argv *
query_argv(const struct config *config, enum query query)
{
	switch (query) {
	case QUERY_IDENTIFY:
		return &config->db.identify;
	case QUERY_SCHEMA:
		return &config->db.schema;
	case QUERY_WRITES:
		return &config->db.writes;
	case QUERY_APPLIED:
		return &config->db.applied;
	case QUERY_COUNT:
		break;
	}
	return NULL;
}

static const char *
query_key(enum query query)
{
	static const char *const keys[] = { "identify", "schema", "writes",
		"applied" };

	return keys[query];
}

static void
add_migration(struct db *db, struct sightings *batch, const char *file)
{
	struct sighting saw = { .kind = SAW_MIGRATION };
	struct migration *migration = &saw.u.migration;
	struct buf text = { 0 };
	struct err err = { 0 };

	(void)str_copy(migration->file, sizeof(migration->file), file);
	if (db_read_migration(file, &text, migration->digest, &err) == -1)
		(void)str_safe(migration->why, sizeof(migration->why),
		    err.text);
	else
		migration->class = sql_classify(text.data, migration->why,
		    sizeof(migration->why));
	if (db->applied_known)
		migration->applied = db_has_line(db->applied.data, file) ?
		    TRI_YES : TRI_NO;
	sightings_add(batch, &saw);
	buf_done(&text);
}

static void
tell(struct db *db)
{
	const struct config *config = db->ctx.config;
	struct sightings batch = { 0 };
	struct sighting saw = { .kind = SAW_DATABASE };

	db->saw.configured = config->db.name[0] != '\0' ? TRI_YES : TRI_NO;
	db->saw.seen_ms = clock_boot_ms();
	saw.u.database = db->saw;
	sightings_add(&batch, &saw);
	if (db->saw.configured == TRI_YES)
		for (size_t i = 0; i < config->db.migrations.n; i++)
			add_migration(db, &batch,
			    config->db.migrations.words[i]);
	db->saw_fn(&batch, NULL, db->saw_arg);
	sightings_done(&batch);
}

static void
round_done(void *arg)
{
	struct db *db = arg;

	db->later = NULL;
	/* A part of the answer is no answer. */
	if (db->saw.trouble[0] != '\0')
		db->saw_fn(NULL, db->saw.trouble, db->saw_arg);
	else
		tell(db);
}

static void
take(struct db *db, enum query query, const struct db_result *result)
{
	switch (query) {
	case QUERY_IDENTIFY:
		(void)str_copy(db->saw.identity, sizeof(db->saw.identity),
		    result->last);
		break;
	case QUERY_SCHEMA:
		(void)str_copy(db->saw.schema, sizeof(db->saw.schema),
		    result->last);
		break;
	case QUERY_WRITES:
		if (!str_to_i64(result->last, 0, INT64_MAX, &db->saw.writes))
			db->saw.writes = -1;
		break;
	case QUERY_APPLIED:
		buf_puts(&db->applied, result->out);
		db->applied_known = true;
		break;
	case QUERY_COUNT:
		break;
	}
}

static void
answered(const struct db_result *result, void *arg)
{
	struct part *part = arg;
	struct db *db = part->db;

	part->command = NULL;
	if (result->ok)
		take(db, part->query, result);
	else if (db->saw.trouble[0] == '\0')
		(void)str_fmt(db->saw.trouble, sizeof(db->saw.trouble),
		    "%s: %s", query_key(part->query), result->trouble);
	if (--db->pending == 0)
		round_done(db);
}

static void
db_refresh(void *self, const struct facts *facts, provider_saw_fn *saw,
    void *arg)
{
	struct db *db = self;
	const struct config *config = db->ctx.config;

	(void)facts;
	db->saw_fn = saw;
	db->saw_arg = arg;
	db->saw = (struct database){ .writes = -1 };
	buf_reset(&db->applied);
	db->applied_known = false;
	for (enum query query = 0; query < QUERY_COUNT; query++) {
		const struct argv *argv = query_argv(config, query);
		struct part *part = &db->parts[query];
		if (config->db.name[0] == '\0' || argv == NULL ||
		    argv->words == NULL)
			continue;
		*part = (struct part){ .db = db, .query = query };
		part->command = db_command_start(&db->ctx, argv, NULL, NULL,
		    false, ROUND_MS, answered, part);
		db->pending++;
	}
	if (db->pending == 0)
		db->later = loop_add_timer(db->ctx.loop, 0, round_done, db);
}

/* The actions. */

static void
done(enum outcome outcome, const char *text, const struct sightings *batch,
    void *arg)
{
	struct db *db = arg;

	db->snapshot = NULL;
	db->migrate = NULL;
	db->done(outcome, text, batch, db->done_arg);
}

static void
refuse(void *arg)
{
	struct db *db = arg;

	db->refusal = NULL;
	db->done(OUTCOME_FAILED, "the database cannot do that", NULL,
	    db->done_arg);
}

static void
db_perform(void *self, const struct action *action, const struct facts *facts,
    provider_done_fn *done_fn, void *arg)
{
	struct db *db = self;

	db->done = done_fn;
	db->done_arg = arg;
	if (action->kind == ACTION_SNAPSHOT)
		db->snapshot = db_snapshot_start(&db->ctx, action->arg, facts,
		    done, db);
	else if (action->kind == ACTION_MIGRATE)
		db->migrate = db_migrate_start(&db->ctx, action->arg, facts,
		    done, db);
	else
		db->refusal = loop_add_timer(db->ctx.loop, 0, refuse, db);
}

static void
db_close(void *self)
{
	struct db *db = self;

	if (db == NULL)
		return;
	for (size_t i = 0; i < QUERY_COUNT; i++)
		db_command_cancel(db->parts[i].command);
	db_snapshot_cancel(db->snapshot);
	db_migrate_cancel(db->migrate);
	loop_del_timer(db->later);
	loop_del_timer(db->refusal);
	buf_done(&db->applied);
	secret_source_free(db->ctx.secret);
	free(db);
}

const struct provider_ops db_exec = {
	.name = "database",
	.open = db_open,
	.refresh = db_refresh,
	.perform = db_perform,
	.close = db_close,
};
