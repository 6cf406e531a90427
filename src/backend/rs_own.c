/* Values of a server's own. */

#include "config.h"

#include "backend/rs_own.h"

#include <string.h>

#include "backend/rs_book.h"
#include "base/str.h"

#define NAMED_MAX 6			/* the others are counted */

bool
rs_own_differs(const cJSON *list, const char *key, const char *wanted)
{
	const char *value = rs_input(list, key);
	struct buf theirs = { 0 };

	if (value == NULL || strcmp(value, "inherit") == 0 ||
	    strcmp(value, RS_ISOLATED) == 0)
		return false;
	rs_value_write(wanted, &theirs);
	bool differs = strcmp(value, theirs.data) != 0;

	buf_done(&theirs);
	return differs;
}

static bool
is_set_by_run(const struct config *config, const char *key)
{
	for (size_t i = 0; i < config->n_inputs; i++)
		if (strcmp(config->inputs[i].key, key) == 0)
			return true;
	return false;
}

size_t
rs_own_names(const cJSON *list, const struct config *config,
    const struct input *inputs, size_t n, char *names, size_t size)
{
	size_t found = 0;

	names[0] = '\0';
	for (size_t i = 0; i < n; i++) {
		const struct input *input = &inputs[i];

		if (input->scope != INPUT_DEPLOYMENT ||
		    is_set_by_run(config, input->key) ||
		    !rs_own_differs(list, input->key, input->value) ||
		    found++ >= NAMED_MAX)
			continue;
		(void)str_add(names, size, "%s%.60s", found > 1 ? ", " : "",
		    input->key);
	}
	if (found > NAMED_MAX)
		(void)str_add(names, size, " and %zu more", found - NAMED_MAX);
	return found;
}
