/* Step 12: stop new sessions on the old servers.  Sessions already open go on. */

#include "runbook/common.h"

static bool
preset(const struct scene *scene, const struct server *sv)
{
	return sv->mark == MARK_OLD && common_is_listed(scene, sv);
}

static void
check_soft_stop(const struct scene *scene, struct checks *checks)
{
	for (size_t i = 0; i < scene->facts->n_lbs; i++) {
		const struct lb *lb = &scene->facts->lbs[i];

		if (lb->cuts_on_down == TRI_YES)
			common_say(checks, VERDICT_BAD, "GR-16", 0,
			    "%s has on-marked-down shutdown-sessions: a failed "
			    "check would cut sessions", lb->name);
		if (lb->soft_stop == TRI_NO)
			common_say(checks, VERDICT_BAD, "GR-16", 0,
			    "%s has no http-check disable-on-404: it would go "
			    "DOWN and move its visitors", lb->name);
		else if (lb->soft_stop == TRI_UNKNOWN)
			common_say(checks, VERDICT_LOOK, "GR-16", 0,
			    "%s: its file was not read; the first server shows "
			    "if it is NOLB", lb->name);
	}
}

/* Is there a backend that is not ours, and sends visitors to it all the same? */
static bool
check_elsewhere(const struct scene *scene, struct checks *checks,
    const struct server *sv)
{
	const struct lb_row *row = facts_elsewhere(scene->facts, sv);

	if (row != NULL)
		common_say(checks, VERDICT_LOOK, "GR-22", 0,
		    "%s also sends visitors to %s through backend %s (as %s), which "
		    "is not ours to drain; before step 13, take it out there, or "
		    "set it to maint there", row->lb, sv->name, row->pxname,
		    row->svname);
	return row != NULL;
}

static void
precheck(const struct scene *scene, struct checks *checks)
{
	const struct server *sv = NULL;

	common_check_picks(&step_drain, scene, checks);
	common_check_successors(&step_drain, scene, checks);
	check_soft_stop(scene, checks);
	while ((sv = common_next_picked(&step_drain, scene, sv)) != NULL)
		(void)check_elsewhere(scene, checks, sv);
}

static void
plan(const struct scene *scene, struct plan *plan)
{
	const struct server *sv = NULL;

	while ((sv = common_next_picked(&step_drain, scene, sv)) != NULL)
		common_add(scene, plan, ACTION_DRAIN, sv->name, NULL, NULL);
}

/* No balancer may send it new visitors, and none may have it DOWN. */
static void
verify_one(const struct scene *scene, struct checks *checks,
    const struct server *sv)
{
	size_t good = 0;

	for (size_t i = 0; i < scene->config->n_lbs; i++) {
		const char *lb = scene->config->lbs[i].name;
		const struct lb_row *row = facts_row(scene->facts, sv->name, lb);

		if (row == NULL || row->state == LB_NOLB ||
		    row->state == LB_MAINT)
			good++;
		else
			common_say(checks, row->state == LB_DOWN ? VERDICT_BAD :
			    VERDICT_WAIT, "GR-16", 12, "%s says of %s: %s", lb,
			    sv->name, row->status);
	}
	if (good == scene->config->n_lbs && !check_elsewhere(scene, checks, sv))
		common_say(checks, VERDICT_GOOD, "GR-16", 0,
		    "%s gets no new sessions from any balancer", sv->name);
}

static void
verify(const struct scene *scene, struct checks *checks)
{
	const struct server *sv = NULL;

	if (!common_check_lbs(scene, checks))
		return;
	while ((sv = common_next_picked(&step_drain, scene, sv)) != NULL)
		verify_one(scene, checks, sv);
}

const struct step step_drain = {
	.number = 12,
	.name = "drain",
	.title = "Fail the old health checks",
	.advice = "The health check file of the old servers goes.  No new "
	    "sessions come;\nsessions that are open go on, cookie visitors too.",
	.undo_text = "puts the file back, until step 18; takes seconds",
	.flags = STEP_PICKS,
	.offers = common_may_go,
	.preset = preset,
	.precheck = precheck,
	.plan = plan,
	.verify = verify,
	.undo = common_undo,
};
