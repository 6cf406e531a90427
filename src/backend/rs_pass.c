/* Who we are: told to log in, and as a header line. */

#include "config.h"

#include "backend/rs_pass.h"

#include <string.h>

#include "backend/json_read.h"
#include "backend/rs_form.h"
#include "backend/rs_head.h"
#include "base/http.h"
#include "base/str.h"
#include "model/config.h"

bool
rs_pass_is_session(const struct rs_config *rs)
{
	return rs->email[0] != '\0';
}

const char *
rs_pass_form(const struct rs_config *rs, const char *secret, struct buf *form)
{
	char account[NAME_LEN + 16];

	if (!rs_pass_is_session(rs)) {
		rs_form_add(form, "grant_type", "refresh_token");
		rs_form_add(form, "refresh_token", secret);
		/* Then the API sends us on when it lives on another shard. */
		if (rs->account[0] != '\0')
			rs_form_add(form, "account_id", rs->account);
		return "/api/oauth2";
	}
	(void)str_fmt(account, sizeof(account), "/api/accounts/%s", rs->account);
	rs_form_add(form, "email", rs->email);
	rs_form_add(form, "password", secret);
	rs_form_add(form, "account_href", account);
	return "/api/sessions";
}

bool
rs_pass_token(const struct http_reply *reply, char *dst, size_t size,
    double *life_s)
{
	static const struct json_bounds bounds = { .depth = 4, .list = 64 };
	struct err err = { 0 };
	cJSON *json = json_read(reply->body, reply->body_len, bounds, &err);
	const char *token = json_text(json, "access_token");
	const cJSON *life = json_member(json, "expires_in");
	bool good = token != NULL && token[strcspn(token, " \r\n")] == '\0' &&
	    cJSON_IsNumber(life) && life->valuedouble >= 10 &&
	    str_fmt(dst, size, "Authorization: Bearer %s", token);

	*life_s = good ? life->valuedouble : 0;
	cJSON_Delete(json);
	return good;
}

bool
rs_pass_cookies(const struct http_reply *reply, char *dst, size_t size)
{
	char session[256], shard[256];
	bool there = rs_head_cookie(reply, "_session_id", session,
	    sizeof(session)) && session[0] != '\0';

	if (there)
		(void)str_fmt(dst, size, "Cookie: _session_id=%s", session);
	if (there && rs_head_cookie(reply, "rs_gbl", shard, sizeof(shard)))
		(void)str_add(dst, size, "; rs_gbl=%s", shard);
	explicit_bzero(session, sizeof(session));
	return there;
}
