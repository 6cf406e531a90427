/* From a view to the screen: which panes, where, then one update. */

#include "ui/ui_priv.h"

#include <assert.h>

#include "base/loop.h"
#include "talk/standing.h"
#include "ui/term.h"

static struct pane *
pane_of(struct ui *ui, const struct pane_ops *ops)
{
	for (size_t i = 0; i < ui->n_panes; i++)
		if (ui->panes[i].ops == ops)
			return &ui->panes[i];
	assert(ui->n_panes < UI_PANES);
	struct pane *pane = &ui->panes[ui->n_panes++];
	*pane = (struct pane){ .ops = ops };
	return pane;
}

static bool
has_keys(const struct pane *pane)
{
	return pane->ops->key != NULL && pane->area.h > 0;
}

/* The button that leads on; the first table has the arrows, from its top. */
static void
begin_focus(struct ui *ui)
{
	ui->pane = -1;
	for (size_t i = 0; i < ui->n_shown; i++) {
		ui->shown[i]->list = (struct list){ 0 };
		ui->shown[i]->shift = 0;
		if (ui->pane < 0 && has_keys(ui->shown[i]))
			ui->pane = (int)i;
	}
	ui->button = 0;
	ui->at_row = false;
	/* Who watches has rows to look at, and nothing that leads on. */
	ui->on_button = ui->page != PAGE_WATCH;
}

static void
keep_focus(struct ui *ui)
{
	if (ui->button >= (int)ui->n_buttons)
		ui->button = 0;
	if (ui->pane >= (int)ui->n_shown ||
	    (ui->pane >= 0 && !has_keys(ui->shown[ui->pane])))
		ui->pane = -1;
	for (size_t i = 0; i < ui->n_shown && ui->pane < 0; i++)
		if (has_keys(ui->shown[i]))
			ui->pane = (int)i;
	if (ui->pane < 0)
		ui->on_button = true;
}

static int
place_buttons(struct ui *ui, const struct look *look, int width)
{
	int widths[SCREEN_BUTTONS];

	ui->n_buttons = screen_buttons(ui->page, look, ui->buttons);
	for (size_t i = 0; i < ui->n_buttons; i++) {
		const struct button *button = &ui->buttons[i];
		widths[i] = 4 + paint_width(&ui->paint, button->label) +
		    (button->closed ? 1 + paint_width(&ui->paint, button->opens) : 0);
	}
	return layout_buttons(widths, ui->n_buttons, width, ui->button_rects);
}

/* What a message waited for is there. */
static void
drop_stale_message(struct ui *ui, const struct look *look)
{
	bool closed = false;

	for (size_t i = 0; i < ui->n_buttons; i++)
		closed = closed || ui->buttons[i].closed;
	if ((ui->message_lasts == LASTS_WHILE_CLOSED && !closed) ||
	    (ui->message_lasts == LASTS_WHILE_READING && !look->reading)) {
		ui->message[0] = '\0';
		ui->message_lasts = LASTS_UNTIL_KEY;
		if (ui->read_asked)
			ui_say(ui, SIGN_NONE, "All that answers was asked again.");
		ui->read_asked = false;
	}
}

static void
place_panes(struct ui *ui, const struct look *look, struct rect area)
{
	const struct pane_ops *ops[SCREEN_PANES];
	struct wish wishes[SCREEN_PANES];
	struct rect rects[SCREEN_PANES];

	ui->n_shown = screen_panes(ui->page, look->view, ops);
	for (size_t i = 0; i < ui->n_shown; i++) {
		ui->shown[i] = pane_of(ui, ops[i]);
		wishes[i] = ops[i]->wish(ui->shown[i], look, area.w);
	}
	(void)layout_stack(area, wishes, ui->n_shown, rects);
	for (size_t i = 0; i < ui->n_shown; i++)
		ui->shown[i]->area = rects[i];
}

static void
draw_panes(struct ui *ui, const struct look *look)
{
	for (size_t i = 0; i < ui->n_shown; i++) {
		struct pane *pane = ui->shown[i];
		if (pane->area.h == 0)
			continue;
		pane->focused = !ui->on_button && ui->pane == (int)i;
		struct pen pen = pen_on(&ui->paint, ui->base, pane->area);
		pane->ops->draw(pane, look, &pen);
	}
}

