/*
 * Strict reading of JSON: what is not exactly as expected is refused with a
 * sentence.  No duplicate or unknown members, no NUL in texts, bounded depth.
 */
#ifndef LOCAL_STRICT_H
#define LOCAL_STRICT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cjson/cJSON.h>

#include "base/err.h"

enum strict_type { STRICT_TEXT, STRICT_TEXT_OR_NULL, STRICT_NAME, STRICT_BOOL,
	STRICT_COUNT, STRICT_LIST, STRICT_OBJECT, STRICT_ANY };

struct strict_member {
	const char *name;
	enum strict_type type;
	bool optional;
};

/* One object and nothing after it, or NULL; the caller deletes it. */
cJSON *strict_parse(const char *text, size_t len, struct err *err);
/* The members of object are these and no others; list ends with a NULL name.
 * Texts are shorter than TEXT_LEN, names are str_is_name() and shorter than
 * NAME_LEN, counts are whole numbers from 0 to 2^53. */
int strict_members(const cJSON *object, const struct strict_member *members,
    struct err *err);

/* After strict_members() only.  An absent member reads as "", 0, false. */
const char *strict_text(const cJSON *object, const char *name);
int64_t strict_count(const cJSON *object, const char *name);
bool strict_bool(const cJSON *object, const char *name);
const cJSON *strict_get(const cJSON *object, const char *name);

#endif
