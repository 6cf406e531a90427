/* Step 2: migrations that old and new servers can both live with. */

#include "runbook/common.h"

static bool
applies(const struct scene *scene, char *why, size_t size)
{
	if (scene->config->db.name[0] != '\0' &&
	    scene->config->db.migrations.n > 0)
		return true;
	str_copy(why, size, "no migrations are configured");
	return false;
}

static void
check_class(const struct scene *scene, struct checks *checks,
    const struct migration *migration)
{
	switch (migration->class) {
	case SQL_ADDITIVE:
		common_say(checks, VERDICT_GOOD, "GR-06", 0, "%s only adds",
		    migration->file);
		return;
	case SQL_DESTRUCTIVE:
		common_say(checks, scene->config->policy.with_downtime ?
		    VERDICT_LOOK : VERDICT_BAD, "GR-06", 0,
		    "%s does more than add: %s", migration->file, migration->why);
		return;
	case SQL_UNKNOWN:
		break;
	}
	common_say(checks, scene->config->policy.with_downtime ? VERDICT_LOOK :
	    VERDICT_BAD, "GR-06", 0, "%s: what it does is not understood",
	    migration->file);
}

static void
check_snapshot(const struct scene *scene, struct checks *checks)
{
	const struct snapshot *snapshot = &scene->facts->db.snapshot;

	if (snapshot->state == SNAPSHOT_COMPLETE &&
	    snapshot->verified == TRI_YES &&
	    str_eq(snapshot->of, scene->facts->db.identity))
		common_say_loss(scene, checks);
	else
		common_say(checks, VERDICT_BAD, "GR-04", 1,
		    "there is no verified snapshot of this database; step 1 "
		    "makes one");
}

static void
precheck(const struct scene *scene, struct checks *checks)
{
	const struct argv *files = &scene->config->db.migrations;
	const struct database *db = &scene->facts->db;

	if (db->trouble[0] != '\0') {
		common_say(checks, VERDICT_UNKNOWN, "GR-05", 0,
		    "the database does not answer: %s", db->trouble);
		return;
	}
	check_snapshot(scene, checks);
	if (scene->config->db.applied.words == NULL)
		common_say(checks, VERDICT_LOOK, "", 0,
		    "the database is not asked what it has had (database.applied): "
		    "only what this run did is known");
	for (size_t i = 0; i < files->n; i++) {
		const struct migration *migration =
		    facts_migration(scene->facts, files->words[i]);

		if (migration == NULL)
			common_say(checks, VERDICT_UNKNOWN, "", 0,
			    "%s was not read yet", files->words[i]);
		else if (migration->applied != TRI_YES)
			check_class(scene, checks, migration);
	}
}

static void
plan(const struct scene *scene, struct plan *plan)
{
	const struct argv *files = &scene->config->db.migrations;

	for (size_t i = 0; i < files->n; i++)
		common_add(scene, plan, ACTION_MIGRATE, NULL, NULL,
		    files->words[i]);
}

static void
verify(const struct scene *scene, struct checks *checks)
{
	const struct argv *files = &scene->config->db.migrations;

	for (size_t i = 0; i < files->n; i++) {
		const struct migration *migration =
		    facts_migration(scene->facts, files->words[i]);
		enum tri applied = migration == NULL ? TRI_UNKNOWN :
		    migration->applied;

		common_say(checks, applied == TRI_YES ? VERDICT_GOOD :
		    applied == TRI_NO ? VERDICT_BAD : VERDICT_UNKNOWN, "", 0,
		    applied == TRI_YES ? "%s is applied" : applied == TRI_NO ?
		    "%s is not applied" : "whether %s is applied is not known",
		    files->words[i]);
	}
	if (scene->facts->db.schema[0] != '\0')
		common_say(checks, VERDICT_GOOD, "", 0,
		    "the database says schema %s", scene->facts->db.schema);
}

const struct step step_migrate = {
	.number = 2,
	.name = "migrate",
	.title = "Run the migrations",
	.advice = "Add tables, columns or indexes that the new release needs.\n"
	    "The old servers go on using the database: add only, never take away.",
	.undo_text = "none, because what it adds harms no old server",
	.flags = STEP_OPTIONAL | STEP_ONE_WAY,
	.applies = applies,
	.precheck = precheck,
	.plan = plan,
	.verify = verify,
};
