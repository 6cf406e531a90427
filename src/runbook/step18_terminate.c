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
	if (sv->locked == TRI_YES) {
		str_copy(why, size, "it is locked in the cloud: unlock it there, if "
		    "it may go");
		return false;
	}
	return true;
}

/* For the operator's eye: what counts is the last look, and the balancers. */
static void
say_graphs(const struct scene *scene, struct checks *checks)
{
	const struct server *sv = NULL;

	while ((sv = common_next_picked(&step_terminate, scene, sv)) != NULL)
		if (sv->graph[0] != '\0')
			common_say(checks, VERDICT_GOOD, "", 0,
			    "%s in the cloud's graphs: %s", sv->name, sv->graph);
}

static void
precheck(const struct scene *scene, struct checks *checks)
{
	/* A balancer that is silent may list any of them. */
	if (!common_check_lbs(scene, checks))
		return;
	common_check_picks(&step_terminate, scene, checks);
	say_graphs(scene, checks);
	for (size_t i = 0; i < scene->facts->n_servers; i++) {
		const struct server *sv = &scene->facts->servers[i];

		if (common_is_old(sv) && common_is_listed(scene, sv))
			common_say(checks, VERDICT_LOOK, "GR-27", 14,
			    "%s is left out: a balancer lists it", sv->name);
		else if (common_is_old(sv) && sv->locked == TRI_YES)
			common_say(checks, VERDICT_LOOK, "", 0,
			    "%s is left out: it is locked in the cloud", sv->name);
	}
}

static bool
locked_by_us(const struct scene *scene, const struct plan *plan, const char *name)
{
	const struct plan *plans[] = { plan, scene->done == NULL ? NULL :
	    &scene->done[18] };

	for (size_t i = 0; i < countof(plans); i++)
		for (size_t j = 0; plans[i] != NULL && j < plans[i]->n; j++)
			if (plans[i]->actions[j].kind == ACTION_LOCK &&
			    str_eq(plans[i]->actions[j].server, name))
				return true;
	return false;
}

/* The new ones, where the cloud has locks: nobody ends them by a slip of the hand
 * while the old ones end.  Afterwards only what we locked is unlocked. */
static void
add_locks(const struct scene *scene, struct plan *plan, enum action_kind kind)
{
	for (size_t i = 0; i < scene->facts->n_servers; i++) {
		const struct server *sv = &scene->facts->servers[i];

		if (!common_is_new_running(sv) || sv->locked == TRI_UNKNOWN)
			continue;
		if (kind == ACTION_LOCK ? sv->locked == TRI_NO :
		    locked_by_us(scene, plan, sv->name))
			plan_add(plan, kind, sv->name, NULL, NULL);
	}
}

/* Each is looked at right before it ends. */
static void
plan(const struct scene *scene, struct plan *plan)
{
	const struct server *sv = NULL;
	const char *lock = scene->config->cloud.rs.lock_new;
	bool any = common_next_picked(&step_terminate, scene, NULL) != NULL;

	if (any && !str_eq(lock, "no"))
		add_locks(scene, plan, ACTION_LOCK);
	while ((sv = common_next_picked(&step_terminate, scene, sv)) != NULL) {
		plan_add(plan, ACTION_LAST_LOOK, sv->name, NULL, NULL);
		plan_add(plan, ACTION_TERMINATE, sv->name, NULL, sv->id);
	}
	if (any && str_eq(lock, "release"))
		add_locks(scene, plan, ACTION_UNLOCK);
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
