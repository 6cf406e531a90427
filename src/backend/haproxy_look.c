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
	int *iid;
	bool found_now;			/* asked for the iid in this very look */
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

static void find(struct hap_look *look);

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
	/* A reload may have given the backend another number: once more. */
	if (rc == -1 && err.code == ERR_FAILED && !look->found_now) {
		hap_worker_done(&worker);
		find(look);
		return;
	}
	end(look, rc == 0 ? &worker : NULL, rc == 0 ? NULL : &err);
	hap_worker_done(&worker);
}

static void
ask_worker(struct hap_look *look)
{
	char request[TEXT_LEN];

	(void)str_fmt(request, sizeof(request), "show cli level;show info;"
	    "show stat %d 6 -1;show servers state %s\n", *look->iid,
	    look->ctx->lb->backend);
	look->ask = hap_ask_start(look->ctx, HAP_WORKER, request, on_worker,
	    look);
}

static void
on_found(const char *reply, size_t len, const struct err *failed, void *arg)
{
	struct hap_look *look = arg;
	struct err err;

	look->ask = NULL;
	if (failed != NULL) {
		end(look, NULL, failed);
	} else if (level_will_do(look->ctx, reply, len, &err) == -1) {
		end(look, NULL, &err);
	} else if (hap_parse_find(reply, len, look->ctx->lb->backend, look->iid,
	    &err) == -1) {
		*look->iid = 0;
		(void)hap_where(look->ctx, HAP_WORKER, &err);
		end(look, NULL, &err);
	} else {
		ask_worker(look);
	}
}

static void
find(struct hap_look *look)
{
	look->found_now = true;
	/* By number later: a frontend may bear the same name, and then
	 * "show stat NAME" finds only that one, without a word. */
	look->ask = hap_ask_start(look->ctx, HAP_WORKER,
	    "show cli level;show stat -1 2 -1\n", on_found, look);
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
hap_look_start(const struct provider_ctx *ctx, int *iid, hap_look_fn *done,
    void *arg)
{
	struct hap_look *look = xcalloc(1, sizeof(*look));

	look->ctx = ctx;
	look->iid = iid;
	look->done = done;
	look->arg = arg;
	if (hap_web_is(ctx))
		look->web = hap_web_start(ctx, on_web, look);
	else if (*iid == 0)
		find(look);
	else
		ask_worker(look);
	return look;
}
