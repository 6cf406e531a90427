/* Step 7: the first new server runs, and proves itself. */

#include "runbook/common.h"

/* Here a failed test is a reason to try again, not to give up on it. */
static bool
is_candidate(const struct server *sv)
{
	return sv->mark == MARK_NEW && sv->id[0] != '\0' &&
	    (sv->state == CLOUD_INACTIVE || sv->state == CLOUD_PENDING ||
	    sv->state == CLOUD_BOOTING || sv->state == CLOUD_OPERATIONAL);
}

static bool
is_stranded(const struct server *sv)
{
	return sv->mark == MARK_NEW && sv->state == CLOUD_STRANDED;
}

static const struct server *
the_server(const struct scene *scene)
{
	const struct server *sv = common_first(scene->facts, common_is_proven);

	return sv != NULL ? sv : common_first(scene->facts, is_candidate);
}

static void
say_there_is_none(const struct scene *scene, struct checks *checks)
{
	const struct server *sv = common_first(scene->facts, is_stranded);

	if (sv == NULL)
		common_say(checks, VERDICT_BAD, "", 3,
		    "there is no NEW server to launch; step 3 makes one");
	else
		common_say(checks, VERDICT_BAD, "", 3, "%s is stranded: it did not "
		    "boot; read its log, discard %s to clone another, or go "
		    "back to take back all of the run", sv->name, sv->name);
}

static void
precheck(const struct scene *scene, struct checks *checks)
{
	const struct server *sv = the_server(scene);

	if (sv == NULL)
		say_there_is_none(scene, checks);
	else if (sv->state == CLOUD_PENDING || sv->state == CLOUD_BOOTING)
		common_say(checks, VERDICT_WAIT, "", 0, "%s is %s", sv->name,
		    cloud_state_name(sv->state));
	else
		common_say(checks, VERDICT_GOOD, "", 0, "%s: template %s",
		    sv->name, sv->template);
}

static void
plan(const struct scene *scene, struct plan *plan)
{
	const struct server *sv = the_server(scene);

	if (sv == NULL)
		return;
	if (!server_runs(sv))
		common_add(scene, plan, ACTION_LAUNCH, sv->name, NULL, NULL);
	common_add(scene, plan, ACTION_PROBE, sv->name, NULL, NULL);
}

static void
verify(const struct scene *scene, struct checks *checks)
{
	const struct server *sv = the_server(scene);

	if (sv == NULL) {
		common_say(checks, VERDICT_BAD, "", 3, "there is no NEW server");
		return;
	}
	common_say(checks, sv->state == CLOUD_OPERATIONAL ? VERDICT_GOOD :
	    VERDICT_WAIT, "", 0, "%s is %s", sv->name,
	    cloud_state_name(sv->state));
	common_say(checks, sv->probe.passed == TRI_YES ? VERDICT_GOOD :
	    VERDICT_BAD, "GR-13", 7, "%s: %u passes in a row; %s", sv->name,
	    sv->probe.passes, sv->probe.text);
	common_check_version(scene, checks, sv);
	if (common_is_listed(scene, sv))
		common_say(checks, VERDICT_LOOK, "GR-01", 0,
		    "a balancer lists %s already", sv->name);
}

static bool
has_discard(const struct plan *plan, const char *server)
{
	for (size_t i = 0; i < plan->n; i++)
		if (plan->actions[i].kind == ACTION_DISCARD &&
		    str_eq(plan->actions[i].server, server))
			return true;
	return false;
}

/* A launch that failed is not among what was done, but what it left is there. */
static void
undo(const struct scene *scene, const struct plan *done, struct plan *plan)
{
	const struct server *sv = common_first(scene->facts, is_stranded);

	common_undo(scene, done, plan);
	if (sv != NULL && !has_discard(plan, sv->name))
		common_add(scene, plan, ACTION_DISCARD, sv->name, NULL, sv->id);
}

const struct step step_launch = {
	.number = 7,
	.name = "launch",
	.title = "Launch and test a server",
	.advice = "Launch one new server and see that it reaches the database.\n"
	    "If it does not: discard it, change one thing, and clone again; or go "
	    "back.",
	.undo_text = "discards it, until step 11; costs its boot time",
	.precheck = precheck,
	.plan = plan,
	.verify = verify,
	.undo = undo,
};
