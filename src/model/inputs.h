/* Inputs compared: with what an action sets, and the array's with the
 * deployment's.  A setting is "KEY=VALUE", or "KEY" alone: unset. */
#ifndef MODEL_INPUTS_H
#define MODEL_INPUTS_H

#include <stdbool.h>

#include "model/facts.h"
#include "model/plan.h"

/* What stands in the place of a new value. */
#define INPUT_UNSET "!unset"	/* it is taken away */
#define INPUT_KEEP "!keep"	/* it stays, whatever the configuration has */
bool inputs_is_word(const char *value);

/* Does the deployment have it so? */
bool inputs_hold(const struct facts *facts, const char *setting);
/* The first action of the plan that sets this input, or NULL. */
const struct action *inputs_first_change(const struct plan *plan,
    const char *key);
/*
 * The next input of the array (start with NULL) that hides what these actions
 * changed for the deployment.  What they put back, or never touched, may differ:
 * somebody wanted it so.
 */
const struct input *inputs_next_shadow(const struct facts *facts,
    const struct plan *changes, const struct input *after);

#endif
