/* One question to the local cloud's supervisor. */

#include "config.h"

#include "backend/local_ask.h"

#include <stdlib.h>

#include "base/loop.h"
#include "base/sock.h"
#include "base/str.h"
#include "base/xmalloc.h"

#define ASK_MS 5000
#define REPLY_MAX (4 << 20)

struct local_ask {
	const struct provider_ctx *ctx;
	struct sock *sock;
	struct loop_timer *later;	/* it failed at once */
	struct err err;
	local_ask_fn *done;
	void *arg;
};

cJSON *
local_question(const char *verb)
{
	cJSON *question = cJSON_CreateObject();

	cJSON_AddStringToObject(question, "verb", verb);
	return question;
}

static void
answered(const char *reply, size_t len, const struct err *err, void *arg)
{
	struct local_ask *ask = arg;
	struct local_ask own = *ask;

	free(ask);
	if (err != NULL) {
		/* The socket's own sentences begin with its address. */
		(void)err_set(&own.err, err->code,
		    "cloud: %s; is `cutover cloud` running?", err->text);
	}
	own.done(reply, len, err != NULL ? &own.err : NULL, own.arg);
}

static void
failed(void *arg)
{
	struct local_ask *ask = arg;
	struct err err = ask->err;

	answered(NULL, 0, &err, ask);
}

struct local_ask *
local_ask_start(const struct provider_ctx *ctx, cJSON *question,
    local_ask_fn *done, void *arg)
{
	struct local_ask *ask = xcalloc(1, sizeof(*ask));
	char *text = cJSON_PrintUnformatted(question);
	struct buf line = { 0 };

	ask->ctx = ctx;
	ask->done = done;
	ask->arg = arg;
	buf_printf(&line, "%s\n", text != NULL ? text : "");
	const struct sock_ask what = {
		.address = ctx->config->cloud.socket, .request = line.data,
		.timeout_ms = ASK_MS, .max_reply = REPLY_MAX,
		.half_close = true,
	};
	ask->sock = sock_start(ctx->loop, &what, answered, ask, &ask->err);
	if (ask->sock == NULL)
		ask->later = loop_add_timer(ctx->loop, 0, failed, ask);
	buf_done(&line);
	free(text);
	cJSON_Delete(question);
	return ask;
}

void
local_ask_cancel(struct local_ask *ask)
{
	if (ask == NULL)
		return;
	sock_cancel(ask->sock);
	loop_del_timer(ask->later);
	free(ask);
}
