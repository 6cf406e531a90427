/*
 * Bounded strings, a growing buffer, strict numbers, and the one function
 * that makes text from outside harmless.
 */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define countof(array) (sizeof(array) / sizeof((array)[0]))

/* Copy or print into dst[size], always terminated.  False when it was cut. */
bool str_copy(char *dst, size_t size, const char *src);
bool str_copy_n(char *dst, size_t size, const char *src, size_t len);
bool str_fmt(char *dst, size_t size, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
/* Append; false when it was cut. */
bool str_add(char *dst, size_t size, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

bool str_eq(const char *a, const char *b);
bool str_starts(const char *text, const char *prefix);
bool str_ends(const char *text, const char *suffix);
/* Trims blanks in place at both ends; returns the first non-blank. */
char *str_trim(char *text);

/* The whole string must be one decimal number in [min, max]. */
bool str_to_i64(const char *text, int64_t min, int64_t max, int64_t *value);

/*
 * Text from outside, made harmless: every byte outside printable ASCII is
 * written as \xNN, a backslash as \\.  True when nothing had to be changed.
 * Decision screens, logs, journal and stdout all show outside text this way.
 */
bool str_safe(char *dst, size_t size, const char *src);

/* What "session" wants behind a number: "%u session%s", n, str_s(n). */
const char *str_s(int64_t n);

/* A word of letters, digits and _ . : - that does not start with '-': what we
 * accept as a name in any command path (HAProxy's own alphabet). */
bool str_is_name(const char *text);

/* A growing buffer; data is always terminated and never NULL after use. */
struct buf {
	char *data;
	size_t len;
	size_t cap;
};

void buf_add(struct buf *buf, const void *data, size_t len);
void buf_puts(struct buf *buf, const char *text);
void buf_printf(struct buf *buf, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
void buf_vprintf(struct buf *buf, const char *fmt, va_list ap)
    __attribute__((format(printf, 2, 0)));
void buf_reset(struct buf *buf);	/* empty, keeps the memory */
void buf_done(struct buf *buf);		/* frees */
/* Takes the memory out of the buffer; the caller frees it. */
char *buf_take(struct buf *buf);

#endif
