/*
 * The local cloud: servers are directories with a command, looked after by a
 * supervisor of its own, which is asked over a socket.  A question that got no
 * answer may have been heard; one that could not be sent was not.
 */

#include "config.h"

#include <stdlib.h>

#include "backend/cloud_json.h"
#include "base/sock.h"
#include "base/xmalloc.h"

#define ASK_MS 5000
#define REPLY_MAX (4 << 20)

struct question {
	struct sock *sock;
	cloud_wire_fn *done;
	void *arg;
};

static void
answered(const char *reply, size_t len, const struct err *err, void *arg)
{
	struct question *question = arg;
	struct question own = *question;
	struct err told = { 0 };

	free(question);
	if (err != NULL) {
		/* The socket's own sentences begin with its address. */
		(void)err_set(&told, err->code,
		    "cloud: %s; is `cutover cloud` running?", err->text);
	}
	own.done(reply, len, err != NULL ? &told : NULL, own.arg);
}

static void *
question_start(const struct provider_ctx *ctx, enum verb verb, const char *text,
    cloud_wire_fn *done, void *arg)
{
	struct question *question = xcalloc(1, sizeof(*question));
	struct buf line = { 0 };

	(void)verb;
	question->done = done;
	question->arg = arg;
	buf_printf(&line, "%s\n", text);
	const struct sock_ask what = {
		.address = ctx->config->cloud.socket, .request = line.data,
		.timeout_ms = ASK_MS, .max_reply = REPLY_MAX,
		.half_close = true,
	};
	question->sock = sock_start(ctx->loop, &what, answered, question);
	buf_done(&line);
	return question;
}

static void
question_cancel(void *arg)
{
	struct question *question = arg;

	if (question == NULL)
		return;
	sock_cancel(question->sock);
	free(question);
}

static int
cloud_open(void **self, const struct provider_ctx *ctx, struct err *err)
{
	static const struct cloud_wire wire = { question_start, question_cancel };

	if (!sock_address_ok(ctx->config->cloud.socket, err))
		return -1;
	*self = cloud_json_new(ctx, &wire);
	return 0;
}

const struct provider_ops cloud_local = {
	.name = "local",
	.open = cloud_open,
	.refresh = cloud_json_refresh,
	.perform = cloud_json_perform,
	.close = cloud_json_close,
};
