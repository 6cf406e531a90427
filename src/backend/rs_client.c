/*
 * Calls, each on its way through
 *
 *     wait for the login -> send -> answer -> done
 *             ^                       |
 *             +--- expired, moved, busy, or (when it only reads) no answer
 *
 * Here is who waits for the login, and when one is begun; rs_call.c is the rest.
 */

#include "config.h"

#include "backend/rs_client_priv.h"

#include <stdlib.h>

#include "backend/rs_login.h"
#include "base/http.h"
#include "base/loop.h"
#include "base/xmalloc.h"

/* For an answer that was overtaken by a refusal. */
#define OVERTAKEN_MS	10000

struct rs_client *
rs_client_new(struct loop *loop, const struct config *config, struct err *err)
{
	struct rs_login *login = rs_login_new(loop, config, err);

	if (login == NULL)
		return NULL;
	struct rs_client *client = xcalloc(1, sizeof(*client));
	client->loop = loop;
	client->login = login;
	return client;
}

void
rs_client_free(struct rs_client *client)
{
	if (client == NULL)
		return;
	loop_del_timer(client->overtaken);
	client->overtaken = NULL;
	while (client->calls != NULL)
		rs_call_cancel(client->calls);
	rs_login_free(client->login);
	free(client);
}

struct loop *
rs_client_loop(const struct rs_client *client)
{
	return client->loop;
}

static void go(void *arg);

void
rs_call_later(struct rs_call *call, int ms)
{
	call->timer = loop_add_timer(call->client->loop, ms, go, call);
}

static struct rs_call *
first_waiting(const struct rs_client *client)
{
	struct rs_call *call = client->calls;

	while (call != NULL && !call->waits)
		call = call->next;
	return call;
}

static void
logged_in(const struct err *err, void *arg)
{
	struct rs_client *client = arg;
	struct rs_call *call;

	client->logging_in = false;
	while ((call = first_waiting(client)) != NULL) {
		call->waits = false;
		call->renewed |= call->refused;
		if (err == NULL)
			rs_call_send(call);
		else
			rs_call_finish(call, NULL, err);
	}
}

/* Is the answer to one that was sent under this login still to come? */
static bool
may_be_overtaken(const struct rs_client *client)
{
	const struct rs_call *call = client->calls;

	while (call != NULL && (call->http == NULL ||
	    call->login != rs_login_serial(client->login)))
		call = call->next;
	return call != NULL && rs_login_has_names(client->login);
}

/* Those who wait go on under the name that came, or with a login. */
static void
go_on(void *arg)
{
	struct rs_client *client = arg;
	struct rs_call *call;

	client->overtaken = NULL;
	if (!rs_login_holds(client->login)) {
		client->logging_in = true;
		rs_login_start(client->login, logged_in, client);
		return;
	}
	while ((call = first_waiting(client)) != NULL) {
		call->waits = false;
		rs_call_later(call, 0);
	}
}

/* The session may have its next name already, told in an answer that a refusal of the
 * old one has overtaken: then nobody needs to log in. */
static void
want_login(struct rs_client *client)
{
	if (client->logging_in || client->overtaken != NULL)
		return;
	if (may_be_overtaken(client))
		client->overtaken = loop_add_timer(client->loop, OVERTAKEN_MS,
		    go_on, client);
	else
		go_on(client);
}

/* A call is over, and nobody else's answer may bring a name: no more waiting. */
static void
over(struct rs_client *client)
{
	if (client->overtaken == NULL || (!rs_login_holds(client->login) &&
	    may_be_overtaken(client)))
		return;
	loop_del_timer(client->overtaken);
	go_on(client);
}

void
rs_call_cancel(struct rs_call *call)
{
	if (call == NULL)
		return;
	struct rs_client *client = call->client;
	for (struct rs_call **at = &client->calls; *at != NULL;
	    at = &(*at)->next)
		if (*at == call) {
			*at = call->next;
			break;
		}
	http_cancel(call->http);
	loop_del_timer(call->timer);
	buf_done(&call->form);
	free(call);
	over(client);
}

void
rs_call_finish(struct rs_call *call, const struct rs_reply *reply,
    const struct err *err)
{
	rs_done_fn *done = call->done;
	void *arg = call->arg;

	call->http = NULL;
	rs_call_cancel(call);
	done(reply, err, arg);
}

static void
go(void *arg)
{
	struct rs_call *call = arg;

	call->timer = NULL;
	if (rs_login_holds(call->client->login)) {
		rs_call_send(call);
		return;
	}
	call->waits = true;
	want_login(call->client);
}

struct rs_call *
rs_call_start(struct rs_client *client, const char *method, const char *path,
    const struct buf *form, rs_done_fn *done_fn, void *arg)
{
	struct rs_call *call = xcalloc(1, sizeof(*call));

	call->client = client;
	call->done = done_fn;
	call->arg = arg;
	(void)str_copy(call->method, sizeof(call->method), method);
	(void)str_copy(call->path, sizeof(call->path), path);
	if (form != NULL)
		buf_add(&call->form, form->data, form->len);
	call->next = client->calls;
	client->calls = call;
	rs_call_later(call, 0);
	return call;
}
