/*
 * JSON from outside, read strictly: whole, no twins, no NUL, bounded in depth and
 * in length.  Pure.
 */
#ifndef BACKEND_JSON_READ_H
#define BACKEND_JSON_READ_H

#include <stddef.h>

#include <cjson/cJSON.h>

#include "base/err.h"

struct json_bounds { int depth; size_t list; };

/* NULL with ERR_PARSE.  text[len] is '\0'.  The caller deletes. */
cJSON *json_read(const char *text, size_t len, struct json_bounds bounds,
    struct err *err);
const cJSON *json_member(const cJSON *object, const char *name);
/* The text of a member; NULL when it is none. */
const char *json_text(const cJSON *object, const char *name);

#endif
