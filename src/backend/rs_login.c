/* Logging in: by OAuth2 refresh token, or by e-mail and password. */

#include "config.h"

#include "backend/rs_login.h"

#include <stdlib.h>
#include <string.h>

#include "backend/rs_head.h"
#include "backend/rs_pass.h"
#include "backend/rs_where.h"
#include "base/http.h"
#include "base/loop.h"
#include "base/xmalloc.h"

#define LOGIN_MS	60000
#define HOPS		2
#define SECRET_MS	30000
#define SESSION_S	3600		/* the cookie lives for two idle hours */

struct rs_login {
	struct loop *loop;
	const struct config *config;
	char base[TEXT_LEN];
	struct secret header;		/* "Authorization: …" or "Cookie: …" */
	int64_t until_ms;		/* boot clock; 0: not logged in */
	unsigned serial;
	int hops;
	struct secret_ask *asking;
	struct loop_timer *later;
	struct http *http;
	struct secret known;		/* refresh token or password, in use */
	struct err err;
	rs_login_fn *done;
	void *arg;
};

struct rs_login *
rs_login_new(struct loop *loop, const struct config *config, struct err *err)
{
	struct rs_login *login;

	if (rs_where_check(config->cloud.rs.api, err) == -1)
		return NULL;
	login = xcalloc(1, sizeof(*login));
	login->loop = loop;
	login->config = config;
	(void)str_copy(login->base, sizeof(login->base), config->cloud.rs.api);
	return login;
}

static void
stop(struct rs_login *login)
{
	secret_ask_cancel(login->asking);
	loop_del_timer(login->later);
	http_cancel(login->http);
	login->asking = NULL;
	login->later = NULL;
	login->http = NULL;
	secret_done(&login->known);
}

void
rs_login_free(struct rs_login *login)
{
	if (login == NULL)
		return;
	stop(login);
	secret_done(&login->header);
	free(login);
}

bool
rs_login_holds(const struct rs_login *login)
{
	return login->until_ms > loop_now_ms(login->loop);
}

unsigned
rs_login_serial(const struct rs_login *login)
{
	return login->serial;
}

bool
rs_login_has_names(const struct rs_login *login)
{
	return rs_pass_is_session(&login->config->cloud.rs);
}

void
rs_login_forget(struct rs_login *login, unsigned serial)
{
	if (serial == login->serial)
		login->until_ms = 0;
}

char *
rs_login_base(struct rs_login *login)
{
	return login->base;
}

const char *
rs_login_header(const struct rs_login *login)
{
	return login->header.text != NULL ? login->header.text : "";
}

static void
ended(void *arg)
{
	struct rs_login *login = arg;
	struct err err = login->err;

	stop(login);
	login->done(err.code == ERR_NONE ? NULL : &err, login->arg);
}

/* The callback comes from the loop, never from within a start. */
static void
end(struct rs_login *login, const struct err *err)
{
	login->err = err != NULL ? *err : (struct err){ 0 };
	if (login->later == NULL)
		login->later = loop_add_timer(login->loop, 0, ended, login);
}

static void
fail(struct rs_login *login, enum err_code code, const char *text)
{
	struct err err = { 0 };

	(void)err_set(&err, code, "login: %s", text);
	end(login, &err);
}

/* Renewed at half its life: a call may take minutes. */
static void
remember(struct rs_login *login, const char *header, double life_s)
{
	struct err err = { 0 };

	if (secret_set(&login->header, header, strlen(header), &err) == -1) {
		end(login, &err);
		return;
	}
	login->until_ms = loop_now_ms(login->loop) + (int64_t)(life_s * 500);
	login->serial++;
	end(login, NULL);
}

static void
take_token(struct rs_login *login, const struct http_reply *reply)
{
	char header[SECRET_MAX];
	double life_s;

	if (rs_pass_token(reply, header, sizeof(header), &life_s))
		remember(login, header, life_s);
	else
		fail(login, ERR_PARSE, "the API's token makes no sense");
	explicit_bzero(header, sizeof(header));
}

