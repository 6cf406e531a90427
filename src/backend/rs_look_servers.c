/* Looking around: at whom; inputs of the new servers, graphs of those that are to go. */

#include "config.h"

#include "backend/rs_look_priv.h"

#include <string.h>

#include "backend/rs_own.h"
#include "base/str.h"

#define GRAPH_S		"-600"

/* Workers that are with a visitor; each is a graph of its own. */
static const char *const boards[] = { "sending", "reading", "keepalive" };

/* ---- who is looked at ---- */

static void
add_one(struct rs_look *look, const struct rs_server *rs, enum who who)
{
	struct one *one = &look->servers[look->n];

	if ((who == WHO_NEW ? rs->next : rs->current)[0] == '\0')
		return;
	if (look->n == RS_LOOK_SERVERS) {
		look->left++;
		return;
	}
	one->who = who;
	(void)str_copy(one->name, sizeof(one->name), rs->name);
	(void)str_copy(one->current, sizeof(one->current), rs->current);
	(void)str_copy(one->next, sizeof(one->next), rs->next);
	look->n++;
}

void
rs_look_gather(struct rs_look *look, const struct rs_book *book)
{
	for (enum who who = WHO_NEW; who <= WHO_OLD; who++)
		for (size_t i = 0; i < book->n; i++)
			if (rs_tags_has(&book->servers[i].tags, RS_TAG_NEW) ==
			    (who == WHO_NEW))
				add_one(look, &book->servers[i], who);
	for (size_t i = 0; i < book->n_others; i++)
		add_one(look, &book->others[i], WHO_OTHER);
	if (look->left > 0)
		rs_look_remark(look, REMARK_SCRIPT, "RightScale: %zu servers are "
		    "looked at for failed scripts, graphs and inputs, and %zu "
		    "more are not",
		    look->n, look->left);
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

bool
rs_look_ask_inputs(void *self, size_t nth, struct buf *path, struct buf *form)
{
	const struct rs_look *look = self;
	const struct one *one = nth_of(look, nth, WHO_NEW);

	(void)form;
	if (one == NULL)
		return false;
	buf_printf(path, "%s/inputs?view=inputs_2_0", one->next);
	return true;
}

/* What this run will set is compared with that, all others with what is there. */
int
rs_look_take_inputs(void *self, size_t nth, const cJSON *json, struct err *err)
{
	struct rs_look *look = self;
	const struct one *one = nth_of(look, nth, WHO_NEW);
	const struct config *config = look->config;
	char names[TEXT_LEN];

	(void)err;
	for (size_t i = 0; one != NULL && i < config->n_inputs; i++)
		if (rs_own_differs(json, config->inputs[i].key,
		    config->inputs[i].value))
			rs_look_remark(look, REMARK_INPUTS, "%s would be launched with "
			    "another %s than this run sets: a value of its own "
			    "hides the deployment's", one->name,
			    config->inputs[i].key);
	if (one != NULL && rs_own_names(json, config, look->inputs, look->n_inputs,
	    names, sizeof(names)) > 0)
		rs_look_remark(look, REMARK_INPUTS, "%s has values of its own, which hide "
		    "the deployment's: %s", one->name, names);
	return 0;
}

/* ---- Apache's graphs of those that are to go ---- */

bool
rs_look_ask_graph(void *self, size_t nth, struct buf *path, struct buf *form)
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

int
rs_look_take_graph(void *self, size_t nth, const cJSON *json, struct err *err)
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
