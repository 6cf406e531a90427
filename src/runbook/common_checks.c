/* Findings that several steps want. */

#include "runbook/common.h"

#include <stdarg.h>

#include "base/clock.h"
#include "model/inputs.h"

void
common_say(struct checks *checks, enum verdict verdict, const char *rule,
    int remedy, const char *fmt, ...)
{
	struct buf buf = { 0 };
	va_list ap;

	va_start(ap, fmt);
	buf_vprintf(&buf, fmt, ap);
	va_end(ap);

	struct check *check = checks_add(checks, verdict, "%s", buf.data);
	str_copy(check->rule, sizeof(check->rule), rule);
	check->remedy = remedy;
	buf_done(&buf);
}

bool
common_check_lbs(const struct scene *scene, struct checks *checks)
{
	const struct config *config = scene->config;
	bool all = true;

	for (size_t i = 0; i < config->n_lbs; i++) {
		const char *name = config->lbs[i].name;
		const struct lb *lb = facts_lb(scene->facts, name);

		if (lb != NULL && facts_lb_fresh(scene->facts, lb,
		    config->policy.fresh_ms))
			continue;
		all = false;
		common_say(checks, VERDICT_UNKNOWN, "", 0,
		    "%s does not answer%s%s", name,
		    lb == NULL || lb->trouble[0] == '\0' ? "" : ": ",
		    lb == NULL ? "" : lb->trouble);
	}
	if (all)
		common_say(checks, VERDICT_GOOD, "", 0,
		    "every balancer answers");
	return all;
}

void
common_check_equal(const struct scene *scene, struct checks *checks)
{
	size_t old = common_count(scene->facts, common_is_old);
	size_t new = common_count(scene->facts, common_is_new_running);

	if (new < old)
		common_say(checks, VERDICT_BAD, "GR-10", 8,
		    "%zu NEW for %zu OLD servers; step 8 launches the others",
		    new, old);
	else
		common_say(checks, VERDICT_GOOD, "GR-10", 0,
		    "%zu NEW for %zu OLD servers", new, old);
}

static enum verdict
judge_row(const struct server *sv, const struct lb_row *row)
{
	if (row == NULL || row->state == LB_MAINT ||
	    !facts_row_agrees(sv, row))
		return VERDICT_BAD;
	return lb_row_serves(row) ? VERDICT_GOOD : VERDICT_WAIT;
}

static void
check_serving_one(const struct scene *scene, struct checks *checks,
    const struct server *sv)
{
	const struct config *config = scene->config;
	size_t good = 0;

	for (size_t i = 0; i < config->n_lbs; i++) {
		const char *lb = config->lbs[i].name;
		const struct lb_row *row = facts_row(scene->facts, sv->name, lb);
		enum verdict verdict = judge_row(sv, row);

		if (verdict == VERDICT_GOOD)
			good++;
		else if (row == NULL || row->state == LB_MAINT)
			common_say(checks, verdict, "GR-15", 11,
			    "split: %s does not have %s", lb, sv->name);
		else
			common_say(checks, verdict, "GR-15", 11,
			    "%s says of %s (%s): %s %s", lb, sv->name, row->addr,
			    row->status, row->check);
	}
	if (good == config->n_lbs)
		common_say(checks, VERDICT_GOOD, "GR-15", 0,
		    "%s is UP on every balancer", sv->name);
}

void
common_check_serving(const struct scene *scene, struct checks *checks,
    bool (*is)(const struct scene *scene, const struct server *sv))
{
	if (!common_check_lbs(scene, checks))
		return;
	for (size_t i = 0; i < scene->facts->n_servers; i++)
		if (is(scene, &scene->facts->servers[i]))
			check_serving_one(scene, checks,
			    &scene->facts->servers[i]);
}

void
common_check_version(const struct scene *scene, struct checks *checks,
    const struct server *sv)
{
	const char *wanted = scene->config->release_to;

	if (wanted[0] == '\0')
		return;
	if (sv->self.version[0] == '\0')
		common_say(checks, VERDICT_UNKNOWN, "GR-14", 0,
		    "%s does not say its version", sv->name);
	else if (!str_eq(sv->self.version, wanted))
		common_say(checks, VERDICT_BAD, "GR-14", 6,
		    "%s says version %s instead of %s", sv->name,
		    sv->self.version, wanted);
	else
		common_say(checks, VERDICT_GOOD, "GR-14", 0,
		    "%s says version %s", sv->name, wanted);
}

void
common_say_loss(const struct scene *scene, struct checks *checks)
{
	const struct database *db = &scene->facts->db;
	const struct snapshot *snapshot = &db->snapshot;
	char made[32], still[32];

	clock_hms(snapshot->wall_ms, made, sizeof(made));
	clock_hms(snapshot->wall_ms + snapshot->still_ms - snapshot->at_ms,
	    still, sizeof(still));
	if (snapshot->writes < 0 || db->writes < snapshot->writes)
		common_say(checks, VERDICT_LOOK, "GR-04", 0,
		    "nobody counts the writes since the snapshot (database.writes): "
		    "restoring it loses all that came after %s UTC", made);
	else if (db->writes == snapshot->writes)
		common_say(checks, VERDICT_GOOD, "GR-04", 0,
		    "restoring the snapshot would lose nothing: no write by %s UTC",
		    still);
	else
		common_say(checks, VERDICT_LOOK, "GR-04", 0,
		    "restoring the snapshot lost nothing until %s UTC; now it loses "
		    "up to %lld writes", still,
		    (long long)(db->writes - snapshot->writes));
}

