/* Step 10: the array launches nothing while traffic moves. */

#include "runbook/common.h"

static void
precheck(const struct scene *scene, struct checks *checks)
{
	(void)common_check_array(scene, checks);
}

static void
plan(const struct scene *scene, struct plan *plan)
{
	common_add(scene, plan, ACTION_ARRAY_OFF, NULL, NULL, NULL);
}

static void
verify(const struct scene *scene, struct checks *checks)
{
	if (!common_check_array(scene, checks))
		return;
	if (scene->facts->array.enabled == TRI_NO)
		common_say(checks, VERDICT_GOOD, "GR-12", 0,
		    "the array is disabled; step 16 restores it");
	else
		common_say(checks, VERDICT_BAD, "GR-12", 10,
		    "the array is not disabled");
}

const struct step step_array_off = {
	.number = 10,
	.name = "array-off",
	.title = "Stop the array",
	.advice = "The array must not launch servers while traffic moves.  Those "
	    "that run stay.\nIt stays stopped until step 16: no scaling meanwhile.",
	.undo_text = "enables it if it was on, any time; servers may start",
	.flags = STEP_OPTIONAL,
	.applies = common_has_array,
	.precheck = precheck,
	.plan = plan,
	.verify = verify,
	.undo = common_undo,
};
