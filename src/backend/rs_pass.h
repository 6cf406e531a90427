/* Header lines that say who we are, out of the answers to a login.  Pure; what is
 * secret is in dst alone, which the caller wipes. */
#ifndef BACKEND_RS_PASS_H
#define BACKEND_RS_PASS_H

#include <stdbool.h>
#include <stddef.h>

struct http_reply;

/* "Authorization: Bearer …" of the answer to a refresh token; false: it makes no
 * sense. */
bool rs_pass_token(const struct http_reply *reply, char *dst, size_t size,
    double *life_s);
/* "Cookie: …" of what an answer sets; false: it sets no session. */
bool rs_pass_cookies(const struct http_reply *reply, char *dst, size_t size);

#endif
