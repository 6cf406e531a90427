/* The mouse, when asked for: it moves cursor and focus and scrolls.  It never
 * presses: what changes a server takes a key. */

#include "ui/ui_priv.h"

#include "ui/term.h"

void
mouse_switch(struct ui *ui)
{
	ui->mouse = term_mouse(ui->term, !ui->mouse);
	ui_say(ui, SIGN_NONE, "%s", ui->mouse ? "The mouse moves cursor and focus, and never "
	    "presses; % ends it." : "The mouse is the terminal's again.");
}

static bool
is_in(struct rect rect, int y, int x)
{
	return y >= rect.y && y < rect.y + rect.h && x >= rect.x &&
	    x < rect.x + rect.w;
}

/* The sign of the cursor is walked to the row that was clicked. */
static void
click_row(struct ui *ui, int y)
{
	struct pane *pane = ui->shown[ui->pane];
	const struct list was = pane->list;
	int at = rows_cursor(ui);
	enum command way = at < y ? CMD_DOWN : CMD_UP;

	while (at >= 0 && at != y && (at < y) == (way == CMD_DOWN) &&
	    rows_step(ui, pane, way))
		at = rows_cursor(ui);
	if (at != y)
		pane->list = was;
}

static bool
click_button(struct ui *ui, int y, int x)
{
	for (size_t i = 0; i < ui->n_buttons; i++) {
		struct rect at = ui->button_rects[i];
		at.y += ui->foot.y;
		at.x += ui->foot.x;
		if (!is_in(at, y, x))
			continue;
		ui_focus_button(ui, (int)i);
		return true;
	}
	return false;
}

static void
click(struct ui *ui, int y, int x)
{
	if (ui->dialog != NULL) {
		dialog_click(ui->dialog, y, x);
		return;
	}
	if (click_button(ui, y, x))
		return;
	for (size_t i = 0; i < ui->n_shown; i++) {
		struct pane *pane = ui->shown[i];
		if (pane->ops->key == NULL || !is_in(pane->area, y, x))
			continue;
		ui->pane = (int)i;
		ui->on_button = false;
		click_row(ui, y);
		return;
	}
}

void
mouse_event(struct ui *ui)
{
	int y, x;

	switch (term_mouse_event(ui->term, &y, &x)) {
	case TERM_MOUSE_NONE:
		break;
	case TERM_MOUSE_CLICK:
		click(ui, y, x);
		break;
	case TERM_MOUSE_UP:
		ui_key(ui, KEY_UP, true, false);
		break;
	case TERM_MOUSE_DOWN:
		ui_key(ui, KEY_DOWN, true, false);
		break;
	}
}
