/* Reading the deployment: a table of questions, each with who takes its answer. */

#include "config.h"

#include "backend/rs_list.h"

#include <stdlib.h>

#include "backend/rs_client.h"
#include "backend/rs_form.h"
#include "base/xmalloc.h"

struct rs_list {
	struct rs_client *client;
	const struct config *config;
	struct rs_book book;
	size_t at;			/* in questions[] */
	struct rs_call *call;
	rs_list_fn *done;
	void *arg;
};

/* A question: false when it need not be asked. */
struct question {
	bool (*ask)(struct rs_list *list, struct buf *path, struct buf *form);
	int (*take)(struct rs_list *list, const cJSON *json, struct err *err);
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
ask_deployment(struct rs_list *list, struct buf *path, struct buf *form)
{
	(void)form;
	buf_puts(path, "/api/deployments");
	filter_name(path, list->config->deployment);
	return true;
}

static int
take_deployment(struct rs_list *list, const cJSON *json, struct err *err)
{
	return rs_book_deployment(&list->book, json, list->config->deployment,
	    err);
}

static bool
ask_templates(struct rs_list *list, struct buf *path, struct buf *form)
{
	(void)form;
	buf_puts(path, "/api/server_templates");
	filter_name(path, list->config->cloud.rs.server_template);
	return true;
}

static int
take_templates(struct rs_list *list, const cJSON *json, struct err *err)
{
	return rs_book_templates(&list->book, json,
	    list->config->cloud.rs.server_template, err);
}

static bool
ask_servers(struct rs_list *list, struct buf *path, struct buf *form)
{
	(void)form;
	buf_printf(path, "%s/servers?view=instance_detail",
	    list->book.deployment);
	return true;
}

static int
take_servers(struct rs_list *list, const cJSON *json, struct err *err)
{
	return rs_book_servers(&list->book, json, list->config, err);
}

static bool
ask_array(struct rs_list *list, struct buf *path, struct buf *form)
{
	(void)form;
	buf_printf(path, "%s/server_arrays?view=instance_detail",
	    list->book.deployment);
	return list->config->array[0] != '\0';
}

static int
take_array(struct rs_list *list, const cJSON *json, struct err *err)
{
	return rs_book_array(&list->book, json, list->config->array, err);
}

static bool
ask_members(struct rs_list *list, struct buf *path, struct buf *form)
{
	(void)form;
	buf_printf(path, "%s/current_instances?filter[]=state%%3C%%3Eterminated",
	    list->book.array.href);
	return list->book.array.href[0] != '\0';
}

static int
take_members(struct rs_list *list, const cJSON *json, struct err *err)
{
	return rs_book_members(&list->book, json, list->config, err);
}

static bool
ask_tags(struct rs_list *list, struct buf *path, struct buf *form)
{
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
take_tags(struct rs_list *list, const cJSON *json, struct err *err)
{
	if (rs_book_tags(&list->book, json, err) == -1)
		return -1;
	return rs_book_tags_whole(&list->book, err);
}

static bool
ask_inputs(struct rs_list *list, struct buf *path, struct buf *form)
{
	(void)form;
	buf_printf(path, "%s/inputs?view=inputs_2_0", list->book.deployment);
	return true;
}

static int
take_inputs(struct rs_list *list, const cJSON *json, struct err *err)
{
	return rs_book_inputs(&list->book, json, INPUT_DEPLOYMENT, err);
}

static bool
ask_array_inputs(struct rs_list *list, struct buf *path, struct buf *form)
{
	(void)form;
	buf_printf(path, "%s/inputs?view=inputs_2_0", list->book.array.next);
	return list->book.array.href[0] != '\0';
}

static int
take_array_inputs(struct rs_list *list, const cJSON *json, struct err *err)
{
	return rs_book_inputs(&list->book, json, INPUT_ARRAY, err);
}

static const struct question questions[] = {
	{ ask_deployment, take_deployment },
	{ ask_templates, take_templates },
	{ ask_servers, take_servers },
	{ ask_array, take_array },
	{ ask_members, take_members },
	{ ask_tags, take_tags },
	{ ask_inputs, take_inputs },
	{ ask_array_inputs, take_array_inputs },
};

static void
end(struct rs_list *list, const struct err *err)
{
	struct rs_list own = *list;

	free(list);
	own.done(err == NULL ? &own.book : NULL, err, own.arg);
	rs_book_done(&own.book);
}

static void answered(const struct rs_reply *reply, const struct err *failed,
    void *arg);

static void
ask(struct rs_list *list)
{
	struct buf path = { 0 }, form = { 0 };

	while (list->at < countof(questions) &&
	    !questions[list->at].ask(list, &path, &form)) {
		list->at++;
		buf_reset(&path);
		buf_reset(&form);
	}
	if (list->at == countof(questions))
		end(list, NULL);
	else
		list->call = rs_call_start(list->client,
		    form.len > 0 ? "POST" : "GET", path.data, &form, answered,
		    list);
	buf_done(&path);
	buf_done(&form);
}

static void
answered(const struct rs_reply *reply, const struct err *failed, void *arg)
{
	struct rs_list *list = arg;
	struct err err = { 0 };

	list->call = NULL;
	if (reply == NULL) {
		end(list, failed);
	} else if (questions[list->at].take(list, reply->json, &err) == -1) {
		end(list, &err);
	} else {
		list->at++;
		ask(list);
	}
}

struct rs_list *
rs_list_start(struct rs_client *client, const struct config *config,
    rs_list_fn *done, void *arg)
{
	struct rs_list *list = xcalloc(1, sizeof(*list));

	list->client = client;
	list->config = config;
	list->done = done;
	list->arg = arg;
	ask(list);
	return list;
}

void
rs_list_cancel(struct rs_list *list)
{
	if (list == NULL)
		return;
	rs_call_cancel(list->call);
	rs_book_done(&list->book);
	free(list);
}
