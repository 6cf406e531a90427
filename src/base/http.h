/*
 * One HTTP request through libcurl.  No redirects, no decoding, no proxy from
 * the environment, no netrc; http and https only; verification always on.
 */
#ifndef BASE_HTTP_H
#define BASE_HTTP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

struct http;
struct loop;

struct http_ask {
	const char *method;		/* NULL: GET */
	const char *url;
	const char *const *headers;	/* "Name: value", NULL-terminated; or NULL */
	const char *body;		/* NULL: none */
	const char *user, *password;	/* basic authentication, when there is a
					 * password */
	int timeout_ms;			/* for all of it; 0: 30000 */
	int connect_ms;			/* 0: 5000 */
	bool patient;			/* it may be minutes in coming: no lower
					 * limit of speed */
	bool fresh;			/* a connection of its own, closed after */
	size_t max_body;		/* decoded bytes; 0: 8 MiB */
};

struct http_reply {
	long status;
	const char *head;		/* header lines as they came */
	const char *body;		/* terminated for convenience */
	size_t head_len, body_len;
	double total_ms;
};

/* reply is NULL exactly when err is not.  err->code: ERR_IO = certainly nothing
 * was sent (resolve, connect), ERR_TIMEOUT or ERR_PARSE = outcome unknown. */
typedef void http_done_fn(const struct http_reply *reply, const struct err *err,
    void *arg);

/* NULL now and no callback, or exactly one callback, later. */
struct http *http_start(struct loop *loop, const struct http_ask *ask,
    http_done_fn *done, void *arg, struct err *err);
void http_cancel(struct http *http);	/* no callback; NULL is fine */

#endif
