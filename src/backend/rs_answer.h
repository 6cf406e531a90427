/* What an answer of the API means for a call, and its body as JSON.  Pure. */
#ifndef BACKEND_RS_ANSWER_H
#define BACKEND_RS_ANSWER_H

#include <stdbool.h>

#include <cjson/cJSON.h>

#include "base/err.h"

struct http_reply;

enum rs_verdict {
	RS_UNKNOWN,			/* it may have taken effect */
	RS_DONE,
	RS_REFUSED,			/* certainly not done */
	RS_LOGIN,			/* not looked at: log in first */
	RS_MOVED,			/* not looked at: another host */
	RS_BUSY,			/* not looked at: later */
};

/* reads: asking again does no harm. */
enum rs_verdict rs_answer_verdict(const struct http_reply *reply);
/* Does this call only read?  POST tags/by_… does. */
bool rs_answer_reads(const char *method, const char *path);
/* The platform's words, made harmless, with the status. */
int rs_answer_refused(const struct http_reply *reply, struct err *err);
/* JSON of an answer that says it is; NULL without error when it is none.  The bare
 * word NaN, which the platform writes into its figures, is read as null. */
int rs_answer_json(const struct http_reply *reply, cJSON **json, struct err *err);
/* Retry-After in ms, at most a minute; else 0. */
int rs_answer_wait_ms(const struct http_reply *reply);

#endif
