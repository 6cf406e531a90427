/* Answers of the API. */

#include "config.h"

#include "backend/rs_answer.h"

#include <string.h>

#include "backend/json_read.h"
#include "backend/rs_head.h"
#include "base/http.h"
#include "base/str.h"

#define WAIT_MAX_S 60
#define WORDS_MAX 240

static bool
says(const struct http_reply *reply, const char *words)
{
	return memmem(reply->body, reply->body_len, words, strlen(words)) != NULL;
}

enum rs_verdict
rs_answer_verdict(const struct http_reply *reply)
{
	if (reply->status >= 200 && reply->status < 300)
		return RS_DONE;
	if (rs_head_moved(reply->status))
		return RS_MOVED;
	if (reply->status == 401 || (reply->status == 403 &&
	    says(reply, "Session cookie is expired or invalid")))
		return RS_LOGIN;
	if (reply->status == 429)
		return RS_BUSY;
	return reply->status >= 400 && reply->status < 500 ? RS_REFUSED :
	    RS_UNKNOWN;
}

bool
rs_answer_reads(const char *method, const char *path)
{
	return str_eq(method, "GET") || str_starts(path, "/api/tags/by_");
}

int
rs_answer_refused(const struct http_reply *reply, struct err *err)
{
	char text[WORDS_MAX], safe[2 * WORDS_MAX];

	(void)str_copy_n(text, sizeof(text), reply->body, reply->body_len);
	text[strcspn(text, "\r\n")] = '\0';
	(void)str_safe(safe, sizeof(safe), str_trim(text));
	return err_set(err, reply->status >= 500 ? ERR_FAILED : ERR_REFUSED,
	    "RightScale says %ld: %s", reply->status,
	    safe[0] != '\0' ? safe : "no reason");
}

/* NaN becomes null, but not within a text. */
static void
copy_without_nan(struct buf *dst, const char *src, size_t len)
{
	bool quoted = false;

	for (size_t i = 0; i < len; i++) {
		if (quoted && src[i] == '\\' && i + 1 < len)
			buf_add(dst, src + i++, 1);
		else if (src[i] == '"')
			quoted = !quoted;
		else if (!quoted && len - i >= 3 &&
		    memcmp(src + i, "NaN", 3) == 0) {
			buf_puts(dst, "null");
			i += 2;
			continue;
		}
		buf_add(dst, src + i, 1);
	}
}

int
rs_answer_json(const struct http_reply *reply, cJSON **json, struct err *err)
{
	static const struct json_bounds bounds = { .depth = 12, .list = 20000 };
	char type[160];
	struct buf text = { 0 };

	*json = NULL;
	if (reply->status != 200 ||
	    !rs_head_get(reply, "Content-Type", type, sizeof(type)) ||
	    strstr(type, "json") == NULL)
		return 0;
	copy_without_nan(&text, reply->body, reply->body_len);
	buf_puts(&text, "");
	*json = json_read(text.data, text.len, bounds, err);
	buf_done(&text);
	return *json != NULL ? 0 : -1;
}

int
rs_answer_wait_ms(const struct http_reply *reply)
{
	char text[32];
	int64_t s;

	return rs_head_get(reply, "Retry-After", text, sizeof(text)) &&
	    str_to_i64(text, 0, WAIT_MAX_S, &s) ? (int)s * 1000 : 0;
}
