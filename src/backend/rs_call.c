/* A call on its way: sent, answered, and what the answer means for it. */

#include "config.h"

#include "backend/rs_client_priv.h"

#include "backend/rs_answer.h"
#include "backend/rs_head.h"
#include "backend/rs_login.h"
#include "backend/rs_where.h"
#include "base/http.h"

/* The platform gives a call five minutes, and may well use them. */
#define CALL_MS		360000
#define BODY_MAX	((size_t)8 << 20)
#define TRIES		4
#define HOPS		2

/* Again, a little later each time; or the end, with why. */
static void
again(struct rs_call *call, int wait_ms, const struct err *err)
{
	if (++call->tries >= TRIES)
		rs_call_finish(call, NULL, err);
	else
		rs_call_later(call, wait_ms > 0 ? wait_ms : 500 << call->tries);
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
		rs_call_finish(call, NULL, &err);
	else
		rs_call_later(call, 0);
}

static void
done(struct rs_call *call, const struct http_reply *reply)
{
	struct rs_reply told = { .status = reply->status, .text = reply->body };
	struct err err = { 0 };
	cJSON *json;

	if (rs_answer_json(reply, &json, &err) == -1) {
		rs_call_finish(call, NULL, &err);
		return;
	}
	told.json = json;
	(void)rs_head_get(reply, "Location", told.location,
	    sizeof(told.location));
	rs_call_finish(call, &told, NULL);
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
			rs_call_finish(call, NULL, failed);
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
		if (stale || !call->renewed) {
			call->refused = true;
			rs_call_later(call, 0);
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
	rs_call_finish(call, NULL, &err);
}

void
rs_call_send(struct rs_call *call)
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
		rs_call_finish(call, NULL, &err);
}
