/* The screen as text. */

#include "ui/term.h"

#include <curses.h>
#include <limits.h>
#include <wchar.h>

static void
dump_cell(struct buf *line, int y, int x)
{
	wchar_t text[CCHARW_MAX + 1] = { 0 };
	char bytes[MB_LEN_MAX + 1];
	attr_t attr;
	short pair;
	cchar_t cell;

	if (mvwin_wch(newscr, y, x, &cell) == ERR ||
	    getcchar(&cell, text, &attr, &pair, NULL) == ERR || text[0] == 0) {
		buf_puts(line, " ");
		return;
	}
	mbstate_t state = { 0 };
	size_t n = wcrtomb(bytes, text[0], &state);
	buf_add(line, n == (size_t)-1 ? "?" : bytes, n == (size_t)-1 ? 1 : n);
	if (wcwidth(text[0]) == 0)
		buf_puts(line, " ");
}

void
term_row(struct buf *out, int y)
{
	struct buf line = { 0 };

	for (int x = 0; x < COLS; x++)
		dump_cell(&line, y, x);
	while (line.len > 0 && line.data[line.len - 1] == ' ')
		line.len--;
	buf_add(out, line.data, line.len);
	buf_puts(out, "\n");
	buf_done(&line);
}

void
term_dump(struct buf *out)
{
	for (int y = 0; y < LINES; y++)
		term_row(out, y);
}