static void
take_cookies(struct rs_login *login, const struct http_reply *reply)
{
	char header[SECRET_MAX];

	if (rs_pass_cookies(reply, header, sizeof(header)))
		remember(login, header, SESSION_S);
	else
		fail(login, ERR_PARSE, "the API gave no session");
	explicit_bzero(header, sizeof(header));
}

/* About hourly the platform gives the session another name, in an answer; that of
 * a refusal is nobody's. */
void
rs_login_see(struct rs_login *login, unsigned serial,
    const struct http_reply *reply)
{
	char header[SECRET_MAX];

	if (!rs_login_has_names(login) || reply->status >= 300 ||
	    serial != login->serial ||
	    !rs_pass_cookies(reply, header, sizeof(header)))
		return;
	if (secret_set(&login->header, header, strlen(header), NULL) == 0) {
		login->until_ms = loop_now_ms(login->loop) + SESSION_S * 500;
		login->serial++;
	}
	explicit_bzero(header, sizeof(header));
}

static void send_login(struct rs_login *login);

static void
moved(struct rs_login *login, const struct http_reply *reply)
{
	char location[TEXT_LEN];
	struct err err = { 0 };

	if (++login->hops > HOPS ||
	    !rs_head_get(reply, "Location", location, sizeof(location)))
		fail(login, ERR_REFUSED, "the API sends us on and on");
	else if (rs_where_follow(login->base, location, &err) == -1)
		end(login, &err);
	else
		send_login(login);
}

static void
answered(const struct http_reply *reply, const struct err *err, void *arg)
{
	struct rs_login *login = arg;
	char text[TEXT_LEN];

	login->http = NULL;
	if (err != NULL) {
		fail(login, err->code, err->text);
	} else if (rs_head_moved(reply->status)) {
		moved(login, reply);
	} else if (reply->status == 200 && !rs_login_has_names(login)) {
		take_token(login, reply);
	} else if (reply->status == 204) {
		take_cookies(login, reply);
	} else {
		(void)str_fmt(text, sizeof(text), "the API refuses it (status "
		    "%ld); is the %s still valid?", reply->status,
		    rs_login_has_names(login) ? "password" : "refresh token");
		fail(login, reply->status >= 500 ? ERR_FAILED : ERR_REFUSED,
		    text);
	}
}

static void
send_login(struct rs_login *login)
{
	static const char *const headers[] = { "X-Api-Version: 1.5",
		"Content-Type: application/x-www-form-urlencoded", NULL };
	struct buf form = { 0 };
	const char *path = rs_pass_form(&login->config->cloud.rs,
	    login->known.text, &form);
	char url[2 * TEXT_LEN];
	struct err err = { 0 };

	(void)str_fmt(url, sizeof(url), "%s%s", login->base, path);
	const struct http_ask ask = { .method = "POST", .url = url,
		.headers = headers, .body = form.data, .timeout_ms = LOGIN_MS,
		.max_body = 64 << 10 };
	login->http = http_start(login->loop, &ask, answered, login, &err);
	explicit_bzero(form.data, form.len);
	buf_done(&form);
	if (login->http == NULL)
		end(login, &err);
}

static void
told(struct secret *secret, const struct err *failed, void *arg)
{
	struct rs_login *login = arg;

	login->asking = NULL;
	if (failed != NULL) {
		end(login, failed);
		return;
	}
	login->known = *secret;
	*secret = (struct secret){ 0 };
	send_login(login);
}

void
rs_login_start(struct rs_login *login, rs_login_fn *done, void *arg)
{
	const struct config *config = login->config;
	struct err err = { 0 };

	login->done = done;
	login->arg = arg;
	login->hops = 0;
	login->until_ms = 0;
	if (config->cloud.rs.secret_command.n > 0) {
		login->asking = secret_ask_start(login->loop,
		    (const char *const *)config->cloud.rs.secret_command.words,
		    SECRET_MS, told, login, &err);
		if (login->asking == NULL)
			end(login, &err);
	} else if (secret_read(&login->known, config->cloud.rs.secret_file,
	    &err) == -1) {
		end(login, &err);
	} else {
		send_login(login);
	}
}
