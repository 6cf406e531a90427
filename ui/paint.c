/* Drawing by roles. */

#include "ui/paint.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "model/names.h"
#include "talk/text.h"

#define MANY 256

/* Of eight colours only red and magenta read as text on white and on black: green,
 * cyan and yellow vanish on the one, blue on the other.  The others are
 * backgrounds, or no colour at all.  plain: what tells it apart without any. */
static const struct { short few, many, bg; attr_t with, plain; } roles[ROLE_COUNT] = {
	[ROLE_PLAIN]    = { -1, -1, -1, A_NORMAL, A_NORMAL },
	[ROLE_STRONG]   = { -1, -1, -1, A_BOLD, A_BOLD },
	[ROLE_DIM]      = { -1, -1, -1, A_DIM, A_DIM },
	[ROLE_GOOD]     = { -1, PAINT_GREEN, -1, A_NORMAL, A_NORMAL },
	[ROLE_HERE]     = { -1, PAINT_TEAL, -1, A_BOLD, A_BOLD },
	[ROLE_LOOK]     = { COLOR_BLACK, COLOR_BLACK, COLOR_YELLOW, A_NORMAL, A_REVERSE },
	[ROLE_BAD]      = { COLOR_WHITE, COLOR_WHITE, COLOR_RED, A_BOLD, A_REVERSE | A_BOLD },
	[ROLE_NEW]      = { -1, PAINT_TEAL, -1, A_NORMAL, A_NORMAL },
	[ROLE_OLD]      = { -1, -1, -1, A_BOLD, A_BOLD },
	[ROLE_DRAINING] = { COLOR_MAGENTA, PAINT_MAGENTA, -1, A_NORMAL, A_NORMAL },
	[ROLE_BAR]      = { -1, PAINT_TEAL, -1, A_NORMAL, A_NORMAL },
	[ROLE_HEAD]     = { -1, -1, -1, A_REVERSE, A_REVERSE },
	[ROLE_HEAD_STRONG] = { -1, -1, -1, A_REVERSE | A_BOLD, A_REVERSE | A_BOLD },
	[ROLE_FOCUS]    = { -1, -1, -1, A_REVERSE | A_BOLD, A_REVERSE | A_BOLD },
	[ROLE_DANGER]   = { COLOR_RED, PAINT_RED, -1, A_BOLD, A_BOLD },
	[ROLE_PROD]     = { COLOR_WHITE, COLOR_WHITE, COLOR_RED, A_BOLD, A_BOLD },
	[ROLE_STAGE]    = { COLOR_BLACK, COLOR_BLACK, COLOR_YELLOW, A_NORMAL, A_BOLD },
	[ROLE_SAFE]     = { COLOR_BLACK, COLOR_BLACK, COLOR_CYAN, A_NORMAL, A_BOLD },
};

void
paint_init(struct paint *paint, bool ascii, bool colour)
{
	paint->ascii = ascii;
	paint->colour = colour && has_colors() && start_color() == OK;
	/* ANSI terminals that do not know "default" keep white on black. */
	bool own = paint->colour && use_default_colors() == OK;
	for (short role = 0; role < ROLE_COUNT; role++) {
		paint->look[role] = roles[role].plain;
		if (!paint->colour)
			continue;
		paint->look[role] = roles[role].with;
		short fg = COLORS >= MANY ? roles[role].many : roles[role].few;
		short bg = roles[role].bg;
		if (fg == -1 && bg == -1)
			continue;
		if (init_pair((short)(role + 1), fg, bg == -1 && !own ? COLOR_BLACK :
		    bg) == OK)
			paint->look[role] |= (attr_t)COLOR_PAIR(role + 1);
	}
}

int
paint_width(const struct paint *paint, const char *text)
{
	char plain[TEXT_LEN];

	return text_width(paint->ascii ?
	    text_ascii(plain, sizeof(plain), text) : text);
}

struct pen
pen_on(const struct paint *paint, WINDOW *win, struct rect area)
{
	return (struct pen){ .paint = paint, .win = win, .area = area };
}

void
pen_go(struct pen *pen, int y, int x)
{
	pen->y = y;
	pen->x = x;
}

static void
style(struct pen *pen, enum role role)
{
	attr_t look = pen->paint->look[role];

	(void)wattr_set(pen->win, look & ~(attr_t)A_COLOR,
	    (short)PAIR_NUMBER(look), NULL);
}

/* Wide characters, so that a dump of the screen shows what a person sees. */
static void
put(struct pen *pen, const char *text, size_t len)
{
	wchar_t wide[TEXT_LEN];
	const char *p = text;
	size_t n = 0;

	while (p < text + len && n + 1 < countof(wide)) {
		wchar_t c = text_next(&p);
		wide[n++] = c < 0x20 || c == 0x7f ? L'?' : c;
	}
	(void)mvwaddnwstr(pen->win, pen->area.y + pen->y, pen->area.x + pen->x,
	    wide, (int)n);
}

/* Writes at most width cells and returns those that it took. */
static int
write_some(struct pen *pen, int width, enum role role, const char *text)
{
	char plain[TEXT_LEN];
	char cut[4 * TEXT_LEN];

	if (pen->paint->ascii)
		text = text_ascii(plain, sizeof(plain), text);
	if (width > pen->area.w - pen->x)
		width = pen->area.w - pen->x;
	if (width <= 0 || pen->y < 0 || pen->y >= pen->area.h)
		return 0;
	size_t len = text_clip(text, width);
	(void)str_copy_n(cut, sizeof(cut), text, len);
	style(pen, role);
	put(pen, cut, strlen(cut));
	int took = text_width(cut);
	pen->x += took;
	return took;
}

void
pen_text(struct pen *pen, enum role role, const char *text)
{
	(void)write_some(pen, pen->area.w, role, text);
}

