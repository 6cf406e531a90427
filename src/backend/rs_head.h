/* Header lines of an answer.  Pure. */
#ifndef BACKEND_RS_HEAD_H
#define BACKEND_RS_HEAD_H

#include <stdbool.h>
#include <stddef.h>

struct http_reply;

/* The value of the last line of this name; false: there is none, or too long. */
bool rs_head_get(const struct http_reply *reply, const char *name, char *dst,
    size_t size);
/* The value that Set-Cookie gives to this cookie. */
bool rs_head_cookie(const struct http_reply *reply, const char *cookie, char *dst,
    size_t size);
bool rs_head_moved(long status);	/* 301, 302, 307, 308 */

#endif
