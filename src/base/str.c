/* Bounded strings, strict numbers, text from outside made harmless. */

#include "base/str.h"

#include <stdio.h>
#include <string.h>

#include "base/xmalloc.h"

bool
str_copy_n(char *dst, size_t size, const char *src, size_t len)
{
	if (size == 0)
		return len == 0;
	size_t fits = len < size ? len : size - 1;

	memmove(dst, src, fits);
	dst[fits] = '\0';
	return fits == len;
}

bool
str_copy(char *dst, size_t size, const char *src)
{
	return str_copy_n(dst, size, src, strlen(src));
}

bool
str_fmt(char *dst, size_t size, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	int len = vsnprintf(dst, size, fmt, ap);
	va_end(ap);
	return len >= 0 && (size_t)len < size;
}

bool
str_add(char *dst, size_t size, const char *fmt, ...)
{
	size_t used = strnlen(dst, size);
	va_list ap;

	if (used == size)
		return false;
	va_start(ap, fmt);
	int len = vsnprintf(dst + used, size - used, fmt, ap);
	va_end(ap);
	return len >= 0 && (size_t)len < size - used;
}

bool
str_eq(const char *a, const char *b)
{
	return strcmp(a, b) == 0;
}

bool
str_starts(const char *text, const char *prefix)
{
	return strncmp(text, prefix, strlen(prefix)) == 0;
}

bool
str_ends(const char *text, const char *suffix)
{
	size_t len = strlen(text), tail = strlen(suffix);

	return len >= tail && strcmp(text + len - tail, suffix) == 0;
}

char *
str_trim(char *text)
{
	static const char blanks[] = " \t\r\n\v\f";

	text += strspn(text, blanks);
	size_t len = strlen(text);

	while (len > 0 && strchr(blanks, text[len - 1]) != NULL)
		len--;
	text[len] = '\0';
	return text;
}

/* strtoll() would take blanks, a plus sign and what follows the number. */
bool
str_to_i64(const char *text, int64_t min, int64_t max, int64_t *value)
{
	bool minus = text[0] == '-';
	const char *p = text + minus;
	int64_t n = 0;

	if (*p == '\0')
		return false;
	for (; *p != '\0'; p++) {
		if (*p < '0' || *p > '9')
			return false;
		int digit = minus ? '0' - *p : *p - '0';

		if (__builtin_mul_overflow(n, 10, &n) ||
		    __builtin_add_overflow(n, digit, &n))
			return false;
	}
	if (n < min || n > max)
		return false;
	*value = n;
	return true;
}

/* One byte as str_safe() shows it; returns its length. */
static size_t
safe_byte(char out[5], unsigned char c)
{
	static const char hex[] = "0123456789abcdef";

	out[0] = (char)c;
	if (c >= ' ' && c <= '~' && c != '\\')
		return 1;
	out[0] = out[1] = '\\';
	if (c == '\\')
		return 2;
	out[1] = 'x';
	out[2] = hex[c >> 4];
	out[3] = hex[c & 15];
	return 4;
}

bool
str_safe(char *dst, size_t size, const char *src)
{
	bool same = true;
	size_t used = 0;

	if (size == 0)
		return false;
	for (; *src != '\0'; src++) {
		char out[5];
		size_t len = safe_byte(out, (unsigned char)*src);

		same = same && len == 1;
		if (len >= size - used) {
			same = false;	/* cut, but never within an escape */
			break;
		}
		memcpy(dst + used, out, len);
		used += len;
	}
	dst[used] = '\0';
	return same;
}

const char *
str_s(int64_t n)
{
	return n == 1 ? "" : "s";
}

bool
str_is_name(const char *text)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.:-";

	return text[0] != '\0' && text[0] != '-' &&
	    text[strspn(text, letters)] == '\0';
}
