/* Looking around, every half minute. */

#include "config.h"

#include "backend/rs_look.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "backend/json_read.h"
#include "backend/rs_client.h"
#include "backend/rs_form.h"
#include "backend/rs_round.h"
#include "base/str.h"
#include "base/xmalloc.h"

#define AUDITS_MAX	"100"
#define WINDOW_S	(92 * 24 * 3600)	/* of audit entries, at most */
#define GRAPH_S		"-600"

enum who { WHO_OLD, WHO_NEW, WHO_OTHER };

struct one {
	char name[NAME_LEN], current[RS_HREF], next[RS_HREF];
	enum who who;
};

/* Workers that are with a visitor; each is a graph of its own. */
static const char *const boards[] = { "sending", "reading", "keepalive" };

struct rs_look {
	const struct config *config;
	char deployment[RS_HREF];
	int64_t since_s;
	struct one servers[RS_LOOK_SERVERS];
	size_t n;
	struct rs_looks looks;
	struct buf graph;		/* of the server in hand */
	struct rs_round *round;
	rs_look_fn *done;
	void *arg;
};

static void __attribute__((format(printf, 3, 4)))
remark(struct rs_look *look, enum remark_about about, const char *fmt, ...)
{
	struct rs_looks *looks = &look->looks;
	struct cloud_remark one = { .about = about };
	struct buf text = { 0 };
	va_list ap;

	va_start(ap, fmt);
	buf_vprintf(&text, fmt, ap);
	va_end(ap);
	(void)str_safe(one.text, sizeof(one.text), text.data);
	buf_done(&text);
	x_grow(looks->list, looks->n, looks->cap);
	looks->list[looks->n++] = one;
}

/* ---- alerts ---- */

static bool
ask_alerts(void *self, size_t nth, struct buf *path, struct buf *form)
{
	const struct rs_look *look = self;

	(void)nth, (void)form;
	buf_printf(path, "%s/alerts?filter[]=status%%3D%%3Dtriggered",
	    look->deployment);
	return true;
}

static const struct one *
find_one(const struct rs_look *look, const char *current)
{
	for (size_t i = 0; current != NULL && i < look->n; i++)
		if (strcmp(look->servers[i].current, current) == 0)
			return &look->servers[i];
	return NULL;
}

static int
take_alerts(void *self, size_t nth, const cJSON *json, struct err *err)
{
	struct rs_look *look = self;
	const cJSON *item;

	(void)nth, (void)err;
	cJSON_ArrayForEach(item, json) {
		const char *when = json_text(item, "triggered_at");
		const struct one *one = find_one(look, rs_link(item, "instance"));

		remark(look, REMARK_ALERT, "RightScale: an alert is triggered%s%s, "
		    "since %s", one != NULL ? " on " : "",
		    one != NULL ? one->name : "", when != NULL ? when : "?");
	}
	return 0;
}

/* ---- audit entries: scripts that failed ---- */

static void
add_time(struct buf *path, const char *key, int64_t at_s)
{
	time_t at = (time_t)at_s;
	struct tm tm;
	char text[40];

	(void)gmtime_r(&at, &tm);
	(void)strftime(text, sizeof(text), "%Y/%m/%d %H:%M:%S +0000", &tm);
	rs_form_add(path, key, text);
}

static bool
ask_audits(void *self, size_t nth, struct buf *path, struct buf *form)
{
	const struct rs_look *look = self;
	struct buf query = { 0 };
	int64_t now = (int64_t)time(NULL), from = look->since_s;

	(void)nth, (void)form;
	if (from < now - WINDOW_S)
		from = now - WINDOW_S;
	add_time(&query, "start_date", from);
	add_time(&query, "end_date", now + 1);
	rs_form_add(&query, "limit", AUDITS_MAX);
	buf_printf(path, "/api/audit_entries?%s", query.data);
	buf_done(&query);
	return true;
}

static int
take_audits(void *self, size_t nth, const cJSON *json, struct err *err)
{
	struct rs_look *look = self;
	const cJSON *item;

	(void)nth, (void)err;
	cJSON_ArrayForEach(item, json) {
		const char *summary = json_text(item, "summary");
		const char *when = json_text(item, "updated_at");
		const struct one *one = find_one(look, rs_link(item, "auditee"));

		if (one != NULL && summary != NULL &&
		    (strstr(summary, "failed: ") != NULL ||
		    strstr(summary, "aborted: ") != NULL))
			remark(look, REMARK_SCRIPT, "%s says RightScale: %s (%s)",
			    one->name, summary, when != NULL ? when : "?");
	}
	return 0;
}

/* ---- inputs of the new servers themselves ---- */

static const struct one *
nth_of(const struct rs_look *look, size_t nth, enum who who)
{
	for (size_t i = 0; i < look->n; i++)
		if (look->servers[i].who == who && nth-- == 0)
			return &look->servers[i];
	return NULL;
}

