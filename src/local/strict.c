/* Strict reading of JSON. */

#include "config.h"

#include "local/strict.h"

#include <math.h>
#include <string.h>

#include "base/str.h"
#include "local/names.h"

#define DEPTH_MAX 8
#define COUNT_MAX 9007199254740992.0	/* 2^53: whole in a double */

static int
check_names(const cJSON *object, struct err *err)
{
	for (const cJSON *a = object->child; a != NULL; a = a->next)
		for (const cJSON *b = a->next; b != NULL; b = b->next)
			if (strcmp(a->string, b->string) == 0)
				return err_set(err, ERR_PARSE,
				    "\"%s\" stands there twice", a->string);
	return 0;
}

/* cJSON takes all of this without a word. */
static int
check_tree(const cJSON *item, int depth, struct err *err)
{
	if (depth > DEPTH_MAX)
		return err_set(err, ERR_PARSE, "nested too deeply");
	if (cJSON_IsObject(item) && check_names(item, err) == -1)
		return -1;
	if (cJSON_IsNumber(item) && !isfinite(item->valuedouble))
		return err_set(err, ERR_PARSE, "a number is out of range");
	if (!cJSON_IsObject(item) && !cJSON_IsArray(item))
		return 0;
	for (const cJSON *child = item->child; child != NULL; child = child->next)
		if (check_tree(child, depth + 1, err) == -1)
			return -1;
	return 0;
}

/* cJSON ends a text at its first \u0000, and so would hide the rest of it. */
static bool
has_nul(const char *text, size_t len)
{
	return memchr(text, '\0', len) != NULL ||
	    memmem(text, len, "\\u0000", 6) != NULL;
}

cJSON *
strict_parse(const char *text, size_t len, struct err *err)
{
	if (has_nul(text, len)) {
		err_set(err, ERR_PARSE, "a NUL in it");
		return NULL;
	}
	struct buf copy = { 0 };
	buf_add(&copy, text, len);
	cJSON *tree = cJSON_ParseWithLengthOpts(copy.data, copy.len + 1, NULL, true);
	buf_done(&copy);
	if (tree == NULL || !cJSON_IsObject(tree))
		err_set(err, ERR_PARSE, "not one JSON object");
	else if (check_tree(tree, 1, err) == 0)
		return tree;
	cJSON_Delete(tree);
	return NULL;
}

static bool
is_text(const cJSON *item)
{
	return cJSON_IsString(item) && strlen(item->valuestring) < TEXT_LEN;
}

static bool
is_name(const cJSON *item)
{
	return cJSON_IsString(item) && strlen(item->valuestring) < NAME_LEN &&
	    str_is_name(item->valuestring);
}

static bool
is_count(const cJSON *item)
{
	return cJSON_IsNumber(item) && item->valuedouble >= 0 &&
	    item->valuedouble <= COUNT_MAX &&
	    floor(item->valuedouble) >= item->valuedouble;
}

static bool
fits(const cJSON *item, enum strict_type type)
{
	switch (type) {
	case STRICT_TEXT:		return is_text(item);
	case STRICT_TEXT_OR_NULL:	return is_text(item) || cJSON_IsNull(item);
	case STRICT_NAME:		return is_name(item);
	case STRICT_BOOL:		return cJSON_IsBool(item);
	case STRICT_COUNT:		return is_count(item);
	case STRICT_LIST:		return cJSON_IsArray(item);
	case STRICT_OBJECT:		return cJSON_IsObject(item);
	case STRICT_ANY:		return true;
	}
	return false;
}

static const char *
type_words(enum strict_type type)
{
	static const char *const words[] = {
		[STRICT_TEXT] = "a text of bounded length",
		[STRICT_TEXT_OR_NULL] = "a text of bounded length or null",
		[STRICT_NAME] = "a name",
		[STRICT_BOOL] = "true or false",
		[STRICT_COUNT] = "a whole number that is not negative",
		[STRICT_LIST] = "a list",
		[STRICT_OBJECT] = "an object",
		[STRICT_ANY] = "anything",
	};
	return words[type];
}

static bool
listed(const char *name, const struct strict_member *members)
{
	for (; members->name != NULL; members++)
		if (strcmp(name, members->name) == 0)
			return true;
	return false;
}

int
strict_members(const cJSON *object, const struct strict_member *members,
    struct err *err)
{
	if (!cJSON_IsObject(object))
		return err_set(err, ERR_PARSE, "not an object");
	for (const cJSON *item = object->child; item != NULL; item = item->next)
		if (!listed(item->string, members))
			return err_set(err, ERR_PARSE, "unknown member \"%s\"",
			    item->string);
	for (; members->name != NULL; members++) {
		const cJSON *item = strict_get(object, members->name);
		if (item == NULL && members->optional)
			continue;
		if (item == NULL)
			return err_set(err, ERR_PARSE, "\"%s\" is missing",
			    members->name);
		if (!fits(item, members->type))
			return err_set(err, ERR_PARSE, "\"%s\" is not %s",
			    members->name, type_words(members->type));
	}
	return 0;
}

const cJSON *
strict_get(const cJSON *object, const char *name)
{
	return cJSON_GetObjectItemCaseSensitive(object, name);
}

const char *
strict_text(const cJSON *object, const char *name)
{
	const cJSON *item = strict_get(object, name);
	return cJSON_IsString(item) ? item->valuestring : "";
}

int64_t
strict_count(const cJSON *object, const char *name)
{
	const cJSON *item = strict_get(object, name);
	return cJSON_IsNumber(item) ? (int64_t)item->valuedouble : 0;
}

bool
strict_bool(const cJSON *object, const char *name)
{
	return cJSON_IsTrue(strict_get(object, name));
}
