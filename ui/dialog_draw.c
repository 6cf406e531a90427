/* A dialog on the screen: lines, fields, buttons. */

#include "ui/dialog.h"

#include <stdlib.h>

#include "base/str.h"
#include "ui/layout.h"
#include "talk/text.h"

#define FIELD_W 60
#define PAD 2
/* Which world this is, what was just said and which keys work stay in sight. */
#define HEAD_ROWS 1
#define FOOT_ROWS 2

static int
rows_of(const struct dialog_line *line, int width)
{
	int rows = text_lines(line->text, width - line->indent - 1);

	return rows == 0 ? 1 : rows;
}

static int
all_rows(const struct dialog *dialog, int width, size_t until)
{
	int rows = 0;

	for (size_t i = 0; i < until; i++)
		rows += rows_of(&dialog->lines[i], width);
	return rows;
}

static int
place_buttons(struct dialog *dialog, const struct paint *paint, int width,
    struct rect *out)
{
	int widths[DIALOG_BUTTONS];

	for (size_t i = 0; i < dialog->n_buttons; i++)
		widths[i] = 4 + paint_width(paint, dialog->buttons[i].label);
	return layout_buttons(widths, dialog->n_buttons, width, out);
}

/* Where the parts of the dialog are, inside its window. */
struct plan_of_dialog {
	struct rect box;
	int width, rows, button_rows;
	int lead, gap;			/* blank line above the fields, the buttons */
	struct rect buttons[DIALOG_BUTTONS];
};

static struct plan_of_dialog
arrange(struct dialog *dialog, const struct paint *paint)
{
	struct plan_of_dialog at;
	int inner = COLS - 4 < 76 ? COLS - 4 : COLS >= 110 ? 96 : 76;
	int room = LINES - HEAD_ROWS - FOOT_ROWS;

	at.width = inner - 2 * PAD;
	at.button_rows = place_buttons(dialog, paint, at.width + 1, at.buttons);
	dialog->rows_all = all_rows(dialog, at.width, dialog->n_lines);
	/* Eighteen steps and their buttons just fit without it. */
	at.gap = !dialog->is_list ||
	    dialog->rows_all + at.button_rows + 1 <= room - 2;
	at.lead = dialog->n_fields > 0 && dialog->n_lines > 0;
	int fixed = at.button_rows + at.gap + (int)dialog->n_fields * 2 + at.lead;
	at.rows = dialog->rows_all;
	if (at.rows > room - 2 - fixed)
		at.rows = room - 2 - fixed;
	at.rows = at.rows < 1 && dialog->n_lines > 0 ? 1 : at.rows;
	/* One blank column on each side keeps it apart from what is beneath. */
	at.box = layout_box(COLS, room, at.rows + fixed, inner + 2);
	at.box.y += HEAD_ROWS;
	return at;
}

static void
open_window(struct dialog *dialog, struct rect box)
{
	if (dialog->win != NULL && getmaxy(dialog->win) == box.h &&
	    getmaxx(dialog->win) == box.w && getbegy(dialog->win) == box.y &&
	    getbegx(dialog->win) == box.x)
		return;
	if (dialog->win != NULL) {
		(void)del_panel(dialog->panel);
		(void)delwin(dialog->win);
	}
	dialog->win = newwin(box.h, box.w, box.y, box.x);
	if (dialog->win != NULL)
		dialog->panel = new_panel(dialog->win);
}

static void
draw_line(struct pen *pen, const struct dialog_line *line, bool here,
    enum role mark)
{
	int x = pen->x;

	if (here) {
		pen->x = 0;
		pen_sign(pen, SIGN_HERE);
		pen->x = x;
	}
	if (line->sign != SIGN_NONE)
		pen_sign(pen, line->sign);
	pen->x = x + line->indent;
	if (pen_wrap(pen, here ? mark : line->role, 1000, line->text) == 0)
		pen->y++;
	pen->x = x;
}

/* The pen's area clips what has been scrolled away. */
static void
draw_lines(struct dialog *dialog, struct pen pen, int width)
{
	if (dialog->is_list)
		dialog->first = layout_scroll(dialog->first,
		    all_rows(dialog, width, (size_t)dialog->cursor), pen.area.h,
		    dialog->rows_all);
	if (dialog->newest_below)
		dialog->first = dialog->rows_all;
	if (dialog->go && dialog->found < (int)dialog->n_lines)
		dialog->first = layout_scroll(dialog->first, all_rows(dialog, width,
		    (size_t)dialog->found), pen.area.h, dialog->rows_all);
	dialog->go = false;
	int last = dialog->rows_all - pen.area.h;
	dialog->first = dialog->first > last ? last : dialog->first;
	dialog->first = dialog->first < 0 ? 0 : dialog->first;
	pen_go(&pen, -dialog->first, 1);
	for (size_t i = 0; i < dialog->n_lines; i++)
		draw_line(&pen, &dialog->lines[i], (int)i == (dialog->is_list ?
		    dialog->cursor : dialog->found), dialog->is_list ? ROLE_FOCUS :
		    ROLE_STRONG);
	dialog->rows_shown = pen.area.h;
	dialog->width = width;
}

static void
draw_more(struct dialog *dialog, struct pen *pen, int y)
{
	int below = dialog->rows_all - dialog->first - dialog->rows_shown;

	if (below <= 0 && dialog->first == 0)
		return;
	pen_go(pen, y, pen->area.w - 24);
	if (dialog->first > 0)
		pen_fmt(pen, ROLE_PLAIN, " ↑ %d ", dialog->first);
	if (below > 0)
		pen_fmt(pen, ROLE_PLAIN, " ↓ %d more ", below);
}

