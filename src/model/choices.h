/* What the operator ticked and typed in one step. */
#ifndef MODEL_CHOICES_H
#define MODEL_CHOICES_H

#include <stdbool.h>
#include <stddef.h>

#include "model/names.h"

struct setting { char key[NAME_LEN]; char value[TEXT_LEN]; };

struct choices {
	char (*picks)[NAME_LEN];
	size_t n_picks, cap_picks;
	bool picked;			/* a pick was made, even an empty one */
	struct setting *settings;
	size_t n_settings, cap_settings;
};

bool choices_picked(const struct choices *choices, const char *server);
void choices_pick(struct choices *choices, const char *server);
void choices_unpick_all(struct choices *choices);
const char *choices_get(const struct choices *choices, const char *key);
void choices_set(struct choices *choices, const char *key, const char *value);
void choices_copy(struct choices *dst, const struct choices *src);
void choices_done(struct choices *choices);

#endif
