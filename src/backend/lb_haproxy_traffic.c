/* All that a balancer serves, for looking: any level of its socket will do. */

#include "config.h"

#include <stdlib.h>

#include "backend/lb_haproxy.h"
#include "base/str.h"
#include "base/xmalloc.h"
#include "model/traffic.h"

struct hap_traffic {
	struct haproxy *self;
	struct hap_ask *ask;
	backend_traffic_fn *done;
	void *arg;
};

void
hap_traffic_cancel(struct haproxy *self)
{
	if (self->traffic != NULL) {
		hap_ask_cancel(self->traffic->ask);
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
on_reply(const char *reply, size_t len, const struct err *failed, void *arg)
{
	struct hap_traffic *traffic = arg;
	const struct provider_ctx *ctx = &traffic->self->ctx;
	struct hap_worker worker = { .pid = 0 };
	struct traffic_rows rows = { 0 };
	struct backend_traffic answer = { .lb = ctx->lb->name, .rows = &rows };
	struct err err = { 0 };

	traffic->ask = NULL;
	if (failed == NULL && hap_parse_traffic(reply, len, ctx->lb->name, &worker,
	    &rows, &err) == -1) {
		(void)hap_where(ctx, HAP_WORKER, &err);
		failed = &err;
	}
	answer.trouble = failed == NULL ? NULL : failed->text;
	answer.version = worker.version;
	answer.pid = worker.pid;
	answer.uptime_s = worker.uptime_s;
	answer.curr_conns = worker.curr_conns;
	end(traffic, &answer);
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
	self->traffic->ask = hap_ask_start(&self->ctx, HAP_WORKER,
	    "show info;show stat\n", on_reply, self->traffic);
}
