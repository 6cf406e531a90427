/* Step 18: the old servers end.  From here on there is no way back. */

#include "runbook/common.h"

static bool
offers(const struct scene *scene, const struct server *sv, char *why,
    size_t size)
{
	if (!common_may_go(scene, sv, why, size))
		return false;
	if (common_is_listed(scene, sv)) {
		str_copy(why, size, "a balancer still lists it (step 14)");
		return false;
	}
	if (sv->pooled == TRI_YES) {
		str_copy(why, size, "the cloud still counts it to the pool: balancers "
		    "will attach it again (step 14)");
		return false;
	}
	return true;
}

static void
precheck(const struct scene *scene, struct checks *checks)
{
	/* A balancer that is silent may list any of them. */
	if (!common_check_lbs(scene, checks))
		return;
	common_check_picks(&step_terminate, scene, checks);
	for (size_t i = 0; i < scene->facts->n_servers; i++) {
		const struct server *sv = &scene->facts->servers[i];

		if (common_is_old(sv) && common_is_listed(scene, sv))
			common_say(checks, VERDICT_LOOK, "GR-27", 14,
			    "%s is left out: a balancer lists it", sv->name);
	}
}

/* Each is looked at right before it ends. */
static void
plan(const struct scene *scene, struct plan *plan)
{
	const struct server *sv = NULL;
	const char *last = NULL;
	size_t n = 0;

	while ((sv = common_next_picked(&step_terminate, scene, sv)) != NULL) {
		plan_add(plan, ACTION_LAST_LOOK, sv->name, NULL, NULL);
		plan_add(plan, ACTION_TERMINATE, sv->name, NULL, sv->id);
		last = sv->name;
		n++;
	}
	if (n == 1)
		str_copy(plan->typed, sizeof(plan->typed), last);
	else if (n > 1)
		str_fmt(plan->typed, sizeof(plan->typed), "%zu %s", n,
		    scene->config->deployment);
}

static void
verify(const struct scene *scene, struct checks *checks)
{
	for (size_t i = 0; i < scene->facts->n_servers; i++) {
		const struct server *sv = &scene->facts->servers[i];

		if (runbook_is_picked(&step_terminate, scene, sv))
			common_say(checks, VERDICT_WAIT, "", 18, "%s is %s",
			    sv->name, cloud_state_name(sv->state));
		else if (sv->mark == MARK_OLD && sv->state == CLOUD_TERMINATED)
			common_say(checks, VERDICT_GOOD, "", 0,
			    "%s is terminated", sv->name);
		else if (common_is_old(sv))
			common_say(checks, VERDICT_LOOK, "GR-30", 18,
			    "%s still runs", sv->name);
	}
}

const struct step step_terminate = {
	.number = 18,
	.name = "terminate",
	.title = "Terminate the old servers",
	.advice = "When convenient, and only when you are sure: those of the array "
	    "too.\nA terminated server does not come back, nor do its sessions.",
	.undo_text = "none, because a terminated server cannot come back",
	.flags = STEP_TYPED | STEP_PICKS | STEP_ONE_WAY,
	.offers = offers,
	.preset = common_is_marked_old,
	.precheck = precheck,
	.plan = plan,
	.verify = verify,
};
