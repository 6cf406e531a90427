/* Step 11: the new servers get visitors beside the old ones. */

#include "runbook/common.h"

static bool
offers(const struct scene *scene, const struct server *sv, char *why,
    size_t size)
{
	(void)scene;
	if (sv->mark != MARK_NEW) {
		str_copy(why, size, "only NEW servers are attached here");
		return false;
	}
	if (!common_is_proven(sv)) {
		str_copy(why, size, "it has not passed its test (step 9)");
		return false;
	}
	return true;
}

static bool
is_picked(const struct scene *scene, const struct server *sv)
{
	return runbook_is_picked(&step_attach, scene, sv);
}

static bool
lacks(const struct scene *scene, const struct server *sv, const char *lb)
{
	const struct lb_row *row = facts_row(scene->facts, sv->name, lb);

	return row == NULL || row->state == LB_MAINT;
}

static bool
touches(const struct scene *scene, const char *lb)
{
	for (size_t i = 0; i < scene->facts->n_servers; i++) {
		const struct server *sv = &scene->facts->servers[i];

		if (is_picked(scene, sv) && lacks(scene, sv, lb))
			return true;
	}
	return false;
}

static void
precheck(const struct scene *scene, struct checks *checks)
{
	common_check_picks(&step_attach, scene, checks);
	common_check_equal(scene, checks);
	for (size_t i = 0; i < scene->facts->n_servers; i++) {
		const struct server *sv = &scene->facts->servers[i];

		if (common_is_new(sv) && !common_is_proven(sv))
			common_say(checks, VERDICT_BAD, "GR-13", 9,
			    "%s has not passed its test; step 9 does it",
			    sv->name);
	}
	if (scene->config->array[0] != '\0' &&
	    scene->facts->array.enabled == TRI_YES)
		common_say(checks, VERDICT_BAD, "GR-12", 10,
		    "the array is enabled; step 10 stops it");
	common_say_remarks(scene, checks, REMARK_TAGS);
	(void)common_check_lbs(scene, checks);
}

/* One server on every balancer first, then the next: what is wrong with them
 * shows on the first. */
static void
plan(const struct scene *scene, struct plan *plan)
{
	common_add_save_lb(scene, plan, touches);
	for (size_t i = 0; i < scene->facts->n_servers; i++) {
		const struct server *sv = &scene->facts->servers[i];

		for (size_t j = 0; is_picked(scene, sv) &&
		    j < scene->config->n_lbs; j++)
			common_add(scene, plan, ACTION_ATTACH, sv->name,
			    scene->config->lbs[j].name, sv->addr);
	}
}

static void
verify(const struct scene *scene, struct checks *checks)
{
	common_check_serving(scene, checks, is_picked);
	for (size_t i = 0; i < scene->facts->n_lbs; i++)
		if (scene->facts->lbs[i].file_has_all == TRI_NO)
			common_say(checks, VERDICT_LOOK, "", 0,
			    "the file of %s lacks a server that its worker has: "
			    "a reload would lose it", scene->facts->lbs[i].name);
}

const struct step step_attach = {
	.number = 11,
	.name = "attach",
	.title = "Attach the new servers",
	.advice = "Every balancer sends visitors to the new servers too.  Select "
	    "new ones only.\nFrom here to step 14 both releases serve together.",
	.undo_text = "needs a withdrawal, while OLD serve; costs sessions",
	.flags = STEP_PICKS,
	.offers = offers,
	.precheck = precheck,
	.plan = plan,
	.verify = verify,
	.undo = common_undo,
};
