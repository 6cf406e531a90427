/* Inputs compared: with what an action sets, and the array's with the
 * deployment's. */

#include "model/inputs.h"

#include <string.h>

static const struct input *
input_of(const struct facts *facts, const char *setting)
{
	char key[TEXT_LEN];

	str_copy(key, sizeof(key), setting);
	key[strcspn(key, "=")] = '\0';
	return facts_input(facts, key, INPUT_DEPLOYMENT);
}

bool
inputs_is_word(const char *value)
{
	return str_eq(value, INPUT_UNSET) || str_eq(value, INPUT_KEEP);
}

bool
inputs_hold(const struct facts *facts, const char *setting)
{
	const char *equal = strchr(setting, '=');
	const struct input *input = input_of(facts, setting);

	if (equal == NULL || input == NULL)
		return equal == NULL && input == NULL;
	return str_eq(input->value, equal + 1);
}

const struct action *
inputs_first_change(const struct plan *plan, const char *key)
{
	size_t len = strlen(key);

	for (size_t i = 0; i < plan->n; i++) {
		const struct action *action = &plan->actions[i];

		if (action->kind == ACTION_SET_INPUT &&
		    strcspn(action->arg, "=") == len &&
		    strncmp(action->arg, key, len) == 0)
			return action;
	}
	return NULL;
}

/* The first change knows what was there before the run. */
static bool
is_shadow(const struct facts *facts, const struct plan *changes,
    const struct input *own)
{
	const struct action *first;
	const struct input *common;

	if (own->scope != INPUT_ARRAY)
		return false;
	first = inputs_first_change(changes, own->key);
	if (first == NULL || inputs_hold(facts, first->former))
		return false;
	common = facts_input(facts, own->key, INPUT_DEPLOYMENT);
	return common == NULL || !str_eq(common->value, own->value);
}

const struct input *
inputs_next_shadow(const struct facts *facts, const struct plan *changes,
    const struct input *after)
{
	size_t i = after == NULL ? 0 : (size_t)(after - facts->inputs) + 1;

	for (; i < facts->n_inputs; i++)
		if (is_shadow(facts, changes, &facts->inputs[i]))
			return &facts->inputs[i];
	return NULL;
}
