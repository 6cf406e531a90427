/* Step 5: a copy of the inputs on disk, before they change. */

#include "runbook/common.h"

static void
path_of(const struct scene *scene, char *path, size_t size)
{
	str_fmt(path, size, "%s/inputs.csv", scene->run_dir);
}

static void
precheck(const struct scene *scene, struct checks *checks)
{
	if (scene->facts->n_inputs == 0)
		common_say(checks, VERDICT_LOOK, "GR-07", 0,
		    "the cloud has told of no inputs");
	else
		common_say(checks, VERDICT_GOOD, "GR-07", 0, "%zu input%s",
		    scene->facts->n_inputs,
		    str_s((int64_t)scene->facts->n_inputs));
}

static void
plan(const struct scene *scene, struct plan *plan)
{
	char path[TEXT_LEN];

	path_of(scene, path, sizeof(path));
	common_add(scene, plan, ACTION_SAVE_INPUTS, NULL, NULL, path);
}

static void
verify(const struct scene *scene, struct checks *checks)
{
	const struct saved_inputs *saved = &scene->facts->saved;
	char path[TEXT_LEN];

	path_of(scene, path, sizeof(path));
	if (str_eq(saved->path, path) && saved->equal == TRI_YES)
		common_say(checks, VERDICT_GOOD, "GR-07", 0,
		    "%s was read back and is equal", path);
	else
		common_say(checks, VERDICT_BAD, "GR-07", 5,
		    "there is no verified copy at %s", path);
}

const struct step step_save_inputs = {
	.number = 5,
	.name = "save-inputs",
	.title = "Save the inputs",
	.advice = "The inputs of a deployment have no history.  Save them before "
	    "you change\nthem; going back uses this file.",
	.undo_text = "none, because a copy changes nothing; it is kept",
	.flags = STEP_ONE_WAY,
	.precheck = precheck,
	.plan = plan,
	.verify = verify,
};
