/*
 * One HTTP request through libcurl.  What the other side may do to us is
 * bounded: redirects, decoding, bytes of head and body, time, slowness.
 */

#include "base/http.h"

#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/loop_curl.h"
#include "base/str.h"
#include "base/xmalloc.h"

#define TIMEOUT_MS	30000
#define CONNECT_MS	5000
#define BODY_MAX	((size_t)8 << 20)
#define HEAD_MAX	((size_t)64 << 10)
#define SLOW_BYTES_S	100L
#define SLOW_S		10L

struct http {
	struct loop *loop;
	CURL *easy;
	struct curl_slist *headers;
	struct loop_transfer transfer;
	char words[CURL_ERROR_SIZE];	/* curl's own, on failure */
	struct buf head, body;
	size_t head_seen;		/* all answers: 1xx before the real one */
	size_t body_max;
	const char *too_long;		/* NULL, or what of the answer is */
	bool ended;
	http_done_fn *done;
	void *arg;
};

static void
http_free(struct http *http)
{
	curl_easy_cleanup(http->easy);
	curl_slist_free_all(http->headers);
	buf_done(&http->head);
	buf_done(&http->body);
	free(http);
}

/* Called for each line, also of interim answers and of trailers. */
static size_t
on_head(char *data, size_t size, size_t count, void *arg)
{
	struct http *http = arg;
	size_t len = size * count;

	if (len > HEAD_MAX - http->head_seen) {
		http->too_long = "the head of the answer";
		return 0;
	}
	http->head_seen += len;
	if (len >= 5 && memcmp(data, "HTTP/", 5) == 0)
		buf_reset(&http->head);
	buf_add(&http->head, data, len);
	return len;
}

static size_t
on_body(char *data, size_t size, size_t count, void *arg)
{
	struct http *http = arg;
	size_t len = size * count;

	if (len > http->body_max - http->body.len) {
		http->too_long = "the answer";
		return 0;
	}
	buf_add(&http->body, data, len);
	return len;
}

/* curl counts what it has written to the connection, TLS handshake aside. */
static bool
nothing_sent(CURL *easy)
{
	long bytes = 0;

	return curl_easy_getinfo(easy, CURLINFO_REQUEST_SIZE, &bytes) ==
	    CURLE_OK && bytes == 0;
}

static void
report_failure(struct http *http, CURLcode code)
{
	char words[2 * CURL_ERROR_SIZE];
	struct err err;
	enum err_code kind = nothing_sent(http->easy) ? ERR_IO :
	    code == CURLE_OPERATION_TIMEDOUT ? ERR_TIMEOUT : ERR_PARSE;

	/* The words can hold pieces of what the other side has sent. */
	(void)str_safe(words, sizeof(words), http->words[0] != '\0' ?
	    http->words : curl_easy_strerror(code));
	if (http->too_long != NULL)
		(void)err_set(&err, kind, "%s is too long", http->too_long);
	else
		(void)err_set(&err, kind, "%s", words);
	http->done(NULL, &err, http->arg);
}

static void
report_reply(struct http *http)
{
	struct http_reply reply = { 0 };
	curl_off_t us = 0;

	(void)curl_easy_getinfo(http->easy, CURLINFO_RESPONSE_CODE,
	    &reply.status);
	(void)curl_easy_getinfo(http->easy, CURLINFO_TOTAL_TIME_T, &us);
	/* Makes both of them strings, even if nothing came. */
	buf_add(&http->head, NULL, 0);
	buf_add(&http->body, NULL, 0);
	reply.head = http->head.data;
	reply.head_len = http->head.len;
	reply.body = http->body.data;
	reply.body_len = http->body.len;
	reply.total_ms = (double)us / 1000;
	http->done(&reply, NULL, http->arg);
}

/* http_cancel() within the callback finds `ended` and does nothing. */
static void
on_end(CURL *easy, CURLcode code, void *arg)
{
	struct http *http = arg;

	(void)easy;
	http->ended = true;
	if (code == CURLE_OK)
		report_reply(http);
	else
		report_failure(http, code);
	http_free(http);
}

/* A line break in a header would begin another header, or the body. */
static int
check(const struct http_ask *ask, struct err *err)
{
	if (ask->method != NULL && !str_is_name(ask->method))
		return err_set(err, ERR_USAGE, "not a method of HTTP");
	for (const char *const *h = ask->headers; h != NULL && *h != NULL; h++)
		if ((*h)[strcspn(*h, "\r\n")] != '\0')
			return err_set(err, ERR_USAGE, "a header with a line "
			    "break in it");
	return 0;
}

static void
add_header(struct http *http, const char *line)
{
	struct curl_slist *more = curl_slist_append(http->headers, line);

	if (more != NULL)
		http->headers = more;
}

