/* The report of external references. */

#include "config.h"

#include "backend/rs_xref.h"

#include <stdlib.h>
#include <string.h>

#include "backend/inputs_csv.h"
#include "backend/json_read.h"
#include "backend/rs_round.h"
#include "backend/rs_uses.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/str.h"
#include "base/xmalloc.h"

#define HEADER "Input,Server,ID,RightScript/Chef Recipe,Phase,Value,Source\r\n"

struct xref_server { char name[TEXT_LEN], id[RS_HREF], next[RS_HREF];
	size_t template; };
struct xref_template { char href[RS_HREF]; cJSON *inputs; };

struct rs_xref {
	char deployment[RS_HREF], path[TEXT_LEN];
	struct xref_server *servers;
	size_t n, cap;
	struct xref_template *templates;
	size_t n_templates, cap_templates;
	cJSON *inputs;			/* of the deployment */
	struct buf csv;
	struct rs_uses *uses;
	struct rs_client *client;
	struct rs_round *round;
	rs_xref_fn *done;
	void *arg;
};

static bool
is_set(const char *value)
{
	return value != NULL && strcmp(value, "inherit") != 0;
}

const char *
rs_xref_source(const char *value, const char *deployment, const char *template)
{
	if (is_set(deployment))
		return strcmp(value, deployment) == 0 ? "Deployment" : "Server";
	if (is_set(template) && strcmp(value, template) != 0)
		return "Server";
	return "ServerTemplate";
}

static bool
ask_deployment(void *self, size_t nth, struct buf *path, struct buf *form)
{
	const struct rs_xref *xref = self;

	(void)nth, (void)form;
	buf_printf(path, "%s/inputs?view=inputs_2_0", xref->deployment);
	return true;
}

static int
take_deployment(void *self, size_t nth, const cJSON *json, struct err *err)
{
	struct rs_xref *xref = self;

	(void)nth, (void)err;
	xref->inputs = cJSON_Duplicate(json, true);
	return 0;
}

static bool
ask_template(void *self, size_t nth, struct buf *path, struct buf *form)
{
	const struct rs_xref *xref = self;

	(void)form;
	if (nth == xref->n_templates)
		return false;
	buf_printf(path, "%s/inputs?view=inputs_2_0", xref->templates[nth].href);
	return true;
}

static int
take_template(void *self, size_t nth, const cJSON *json, struct err *err)
{
	struct rs_xref *xref = self;

	(void)err;
	xref->templates[nth].inputs = cJSON_Duplicate(json, true);
	return 0;
}

static bool
ask_server(void *self, size_t nth, struct buf *path, struct buf *form)
{
	const struct rs_xref *xref = self;

	(void)form;
	if (nth == xref->n)
		return false;
	buf_printf(path, "%s/inputs?view=inputs_2_0", xref->servers[nth].next);
	return true;
}

static void
add_row(struct rs_xref *xref, const struct xref_server *server,
    const char *name, const char *value, const struct rs_use *use)
{
	const char *id = strrchr(server->id, '/');

	inputs_csv_cell(name, ',', &xref->csv);
	inputs_csv_cell(server->name, ',', &xref->csv);
	inputs_csv_cell(id != NULL ? id + 1 : server->id, ',', &xref->csv);
	inputs_csv_cell(use != NULL ? use->name : "", ',', &xref->csv);
	inputs_csv_cell(use != NULL ? use->phase : "", ',', &xref->csv);
	inputs_csv_cell(value, ',', &xref->csv);
	inputs_csv_cell(rs_xref_source(value, rs_input(xref->inputs, name),
	    rs_input(xref->templates[server->template].inputs, name)), '\n',
	    &xref->csv);
}

/* A row for each script that uses it, and one for an input that none does. */
static void
add_rows(struct rs_xref *xref, const struct xref_server *server,
    const char *name, const char *value)
{
	const struct rs_use *use = rs_uses_next(xref->uses, server->template, name,
	    NULL);

	if (use == NULL)
		add_row(xref, server, name, value, NULL);
	for (; use != NULL; use = rs_uses_next(xref->uses, server->template, name,
	    use))
		add_row(xref, server, name, value, use);
}

