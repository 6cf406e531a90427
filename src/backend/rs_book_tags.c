/* Answers about tags and inputs, for the book. */

#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "backend/json_read.h"
#include "backend/rs_book.h"
#include "backend/rs_read.h"
#include "base/str.h"
#include "base/xmalloc.h"

static struct rs_tags *
tags_of(struct rs_book *book, const char *href)
{
	if (strcmp(book->deployment, href) == 0)
		return &book->tags;
	for (size_t i = 0; i < book->n; i++) {
		if (strcmp(book->servers[i].current, href) == 0)
			return &book->servers[i].here;
		if (strcmp(book->servers[i].href, href) == 0)
			return &book->servers[i].tags;
	}
	for (size_t i = 0; i < book->n_others; i++)
		if (strcmp(book->others[i].current, href) == 0)
			return &book->others[i].here;
	return NULL;
}

static int
take_tags(struct rs_tags *tags, const cJSON *list, struct err *err)
{
	const cJSON *item;
	int n = cJSON_GetArraySize(list);

	tags->told = true;
	tags->list = xrealloc(tags->list, tags->n + (size_t)n + 1,
	    sizeof(*tags->list));
	cJSON_ArrayForEach(item, list) {
		const char *name = json_text(item, "name");

		if (name == NULL)
			return rs_odd("tags", err);
		tags->list[tags->n++] = xstrdup(name);
	}
	return 0;
}

/* One element may be about several resources that share its tags. */
int
rs_book_tags(struct rs_book *book, const cJSON *list, struct err *err)
{
	const cJSON *item, *link;

	if (!cJSON_IsArray(list))
		return rs_odd("tags", err);
	cJSON_ArrayForEach(item, list) {
		const cJSON *tags = json_member(item, "tags");

		if (!cJSON_IsArray(tags))
			return rs_odd("tags", err);
		cJSON_ArrayForEach(link, json_member(item, "links")) {
			const char *href = json_text(link, "href");
			struct rs_tags *of = href == NULL ? NULL :
			    tags_of(book, href);

			if (of != NULL && take_tags(of, tags, err) == -1)
				return -1;
		}
	}
	return 0;
}

/* One that is not told of has its tags all the same. */
int
rs_book_tags_whole(const struct rs_book *book, struct err *err)
{
	for (size_t i = 0; i < book->n; i++)
		if (book->servers[i].current[0] != '\0' &&
		    !book->servers[i].here.told)
			return err_set(err, ERR_PARSE, "RightScale did not tell the "
			    "tags of %s", book->servers[i].name);
	return 0;
}

const char *
rs_input(const cJSON *list, const char *name)
{
	const cJSON *item;

	cJSON_ArrayForEach(item, list) {
		const char *is = json_text(item, "name");

		if (is != NULL && strcmp(is, name) == 0)
			return json_text(item, "value");
	}
	return NULL;
}

static const struct input *
find_input(const struct rs_book *book, const char *key, enum input_scope scope)
{
	for (size_t i = 0; i < book->n_inputs; i++)
		if (book->inputs[i].scope == scope &&
		    strcmp(book->inputs[i].key, key) == 0)
			return &book->inputs[i];
	return NULL;
}

/* An array's next instance shows what it inherits too: what equals the deployment's
 * is not its own. */
static bool
is_inherited(const struct rs_book *book, const struct input *input)
{
	const struct input *below;

	if (input->scope != INPUT_ARRAY)
		return false;
	below = find_input(book, input->key, INPUT_DEPLOYMENT);
	return below == NULL || strcmp(below->value, input->value) == 0;
}

int
rs_book_inputs(struct rs_book *book, const cJSON *list, enum input_scope scope,
    struct err *err)
{
	const cJSON *item;

	if (!cJSON_IsArray(list))
		return rs_odd("inputs", err);
	cJSON_ArrayForEach(item, list) {
		struct input input = { .scope = scope };
		const char *key = json_text(item, "name");
		const char *value = json_text(item, "value");
		char safe[sizeof(input.key)];
		bool set;

		if (key == NULL || value == NULL || !str_safe(safe, sizeof(safe), key) ||
		    !str_copy(input.key, sizeof(input.key), key))
			return rs_odd("inputs", err);
		if (!rs_value_read(value, input.value, sizeof(input.value), &set))
			return err_set(err, ERR_PARSE, "the value of the input %s "
			    "is too long or in no notation that is known", key);
		if (!set || is_inherited(book, &input))
			continue;
		x_grow(book->inputs, book->n_inputs, book->cap_inputs);
		book->inputs[book->n_inputs++] = input;
	}
	return 0;
}
