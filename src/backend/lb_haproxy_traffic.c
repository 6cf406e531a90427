/* All that a balancer serves, for looking: any level of its socket will do. */

#include "config.h"

#include <stdlib.h>

#include "backend/haproxy_web.h"
#include "backend/lb_haproxy.h"
#include "base/str.h"
#include "base/xmalloc.h"
#include "model/traffic.h"

struct hap_traffic {
	struct haproxy *self;
	struct hap_ask *ask;
	struct hap_web *web;		/* where there is no socket */
	backend_traffic_fn *done;
	void *arg;
};

void
hap_traffic_cancel(struct haproxy *self)
{
	if (self->traffic != NULL) {
		hap_ask_cancel(self->traffic->ask);
		hap_web_cancel(self->traffic->web);
		free(self->traffic);
	}
	self->traffic = NULL;
}

static void
end(struct hap_traffic *traffic, const struct backend_traffic *answer)
{
	backend_traffic_fn *done = traffic->done;
	void *arg = traffic->arg;

	traffic->self->traffic = NULL;
	free(traffic);
	done(answer, arg);
}

static void
tell(struct hap_traffic *traffic, const struct hap_worker *worker,
    const struct traffic_rows *rows, const struct err *failed)
{
	const struct backend_traffic answer = {
		.lb = traffic->self->ctx.lb->name, .rows = rows,
		.trouble = failed == NULL ? NULL : failed->text,
		.version = worker->version, .pid = worker->pid,
		.uptime_s = worker->uptime_s, .curr_conns = worker->curr_conns,
	};

	end(traffic, &answer);
}

static void
on_web(struct hap_worker *worker, const char *csv, size_t len,
    const struct err *failed, void *arg)
{
	static const struct hap_worker nobody = { .pid = 0 };
	struct hap_traffic *traffic = arg;
	const struct provider_ctx *ctx = &traffic->self->ctx;
	struct traffic_rows rows = { 0 };
	struct err err = { 0 };

	traffic->web = NULL;
	if (failed == NULL && hap_read_traffic(&rows,
	    (struct hap_text){ csv, csv + len }, ctx->lb->name, &err) == -1) {
		(void)hap_web_where(ctx, &err);
		failed = &err;
	}
	tell(traffic, worker != NULL ? worker : &nobody, &rows, failed);
	traffic_rows_done(&rows);
}

static void
on_reply(const char *reply, size_t len, const struct err *failed, void *arg)
{
	struct hap_traffic *traffic = arg;
	const struct provider_ctx *ctx = &traffic->self->ctx;
	struct hap_worker worker = { .pid = 0 };
	struct traffic_rows rows = { 0 };
	struct err err = { 0 };

	traffic->ask = NULL;
	if (failed == NULL && hap_parse_traffic(reply, len, ctx->lb->name, &worker,
	    &rows, &err) == -1) {
		(void)hap_where(ctx, HAP_WORKER, &err);
		failed = &err;
	}
	tell(traffic, &worker, &rows, failed);
	hap_worker_done(&worker);
	traffic_rows_done(&rows);
}

void
hap_traffic_start(struct haproxy *self, backend_traffic_fn *done, void *arg)
{
	if (self->traffic != NULL)
		return;
	self->traffic = xcalloc(1, sizeof(*self->traffic));
	self->traffic->self = self;
	self->traffic->done = done;
	self->traffic->arg = arg;
	if (hap_web_is(&self->ctx)) {
		self->traffic->web = hap_web_start(&self->ctx, on_web,
		    self->traffic);
		return;
	}
	self->traffic->ask = hap_ask_start(&self->ctx, HAP_WORKER,
	    "show info;show stat\n", on_reply, self->traffic);
}
