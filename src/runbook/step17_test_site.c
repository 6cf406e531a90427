/* Step 17: the site as visitors see it, through every balancer. */

#include "runbook/common.h"

#include <string.h>

static void
precheck(const struct scene *scene, struct checks *checks)
{
	(void)common_check_lbs(scene, checks);
}

/* Looking is never done with: each plan looks again. */
static void
plan(const struct scene *scene, struct plan *plan)
{
	(void)scene;
	plan_add(plan, ACTION_LOOK_SITE, NULL, NULL, NULL);
}

static const struct site_look *
look_of(const struct scene *scene, const char *lb)
{
	for (size_t i = 0; i < scene->facts->n_site; i++)
		if (str_eq(scene->facts->site[i].lb, lb))
			return &scene->facts->site[i];
	return NULL;
}

/* Whole words: r4 is not r42. */
static bool
old_answered(const struct scene *scene, const struct site_look *look)
{
	static const char between[] = " ,;";
	const char *old = scene->config->release_from, *at = look->versions;

	if (str_eq(old, scene->config->release_to))
		return false;
	while (*(at += strspn(at, between)) != '\0') {
		size_t len = strcspn(at, between);

		if (len == strlen(old) && strncmp(at, old, len) == 0)
			return true;
		at += len;
	}
	return false;
}

static void
verify_lb(const struct scene *scene, struct checks *checks, const char *lb)
{
	const struct site_look *look = look_of(scene, lb);

	if (look == NULL || look->good == TRI_UNKNOWN)
		common_say(checks, VERDICT_UNKNOWN, "", 17,
		    "nobody has looked through %s yet", lb);
	else if (look->good == TRI_NO)
		common_say(checks, VERDICT_BAD, "", 17, "%s: %s", lb, look->text);
	else if (old_answered(scene, look))
		common_say(checks, VERDICT_BAD, "GR-14", 14,
		    "%s: the old version still answers (%s)", lb,
		    look->versions);
	else
		common_say(checks, VERDICT_GOOD, "GR-14", 0, "%s: %s answers; %s",
		    lb, look->versions, look->text);
}

/* Counters of the new servers that should not have moved. */
static void
look_at_errors(const struct scene *scene, struct checks *checks)
{
	for (size_t i = 0; i < scene->facts->n_rows; i++) {
		const struct lb_row *row = &scene->facts->rows[i];
		const struct server *sv = facts_server(scene->facts, row->server);
		uint64_t errors = row->econ + row->eresp + row->hrsp_5xx;

		if (sv != NULL && sv->mark == MARK_NEW && errors > 0)
			common_say(checks, VERDICT_LOOK, "", 0,
			    "%s on %s: %llu errors (connection, response, 5xx)",
			    sv->name, row->lb, (unsigned long long)errors);
	}
}

static void
verify(const struct scene *scene, struct checks *checks)
{
	for (size_t i = 0; i < scene->config->n_lbs; i++)
		verify_lb(scene, checks, scene->config->lbs[i].name);
	look_at_errors(scene, checks);
	common_say_remarks(scene, checks, REMARK_ALERT);
	common_say_remarks(scene, checks, REMARK_SCRIPT);
}

const struct step step_test_site = {
	.number = 17,
	.name = "test-site",
	.title = "Test the site",
	.advice = "Look at the site through every balancer and read the logs of "
	    "the new\nservers.  The step is done when you say so too.",
	.undo_text = "none, because looking changes nothing",
	.flags = STEP_WATCH | STEP_JUDGED | STEP_ONE_WAY,
	.precheck = precheck,
	.plan = plan,
	.verify = verify,
};
