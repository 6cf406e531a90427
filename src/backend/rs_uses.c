/* Which scripts use which input. */

#include "config.h"

#include "backend/rs_uses.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "backend/json_read.h"
#include "backend/rs_read.h"
#include "backend/rs_round.h"
#include "base/str.h"
#include "base/xmalloc.h"

struct place { char href[RS_HREF]; };

struct cookbook {
	char href[RS_HREF];
	cJSON *attributes;		/* input -> who reads it; NULL: not told */
};

struct rs_uses {
	struct place *templates;
	size_t n_templates, cap_templates;
	struct rs_use *list;
	size_t n, cap;
	struct cookbook *cookbooks;
	size_t n_cookbooks, cap_cookbooks;
	struct rs_round *round;
	void (*done)(void *arg);
	void *arg;
};

struct rs_uses *
rs_uses_new(void)
{
	return xcalloc(1, sizeof(struct rs_uses));
}

void
rs_uses_free(struct rs_uses *uses)
{
	if (uses == NULL)
		return;
	rs_round_cancel(uses->round);
	for (size_t i = 0; i < uses->n; i++)
		cJSON_Delete(uses->list[i].inputs);
	for (size_t i = 0; i < uses->n_cookbooks; i++)
		cJSON_Delete(uses->cookbooks[i].attributes);
	free(uses->templates);
	free(uses->list);
	free(uses->cookbooks);
	free(uses);
}

void
rs_uses_add(struct rs_uses *uses, const char *template)
{
	x_grow(uses->templates, uses->n_templates, uses->cap_templates);
	(void)str_copy(uses->templates[uses->n_templates++].href, RS_HREF,
	    template);
}

/* ---- the bindings of each template ---- */

static bool
ask_of_template(const struct rs_uses *uses, size_t nth, const char *what,
    struct buf *path)
{
	if (nth == uses->n_templates)
		return false;
	buf_printf(path, "%s/%s", uses->templates[nth].href, what);
	return true;
}

static bool
ask_bindings(void *self, size_t nth, struct buf *path, struct buf *form)
{
	(void)form;
	return ask_of_template(self, nth, "runnable_bindings", path);
}

static void
take_binding(struct rs_uses *uses, size_t template, const cJSON *binding)
{
	struct rs_use use = { .template = template };
	const char *phase = json_text(binding, "sequence");
	const char *name = json_text(binding, "recipe");

	if (name == NULL) {
		name = json_text(json_member(binding, "right_script"), "name");
		if (!rs_take_link(binding, "right_script", use.script))
			return;
	}
	if (name == NULL || phase == NULL ||
	    !str_copy(use.name, sizeof(use.name), name) ||
	    !str_copy(use.phase, sizeof(use.phase), phase))
		return;
	x_grow(uses->list, uses->n, uses->cap);
	uses->list[uses->n++] = use;
}

static int
take_bindings(void *self, size_t nth, const cJSON *json, struct err *err)
{
	const cJSON *binding;

	(void)err;
	cJSON_ArrayForEach(binding, json)
		take_binding(self, nth, binding);
	return 0;
}

/* ---- the inputs of each RightScript ---- */

static struct rs_use *
nth_script(const struct rs_uses *uses, size_t nth)
{
	for (size_t i = 0; i < uses->n; i++)
		if (uses->list[i].script[0] != '\0' && nth-- == 0)
			return &uses->list[i];
	return NULL;
}

static bool
ask_script(void *self, size_t nth, struct buf *path, struct buf *form)
{
	const struct rs_use *use = nth_script(self, nth);

	(void)form;
	if (use == NULL)
		return false;
	buf_printf(path, "%s?view=inputs_2_0", use->script);
	return true;
}

static int
take_script(void *self, size_t nth, const cJSON *json, struct err *err)
{
	struct rs_use *use = nth_script(self, nth);

	(void)err;
	assert(use != NULL);		/* ask_script() asked about it */
	use->inputs = cJSON_Duplicate(json_member(json, "inputs"), true);
	return 0;
}

/* ---- the cookbooks, and what their recipes read ---- */

static bool
ask_attachments(void *self, size_t nth, struct buf *path, struct buf *form)
{
	(void)form;
	return ask_of_template(self, nth, "cookbook_attachments", path);
}

static int
take_attachments(void *self, size_t nth, const cJSON *json, struct err *err)
{
	struct rs_uses *uses = self;
	const cJSON *item;

	(void)nth, (void)err;
	cJSON_ArrayForEach(item, json) {
		struct cookbook cookbook = { .attributes = NULL };
		bool known = !rs_take_link(item, "cookbook", cookbook.href);

		for (size_t i = 0; !known && i < uses->n_cookbooks; i++)
			known = str_eq(uses->cookbooks[i].href, cookbook.href);
		if (known)
			continue;
		x_grow(uses->cookbooks, uses->n_cookbooks, uses->cap_cookbooks);
		uses->cookbooks[uses->n_cookbooks++] = cookbook;
	}
	return 0;
}

static bool
ask_cookbook(void *self, size_t nth, struct buf *path, struct buf *form)
{
	const struct rs_uses *uses = self;

	(void)form;
	if (nth == uses->n_cookbooks)
		return false;
	buf_printf(path, "%s?view=extended", uses->cookbooks[nth].href);
	return true;
}

static int
take_cookbook(void *self, size_t nth, const cJSON *json, struct err *err)
{
	struct rs_uses *uses = self;

	(void)err;
	uses->cookbooks[nth].attributes = cJSON_Duplicate(json_member(
	    json_member(json, "metadata"), "attributes"), true);
	return 0;
}

static const struct rs_question questions[] = {
	{ ask_bindings, take_bindings, true },
	{ ask_script, take_script, true },
	{ ask_attachments, take_attachments, true },
	{ ask_cookbook, take_cookbook, true },
	{ NULL, NULL, false },
};

static void
ended(void *self, const struct err *failed)
{
	struct rs_uses *uses = self;

	(void)failed;			/* then there is less to tell */
	uses->round = NULL;
	uses->done(uses->arg);
}

void
rs_uses_start(struct rs_uses *uses, struct rs_client *client,
    void (*done)(void *arg), void *arg)
{
	uses->done = done;
	uses->arg = arg;
	uses->round = rs_round_start(client, questions, false, uses, ended);
}

/* ---- what was told ---- */

static bool
recipe_reads(const struct rs_uses *uses, const char *recipe, const char *input)
{
	for (size_t i = 0; i < uses->n_cookbooks; i++) {
		const cJSON *readers = json_member(json_member(
		    uses->cookbooks[i].attributes, input), "recipes");
		const cJSON *reader;

		cJSON_ArrayForEach(reader, readers)
			if (cJSON_IsString(reader) &&
			    str_eq(reader->valuestring, recipe))
				return true;
	}
	return false;
}

static bool
reads(const struct rs_uses *uses, const struct rs_use *use, const char *input)
{
	return use->script[0] != '\0' ? rs_input(use->inputs, input) != NULL :
	    recipe_reads(uses, use->name, input);
}

const struct rs_use *
rs_uses_next(const struct rs_uses *uses, size_t template, const char *input,
    const struct rs_use *prev)
{
	size_t i = prev == NULL ? 0 : (size_t)(prev - uses->list) + 1;

	for (; i < uses->n; i++)
		if (uses->list[i].template == template &&
		    reads(uses, &uses->list[i], input))
			return &uses->list[i];
	return NULL;
}
