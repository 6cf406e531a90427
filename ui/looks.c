/* How each cell of the screen looks. */

#include "ui/looks.h"

#include <curses.h>

#include "ui/paint.h"

static const struct { short fg, bg; attr_t with; char letter; } letters[] = {
	{ -1, -1, A_NORMAL, '.' }, { -1, -1, A_BOLD, '*' }, { -1, -1, A_DIM, '-' },
	{ -1, -1, A_REVERSE, 'r' }, { -1, -1, A_REVERSE | A_BOLD, 'R' },
	{ PAINT_GREEN, -1, A_NORMAL, 'g' }, { PAINT_TEAL, -1, A_NORMAL, 'c' },
	{ PAINT_TEAL, -1, A_BOLD, 'C' }, { PAINT_MAGENTA, -1, A_NORMAL, 'm' },
	{ PAINT_RED, -1, A_BOLD, 'd' },
	{ COLOR_BLACK, COLOR_YELLOW, A_NORMAL, 'y' },
	{ COLOR_WHITE, COLOR_RED, A_BOLD, 'x' },
	{ COLOR_BLACK, COLOR_CYAN, A_NORMAL, 's' },
};

static char
letter_of(const cchar_t *cell)
{
	wchar_t text[CCHARW_MAX + 1] = { 0 };
	short pair = 0, fg = -1, bg = -1;
	attr_t attr;

	if (getcchar(cell, text, &attr, &pair, NULL) == ERR)
		return '?';
	if (pair != 0)
		(void)pair_content(pair, &fg, &bg);
	attr &= A_BOLD | A_DIM | A_REVERSE;
	if (text[0] == L' ' && attr == A_NORMAL && bg == -1)
		return ' ';
	for (size_t i = 0; i < countof(letters); i++)
		if (letters[i].fg == fg && letters[i].bg == bg &&
		    letters[i].with == attr)
			return letters[i].letter;
	return '?';
}

void
looks_dump(struct buf *out)
{
	for (int y = 0; y < LINES; y++) {
		size_t end = out->len;
		for (int x = 0; x < COLS; x++) {
			cchar_t cell;
			char letter = mvwin_wch(newscr, y, x, &cell) == ERR ? '?' :
			    letter_of(&cell);
			buf_add(out, &letter, 1);
			if (letter != ' ')
				end = out->len;
		}
		out->len = end;
		buf_add(out, "\n", 1);
	}
	buf_puts(out, "");
}
