/* Step 16: the array may launch servers again; one first, for a trial. */

#include "runbook/common.h"

static const struct step_setting settings[] = {
	{ "trial", "yes", "no: enable it without a trial launch" },
	{ NULL, NULL, NULL },
};

static bool
applies(const struct scene *scene, char *why, size_t size)
{
	if (!common_has_array(scene, why, size))
		return false;
	if (scene->array_was_on)
		return true;
	str_copy(why, size,
	    "the array was disabled at the start of the run, and stays so");
	return false;
}

/* What step 15 was told, or the configured one. */
static const char *
wanted(const struct scene *scene)
{
	return scene->array_template != NULL ? scene->array_template :
	    scene->config->template_to;
}

static void
precheck(const struct scene *scene, struct checks *checks)
{
	const struct array *array = &scene->facts->array;

	if (!common_check_array(scene, checks))
		return;
	if (wanted(scene)[0] != '\0' && !str_eq(array->template, wanted(scene)))
		common_say(checks, VERDICT_BAD, "GR-24", 15,
		    "the array would launch %s; step 15 sets %s",
		    array->template, wanted(scene));
	common_check_shadows(scene, checks, VERDICT_BAD);
}

static void
plan(const struct scene *scene, struct plan *plan)
{
	struct plan on = { 0 };

	common_add(scene, &on, ACTION_ARRAY_ON, NULL, NULL, NULL);
	if (on.n > 0 && !str_eq(common_setting(scene, "trial", "yes"), "no"))
		common_add(scene, plan, ACTION_ARRAY_TRIAL, NULL, NULL, NULL);
	if (on.n > 0)
		plan_add(plan, ACTION_ARRAY_ON, NULL, NULL, NULL);
	plan_done(&on);
}

static void
verify(const struct scene *scene, struct checks *checks)
{
	const struct facts *facts = scene->facts;

	if (!common_check_array(scene, checks))
		return;
	common_say(checks, facts->array.enabled == TRI_YES &&
	    !facts->array.trial ? VERDICT_GOOD : VERDICT_BAD, "GR-30", 16,
	    "the array is %s", facts->array.enabled == TRI_YES ? "enabled" :
	    "not enabled");
	for (size_t i = 0; i < facts->n_servers; i++) {
		const struct server *sv = &facts->servers[i];

		if (sv->in_array && sv->mark != MARK_OLD && server_runs(sv))
			common_say(checks, VERDICT_LOOK, "GR-24", 0,
			    "%s of the array: %s, version %s", sv->name,
			    cloud_state_name(sv->state),
			    sv->self.version[0] == '\0' ? "not known" :
			    sv->self.version);
	}
}

const struct step step_array_on = {
	.number = 16,
	.name = "array-on",
	.title = "Enable the array",
	.advice = "The array may launch servers again.  One is launched for a "
	    "trial first:\na wrong template would multiply itself.",
	.undo_text = "disables it, any time; what it launched goes on",
	.flags = STEP_OPTIONAL,
	.settings = settings,
	.applies = applies,
	.precheck = precheck,
	.plan = plan,
	.verify = verify,
	.undo = common_undo,
};
