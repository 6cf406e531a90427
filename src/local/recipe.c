/* template.json and server.json: how a server is run. */

#include "config.h"

#include "local/recipe.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/str.h"
#include "base/xmalloc.h"
#include "local/strict.h"

#define RECIPE_MAX (1 << 20)
#define BOOT_TIMEOUT_MS 30000

static void
words_add(struct words *words, char *word)
{
	if (words->n + 2 > words->cap) {
		words->cap = words->cap == 0 ? 8 : 2 * words->cap;
		words->list = xrealloc(words->list, words->cap,
		    sizeof(*words->list));
	}
	words->list[words->n++] = word;
	words->list[words->n] = NULL;
}

static void
words_done(struct words *words)
{
	for (size_t i = 0; i < words->n; i++)
		free(words->list[i]);
	free(words->list);
	*words = (struct words){ 0 };
}

void
recipe_done(struct recipe *recipe)
{
	words_done(&recipe->command);
	words_done(&recipe->array_boot);
	words_done(&recipe->array_gone);
	words_done(&recipe->needs);
	words_done(&recipe->env);
}

static int
take_words(const cJSON *json, const char *name, struct words *words,
    struct err *err)
{
	const cJSON *item;

	cJSON_ArrayForEach(item, strict_get(json, name)) {
		if (!cJSON_IsString(item))
			return err_set(err, ERR_PARSE, "\"%s\" is not a list of texts",
			    name);
		words_add(words, xstrdup(item->valuestring));
	}
	return 0;
}

static int
take_recipe(const cJSON *json, struct recipe *recipe, struct err *err)
{
	static const struct strict_member members[] = {
		{ "command", STRICT_LIST, false },
		{ "ready", STRICT_TEXT, true },
		{ "base", STRICT_NAME, true },
		{ "boot_timeout_ms", STRICT_COUNT, true },
		{ "needs", STRICT_LIST, true },
		{ "array_boot", STRICT_LIST, true },
		{ "array_gone", STRICT_LIST, true },
		{ "env", STRICT_LIST, true },	/* server.json only */
		{ NULL, STRICT_ANY, false },
	};

	if (strict_members(json, members, err) == -1 ||
	    take_words(json, "command", &recipe->command, err) == -1 ||
	    take_words(json, "needs", &recipe->needs, err) == -1 ||
	    take_words(json, "array_boot", &recipe->array_boot, err) == -1 ||
	    take_words(json, "array_gone", &recipe->array_gone, err) == -1 ||
	    take_words(json, "env", &recipe->env, err) == -1)
		return -1;
	(void)str_copy(recipe->base, sizeof(recipe->base), strict_text(json, "base"));
	if (recipe->command.n == 0)
		return err_set(err, ERR_PARSE, "\"command\" is empty");
	const char *ready = strict_text(json, "ready");
	if (!str_copy(recipe->ready, sizeof(recipe->ready), ready) ||
	    (*ready != '\0' && *ready != '/'))
		return err_set(err, ERR_PARSE, "\"ready\" is not a short path");
	int64_t timeout_ms = strict_count(json, "boot_timeout_ms");
	if (timeout_ms > 3600000)
		return err_set(err, ERR_PARSE, "\"boot_timeout_ms\" is too long");
	recipe->boot_timeout_ms = timeout_ms > 0 ? (int)timeout_ms :
	    BOOT_TIMEOUT_MS;
	return 0;
}

int
recipe_read(const char *path, struct recipe *recipe, struct err *err)
{
	struct buf text = { 0 };
	cJSON *json = NULL;
	int status = -1;

	*recipe = (struct recipe){ 0 };
	if (file_read(path, RECIPE_MAX, &text, err) == -1)
		goto out;
	json = strict_parse(text.data, text.len, err);
	if (json != NULL)
		status = take_recipe(json, recipe, err);
	if (status == -1) {
		recipe_done(recipe);
		err_prefix(err, "%s", path);
	}
out:
	cJSON_Delete(json);
	buf_done(&text);
	return status;
}

static void
put_words(cJSON *json, const char *name, const struct words *words)
{
	cJSON *list = cJSON_AddArrayToObject(json, name);

	for (size_t i = 0; i < words->n; i++)
		cJSON_AddItemToArray(list, cJSON_CreateString(words->list[i]));
}

int
recipe_write(const char *path, const struct recipe *recipe, struct err *err)
{
	cJSON *json = cJSON_CreateObject();

	put_words(json, "command", &recipe->command);
	cJSON_AddStringToObject(json, "ready", recipe->ready);
	cJSON_AddNumberToObject(json, "boot_timeout_ms", recipe->boot_timeout_ms);
	put_words(json, "needs", &recipe->needs);
	put_words(json, "array_boot", &recipe->array_boot);
	put_words(json, "array_gone", &recipe->array_gone);
	put_words(json, "env", &recipe->env);
	char *text = cJSON_Print(json);
	cJSON_Delete(json);
	if (text == NULL)
		return err_set(err, ERR_IO, "%s: cannot be written down", path);
	int status = file_write(path, text, strlen(text), 0600, err);
	free(text);
	return status;
}

static int
fill_words(struct words *words, const struct render_pair *names,
    const struct render_pair *inputs, struct err *err)
{
	for (size_t i = 0; i < words->n; i++) {
		struct buf out = { 0 };
		char **word = &words->list[i];
		if (render_text(*word, strlen(*word), names, inputs, &out,
		    err) == -1) {
			buf_done(&out);
			return -1;
		}
		free(*word);
		*word = buf_take(&out);
	}
	return 0;
}

int
recipe_fill(struct recipe *recipe, const struct render_pair *names,
    const struct render_pair *inputs, struct err *err)
{
	if (fill_words(&recipe->command, names, inputs, err) == -1 ||
	    fill_words(&recipe->array_boot, names, inputs, err) == -1 ||
	    fill_words(&recipe->array_gone, names, inputs, err) == -1)
		return -1;
	words_done(&recipe->env);
	for (; inputs->key != NULL; inputs++) {
		struct buf entry = { 0 };
		buf_printf(&entry, "INPUT_%s=%s", inputs->key, inputs->value);
		words_add(&recipe->env, buf_take(&entry));
	}
	return 0;
}
