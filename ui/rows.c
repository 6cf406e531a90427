/* Rows of the table with the focus, whichever pane has it: walked by the keys that
 * a person would press, so that no pane needs to know who asks. */

#include "ui/ui_priv.h"

#include "base/str.h"

bool
rows_step(struct ui *ui, struct pane *pane, enum command move)
{
	struct intent intent = { 0 };
	struct look look = ui_look(ui);
	char was[NAME_LEN];

	(void)str_copy(was, sizeof(was), pane->list.cursor);
	(void)pane->ops->key(pane, &look, move, &intent);
	intent_done(&intent);
	return !str_eq(was, pane->list.cursor);
}

static bool
is_mark(WINDOW *win, int y, int x)
{
	wchar_t text[CCHARW_MAX + 1] = { 0 };
	attr_t attr;
	short pair;
	cchar_t cell;

	return mvwin_wch(win, y, x, &cell) != ERR &&
	    getcchar(&cell, text, &attr, &pair, NULL) != ERR &&
	    (text[0] == L'▸' || text[0] == L'>');
}

/* Each pane marks its row with the same sign, left of it. */
bool
rows_mark(struct ui *ui, int *y, int *x)
{
	if (ui->pane < 0 || ui->pane >= (int)ui->n_shown)
		return false;
	struct rect area = ui->shown[ui->pane]->area;
	for (*y = area.y; *y < area.y + area.h; ++*y)
		for (*x = area.x; *x < area.x + 2; ++*x)
			if (is_mark(ui->base, *y, *x))
				return true;
	return false;
}

int
rows_cursor(struct ui *ui)
{
	int y, x;

	ui_paint(ui);
	return rows_mark(ui, &y, &x) ? y : -1;
}
