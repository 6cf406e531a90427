/*
 * Calls, each on its way through
 *
 *     wait for the login -> send -> answer -> done
 *             ^                       |
 *             +--- expired, moved, busy, or (when it only reads) no answer
 */

#include "config.h"

#include "backend/rs_client.h"

#include <stdlib.h>

#include "backend/rs_answer.h"
#include "backend/rs_head.h"
#include "backend/rs_login.h"
#include "backend/rs_where.h"
#include "base/http.h"
#include "base/loop.h"
#include "base/xmalloc.h"

/* The platform gives a call five minutes, and may well use them. */
#define CALL_MS		360000
#define BODY_MAX	((size_t)8 << 20)
#define TRIES		4
#define HOPS		2

struct rs_call {
	struct rs_client *client;
	struct rs_call *next;
	char method[8], path[TEXT_LEN];
	struct buf form;
	bool waits;			/* for the login */
	bool logged_in_again;
	int tries, hops;
	unsigned login;			/* it was sent under this one */
	struct http *http;
	struct loop_timer *timer;
	rs_done_fn *done;
	void *arg;
};

struct rs_client {
	struct loop *loop;
	struct rs_login *login;
	bool logging_in;
	struct rs_call *calls;
};

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

void
rs_call_cancel(struct rs_call *call)
{
	if (call == NULL)
		return;
	for (struct rs_call **at = &call->client->calls; *at != NULL;
	    at = &(*at)->next)
		if (*at == call) {
			*at = call->next;
			break;
		}
	http_cancel(call->http);
	loop_del_timer(call->timer);
	buf_done(&call->form);
	free(call);
}

/* The call is gone before its owner hears of it. */
static void
finish(struct rs_call *call, const struct rs_reply *reply, const struct err *err)
{
	rs_done_fn *done = call->done;
	void *arg = call->arg;

	call->http = NULL;
	rs_call_cancel(call);
	done(reply, err, arg);
}

static void go(void *arg);

static void
later(struct rs_call *call, int ms)
{
	call->timer = loop_add_timer(call->client->loop, ms, go, call);
}

/* Again, a little later each time; or the end, with why. */
static void
again(struct rs_call *call, int wait_ms, const struct err *err)
{
	if (++call->tries >= TRIES)
		finish(call, NULL, err);
	else
		later(call, wait_ms > 0 ? wait_ms : 500 << call->tries);
}

static void
moved(struct rs_call *call, const struct http_reply *reply)
{
	char location[TEXT_LEN];
	struct err err = { 0 };

	if (++call->hops > HOPS ||
	    !rs_head_get(reply, "Location", location, sizeof(location)))
		(void)err_set(&err, ERR_REFUSED,
		    "RightScale sends us on and on");
	else
		(void)rs_where_follow(rs_login_base(call->client->login),
		    location, &err);
	if (err.code != ERR_NONE)
		finish(call, NULL, &err);
	else
		later(call, 0);
}

static void
done(struct rs_call *call, const struct http_reply *reply)
{
	struct rs_reply told = { .status = reply->status, .text = reply->body };
	struct err err = { 0 };
	cJSON *json;

	if (rs_answer_json(reply, &json, &err) == -1) {
		finish(call, NULL, &err);
		return;
	}
	told.json = json;
	(void)rs_head_get(reply, "Location", told.location,
	    sizeof(told.location));
	finish(call, &told, NULL);
	cJSON_Delete(json);
}

static void
answered(const struct http_reply *reply, const struct err *failed, void *arg)
{
	struct rs_call *call = arg;
	bool reads = rs_answer_reads(call->method, call->path), stale;
	struct err err = { 0 };

	call->http = NULL;
	if (reply == NULL) {
		if (reads)
			again(call, 0, failed);
		else
			finish(call, NULL, failed);
		return;
	}
	rs_login_see(call->client->login, call->login, reply);
	(void)rs_answer_refused(reply, &err);
	switch (rs_answer_verdict(reply)) {
	case RS_DONE:
		done(call, reply);
		return;
	case RS_MOVED:
		moved(call, reply);
		return;
	case RS_BUSY:
		again(call, rs_answer_wait_ms(reply), &err);
		return;
	case RS_LOGIN:
		/* Refused under a login that is another one by now: that is no
		 * word about this one. */
		stale = call->login != rs_login_serial(call->client->login);
		rs_login_forget(call->client->login, call->login);
		if (stale || !call->logged_in_again) {
			call->logged_in_again |= !stale;
			later(call, 0);
			return;
		}
		break;
	case RS_UNKNOWN:
		if (reads) {
			again(call, rs_answer_wait_ms(reply), &err);
			return;
		}
		break;
	case RS_REFUSED:
		break;
	}
	finish(call, NULL, &err);
}

static void
send_call(struct rs_call *call)
{
	struct rs_login *login = call->client->login;
	const char *headers[] = { "X-Api-Version: 1.5",
		"Accept: application/json", rs_login_header(login),
		"Content-Type: application/x-www-form-urlencoded", NULL };
	char url[2 * TEXT_LEN];
	struct err err = { 0 };

	call->login = rs_login_serial(login);
	if (call->form.len == 0)
		headers[3] = NULL;
	(void)str_fmt(url, sizeof(url), "%s%s", rs_login_base(login), call->path);
	const struct http_ask ask = { .method = call->method, .url = url,
		.headers = headers, .timeout_ms = CALL_MS, .patient = true,
		.max_body = BODY_MAX,
		.body = call->form.len > 0 ? call->form.data : NULL };
	call->http = http_start(call->client->loop, &ask, answered, call, &err);
	if (call->http == NULL)
		finish(call, NULL, &err);
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
		if (err == NULL)
			send_call(call);
		else
			finish(call, NULL, err);
	}
}

static void
go(void *arg)
{
	struct rs_call *call = arg;
	struct rs_client *client = call->client;

	call->timer = NULL;
	if (rs_login_holds(client->login)) {
		send_call(call);
		return;
	}
	call->waits = true;
	if (client->logging_in)
		return;
	client->logging_in = true;
	rs_login_start(client->login, logged_in, client);
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
	later(call, 0);
	return call;
}