static bool
ask_inputs(void *self, size_t nth, struct buf *path, struct buf *form)
{
	const struct rs_look *look = self;
	const struct one *one = nth_of(look, nth, WHO_NEW);

	(void)form;
	if (one == NULL || look->config->n_inputs == 0)
		return false;
	buf_printf(path, "%s/inputs?view=inputs_2_0", one->next);
	return true;
}

/* What step 6 sets for the deployment does not reach a server that has its own. */
static int
take_inputs(void *self, size_t nth, const cJSON *json, struct err *err)
{
	struct rs_look *look = self;
	const struct one *one = nth_of(look, nth, WHO_NEW);
	const struct config *config = look->config;

	(void)err;
	for (size_t i = 0; one != NULL && i < config->n_inputs; i++) {
		const char *value = rs_input(json, config->inputs[i].key);
		struct buf wanted = { 0 };

		rs_value_write(config->inputs[i].value, &wanted);
		if (value != NULL && strcmp(value, "inherit") != 0 &&
		    strcmp(value, wanted.data) != 0)
			remark(look, REMARK_INPUTS, "%s would be launched with "
			    "another %s than this run sets: a value of its own "
			    "hides the deployment's", one->name,
			    config->inputs[i].key);
		buf_done(&wanted);
	}
	return 0;
}

/* ---- Apache's graphs of those that are to go ---- */

static bool
ask_graph(void *self, size_t nth, struct buf *path, struct buf *form)
{
	const struct rs_look *look = self;
	const struct one *one = nth_of(look, nth / countof(boards), WHO_OLD);

	(void)form;
	if (one == NULL)
		return false;
	buf_printf(path, "%s/monitoring_metrics/apache:apache_scoreboard-%s/data"
	    "?start=" GRAPH_S "&end=0", one->current, boards[nth % countof(boards)]);
	return true;
}

static int
take_graph(void *self, size_t nth, const cJSON *json, struct err *err)
{
	struct rs_look *look = self;
	const struct one *one = nth_of(look, nth / countof(boards), WHO_OLD);
	size_t board = nth % countof(boards);
	struct rs_graph *graph;
	double mean;

	(void)err;
	if (board == 0)
		buf_reset(&look->graph);
	if (rs_graph_mean(json, &mean))
		buf_printf(&look->graph, "%s%s %.1f", board == 0 ? "" : ", ",
		    boards[board], mean);
	else
		buf_printf(&look->graph, "%s%s ?", board == 0 ? "" : ", ",
		    boards[board]);
	if (board + 1 < countof(boards) || one == NULL)
		return 0;
	graph = &look->looks.graphs[look->looks.n_graphs++];
	(void)str_copy(graph->name, sizeof(graph->name), one->name);
	(void)str_copy(graph->text, sizeof(graph->text), look->graph.data);
	return 0;
}

static const struct rs_question questions[] = {
	{ ask_alerts, take_alerts, false },
	{ ask_audits, take_audits, false },
	{ ask_inputs, take_inputs, true },
	{ ask_graph, take_graph, true },
	{ NULL, NULL, false },
};

static void
ended(void *self, const struct err *err)
{
	struct rs_look own = *(struct rs_look *)self;

	/* Monitoring may be switched off for the account: what came is told. */
	(void)err;
	free(self);
	own.done(&own.looks, own.arg);
	rs_looks_done(&own.looks);
	buf_done(&own.graph);
}

static void
add_one(struct rs_look *look, const struct rs_server *rs, enum who who)
{
	struct one *one = &look->servers[look->n];

	if (look->n == RS_LOOK_SERVERS ||
	    (who == WHO_NEW ? rs->next : rs->current)[0] == '\0')
		return;
	one->who = who;
	(void)str_copy(one->name, sizeof(one->name), rs->name);
	(void)str_copy(one->current, sizeof(one->current), rs->current);
	(void)str_copy(one->next, sizeof(one->next), rs->next);
	look->n++;
}

struct rs_look *
rs_look_start(struct rs_client *client, const struct config *config,
    const struct rs_book *book, int64_t since_s, rs_look_fn *done, void *arg)
{
	struct rs_look *look = xcalloc(1, sizeof(*look));

	look->config = config;
	look->since_s = since_s;
	look->done = done;
	look->arg = arg;
	(void)str_copy(look->deployment, sizeof(look->deployment),
	    book->deployment);
	for (size_t i = 0; i < book->n; i++)
		add_one(look, &book->servers[i], rs_tags_has(
		    &book->servers[i].tags, RS_TAG_NEW) ? WHO_NEW : WHO_OLD);
	for (size_t i = 0; i < book->n_others; i++)
		add_one(look, &book->others[i], WHO_OTHER);
	look->round = rs_round_start(client, questions, false, look, ended);
	return look;
}

void
rs_look_cancel(struct rs_look *look)
{
	if (look == NULL)
		return;
	rs_round_cancel(look->round);
	rs_looks_done(&look->looks);
	buf_done(&look->graph);
	free(look);
}
