/* Step 15: what the array will launch from now on. */

#include "runbook/common.h"

static const struct step_setting settings[] = {
	{ "template", "the configured one", "revision of the array" },
	{ NULL, NULL, NULL },
};

static const char *
wanted(const struct scene *scene)
{
	return common_setting(scene, "template", scene->config->template_to);
}

static bool
applies(const struct scene *scene, char *why, size_t size)
{
	if (!common_has_array(scene, why, size))
		return false;
	if (wanted(scene)[0] != '\0')
		return true;
	str_copy(why, size, "no new template is configured");
	return false;
}

static void
precheck(const struct scene *scene, struct checks *checks)
{
	if (common_check_array(scene, checks) &&
	    scene->facts->array.enabled == TRI_YES)
		common_say(checks, VERDICT_BAD, "GR-12", 10,
		    "the array is enabled; step 10 stops it");
}

static void
plan(const struct scene *scene, struct plan *plan)
{
	struct action *action = common_add(scene, plan, ACTION_ARRAY_UPDATE,
	    NULL, NULL, wanted(scene));

	if (action != NULL)
		str_copy(action->former, sizeof(action->former),
		    scene->facts->array.template);
}

static void
verify(const struct scene *scene, struct checks *checks)
{
	if (!common_check_array(scene, checks))
		return;
	common_say(checks, str_eq(scene->facts->array.template, wanted(scene)) ?
	    VERDICT_GOOD : VERDICT_BAD, "", 15,
	    "the next launch of the array is built of %s",
	    scene->facts->array.template);
	common_check_shadows(scene, checks, VERDICT_LOOK);
}

const struct step step_array_update = {
	.number = 15,
	.name = "array-update",
	.title = "Change the array",
	.advice = "Give the array the new template.  See that its own inputs do "
	    "not hide what\nyou set for the deployment in step 6.",
	.undo_text = "sets the former template, any time; costs nothing",
	.flags = STEP_OPTIONAL,
	.settings = settings,
	.applies = applies,
	.precheck = precheck,
	.plan = plan,
	.verify = verify,
	.undo = common_undo,
};
