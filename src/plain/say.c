/* One line after the other, none with an escape in it. */

#include "plain/plain_priv.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "talk/text.h"

#define LINE_LEN (4 * TEXT_LEN)

/* Controls, and what turns the direction of a line or hides in it. */
static bool
is_harmful(wchar_t c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0) ||
	    (c >= 0x200b && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) ||
	    (c >= 0x2060 && c <= 0x206f) || c == 0xfeff;
}

static void
add_bytes(char *dst, size_t size, const char *from, size_t n)
{
	for (size_t i = 0; i < n; i++)
		(void)str_add(dst, size, "\\x%02x", (unsigned char)from[i]);
}

const char *
say_clean(char *dst, size_t size, const char *src, bool ascii)
{
	char whole[LINE_LEN] = "";

	while (*src != '\0') {
		const char *from = src;
		wchar_t c = text_next(&src);
		size_t n = (size_t)(src - from);
		if (c == '\n' || c == '\t')
			(void)str_add(whole, sizeof(whole), " ");
		else if (is_harmful(c) || (c == L'?' && *from != '?'))
			add_bytes(whole, sizeof(whole), from, n);
		else
			(void)str_add(whole, sizeof(whole), "%.*s", (int)n, from);
	}
	if (ascii)
		return text_ascii(dst, size, whole);
	(void)str_copy(dst, size, whole);
	return dst;
}

static void
put(struct plain *plain, const char *text)
{
	char safe[LINE_LEN];

	if (plain->open_line)
		(void)putchar('\n');
	plain->open_line = false;
	(void)puts(say_clean(safe, sizeof(safe), text, plain->ascii));
}

void
say(struct plain *plain, const char *fmt, ...)
{
	char text[LINE_LEN];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	put(plain, text);
}

void
say_timed(struct plain *plain, const char *fmt, ...)
{
	char text[LINE_LEN - 16], whole[LINE_LEN], hms[16];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	(void)str_fmt(whole, sizeof(whole), "%s %s", text,
	    clock_hms(clock_wall_ms(), hms, sizeof(hms)));
	put(plain, whole);
}

void
say_lines(struct plain *plain, const struct lines *lines)
{
	static const char *const before[LINE_KINDS] = {
		[LINE_TEXT] = "", [LINE_PART] = "  ", [LINE_STRONG] = "",
		[LINE_LOCKED] = "", [LINE_GOOD] = "Good: ",
		[LINE_LOOK] = "Look: ", [LINE_BAD] = "Bad: ",
		[LINE_UNKNOWN] = "Not known: ", [LINE_WAIT] = "Not yet: ",
	};

	for (size_t i = 0; i < lines->n; i++)
		if (lines->list[i].text[0] != '\0')
			say(plain, "%s%s", before[lines->list[i].kind],
			    lines->list[i].text);
}

void
say_mark(struct plain *plain)
{
	if (plain->open_line)
		return;
	plain->open_line = true;
	(void)fputs("> ", stdout);
}
