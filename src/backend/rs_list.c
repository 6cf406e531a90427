/* Reading the deployment: a table of questions, each with who takes its answer. */

#include "config.h"

#include "backend/rs_list.h"

#include <stdlib.h>

#include "backend/rs_form.h"
#include "backend/rs_round.h"
#include "base/xmalloc.h"

struct rs_list {
	const struct config *config;
	struct rs_book book;
	struct rs_round *round;
	rs_list_fn *done;
	void *arg;
};

static void
filter_name(struct buf *path, const char *name)
{
	struct buf value = { 0 }, form = { 0 };

	buf_printf(&value, "name==%s", name);
	rs_form_add(&form, "filter[]", value.data);
	buf_printf(path, "?%s", form.data);
	buf_done(&value);
	buf_done(&form);
}

static bool
ask_deployment(void *self, size_t nth, struct buf *path, struct buf *form)
{
	struct rs_list *list = self;

	(void)nth, (void)form;
	buf_puts(path, "/api/deployments");
	filter_name(path, list->config->deployment);
	return true;
}

static int
take_deployment(void *self, size_t nth, const cJSON *json, struct err *err)
{
	struct rs_list *list = self;

	(void)nth;
	return rs_book_deployment(&list->book, json, list->config->deployment,
	    err);
}

static bool
ask_templates(void *self, size_t nth, struct buf *path, struct buf *form)
{
	struct rs_list *list = self;

	(void)nth, (void)form;
	buf_puts(path, "/api/server_templates");
	filter_name(path, list->config->cloud.rs.server_template);
	return true;
}

static int
take_templates(void *self, size_t nth, const cJSON *json, struct err *err)
{
	struct rs_list *list = self;

	(void)nth;
	return rs_book_templates(&list->book, json,
	    list->config->cloud.rs.server_template, err);
}

static bool
ask_servers(void *self, size_t nth, struct buf *path, struct buf *form)
{
	struct rs_list *list = self;

	(void)nth, (void)form;
	buf_printf(path, "%s/servers?view=instance_detail",
	    list->book.deployment);
	return true;
}

static int
take_servers(void *self, size_t nth, const cJSON *json, struct err *err)
{
	struct rs_list *list = self;

	(void)nth;
	return rs_book_servers(&list->book, json, list->config, err);
}

static bool
ask_array(void *self, size_t nth, struct buf *path, struct buf *form)
{
	struct rs_list *list = self;

	(void)nth, (void)form;
	buf_printf(path, "%s/server_arrays?view=instance_detail",
	    list->book.deployment);
	return list->config->array[0] != '\0';
}

static int
take_array(void *self, size_t nth, const cJSON *json, struct err *err)
{
	struct rs_list *list = self;

	(void)nth;
	return rs_book_array(&list->book, json, list->config->array, err);
}

static bool
ask_members(void *self, size_t nth, struct buf *path, struct buf *form)
{
	struct rs_list *list = self;

	(void)nth, (void)form;
	buf_printf(path, "%s/current_instances?filter[]=state%%3C%%3Eterminated",
	    list->book.array.href);
	return list->book.array.href[0] != '\0';
}

static int
take_members(void *self, size_t nth, const cJSON *json, struct err *err)
{
	struct rs_list *list = self;

	(void)nth;
	return rs_book_members(&list->book, json, list->config, err);
}

static bool
ask_tags(void *self, size_t nth, struct buf *path, struct buf *form)
{
	struct rs_list *list = self;

	(void)nth;
	const struct rs_book *book = &list->book;

	buf_puts(path, "/api/tags/by_resource");
	rs_form_add(form, "resource_hrefs[]", book->deployment);
	for (size_t i = 0; i < book->n; i++) {
		const struct rs_server *rs = &book->servers[i];

		if (!rs->member)
			rs_form_add(form, "resource_hrefs[]", rs->href);
		if (rs->current[0] != '\0')
			rs_form_add(form, "resource_hrefs[]", rs->current);
	}
	for (size_t i = 0; i < book->n_others; i++)
		rs_form_add(form, "resource_hrefs[]", book->others[i].current);
	return true;
}

static int
take_tags(void *self, size_t nth, const cJSON *json, struct err *err)
{
	struct rs_list *list = self;

	(void)nth;
	if (rs_book_tags(&list->book, json, err) == -1)
		return -1;
	return rs_book_tags_whole(&list->book, err);
}

static bool
ask_inputs(void *self, size_t nth, struct buf *path, struct buf *form)
{
	struct rs_list *list = self;

	(void)nth, (void)form;
	buf_printf(path, "%s/inputs?view=inputs_2_0", list->book.deployment);
	return true;
}

static int
take_inputs(void *self, size_t nth, const cJSON *json, struct err *err)
{
	struct rs_list *list = self;

	(void)nth;
	return rs_book_inputs(&list->book, json, INPUT_DEPLOYMENT, err);
}

static bool
ask_array_inputs(void *self, size_t nth, struct buf *path, struct buf *form)
{
	struct rs_list *list = self;

	(void)nth, (void)form;
	buf_printf(path, "%s/inputs?view=inputs_2_0", list->book.array.next);
	return list->book.array.href[0] != '\0';
}

static int
take_array_inputs(void *self, size_t nth, const cJSON *json, struct err *err)
{
	struct rs_list *list = self;

	(void)nth;
	return rs_book_inputs(&list->book, json, INPUT_ARRAY, err);
}

static const struct rs_question questions[] = {
	{ ask_deployment, take_deployment, false },
	{ ask_templates, take_templates, false },
	{ ask_servers, take_servers, false },
	{ ask_array, take_array, false },
	{ ask_members, take_members, false },
	{ ask_tags, take_tags, false },
	{ ask_inputs, take_inputs, false },
	{ ask_array_inputs, take_array_inputs, false },
	{ NULL, NULL, false },
};

static void
ended(void *self, const struct err *err)
{
	struct rs_list own = *(struct rs_list *)self;

	free(self);
	own.done(err == NULL ? &own.book : NULL, err, own.arg);
	rs_book_done(&own.book);
}

struct rs_list *
rs_list_start(struct rs_client *client, const struct config *config,
    rs_list_fn *done, void *arg)
{
	struct rs_list *list = xcalloc(1, sizeof(*list));

	list->config = config;
	list->done = done;
	list->arg = arg;
	list->round = rs_round_start(client, questions, true, list, ended);
	return list;
}

void
rs_list_cancel(struct rs_list *list)
{
	if (list == NULL)
		return;
	rs_round_cancel(list->round);
	rs_book_done(&list->book);
	free(list);
}
