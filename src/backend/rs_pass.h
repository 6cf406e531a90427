/* What is said to log in, and header lines that say who we are, out of the answers.
 * Pure; what is secret is in form or dst alone, which the caller wipes. */
#ifndef BACKEND_RS_PASS_H
#define BACKEND_RS_PASS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

struct http_reply;
struct rs_config;

/* By e-mail and password; else by refresh token. */
bool rs_pass_is_session(const struct rs_config *rs);
/* The body that logs in; the path it goes to. */
const char *rs_pass_form(const struct rs_config *rs, const char *secret,
    struct buf *form);

/* "Authorization: Bearer …" of the answer to a refresh token; false: it makes no
 * sense. */
bool rs_pass_token(const struct http_reply *reply, char *dst, size_t size,
    double *life_s);
/* "Cookie: …" of what an answer sets; false: it sets no session. */
bool rs_pass_cookies(const struct http_reply *reply, char *dst, size_t size);

#endif
