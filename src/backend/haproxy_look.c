/*
 * The one reading that polls and changes share: level, info, statistics and
 * states of one and the same worker, over one connection.
 */

#include "config.h"

#include <stdlib.h>

#include "backend/haproxy_ask.h"
#include "backend/haproxy_web.h"
#include "base/str.h"
#include "base/xmalloc.h"

struct hap_look {
	const struct provider_ctx *ctx;
	struct hap_ask *ask;
	struct hap_web *web;		/* where there is no socket */
	hap_look_fn *done;
	void *arg;
};

void
hap_look_cancel(struct hap_look *look)
{
	if (look == NULL)
		return;
	hap_ask_cancel(look->ask);
	hap_web_cancel(look->web);
	free(look);
}

static void
end(struct hap_look *look, const struct hap_worker *worker,
    const struct err *err)
{
	hap_look_fn *done = look->done;
	void *arg = look->arg;

	hap_look_cancel(look);
	done(worker, err, arg);
}

/* A user-level socket takes no orders: it will do where we give none. */
static int
level_will_do(const struct provider_ctx *ctx, const char *reply, size_t len,
    struct err *err)
{
	static const char *const lower[] = { "user\n\n", "operator\n\n" };
	struct hap_text text = { reply, reply + len };

	for (size_t i = 0; config_orders_balancers(ctx->config) &&
	    i < countof(lower); i++)
		if (hap_past(&text, lower[i])) {
			(void)err_set(err, ERR_REFUSED, "level %s, not admin; "
			    "add \"level admin\" to its stats socket line",
			    i == 0 ? "user" : "operator");
			return hap_where(ctx, HAP_WORKER, err);
		}
	return 0;
}

static void
on_worker(const char *reply, size_t len, const struct err *failed, void *arg)
{
	struct hap_look *look = arg;
	const struct lb_config *lb = look->ctx->lb;
	struct hap_worker worker = { .pid = 0 };
	struct err err;
	int rc = -1;

	look->ask = NULL;
	if (failed != NULL) {
		end(look, NULL, failed);
		return;
	}
	if (level_will_do(look->ctx, reply, len, &err) == 0) {
		rc = hap_parse_worker(reply, len, lb->name, lb->backend,
		    &worker, &err);
		if (rc == 0 && worker.stopping)
			rc = err_set(&err, ERR_FAILED, "worker %d is leaving "
			    "(a reload goes on)", worker.pid);
		if (rc == -1)
			(void)hap_where(look->ctx, HAP_WORKER, &err);
	}
	end(look, rc == 0 ? &worker : NULL, rc == 0 ? NULL : &err);
	hap_worker_done(&worker);
}

static void
ask_worker(struct hap_look *look)
{
	char request[TEXT_LEN];

	/* All backends: whoever has the address of a server has its visitors, and
	 * "show stat NAME" finds a frontend of that name alone, without a word. */
	(void)str_fmt(request, sizeof(request), "show cli level;show info;"
	    "show stat -1 6 -1;show servers state %s\n", look->ctx->lb->backend);
	look->ask = hap_ask_start(look->ctx, HAP_WORKER, request, on_worker,
	    look);
}

static void
on_web(struct hap_worker *worker, const char *csv, size_t len,
    const struct err *failed, void *arg)
{
	struct hap_look *look = arg;
	const struct lb_config *lb = look->ctx->lb;
	struct err err;

	look->web = NULL;
	if (failed == NULL && hap_parse_csv(csv, len, lb->name, lb->backend, worker,
	    &err) == -1) {
		(void)hap_web_where(look->ctx, &err);
		failed = &err;
	}
	end(look, failed == NULL ? worker : NULL, failed);
}

struct hap_look *
hap_look_start(const struct provider_ctx *ctx, hap_look_fn *done, void *arg)
{
	struct hap_look *look = xcalloc(1, sizeof(*look));

	look->ctx = ctx;
	look->done = done;
	look->arg = arg;
	if (hap_web_is(ctx))
		look->web = hap_web_start(ctx, on_web, look);
	else
		ask_worker(look);
	return look;
}
