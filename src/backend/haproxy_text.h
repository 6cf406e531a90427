/*
 * Cutting HAProxy's replies: blocks that end with an empty line, lines, CSV
 * fields, words.  Nothing is copied but what is asked for.  Pure.
 */
#ifndef BACKEND_HAPROXY_TEXT_H
#define BACKEND_HAPROXY_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

/* What is left to be read. */
struct hap_text {
	const char *at, *end;
};

enum hap_field { HAP_FIELD_NONE, HAP_FIELD, HAP_FIELD_BAD };

/* The next block, without the empty line that ends it.  A block that does not
 * end so was cut: false. */
bool hap_block(struct hap_text *reply, struct hap_text *block);
bool hap_line(struct hap_text *block, struct hap_text *line);
/* The next CSV field, unquoted; cut says when it did not fit.  Each field ends
 * with a comma, the last one too: BAD when it does not. */
enum hap_field hap_field(struct hap_text *line, char *dst, size_t size,
    bool *cut);
/* The answer to "show cli level": false when it is none of the three. */
bool hap_level(struct hap_text block, bool *admin);
/* The next word of a line; false at its end or when it does not fit. */
bool hap_word(struct hap_text *line, char *dst, size_t size);
/* Does the line begin with this text?  Then go past it. */
bool hap_past(struct hap_text *line, const char *text);
/* A whole line as one string; false when it does not fit. */
bool hap_copy(struct hap_text line, char *dst, size_t size);
/* "unexpected answer: TEXT": the first line of it, made harmless.  -1. */
int hap_strange(struct err *err, const char *what, struct hap_text text);

#endif
