/* Step 6: the inputs of all servers launched from now on. */

#include "runbook/common.h"

#include "base/vault.h"
#include "model/inputs.h"

#define PREFIX "input."

static const struct step_setting settings[] = {
	{ PREFIX, NULL, "new value; !unset takes it out, !keep leaves it" },
	{ "freeze", "yes", "no: leave the array enabled meanwhile" },
	{ NULL, NULL, NULL },
};

/* Calls fn for each input that shall have a certain value: the settings, then
 * what the configuration has beside them.  Of those that stay nothing is wanted. */
static void
each_wanted(const struct scene *scene,
    void (*fn)(const struct scene *scene, const char *key, const char *value,
    void *arg), void *arg)
{
	const struct choices *choices = scene->choices;
	const struct config *config = scene->config;
	char key[NAME_LEN + sizeof(PREFIX)];

	for (size_t i = 0; i < config->n_inputs; i++) {
		str_fmt(key, sizeof(key), PREFIX "%s", config->inputs[i].key);
		if (choices_get(choices, key) == NULL)
			fn(scene, config->inputs[i].key, config->inputs[i].value,
			    arg);
	}
	for (size_t i = 0; i < choices->n_settings; i++)
		if (str_starts(choices->settings[i].key, PREFIX) &&
		    !str_eq(choices->settings[i].value, INPUT_KEEP))
			fn(scene, choices->settings[i].key + sizeof(PREFIX) - 1,
			    choices->settings[i].value, arg);
}

/* "KEY=VALUE", or "KEY" when it is to be, or was, unset.  False: too long. */
static bool
setting_of(char *dst, size_t size, const char *key, const char *value)
{
	return str_fmt(dst, size, "%s%s%s", key, value == NULL ? "" : "=",
	    value == NULL ? "" : value);
}

/* A secret is known by its seal alone, but must fit when that is opened. */
static bool
wanted_setting(const struct scene *scene, char *dst, size_t size,
    const char *key, const char *value)
{
	char seal[SEAL_LEN];

	if (str_eq(value, INPUT_UNSET))
		return setting_of(dst, size, key, NULL);
	return setting_of(dst, size, key, value) && setting_of(dst, size, key,
	    vault_seen(scene->vault, key, value, seal));
}

static bool
former_setting(const struct scene *scene, char *dst, size_t size,
    const char *key)
{
	const struct input *input =
	    facts_input(scene->facts, key, INPUT_DEPLOYMENT);

	return setting_of(dst, size, key, input == NULL ? NULL : input->value);
}

static bool
has_value(const struct scene *scene, const char *key, const char *value)
{
	char whole[TEXT_LEN];

	return wanted_setting(scene, whole, sizeof(whole), key, value) &&
	    inputs_hold(scene->facts, whole);
}

static void
check_value(const struct scene *scene, const char *key, const char *value,
    void *arg)
{
	char whole[TEXT_LEN];

	if (value[0] == '\0')
		common_say(arg, VERDICT_BAD, "GR-08", 0,
		    "%s has a blank value; write !unset to take it out", key);
	else if (!wanted_setting(scene, whole, sizeof(whole), key, value))
		common_say(arg, VERDICT_BAD, "GR-08", 0,
		    "the value of %s is too long", key);
	/* Cut, it would be put back wrong. */
	else if (!former_setting(scene, whole, sizeof(whole), key))
		common_say(arg, VERDICT_BAD, "GR-23", 0, "what %s is now is too "
		    "long to be put back by an undo", key);
	/* It was set before a restart, and the journal keeps no secrets. */
	else if (seal_is(value) && vault_open(scene->vault, value) == NULL &&
	    !has_value(scene, key, value))
		common_say(arg, VERDICT_BAD, "", 0,
		    "the secret value of %s is not kept on disk: set it again", key);
}

static bool
must_freeze(const struct scene *scene)
{
	return scene->config->array[0] != '\0' &&
	    scene->facts->array.enabled != TRI_NO;
}

static void
precheck(const struct scene *scene, struct checks *checks)
{
	const struct saved_inputs *saved = &scene->facts->saved;

	if (saved->path[0] != '\0' && saved->equal == TRI_YES)
		common_say(checks, VERDICT_GOOD, "GR-07", 0,
		    "the inputs are saved in %s", saved->path);
	else
		common_say(checks, VERDICT_BAD, "GR-07", 5,
		    "the inputs are not saved; step 5 does it");
	each_wanted(scene, check_value, checks);
	if (must_freeze(scene))
		common_say(checks, VERDICT_LOOK, "GR-12", 0,
		    "the array is stopped first, or it launches untested "
		    "servers");
}

static void
plan_value(const struct scene *scene, const char *key, const char *value,
    void *arg)
{
	char whole[TEXT_LEN], former[TEXT_LEN];
	struct action *action;

	if (has_value(scene, key, value) ||
	    !wanted_setting(scene, whole, sizeof(whole), key, value) ||
	    !former_setting(scene, former, sizeof(former), key))
		return;
	action = plan_add(arg, ACTION_SET_INPUT, NULL, NULL, whole);
	str_copy(action->former, sizeof(action->former), former);
}

static void
plan(const struct scene *scene, struct plan *plan)
{
	struct plan values = { 0 };

	each_wanted(scene, plan_value, &values);
	/* Trap T-1: from the first new input to step 10 the array could put
	 * untested servers into traffic. */
	if (values.n > 0 && must_freeze(scene) &&
	    !str_eq(common_setting(scene, "freeze", "yes"), "no"))
		plan_add(plan, ACTION_ARRAY_OFF, NULL, NULL, NULL);
	for (size_t i = 0; i < values.n; i++)
		common_append(plan, &values.actions[i]);
	plan_done(&values);
}

static void
verify_value(const struct scene *scene, const char *key, const char *value,
    void *arg)
{
	if (has_value(scene, key, value))
		common_say(arg, VERDICT_GOOD, "", 0, "%s is set", key);
	else
		common_say(arg, VERDICT_BAD, "", 6,
		    "%s does not have its new value", key);
}

static void
verify(const struct scene *scene, struct checks *checks)
{
	each_wanted(scene, verify_value, checks);
	common_check_shadows(scene, checks, VERDICT_LOOK);
	common_say_remarks(scene, checks, REMARK_INPUTS);
}

const struct step step_set_inputs = {
	.number = 6,
	.name = "set-inputs",
	.title = "Change the inputs",
	.advice = "Inputs act on servers launched from now on, also those of the "
	    "array: it is\nstopped first.  Running servers keep what they have.",
	.undo_text = "sets them back, any time; booted servers keep theirs",
	.settings = settings,
	.precheck = precheck,
	.plan = plan,
	.verify = verify,
	.undo = common_undo,
};
