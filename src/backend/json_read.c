/* JSON from outside. */

#include "config.h"

#include "backend/json_read.h"

#include <stdbool.h>
#include <string.h>

/* cJSON takes twins, and any depth up to a thousand. */
static bool
is_sound(const cJSON *item, int depth, struct json_bounds bounds)
{
	size_t n = 0;

	if (depth > bounds.depth)
		return false;
	if (!cJSON_IsObject(item) && !cJSON_IsArray(item))
		return true;
	for (const cJSON *a = item->child; a != NULL; a = a->next) {
		if (++n > bounds.list || !is_sound(a, depth + 1, bounds))
			return false;
		for (const cJSON *b = item->child; cJSON_IsObject(item) && b != a;
		    b = b->next)
			if (strcmp(a->string, b->string) == 0)
				return false;
	}
	return true;
}

cJSON *
json_read(const char *text, size_t len, struct json_bounds bounds,
    struct err *err)
{
	/* \u0000 would hide the rest of a text. */
	bool nul = memchr(text, '\0', len) != NULL ||
	    memmem(text, len, "\\u0000", 6) != NULL;
	cJSON *json = nul ? NULL : cJSON_ParseWithLengthOpts(text, len + 1, NULL,
	    true);

	if (json != NULL && is_sound(json, 1, bounds))
		return json;
	err_set(err, ERR_PARSE, "its answer makes no sense: %s", json == NULL ?
	    "it is not JSON, or not JSON alone" :
	    "it nests too deeply, is too long, or has a member twice");
	cJSON_Delete(json);
	return NULL;
}

const cJSON *
json_member(const cJSON *object, const char *name)
{
	return cJSON_GetObjectItemCaseSensitive(object, name);
}

const char *
json_text(const cJSON *object, const char *name)
{
	return cJSON_GetStringValue(json_member(object, name));
}
