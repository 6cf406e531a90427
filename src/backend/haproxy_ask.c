/* Questions to HAProxy's sockets, one a connection. */

#include "config.h"

#include "backend/haproxy_ask.h"

#include <stdlib.h>
#include <string.h>

#include "base/sock.h"
#include "base/str.h"
#include "base/xmalloc.h"

struct hap_ask {
	const struct provider_ctx *ctx;
	enum hap_socket which;
	struct sock *sock;
	hap_ask_fn *done;
	void *arg;
};

static const char *
address_of(const struct provider_ctx *ctx, enum hap_socket which)
{
	return which == HAP_MASTER ? ctx->lb->master : ctx->lb->socket;
}

int
hap_where(const struct provider_ctx *ctx, enum hap_socket which,
    struct err *err)
{
	return err_prefix(err, "%s: %ssocket %s", ctx->lb->name,
	    which == HAP_MASTER ? "master " : "", address_of(ctx, which));
}

/* What the system's words mean here, and what to do. */
static void
explain(const struct provider_ctx *ctx, enum hap_socket which, struct err *err)
{
	static const struct { const char *words, *hint; } hints[] = {
		{ "refused", "; is HAProxy running?" },
		{ "No such file", "; is HAProxy running, and is this its "
		    "socket?" },
		{ "ermission denied", "; may this user open it?" },
		{ "no connection within", "; stats socket busy (stats maxconn)?" },
		{ "no complete answer within",
		    "; stats socket busy (stats maxconn)?" },
	};
	const char *address = address_of(ctx, which);
	struct err bare = *err;

	/* The socket's own sentences begin with its address. */
	if (str_starts(bare.text, address))
		(void)err_set(&bare, err->code, "%s", err->text +
		    strlen(address) + strspn(err->text + strlen(address), ": "));
	(void)hap_where(ctx, which, &bare);
	for (size_t i = 0; i < countof(hints); i++)
		if (strstr(bare.text, hints[i].words) != NULL) {
			(void)str_add(bare.text, sizeof(bare.text), "%s",
			    hints[i].hint);
			break;
		}
	*err = bare;
}

void
hap_ask_cancel(struct hap_ask *ask)
{
	if (ask == NULL)
		return;
	sock_cancel(ask->sock);
	free(ask);
}

static void
on_reply(const char *reply, size_t len, const struct err *err, void *arg)
{
	struct hap_ask *ask = arg;
	struct hap_ask was = *ask;
	struct err told;

	free(ask);
	if (err != NULL) {
		told = *err;
		explain(was.ctx, was.which, &told);
		err = &told;
	}
	was.done(reply, len, err, was.arg);
}

struct hap_ask *
hap_ask_start(const struct provider_ctx *ctx, enum hap_socket which,
    const char *request, hap_ask_fn *done, void *arg)
{
	struct hap_ask *ask = xcalloc(1, sizeof(*ask));
	struct sock_ask spec = {
		.address = address_of(ctx, which),
		.request = request,
		/* The master waits for more until we have done. */
		.half_close = which == HAP_MASTER,
	};

	ask->ctx = ctx;
	ask->which = which;
	ask->done = done;
	ask->arg = arg;
	ask->sock = sock_start(ctx->loop, &spec, on_reply, ask);
	return ask;
}