static void
draw_buttons(struct ui *ui, struct rect area)
{
	struct pen pen = pen_on(&ui->paint, ui->base, area);

	for (size_t i = 0; i < ui->n_buttons; i++) {
		const struct button *button = &ui->buttons[i];
		struct rect at = ui->button_rects[i];
		at.w = 4 + paint_width(&ui->paint, button->label);
		at.w = at.w > area.w - 1 ? area.w - 1 : at.w;
		pen_button(&pen, at, &(struct pen_button){ button->label,
		    ui->dialog == NULL && ui->on_button && ui->button == (int)i,
		    button->closed });
		if (button->closed)
			pen_fmt(&pen, ROLE_PLAIN, " %s", button->opens);
	}
}

static void
draw_side(struct ui *ui, const struct look *look, struct rect area)
{
	struct pane *side = pane_of(ui, &pane_side);
	struct pen pen = pen_on(&ui->paint, ui->base, area);

	side->area = area;
	side->ops->draw(side, look, &pen);
}

static void
draw_full(struct ui *ui, const struct look *look)
{
	bool wide = ui->page == PAGE_STEP && !look->view->ended;
	struct frame frame = layout_frame(COLS, LINES, wide);
	int lines = place_buttons(ui, look, frame.body.w);

	drop_stale_message(ui, look);
	struct rect area = frame.body, foot = frame.body;

	area.h -= lines + 1;
	foot.y += frame.body.h - lines;
	foot.h = lines;
	ui->foot = foot;
	place_panes(ui, look, area);
	int seen = ui->page == PAGE_OVERVIEW ? 0 : ui->page == PAGE_WATCH ? -2 :
	    look->view->step->number;
	if (ui->step_seen != seen)
		begin_focus(ui);
	ui->step_seen = seen;
	keep_focus(ui);
	if (frame.side.w > 0)
		draw_side(ui, look, frame.side);
	draw_panes(ui, look);
	draw_buttons(ui, foot);
	frame_draw(ui, look, frame);
}

static void
draw_dialogs(struct ui *ui, struct dialog *dialog)
{
	if (dialog == NULL)
		return;
	draw_dialogs(ui, dialog->below);
	if (dialog->renew != NULL)
		dialog->renew(ui, dialog);
	dialog_draw(dialog, &ui->paint);
}

static bool
is_full(void)
{
	enum size_class size = layout_class(COLS, LINES);

	return size == SIZE_FULL || size == SIZE_WIDE;
}

/* On the button, or on the row that was moved to: a pane without rows has its first
 * line. */
static void
place_on_screen(struct ui *ui)
{
	int y = 0, x = 0;

	if (ui->on_button && !ui->at_row && ui->n_buttons > 0) {
		y = ui->foot.y + ui->button_rects[ui->button].y;
		x = ui->foot.x + ui->button_rects[ui->button].x;
	} else if (ui->pane >= 0 && !rows_mark(ui, &y, &x)) {
		y = ui->shown[ui->pane]->area.y;
		x = ui->shown[ui->pane]->area.x;
	}
	(void)wmove(ui->base, y, x);
	(void)wnoutrefresh(ui->base);
}

/* Screen readers and magnifiers follow the cursor: it stands on what has the focus. */
static void
place_cursor(struct ui *ui)
{
	(void)curs_set(0);
	if (!is_full())
		return;
	if (ui->find.asking) {
		(void)curs_set(1);
		field_place_cursor(ui->find.field);
	} else if (ui->dialog != NULL) {
		dialog_place_cursor(ui->dialog);
	} else {
		place_on_screen(ui);
	}
}

void
ui_paint(struct ui *ui)
{
	struct look look = ui_look(ui);

	(void)werase(ui->base);
	draw_full(ui, &look);
}

void
ui_draw(struct ui *ui)
{
	who_keep(ui);
	struct look look = ui_look(ui);

	ui->dirty = ui->now = false;
	ui->drawn_ms = loop_now_ms(ui->loop);
	(void)werase(ui->base);
	if (is_full()) {
		draw_full(ui, &look);
		draw_dialogs(ui, ui->dialog);
	} else {
		small_draw(ui, &look);
		for (struct dialog *d = ui->dialog; d != NULL; d = d->below)
			dialog_hide(d);
		if (ui->find.asking)
			field_hide(ui->find.field);
	}
	update_panels();
	call_title(ui);
	place_cursor(ui);
	term_update(ui->term);
}

void
ui_resize(struct ui *ui, int columns, int rows)
{
	for (struct dialog *d = ui->dialog; d != NULL; d = d->below)
		dialog_hide(d);
	if (ui->find.asking)
		field_hide(ui->find.field);
	(void)del_panel(ui->base_panel);
	(void)delwin(ui->base);
	term_resize(ui->term, columns, rows);
	ui->base = newwin(LINES, COLS, 0, 0);
	ui->base_panel = new_panel(ui->base);
	(void)bottom_panel(ui->base_panel);
	ui_dirty(ui);
	ui->now = true;
}