void
pen_fmt(struct pen *pen, enum role role, const char *fmt, ...)
{
	struct buf buf = { 0 };
	va_list ap;

	va_start(ap, fmt);
	buf_vprintf(&buf, fmt, ap);
	va_end(ap);
	pen_text(pen, role, buf.data);
	buf_done(&buf);
}

void
pen_in(struct pen *pen, int width, enum role role, const char *text)
{
	int took = write_some(pen, width, role, text);

	pen->x += width - took;
}

void
pen_right(struct pen *pen, int end, enum role role, const char *text)
{
	int x = end - paint_width(pen->paint, text);

	pen->x = x < 0 ? 0 : x;
	/* What was written up to here ends visibly before it. */
	if (pen->x > 0) {
		pen->x--;
		pen_text(pen, role == ROLE_HEAD ? role : ROLE_PLAIN, " ");
	}
	pen_text(pen, role, text);
}

static bool
in_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') || c == '_' || c == '-';
}

void
pen_prose(struct pen *pen, enum role role, const char *text)
{
	char part[TEXT_LEN];

	while (*text != '\0') {
		size_t len = 0;
		bool word = in_word(*text);
		while (text[len] != '\0' && in_word(text[len]) == word &&
		    len + 1 < sizeof(part))
			len++;
		enum role own = word ? role_of_word(text, len) : ROLE_PLAIN;
		(void)str_copy_n(part, sizeof(part), text, len);
		pen_text(pen, own == ROLE_PLAIN ? role : own, part);
		text += len;
	}
}

void
pen_middle(struct pen *pen, int width, enum role role, const char *text)
{
	char cut[2 * TEXT_LEN];

	pen_prose(pen, role, text_middle(cut, sizeof(cut), text, width));
}

int
pen_wrap(struct pen *pen, enum role role, int lines, const char *text)
{
	char plain[2 * TEXT_LEN], line[2 * TEXT_LEN];
	int x = pen->x, width = pen->area.w - x - 1, n = 0;
	const char *start;
	size_t len;

	if (pen->paint->ascii)
		text = text_ascii(plain, sizeof(plain), text);
	while (n < lines && (start = text_line(&text, width, &len)) != NULL) {
		bool cut = n + 1 == lines && *text != '\0';
		if (cut)
			len = text_last_line(start,
			    width - (pen->paint->ascii ? 3 : 1));
		(void)str_copy_n(line, sizeof(line), start, len);
		pen->x = x;
		pen_prose(pen, role, line);
		if (cut)
			pen_text(pen, role, "…");
		pen->y++;
		n++;
	}
	pen->x = x;
	return n;
}

void
pen_sign(struct pen *pen, enum sign sign)
{
	enum role role = sign_role(sign);

	if ((role == ROLE_LOOK || role == ROLE_BAD) && pen->x > 0) {
		pen->x--;
		pen_fmt(pen, role, " %s ", sign_text(sign));
		pen->x--;
		return;
	}
	pen_text(pen, role, sign_text(sign));
}

static void
run_of(struct pen *pen, enum role role, const char *sign, int n)
{
	for (int i = 0; i < n; i++)
		pen_text(pen, role, sign);
}

void
pen_rule(struct pen *pen, int y)
{
	pen_go(pen, y, 0);
	run_of(pen, ROLE_DIM, "─", pen->area.w);
}

void
pen_upright(struct pen *pen, int x)
{
	for (int y = 0; y < pen->area.h; y++) {
		pen_go(pen, y, x);
		pen_text(pen, ROLE_DIM, "│");
	}
}

void
pen_box(struct pen *pen, enum role role, const char *title)
{
	int h = pen->area.h, w = pen->area.w;

	pen_go(pen, 0, 0);
	pen_text(pen, ROLE_PLAIN, "┌─ ");
	(void)write_some(pen, w - 5, role, title);
	pen_text(pen, ROLE_PLAIN, " ");
	run_of(pen, ROLE_PLAIN, "─", w - 1 - pen->x);
	pen_text(pen, ROLE_PLAIN, "┐");
	for (int y = 1; y < h - 1; y++) {
		pen_go(pen, y, 0);
		pen_text(pen, ROLE_PLAIN, "│");
		pen_go(pen, y, w - 1);
		pen_text(pen, ROLE_PLAIN, "│");
	}
	pen_go(pen, h - 1, 0);
	pen_text(pen, ROLE_PLAIN, "└");
	run_of(pen, ROLE_PLAIN, "─", w - 2);
	pen_text(pen, ROLE_PLAIN, "┘");
}

void
pen_fill(struct pen *pen, int y, enum role role)
{
	pen_go(pen, y, 0);
	run_of(pen, role, " ", pen->area.w);
}

/* Both lines are as wide as the rectangle, so that they are one button. */
void
pen_button(struct pen *pen, struct rect at, const struct pen_button *button)
{
	enum role role = button->closed ? ROLE_DIM : button->focused ? ROLE_FOCUS :
	    ROLE_PLAIN;
	char text[TEXT_LEN + 8], line[TEXT_LEN + 8];
	const char *rest = text, *start;
	size_t len;

	(void)str_fmt(text, sizeof(text), "[ %s ]", button->label);
	char *effect = at.h > 1 ? strstr(text, " - ") : NULL;
	if (effect != NULL)
		*effect = '\n';
	for (int y = 0; y < at.h; y++) {
		if ((start = text_line(&rest, at.w, &len)) == NULL)
			break;
		(void)str_copy_n(line, sizeof(line), start, len);
		pen_go(pen, at.y + y, at.x);
		pen_text(pen, role, line);
		while (at.h > 1 && pen->x < at.x + at.w)
			pen_text(pen, role, " ");
	}
}
