/* Looking around, every half minute. */

#include "config.h"

#include "backend/rs_look_priv.h"

#include <stdlib.h>
#include <string.h>

#include "backend/rs_client.h"
#include "base/str.h"
#include "base/xmalloc.h"

void
rs_look_remark(struct rs_look *look, enum remark_about about, const char *fmt, ...)
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

static const struct rs_question questions[] = {
	{ rs_look_ask_alerts, rs_look_take_alerts, false },
	{ rs_look_ask_audits, rs_look_take_audits, false },
	{ rs_look_ask_inputs, rs_look_take_inputs, true },
	{ rs_look_ask_graph, rs_look_take_graph, true },
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
	free(own.inputs);
	buf_done(&own.graph);
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
	look->n_inputs = book->n_inputs;
	look->inputs = xcalloc(book->n_inputs + 1, sizeof(*look->inputs));
	if (book->n_inputs > 0)
		memcpy(look->inputs, book->inputs,
		    book->n_inputs * sizeof(*look->inputs));
	rs_look_gather(look, book);
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
	free(look->inputs);
	buf_done(&look->graph);
	free(look);
}