static void
set_headers(struct http *http, const struct http_ask *ask)
{
	for (const char *const *h = ask->headers; h != NULL && *h != NULL; h++)
		add_header(http, *h);
	/* No waiting for "100 Continue". */
	add_header(http, "Expect:");
	(void)curl_easy_setopt(http->easy, CURLOPT_HTTPHEADER, http->headers);
}

/*
 * On a connection that was kept, curl sends a request again when the other side
 * has closed it meanwhile.  It may be asked for something twice that way, so
 * all but questions get a connection of their own.
 */
static void
set_method(CURL *easy, const char *method, const char *body)
{
	bool question = str_eq(method, "GET") || str_eq(method, "HEAD");

	(void)curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, question ? 0L : 1L);
	if (body != NULL || str_eq(method, "POST")) {
		(void)curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE, -1L);
		(void)curl_easy_setopt(easy, CURLOPT_COPYPOSTFIELDS,
		    body == NULL ? "" : body);
	}
	if (str_eq(method, "HEAD"))
		(void)curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
	else
		(void)curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, method);
}

static void
set_limits(CURL *easy, const struct http_ask *ask)
{
	long timeout = ask->timeout_ms == 0 ? TIMEOUT_MS : ask->timeout_ms;
	long connect = ask->connect_ms == 0 ? CONNECT_MS : ask->connect_ms;

	(void)curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, timeout);
	(void)curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, connect);
	if (ask->fresh) {
		(void)curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, 1L);
		(void)curl_easy_setopt(easy, CURLOPT_FORBID_REUSE, 1L);
	}
	if (!ask->patient) {
		(void)curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT,
		    SLOW_BYTES_S);
		(void)curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, SLOW_S);
	}
	(void)curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
	(void)curl_easy_setopt(easy, CURLOPT_HTTP_CONTENT_DECODING, 0L);
	/* An empty name means: whatever the environment says, none. */
	(void)curl_easy_setopt(easy, CURLOPT_PROXY, "");
	(void)curl_easy_setopt(easy, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	(void)curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	(void)curl_easy_setopt(easy, CURLOPT_SSLVERSION,
	    (long)CURL_SSLVERSION_TLSv1_2);
	(void)curl_easy_setopt(easy, CURLOPT_HTTP_VERSION,
	    (long)CURL_HTTP_VERSION_1_1);
}

/* To this host alone: no redirect is followed. */
static void
set_login(CURL *easy, const struct http_ask *ask)
{
	if (ask->password == NULL)
		return;
	(void)curl_easy_setopt(easy, CURLOPT_HTTPAUTH, (long)CURLAUTH_BASIC);
	(void)curl_easy_setopt(easy, CURLOPT_USERNAME, ask->user);
	(void)curl_easy_setopt(easy, CURLOPT_PASSWORD, ask->password);
}

static void
set_callbacks(struct http *http)
{
	CURL *easy = http->easy;

	http->transfer = (struct loop_transfer){ .fn = on_end, .arg = http };
	(void)curl_easy_setopt(easy, CURLOPT_PRIVATE, &http->transfer);
	(void)curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, http->words);
	(void)curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_head);
	(void)curl_easy_setopt(easy, CURLOPT_HEADERDATA, http);
	(void)curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body);
	(void)curl_easy_setopt(easy, CURLOPT_WRITEDATA, http);
}

/* Returns whether curl took what it could refuse. */
static bool
set_url(CURL *easy, const char *url)
{
	return curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https") ==
	    CURLE_OK && curl_easy_setopt(easy, CURLOPT_URL, url) == CURLE_OK;
}

struct http *
http_start(struct loop *loop, const struct http_ask *ask, http_done_fn *done,
    void *arg, struct err *err)
{
	assert(done != NULL && ask->url != NULL);
	if (check(ask, err) == -1)
		return NULL;
	struct http *http = xcalloc(1, sizeof(*http));

	http->loop = loop;
	http->done = done;
	http->arg = arg;
	http->body_max = ask->max_body == 0 ? BODY_MAX : ask->max_body;
	http->easy = curl_easy_init();
	if (http->easy == NULL || !set_url(http->easy, ask->url)) {
		(void)err_set(err, ERR_IO, "libcurl does not take the address");
		http_free(http);
		return NULL;
	}
	set_callbacks(http);
	set_limits(http->easy, ask);
	set_method(http->easy, ask->method == NULL ? "GET" : ask->method,
	    ask->body);
	set_login(http->easy, ask);
	set_headers(http, ask);
	loop_add_transfer(loop, http->easy);
	return http;
}

void
http_cancel(struct http *http)
{
	if (http == NULL || http->ended)
		return;
	loop_del_transfer(http->loop, http->easy);
	http_free(http);
}
