/* Statistics by HTTP. */

#include "config.h"

#include "backend/haproxy_web.h"

#include <stdlib.h>
#include <string.h>

#include "backend/secret_source.h"
#include "base/http.h"
#include "base/loop.h"
#include "base/str.h"
#include "base/xmalloc.h"

#define ASK_MS		3000
#define BODY_MAX	((size_t)8 << 20)	/* of the page, 2.5 kB a server */

enum part { PART_PAGE, PART_CSV, PART_PAGE_AGAIN };

struct hap_web {
	const struct provider_ctx *ctx;
	enum part part;
	struct http *http;
	struct loop_timer *later;	/* it failed at once: told later */
	struct hap_worker worker;
	struct buf csv;
	struct err err;
	hap_web_fn *done;
	void *arg;
};

bool
hap_web_is(const struct provider_ctx *ctx)
{
	return ctx->lb->socket[0] == '\0';
}

int
hap_web_where(const struct provider_ctx *ctx, struct err *err)
{
	return err_prefix(err, "%s: %s", ctx->lb->name, ctx->lb->statistics);
}

void
hap_web_cancel(struct hap_web *web)
{
	if (web == NULL)
		return;
	secret_source_forget(web->ctx->secret, web);
	http_cancel(web->http);
	loop_del_timer(web->later);
	hap_worker_done(&web->worker);
	buf_done(&web->csv);
	free(web);
}

static void
end(struct hap_web *web, const struct err *err)
{
	struct hap_web own = *web;

	free(web);
	if (err == NULL)
		own.done(&own.worker, own.csv.data, own.csv.len, NULL, own.arg);
	else
		own.done(NULL, NULL, 0, err, own.arg);
	hap_worker_done(&own.worker);
	buf_done(&own.csv);
}

static void
fail(struct hap_web *web)
{
	struct err err = web->err;

	(void)hap_web_where(web->ctx, &err);
	end(web, &err);
}

static void
on_timer(void *arg)
{
	struct hap_web *web = arg;

	web->later = NULL;
	fail(web);
}

/* A reload between the two would give one worker the numbers of another. */
static int
compare(struct hap_web *web, const struct http_reply *reply)
{
	struct hap_worker again = { 0 };

	if (hap_parse_page(reply->body, reply->body_len, &again, &web->err) == -1)
		return -1;
	return again.pid == web->worker.pid ? 0 : err_set(&web->err, ERR_FAILED,
	    "worker %d became %d while it was asked", web->worker.pid, again.pid);
}

/* What a status other than 200 means here, and what to do. */
static int
refused(struct hap_web *web, long status)
{
	if (status != 401 && status != 403)
		return err_set(&web->err, ERR_REFUSED, "status %ld: is this its "
		    "stats uri?", status);
	secret_source_doubt(web->ctx->secret);
	return err_set(&web->err, ERR_REFUSED, "status %ld: %s", status,
	    web->ctx->lb->statistics_user[0] == '\0' ?
	    "it wants a user: statistics_user, statistics_secret_file" :
	    "it does not let this user in with this secret");
}

static int
take(struct hap_web *web, const struct http_reply *reply)
{
	if (reply->status != 200)
		return refused(web, reply->status);
	switch (web->part) {
	case PART_PAGE:
		return hap_parse_page(reply->body, reply->body_len, &web->worker,
		    &web->err);
	case PART_CSV:
		buf_add(&web->csv, reply->body, reply->body_len);
		return 0;
	case PART_PAGE_AGAIN:
		break;
	}
	return compare(web, reply);
}

static void ask(struct hap_web *web);

static void
answered(const struct http_reply *reply, const struct err *failed, void *arg)
{
	struct hap_web *web = arg;

	web->http = NULL;
	if (failed != NULL)
		web->err = *failed;
	if (failed != NULL || take(web, reply) == -1) {
		fail(web);
	} else if (web->part == PART_PAGE_AGAIN) {
		end(web, NULL);
	} else {
		web->part++;
		ask(web);
	}
}

/* A connection that was kept would stay with the worker that a reload left. */
static void
let_in(const char *trouble, void *arg)
{
	struct hap_web *web = arg;
	const struct provider_ctx *ctx = web->ctx;
	char url[TEXT_LEN + 8];
	const struct http_ask spec = { .url = url,
		.user = ctx->lb->statistics_user,
		.password = secret_source_text(ctx->secret),
		.timeout_ms = ASK_MS, .fresh = true, .max_body = BODY_MAX };

	(void)str_fmt(url, sizeof(url), "%.*s%s",
	    (int)strcspn(ctx->lb->statistics, ";"), ctx->lb->statistics,
	    web->part == PART_CSV ? ";csv" : "");
	if (trouble != NULL)
		(void)err_set(&web->err, ERR_IO, "%s", trouble);
	else
		web->http = http_start(ctx->loop, &spec, answered, web, &web->err);
	if (web->http == NULL)
		web->later = loop_add_timer(ctx->loop, 0, on_timer, web);
}

static void
ask(struct hap_web *web)
{
	secret_source_get(web->ctx->secret, let_in, web);
}

struct hap_web *
hap_web_start(const struct provider_ctx *ctx, hap_web_fn *done, void *arg)
{
	struct hap_web *web = xcalloc(1, sizeof(*web));

	web->ctx = ctx;
	web->done = done;
	web->arg = arg;
	ask(web);
	return web;
}
