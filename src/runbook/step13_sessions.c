/* Step 13: watch until the old servers are proven empty. */

#include "runbook/common.h"

static bool
offers(const struct scene *scene, const struct server *sv, char *why,
    size_t size)
{
	if (!common_may_go(scene, sv, why, size))
		return false;
	if (!common_is_listed(scene, sv)) {
		str_copy(why, size, "no balancer lists it");
		return false;
	}
	return true;
}

/* A wait for zero must be able to end (GR-22). */
static void
check_drained(const struct scene *scene, struct checks *checks,
    const struct server *sv)
{
	for (size_t i = 0; i < scene->config->n_lbs; i++) {
		const char *lb = scene->config->lbs[i].name;
		const struct lb_row *row = facts_row(scene->facts, sv->name, lb);

		if (row != NULL && (row->state == LB_UP ||
		    row->state == LB_UNPROVEN))
			common_say(checks, VERDICT_BAD, "GR-22", 12,
			    "%s still sends new visitors to %s (%s); step 12 "
			    "stops them", lb, sv->name, row->status);
	}
}

static void
precheck(const struct scene *scene, struct checks *checks)
{
	const struct server *sv = NULL;

	if (!common_check_lbs(scene, checks))
		return;
	common_check_picks(&step_sessions, scene, checks);
	while ((sv = common_next_picked(&step_sessions, scene, sv)) != NULL)
		check_drained(scene, checks, sv);
}

static void
plan(const struct scene *scene, struct plan *plan)
{
	const struct server *sv = NULL;

	while ((sv = common_next_picked(&step_sessions, scene, sv)) != NULL)
		common_add(scene, plan, ACTION_AWAIT_EMPTY, sv->name, NULL,
		    NULL);
}

static void
verify_one(const struct scene *scene, struct checks *checks,
    const struct server *sv)
{
	const struct proof *proof = facts_proof(scene->facts, sv->name);

	if (proof == NULL || proof->verdict == PROOF_UNKNOWN)
		common_say(checks, VERDICT_UNKNOWN, "GR-19", 13, "%s: %s",
		    sv->name, proof == NULL ? "not counted yet" : proof->reason);
	else
		common_say(checks, proof->verdict == PROOF_EMPTY ? VERDICT_GOOD :
		    VERDICT_WAIT, "GR-19", 13, "%s: %s", sv->name,
		    proof->reason);
}

static void
verify(const struct scene *scene, struct checks *checks)
{
	const struct server *sv = NULL;

	while ((sv = common_next_picked(&step_sessions, scene, sv)) != NULL)
		verify_one(scene, checks, sv);
}

const struct step step_sessions = {
	.number = 13,
	.name = "sessions",
	.title = "Watch sessions drain",
	.advice = "Wait until no session, queue or connection is left on any "
	    "balancer and\nworker, and none has come for the quiet time.",
	.undo_text = "none, because waiting changes nothing; undo step 12",
	.flags = STEP_WATCH | STEP_PICKS | STEP_ONE_WAY,
	.offers = offers,
	.preset = common_is_marked_old,
	.precheck = precheck,
	.plan = plan,
	.verify = verify,
};
