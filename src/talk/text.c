/* Text in cells: width, clipping, wrapping, ASCII. */

#include "config.h"

#include "talk/text.h"

#include <string.h>

#include "base/str.h"
#include "model/names.h"

/* How many bytes follow this first byte; -1: it cannot be a first one. */
static int
follow(unsigned char c)
{
	if (c < 0x80)
		return 0;
	if (c >= 0xc2 && c < 0xe0)
		return 1;
	if (c >= 0xe0 && c < 0xf0)
		return 2;
	if (c >= 0xf0 && c < 0xf5)
		return 3;
	return -1;
}

wchar_t
text_next(const char **text)
{
	const unsigned char *p = (const unsigned char *)*text;
	int n = follow(p[0]);

	if (p[0] == '\0')
		return 0;
	*text += 1;
	if (n == 0)
		return p[0];
	if (n < 0)
		return L'?';
	wchar_t c = p[0] & (0x3f >> n);
	for (int i = 1; i <= n; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return L'?';
		c = (wchar_t)((unsigned)c << 6 | (p[i] & 0x3f));
	}
	*text += n;
	return c;
}

/* In the C locale wcwidth() knows ASCII only; our signs are one cell wide. */
static int
cells(wchar_t c)
{
	int width = wcwidth(c);

	return width < 0 ? 1 : width;
}

int
text_width(const char *text)
{
	int width = 0;
	wchar_t c;

	while ((c = text_next(&text)) != 0)
		width += cells(c);
	return width;
}

size_t
text_clip(const char *text, int width)
{
	const char *p = text, *end = text;
	wchar_t c;

	while ((c = text_next(&p)) != 0 && (width -= cells(c)) >= 0)
		end = p;
	return (size_t)(end - text);
}

const char *
text_line(const char **rest, int width, size_t *len)
{
	const char *start = *rest;

	if (*start == '\0' || width < 1)
		return NULL;
	size_t fits = text_clip(start, width);
	const char *newline = memchr(start, '\n', fits + (start[fits] != '\0'));
	if (newline != NULL) {
		*len = (size_t)(newline - start);
		*rest = newline + 1;
		return start;
	}
	if (start[fits] != '\0' && start[fits] != ' ') {
		size_t cut = fits;
		while (cut > 0 && start[cut - 1] != ' ')
			cut--;
		if (cut > 0)
			fits = cut;
	}
	if (fits == 0)		/* one wide character in one cell */
		fits = strlen(start);
	*rest = start + fits;
	while (**rest == ' ')
		*rest += 1;
	while (fits > 0 && start[fits - 1] == ' ')
		fits--;
	*len = fits;
	return start;
}

int
text_lines(const char *text, int width)
{
	size_t len;
	int n = 0;

	while (text_line(&text, width, &len) != NULL)
		n++;
	return n;
}

size_t
text_last_line(const char *text, int width)
{
	const char *rest = text;
	char words[TEXT_LEN];
	size_t len = 0;

	if (text_line(&rest, width, &len) == NULL)
		return 0;
	(void)str_copy_n(words, sizeof(words), text, len);
	if (text[len] == '\n' || text_width(words) >= width / 2)
		return len;
	return text_clip(text, width);
}

const char *
text_middle(char *dst, size_t size, const char *src, int width)
{
	const int dots = 3;
	const char *tail = src;
	int all = text_width(src);
	int head = width > dots ? (width - dots) / 2 : 0;

	if (all <= width) {
		(void)str_copy(dst, size, src);
		return dst;
	}
	while (*tail != '\0' && head + dots + text_width(tail) > width)
		(void)text_next(&tail);
	(void)str_fmt(dst, size, "%.*s…%s", (int)text_clip(src, head), src, tail);
	return dst;
}

const char *
text_flow(char *dst, size_t size, const char *src)
{
	size_t n = 0;

	for (; *src != '\0' && n + 1 < size; src++) {
		bool blank = *src == ' ' || *src == '\n' || *src == '\t';
		if (!blank)
			dst[n++] = *src;
		else if (n > 0 && dst[n - 1] != ' ')
			dst[n++] = ' ';
	}
	dst[n] = '\0';
	return dst;
}

static const struct { wchar_t c; const char *ascii; } ascii_of[] = {
	{ L'✓', "+" }, { L'▸', ">" }, { L'·', "." }, { L'–', "-" },
	{ L'—', "-" }, { L'✗', "x" }, { L'⊘', "#" }, { L'↓', "v" },
	{ L'↑', "^" }, { L'←', "<" }, { L'→', "->" }, { L'…', "..." },
	{ L'─', "-" }, { L'│', "|" }, { L'┌', "+" }, { L'┐', "+" },
	{ L'└', "+" }, { L'┘', "+" }, { L'┤', "+" }, { L'┬', "+" },
	{ L'┴', "+" }, { L'×', "x" }, { L'█', "#" }, { L'░', "." },
	{ L'▒', ":" }, { L'▁', "_" }, { L'▂', "." }, { L'▃', ":" },
	{ L'▄', "-" }, { L'▅', "=" }, { L'▆', "+" }, { L'▇', "*" },
	{ L'▏', "." }, { L'▎', "." }, { L'▍', "." }, { L'▌', "#" },
	{ L'▋', "#" }, { L'▊', "#" }, { L'▉', "#" }, { L'“', "\"" },
	{ L'”', "\"" }, { L'’', "'" },
};

static const char *
one_ascii(wchar_t c)
{
	for (size_t i = 0; i < countof(ascii_of); i++)
		if (ascii_of[i].c == c)
			return ascii_of[i].ascii;
	return "?";
}

const char *
text_ascii(char *dst, size_t size, const char *src)
{
	wchar_t c;

	dst[0] = '\0';
	while ((c = text_next(&src)) != 0) {
		char plain[2] = { (char)c, '\0' };
		if (!str_add(dst, size, "%s", c < 0x80 ? plain : one_ascii(c)))
			break;
	}
	return dst;
}
