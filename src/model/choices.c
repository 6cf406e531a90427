/* What the operator ticked and typed in one step. */

#include "model/choices.h"

#include <stdlib.h>

#include "base/str.h"
#include "base/xmalloc.h"

bool
choices_picked(const struct choices *choices, const char *server)
{
	for (size_t i = 0; i < choices->n_picks; i++)
		if (str_eq(choices->picks[i], server))
			return true;
	return false;
}

void
choices_pick(struct choices *choices, const char *server)
{
	choices->picked = true;
	if (choices_picked(choices, server))
		return;
	x_grow(choices->picks, choices->n_picks, choices->cap_picks);
	str_copy(choices->picks[choices->n_picks++], NAME_LEN, server);
}

void
choices_unpick_all(struct choices *choices)
{
	choices->picked = true;
	choices->n_picks = 0;
}

static struct setting *
find(const struct choices *choices, const char *key)
{
	for (size_t i = 0; i < choices->n_settings; i++)
		if (str_eq(choices->settings[i].key, key))
			return &choices->settings[i];
	return NULL;
}

const char *
choices_get(const struct choices *choices, const char *key)
{
	const struct setting *setting = find(choices, key);

	return setting == NULL ? NULL : setting->value;
}

void
choices_set(struct choices *choices, const char *key, const char *value)
{
	struct setting *setting = find(choices, key);

	if (setting == NULL) {
		x_grow(choices->settings, choices->n_settings,
		    choices->cap_settings);
		setting = &choices->settings[choices->n_settings++];
		str_copy(setting->key, sizeof(setting->key), key);
	}
	str_copy(setting->value, sizeof(setting->value), value);
}

void
choices_copy(struct choices *dst, const struct choices *src)
{
	choices_done(dst);
	for (size_t i = 0; i < src->n_picks; i++)
		choices_pick(dst, src->picks[i]);
	for (size_t i = 0; i < src->n_settings; i++)
		choices_set(dst, src->settings[i].key, src->settings[i].value);
	dst->picked = src->picked;
}

void
choices_done(struct choices *choices)
{
	free(choices->picks);
	free(choices->settings);
	*choices = (struct choices){ 0 };
}
