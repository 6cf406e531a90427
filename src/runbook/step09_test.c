/* Step 9: every new server passes the test that the first one passed. */

#include "runbook/common.h"

static bool
is_running_new(const struct server *sv)
{
	return sv->mark == MARK_NEW && server_runs(sv);
}

static void
precheck(const struct scene *scene, struct checks *checks)
{
	common_check_equal(scene, checks);
	for (size_t i = 0; i < scene->facts->n_servers; i++) {
		const struct server *sv = &scene->facts->servers[i];

		if (is_running_new(sv) && (sv->state == CLOUD_PENDING ||
		    sv->state == CLOUD_BOOTING))
			common_say(checks, VERDICT_WAIT, "", 0, "%s is %s",
			    sv->name, cloud_state_name(sv->state));
	}
}

static void
plan(const struct scene *scene, struct plan *plan)
{
	for (size_t i = 0; i < scene->facts->n_servers; i++) {
		const struct server *sv = &scene->facts->servers[i];

		if (is_running_new(sv) && sv->state == CLOUD_OPERATIONAL)
			common_add(scene, plan, ACTION_PROBE, sv->name, NULL,
			    NULL);
	}
}

static void
verify(const struct scene *scene, struct checks *checks)
{
	common_check_equal(scene, checks);
	for (size_t i = 0; i < scene->facts->n_servers; i++) {
		const struct server *sv = &scene->facts->servers[i];

		if (!is_running_new(sv))
			continue;
		common_say(checks, common_is_proven(sv) ? VERDICT_GOOD :
		    VERDICT_BAD, "GR-13", 8, "%s (%s): %u passes in a row; %s",
		    sv->name, cloud_state_name(sv->state), sv->probe.passes,
		    sv->probe.text);
		common_check_version(scene, checks, sv);
	}
	common_check_complement(scene, checks);
}

const struct step step_test = {
	.number = 9,
	.name = "test",
	.title = "Test the others",
	.advice = "Every new server must reach the database and say the new "
	    "version.\nWhat fails is discarded, and step 8 launches another.",
	.undo_text = "none, because a test changes nothing",
	.flags = STEP_ONE_WAY,
	.precheck = precheck,
	.plan = plan,
	.verify = verify,
};