static int
take_server(void *self, size_t nth, const cJSON *json, struct err *err)
{
	struct rs_xref *xref = self;
	const cJSON *item;

	if (!cJSON_IsArray(json))
		return err_set(err, ERR_PARSE, "the inputs of %s cannot be read",
		    xref->servers[nth].name);
	cJSON_ArrayForEach(item, json) {
		const char *name = json_text(item, "name");
		const char *value = json_text(item, "value");

		if (name != NULL && value != NULL)
			add_rows(xref, &xref->servers[nth], name, value);
	}
	return 0;
}

static const struct rs_question questions[] = {
	{ ask_deployment, take_deployment, false },
	{ ask_template, take_template, true },
	{ ask_server, take_server, true },
	{ NULL, NULL, false },
};

static size_t
template_of(struct rs_xref *xref, const char *href)
{
	for (size_t i = 0; i < xref->n_templates; i++)
		if (strcmp(xref->templates[i].href, href) == 0)
			return i;
	x_grow(xref->templates, xref->n_templates, xref->cap_templates);
	xref->templates[xref->n_templates] = (struct xref_template){ 0 };
	(void)str_copy(xref->templates[xref->n_templates].href, RS_HREF, href);
	rs_uses_add(xref->uses, href);
	return xref->n_templates++;
}

static void
add_server(struct rs_xref *xref, const struct rs_server *rs)
{
	struct xref_server server = { 0 };

	if (rs->next[0] == '\0')
		return;
	(void)str_copy(server.name, sizeof(server.name),
	    rs->nick[0] != '\0' ? rs->nick : rs->name);
	(void)str_copy(server.id, sizeof(server.id), rs->href);
	(void)str_copy(server.next, sizeof(server.next), rs->next);
	server.template = template_of(xref, rs->template);
	x_grow(xref->servers, xref->n, xref->cap);
	xref->servers[xref->n++] = server;
}

void
rs_xref_cancel(struct rs_xref *xref)
{
	if (xref == NULL)
		return;
	rs_round_cancel(xref->round);
	rs_uses_free(xref->uses);
	for (size_t i = 0; i < xref->n_templates; i++)
		cJSON_Delete(xref->templates[i].inputs);
	cJSON_Delete(xref->inputs);
	free(xref->templates);
	free(xref->servers);
	buf_done(&xref->csv);
	free(xref);
}

static void
ended(void *self, const struct err *failed)
{
	struct rs_xref *xref = self;
	rs_xref_fn *done = xref->done;
	void *arg = xref->arg;
	char path[TEXT_LEN];
	struct err err = { 0 };

	xref->round = NULL;
	(void)str_copy(path, sizeof(path), xref->path);
	if (failed != NULL)
		err = *failed;
	else
		(void)file_write(path, xref->csv.data, xref->csv.len, 0600, &err);
	rs_xref_cancel(xref);
	done(path, err.code == ERR_NONE ? NULL : &err, arg);
}

static void
uses_told(void *arg)
{
	struct rs_xref *xref = arg;

	xref->round = rs_round_start(xref->client, questions, true, xref, ended);
}

struct rs_xref *
rs_xref_start(struct rs_client *client, const struct rs_book *book,
    const char *dir, rs_xref_fn *done, void *arg)
{
	struct rs_xref *xref = xcalloc(1, sizeof(*xref));

	xref->client = client;
	xref->uses = rs_uses_new();
	xref->done = done;
	xref->arg = arg;
	(void)str_copy(xref->deployment, sizeof(xref->deployment),
	    book->deployment);
	(void)str_fmt(xref->path, sizeof(xref->path), "%s/xref_report_%lld.csv",
	    dir, (long long)(clock_wall_ms() / 1000));
	buf_puts(&xref->csv, HEADER);
	for (size_t i = 0; i < book->n; i++)
		add_server(xref, &book->servers[i]);
	for (size_t i = 0; i < book->n_others; i++)
		add_server(xref, &book->others[i]);
	rs_uses_start(xref->uses, client, uses_told, xref);
	return xref;
}