static void
draw_fields(struct dialog *dialog, struct pen *pen, struct rect box)
{
	if (dialog->prepare != NULL)
		dialog->prepare(dialog);
	for (size_t i = 0; i < dialog->n_fields; i++) {
		int width = box.w - 2 * PAD - 3;
		bool used = dialog_field_in_use(dialog) == i;
		pen->x = PAD;
		pen_prose(pen, used ? ROLE_STRONG : ROLE_PLAIN, dialog->fields[i].label);
		pen->y++;
		pen->x = PAD;
		pen_text(pen, used ? ROLE_HERE : ROLE_PLAIN, ">");
		field_show(dialog->fields[i].field, box.y + pen->y,
		    box.x + PAD + 2, width < FIELD_W ? width : FIELD_W);
		pen->y++;
	}
	pen->y += dialog->n_fields > 0;
}

static void
draw_buttons(struct dialog *dialog, struct pen *pen,
    const struct plan_of_dialog *at)
{
	int y = pen->y;
	size_t closed_one = dialog->n_buttons;

	for (size_t i = 0; i < dialog->n_buttons; i++) {
		bool closed = dialog_is_closed(dialog, i);
		struct rect place = at->buttons[i];
		closed_one = closed ? i : closed_one;
		place.y += y;
		place.x += PAD - 1;
		dialog->button_rects[i] = place;
		pen_button(pen, place, &(struct pen_button){
		    dialog->buttons[i].label, !dialog->typing &&
		    dialog->focus == dialog->n_fields + i, closed });
	}
	/* Behind the last of them: between two there is no room. */
	if (closed_one < dialog->n_buttons && pen->x + 44 < pen->area.w)
		pen_fmt(pen, ROLE_PLAIN, "%s opens when %s",
		    closed_one + 1 == dialog->n_buttons ? "" : "   the first",
		    dialog->wanted[0] != '\0' ? "the text is right" :
		    "there is a text");
}

void
dialog_draw(struct dialog *dialog, const struct paint *paint)
{
	struct plan_of_dialog at = arrange(dialog, paint);

	open_window(dialog, at.box);
	if (dialog->win == NULL)
		return;
	(void)werase(dialog->win);
	at.box.x++;
	at.box.w -= 2;
	struct pen pen = pen_on(paint, dialog->win,
	    (struct rect){ 0, 1, at.box.h, at.box.w });
	pen_box(&pen, dialog->danger ? ROLE_DANGER : ROLE_STRONG, dialog->title);
	draw_lines(dialog, pen_on(paint, dialog->win,
	    (struct rect){ 1, PAD, at.rows, at.box.w - 2 * PAD + 2 }), at.width);
	draw_more(dialog, &pen, at.box.h - 1);
	(void)top_panel(dialog->panel);
	pen_go(&pen, 1 + at.rows + at.lead, PAD);
	if (dialog->n_fields == 0)
		pen.y += at.gap;
	draw_fields(dialog, &pen, at.box);
	draw_buttons(dialog, &pen, &at);
}

/* Text goes into a field also while a button has the focus: there it is seen. */
static void
place_in_field(struct dialog *dialog)
{
	size_t field = dialog_field_in_use(dialog);

	if (field == dialog->n_fields)
		field--;
	(void)curs_set(1);
	field_place_cursor(dialog->fields[field].field);
}

/* On the row of a list, on the line that was found, else on the button. */
static void
place_on_focus(struct dialog *dialog)
{
	struct rect at = dialog->button_rects[dialog->focus];
	int line = dialog->is_list ? dialog->cursor : dialog->found;
	int row = line < 0 ? -1 : all_rows(dialog, dialog->width, (size_t)line) -
	    dialog->first;

	if (row >= 0 && row < dialog->rows_shown) {
		at.y = 1 + row;
		at.x = PAD - 1;		/* its mark */
	}
	(void)wmove(dialog->win, at.y, 1 + at.x);
	(void)wnoutrefresh(dialog->win);
}

void
dialog_place_cursor(struct dialog *dialog)
{
	if (dialog->win == NULL)
		return;
	if (dialog->n_fields > 0)
		place_in_field(dialog);
	else
		place_on_focus(dialog);
}

static void
click_line(struct dialog *dialog, int row)
{
	if (!dialog->is_list || row < dialog->first ||
	    row >= dialog->first + dialog->rows_shown)
		return;
	for (size_t i = 0; i < dialog->n_lines; i++)
		if (row >= all_rows(dialog, dialog->width, i) &&
		    row < all_rows(dialog, dialog->width, i + 1))
			dialog->cursor = (int)i;
}

void
dialog_click(struct dialog *dialog, int y, int x)
{
	if (dialog->win == NULL || !wenclose(dialog->win, y, x))
		return;
	y -= getbegy(dialog->win);
	x -= getbegx(dialog->win) + 1;
	for (size_t i = 0; i < dialog->n_buttons; i++) {
		struct rect at = dialog->button_rects[i];
		if (y < at.y || y >= at.y + at.h || x < at.x || x >= at.x + at.w ||
		    dialog_is_closed(dialog, i))
			continue;
		dialog->typing = false;
		dialog->focus = dialog->n_fields + i;
		return;
	}
	click_line(dialog, y - 1 + dialog->first);
}
