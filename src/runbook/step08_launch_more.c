/* Step 8: as many new servers as old ones, cloned from the proven one. */

#include "runbook/common.h"

static void
precheck(const struct scene *scene, struct checks *checks)
{
	const struct server *sv = common_first(scene->facts, common_is_proven);

	if (sv == NULL)
		common_say(checks, VERDICT_BAD, "GR-13", 7,
		    "no NEW server has passed its test; step 7 does it");
	else
		common_say(checks, VERDICT_GOOD, "GR-13", 0,
		    "%s has passed its test and will be cloned", sv->name);
	common_say(checks, VERDICT_GOOD, "GR-10", 0,
	    "%zu OLD servers run, %zu NEW are there",
	    common_count(scene->facts, common_is_old),
	    common_count(scene->facts, common_is_new));
}

/* What an earlier try began: a mark, a clone, a clone that does not run. */
static void
plan_begun(const struct scene *scene, struct plan *plan,
    const struct server *source)
{
	for (size_t i = 0; i < scene->facts->n_servers; i++) {
		const struct server *sv = &scene->facts->servers[i];
		struct action *action;

		if (!common_is_new(sv) || server_runs(sv))
			continue;
		if (common_is_tag(sv)) {
			common_add(scene, plan, ACTION_CLONE, sv->name, NULL,
			    source->name);
		} else {
			action = common_add(scene, plan, ACTION_CONFIGURE,
			    sv->name, NULL, source->template);
			if (action != NULL)
				str_copy(action->former,
				    sizeof(action->former), sv->template);
		}
		common_add(scene, plan, ACTION_LAUNCH, sv->name, NULL, NULL);
	}
}

static void
plan(const struct scene *scene, struct plan *plan)
{
	const struct server *source =
	    common_first(scene->facts, common_is_proven);
	size_t old = common_count(scene->facts, common_is_old);
	char name[NAME_LEN];

	if (source == NULL)
		return;
	plan_begun(scene, plan, source);
	for (size_t have = common_count(scene->facts, common_is_new);
	    have < old; have++) {
		common_free_name(scene, plan, source->name, false, name);
		plan_add(plan, ACTION_MARK, name, NULL, "new");
		plan_add(plan, ACTION_CLONE, name, NULL, source->name);
		plan_add(plan, ACTION_LAUNCH, name, NULL, NULL);
	}
}

static void
verify(const struct scene *scene, struct checks *checks)
{
	common_check_equal(scene, checks);
	for (size_t i = 0; i < scene->facts->n_servers; i++) {
		const struct server *sv = &scene->facts->servers[i];

		if (common_is_new(sv))
			common_say(checks, sv->state == CLOUD_OPERATIONAL ?
			    VERDICT_GOOD : VERDICT_WAIT, "", 0, "%s is %s",
			    sv->name, cloud_state_name(sv->state));
	}
}

const struct step step_launch_more = {
	.number = 8,
	.name = "launch-more",
	.title = "Launch the others",
	.advice = "Clone the new server that passed, until there are as many new "
	    "servers as\nold ones.  Old servers of the array count too.",
	.undo_text = "discards them, until step 11; costs their boot time",
	.precheck = precheck,
	.plan = plan,
	.verify = verify,
	.undo = common_undo,
};
