/* Step 1: a backup of the master database, before anything changes. */

#include "runbook/common.h"

static const struct step_setting settings[] = {
	{ "schema", "yes", "no: it is not touched, and this step is skipped" },
	{ NULL, NULL, NULL },
};

static bool
applies(const struct scene *scene, char *why, size_t size)
{
	if (scene->config->db.name[0] == '\0') {
		str_copy(why, size, "no database is configured");
		return false;
	}
	if (str_eq(common_setting(scene, "schema", "yes"), "no")) {
		str_copy(why, size, "the schema is not touched");
		return false;
	}
	return true;
}

static void
precheck(const struct scene *scene, struct checks *checks)
{
	const struct database *db = &scene->facts->db;

	if (db->trouble[0] != '\0')
		common_say(checks, VERDICT_UNKNOWN, "GR-05", 0,
		    "the database does not answer: %s", db->trouble);
	else if (db->seen_ms == 0 || db->identity[0] == '\0')
		common_say(checks, VERDICT_UNKNOWN, "GR-05", 0,
		    "the database has not said who it is");
	else
		common_say(checks, VERDICT_GOOD, "GR-05", 0,
		    "the database says it is %s", db->identity);
}

/* Finished, readable, of this database, and young enough to be worth it. */
static bool
have_snapshot(const struct scene *scene)
{
	const struct snapshot *snapshot = &scene->facts->db.snapshot;

	return snapshot->state == SNAPSHOT_COMPLETE &&
	    snapshot->verified == TRI_YES &&
	    str_eq(snapshot->of, scene->facts->db.identity) &&
	    scene->facts->now_ms - snapshot->at_ms <=
	    scene->config->policy.snapshot_max_age_ms;
}

static void
plan(const struct scene *scene, struct plan *plan)
{
	char label[TEXT_LEN];

	if (have_snapshot(scene))
		return;
	str_fmt(label, sizeof(label), "%s-before-%s", scene->config->deployment,
	    scene->config->release_to);
	plan_add(plan, ACTION_SNAPSHOT, NULL, NULL, label);
	str_copy(plan->typed, sizeof(plan->typed), scene->config->db.name);
}

static void
verify(const struct scene *scene, struct checks *checks)
{
	const struct snapshot *snapshot = &scene->facts->db.snapshot;

	if (have_snapshot(scene) && snapshot->bytes < 0) {
		common_say(checks, VERDICT_GOOD, "GR-04", 0,
		    "%s is completed and committed, says the cloud, which keeps it",
		    snapshot->id);
		common_say_loss(scene, checks);
	} else if (have_snapshot(scene)) {
		common_say(checks, VERDICT_GOOD, "GR-04", 0,
		    "the snapshot is complete and was read back, %lld bytes: %s",
		    (long long)snapshot->bytes, snapshot->id);
		common_say_loss(scene, checks);
	} else if (snapshot->state == SNAPSHOT_PENDING) {
		common_say(checks, VERDICT_WAIT, "GR-04", 0,
		    "the snapshot is not complete yet");
	} else {
		common_say(checks, VERDICT_BAD, "GR-04", 1,
		    "there is no complete, verified, recent snapshot of %s",
		    scene->facts->db.identity);
	}
}

const struct step step_snapshot = {
	.number = 1,
	.name = "snapshot",
	.title = "Back up the database",
	.advice = "If the schema will change, first make a backup of the master "
	    "database.\nRestoring it later loses every write made after it.",
	.undo_text = "none, because a backup changes nothing; it is kept",
	.flags = STEP_OPTIONAL | STEP_TYPED | STEP_ONE_WAY,
	.settings = settings,
	.applies = applies,
	.precheck = precheck,
	.plan = plan,
	.verify = verify,
};