void
common_check_complement(const struct scene *scene, struct checks *checks)
{
	const char *wanted = scene->config->release_to;
	char names[TEXT_LEN / 2] = "", new[TEXT_LEN / 4] = "";

	for (size_t i = 0; i < scene->facts->n_servers; i++) {
		const struct server *sv = &scene->facts->servers[i];

		if (!server_runs(sv) || sv->state == CLOUD_DECOMMISSIONING ||
		    str_eq(sv->self.version, wanted))
			continue;
		(void)str_add(names, sizeof(names), "%s%s (%s)",
		    names[0] == '\0' ? "" : ", ", sv->name,
		    sv->self.version[0] == '\0' ? "?" : sv->self.version);
		if (sv->mark == MARK_NEW)
			(void)str_add(new, sizeof(new), "%s%s",
			    new[0] == '\0' ? "" : ", ", sv->name);
	}
	if (new[0] != '\0')
		common_say(checks, VERDICT_BAD, "GR-14", 8,
		    "still old: %s; marked NEW among them: %s", names, new);
	else
		common_say(checks, VERDICT_GOOD, "GR-14", 0,
		    "still old: %s; none of them is marked NEW",
		    names[0] == '\0' ? "nobody" : names);
}

void
common_check_shadows(const struct scene *scene, struct checks *checks,
    enum verdict verdict)
{
	const struct input *own = NULL;

	while (scene->done != NULL && (own = inputs_next_shadow(scene->facts,
	    &scene->done[6], own)) != NULL)
		common_say(checks, verdict, "GR-08", 15,
		    "the array's own %s hides what step 6 set for the deployment; "
		    "make them equal, or take it out of the array", own->key);
}

void
common_say_remarks(const struct scene *scene, struct checks *checks,
    enum remark_about about)
{
	for (size_t i = 0; i < scene->facts->n_remarks; i++)
		if (scene->facts->remarks[i].about == about)
			common_say(checks, VERDICT_LOOK, "", 0, "%s",
			    scene->facts->remarks[i].text);
}

bool
common_has_array(const struct scene *scene, char *why, size_t size)
{
	if (scene->config->array[0] != '\0')
		return true;
	str_copy(why, size, "this deployment has no server array");
	return false;
}

bool
common_check_array(const struct scene *scene, struct checks *checks)
{
	const struct array *array = &scene->facts->array;

	switch (array->exists) {
	case TRI_YES:
		common_say(checks, VERDICT_GOOD, "", 0,
		    "the array %s is %s, %u running", array->name,
		    array->enabled == TRI_YES ? "enabled" :
		    array->enabled == TRI_NO ? "disabled" : "in an unknown state",
		    array->running);
		return true;
	case TRI_NO:
		common_say(checks, VERDICT_BAD, "GR-03", 0,
		    "the cloud knows no array %s", scene->config->array);
		return false;
	case TRI_UNKNOWN:
		break;
	}
	common_say(checks, VERDICT_UNKNOWN, "", 0,
	    "the cloud has not told of the array yet");
	return false;
}

void
common_check_picks(const struct step *step, const struct scene *scene,
    struct checks *checks)
{
	const struct choices *choices = scene->choices;
	char why[TEXT_LEN];

	if (choices->picked && choices->n_picks == 0)
		common_say(checks, VERDICT_BAD, "GR-03", 0,
		    "no server is picked; nothing never means all");
	for (size_t i = 0; choices->picked && i < choices->n_picks; i++) {
		const char *name = choices->picks[i];
		const struct server *sv = facts_server(scene->facts, name);

		if (sv == NULL)
			common_say(checks, VERDICT_BAD, "GR-03", 0,
			    "there is no server %s", name);
		else if (sv->state != CLOUD_TERMINATED &&
		    !step->offers(scene, sv, why, sizeof(why)))
			common_say(checks, VERDICT_BAD, "GR-03", 0, "%s: %s",
			    name, why);
	}
}

static bool
is_listed_new(const struct scene *scene, const struct server *sv)
{
	return sv->mark == MARK_NEW && common_is_listed(scene, sv);
}

void
common_check_successors(const struct step *step, const struct scene *scene,
    struct checks *checks)
{
	const struct facts *facts = scene->facts;
	bool old = false, new = false;

	for (size_t i = 0; i < facts->n_servers; i++) {
		const struct server *sv = &facts->servers[i];

		old = old || (sv->mark == MARK_OLD &&
		    common_is_listed(scene, sv) &&
		    runbook_is_picked(step, scene, sv));
		new = new || is_listed_new(scene, sv);
	}
	if (old && !new)
		common_say(checks, VERDICT_BAD, "GR-17", 11,
		    "no NEW server is attached; step 11 does it");
	common_check_serving(scene, checks, is_listed_new);
}
