/* A question or a text on top of the screen. */

#include "ui/dialog.h"

#include <stdarg.h>
#include <stdlib.h>

#include "base/str.h"
#include "base/xmalloc.h"
#include "ui/keys.h"
#include "ui/layout.h"
#include "ui/term.h"
#include "ui/text.h"

#define FIELD_W 60
#define PAD 2

struct dialog *
dialog_new(const char *title, dialog_chosen_fn *chosen)
{
	struct dialog *dialog = xcalloc(1, sizeof(*dialog));

	(void)str_copy(dialog->title, sizeof(dialog->title), title);
	dialog->chosen = chosen;
	return dialog;
}

void
dialog_clear(struct dialog *dialog)
{
	for (size_t i = 0; i < dialog->n_lines; i++)
		free(dialog->lines[i].text);
	dialog->n_lines = 0;
}

void
dialog_hide(struct dialog *dialog)
{
	for (size_t i = 0; i < dialog->n_fields; i++)
		field_hide(dialog->fields[i].field);
	if (dialog->win == NULL)
		return;
	(void)del_panel(dialog->panel);
	(void)delwin(dialog->win);
	dialog->win = NULL;
}

void
dialog_free(struct dialog *dialog)
{
	if (dialog == NULL)
		return;
	dialog_hide(dialog);
	for (size_t i = 0; i < dialog->n_fields; i++)
		field_free(dialog->fields[i].field);
	dialog_clear(dialog);
	free(dialog->lines);
	free(dialog);
}

static struct dialog_line *
add_line(struct dialog *dialog, const char *fmt, va_list ap)
{
	struct buf text = { 0 };

	buf_vprintf(&text, fmt, ap);
	x_grow(dialog->lines, dialog->n_lines, dialog->cap_lines);
	struct dialog_line *line = &dialog->lines[dialog->n_lines++];
	*line = (struct dialog_line){ .text = buf_take(&text) };
	return line;
}

void
dialog_line(struct dialog *dialog, enum sign sign, enum role role,
    const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	struct dialog_line *line = add_line(dialog, fmt, ap);
	va_end(ap);
	line->sign = sign;
	line->role = role;
	line->indent = sign == SIGN_NONE ? 0 : 2;
}

void
dialog_text(struct dialog *dialog, int indent, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	add_line(dialog, fmt, ap)->indent = indent;
	va_end(ap);
}

void
dialog_field(struct dialog *dialog, const char *text, const char *fmt, ...)
{
	va_list ap;
	struct buf label = { 0 };

	va_start(ap, fmt);
	buf_vprintf(&label, fmt, ap);
	va_end(ap);
	(void)str_copy(dialog->fields[dialog->n_fields].label, TEXT_LEN, label.data);
	buf_done(&label);
	dialog->fields[dialog->n_fields++].field = field_new(text);
}

void
dialog_button(struct dialog *dialog, bool needs_text, const char *fmt, ...)
{
	va_list ap;
	struct buf label = { 0 };

	va_start(ap, fmt);
	buf_vprintf(&label, fmt, ap);
	va_end(ap);
	(void)str_copy(dialog->buttons[dialog->n_buttons].label, TEXT_LEN,
	    label.data);
	buf_done(&label);
	dialog->buttons[dialog->n_buttons++].needs_text = needs_text;
}

bool
dialog_is_right(struct dialog *dialog)
{
	for (size_t i = 0; i < dialog->n_fields; i++) {
		const char *text = field_text(dialog->fields[i].field);
		if (text[0] == '\0' || (dialog->wanted[0] != '\0' &&
		    !str_eq(text, dialog->wanted)))
			return false;
	}
	return true;
}

/* ---- drawing ---- */

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

static bool
is_closed(struct dialog *dialog, size_t button)
{
	return dialog->buttons[button].needs_text && !dialog_is_right(dialog);
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
	struct rect buttons[DIALOG_BUTTONS];
};

static struct plan_of_dialog
arrange(struct dialog *dialog, const struct paint *paint)
{
	struct plan_of_dialog at;
	int inner = COLS - 4 < 76 ? COLS - 4 : COLS >= 110 ? 96 : 76;

	at.width = inner - 2 * PAD;
	at.button_rows = place_buttons(dialog, paint, at.width + 1, at.buttons);
	int fixed = at.button_rows + 1 + (int)dialog->n_fields * 2 +
	    (dialog->n_fields > 0);
	dialog->rows_all = all_rows(dialog, at.width, dialog->n_lines);
	at.rows = dialog->rows_all;
	if (at.rows > LINES - 2 - fixed)
		at.rows = LINES - 2 - fixed;
	at.rows = at.rows < 1 ? 1 : at.rows;
	/* One blank column on each side keeps it apart from what is beneath. */
	at.box = layout_box(COLS, LINES, at.rows + fixed, inner + 2);
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
draw_line(struct pen *pen, const struct dialog_line *line, bool here)
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
	if (pen_wrap(pen, here ? ROLE_FOCUS : line->role, 1000, line->text) == 0)
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
	int last = dialog->rows_all - pen.area.h;
	dialog->first = dialog->first > last ? last : dialog->first;
	dialog->first = dialog->first < 0 ? 0 : dialog->first;
	pen_go(&pen, -dialog->first, 1);
	for (size_t i = 0; i < dialog->n_lines; i++)
		draw_line(&pen, &dialog->lines[i],
		    dialog->is_list && (int)i == dialog->cursor);
	dialog->rows_shown = pen.area.h;
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
	for (size_t i = 0; i < dialog->n_fields; i++) {
		int width = box.w - 2 * PAD - 3;
		pen->x = PAD;
		pen_prose(pen, ROLE_PLAIN, dialog->fields[i].label);
		pen->y++;
		pen->x = PAD;
		pen_text(pen, ROLE_HERE, dialog->focus == i ? "▸" : ">");
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

	for (size_t i = 0; i < dialog->n_buttons; i++) {
		bool closed = is_closed(dialog, i);
		struct rect place = at->buttons[i];
		place.y += y;
		place.x += PAD - 1;
		pen_button(pen, place, &(struct pen_button){
		    dialog->buttons[i].label, dialog->focus == dialog->n_fields + i,
		    closed });
		if (closed && pen->x + 34 < pen->area.w)
			pen_text(pen, ROLE_PLAIN, dialog->wanted[0] != '\0' ?
			    " opens when the text is right" :
			    " opens when there is text");
	}
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
	pen_go(&pen, 1 + at.rows + (dialog->n_fields > 0), PAD);
	if (dialog->n_fields == 0)
		pen.y++;
	draw_fields(dialog, &pen, at.box);
	draw_buttons(dialog, &pen, &at);
}

void
dialog_place_cursor(struct dialog *dialog)
{
	size_t field = dialog->focus < dialog->n_fields ? dialog->focus :
	    dialog->n_fields - 1;

	if (dialog->n_fields == 0 || dialog->win == NULL)
		return;
	(void)curs_set(1);
	field_place_cursor(dialog->fields[field].field);
}

/* ---- keys ---- */

static bool
may_have_focus(struct dialog *dialog, size_t stop)
{
	return stop < dialog->n_fields ||
	    !is_closed(dialog, stop - dialog->n_fields);
}

static void
move_focus(struct dialog *dialog, bool forward)
{
	size_t stops = dialog->n_fields + dialog->n_buttons;

	for (size_t i = 0; i < stops; i++) {
		dialog->focus = (dialog->focus + (forward ? 1 : stops - 1)) % stops;
		if (may_have_focus(dialog, dialog->focus))
			return;
	}
}

static bool
scroll_by(struct dialog *dialog, enum command command)
{
	int page = dialog->rows_shown > 1 ? dialog->rows_shown - 1 : 1;
	int by = command == CMD_UP ? -1 : command == CMD_DOWN ? 1 :
	    command == CMD_PAGE_UP ? -page : command == CMD_PAGE_DOWN ? page :
	    command == CMD_HOME ? -100000 : command == CMD_END ? 100000 : 0;

	if (by == 0)
		return false;
	dialog->newest_below = dialog->newest_below && by > 0;
	if (!dialog->is_list) {
		int last = dialog->rows_all - dialog->rows_shown;
		dialog->first += by;
		dialog->first = dialog->first > last ? last : dialog->first;
		dialog->first = dialog->first < 0 ? 0 : dialog->first;
		return true;
	}
	dialog->cursor += by;
	if (dialog->cursor >= (int)dialog->n_lines)
		dialog->cursor = (int)dialog->n_lines - 1;
	dialog->cursor = dialog->cursor < 0 ? 0 : dialog->cursor;
	return true;
}

static int
press(struct dialog *dialog)
{
	if (dialog->focus < dialog->n_fields) {
		move_focus(dialog, true);
		return DIALOG_STAYS;
	}
	size_t button = dialog->focus - dialog->n_fields;
	return is_closed(dialog, button) ? DIALOG_BELL : (int)button;
}

/* Text goes into the field with the focus, or into the last while a button has
 * it: so one can type at once although the safe button is in focus. */
static bool
type(struct dialog *dialog, int code, bool special)
{
	if (dialog->n_fields == 0)
		return false;
	size_t field = dialog->focus < dialog->n_fields ? dialog->focus :
	    dialog->n_fields - 1;
	bool arrow = special && (code == KEY_LEFT || code == KEY_RIGHT);
	if (arrow && dialog->focus >= dialog->n_fields)
		return false;
	return field_key(dialog->fields[field].field, code, special);
}

static bool
is_paste_mark(struct dialog *dialog, int code, bool special)
{
	if (!special || (code != TERM_PASTE_BEGIN && code != TERM_PASTE_END))
		return false;
	dialog->pasting = code == TERM_PASTE_BEGIN;
	return true;
}

int
dialog_key(struct dialog *dialog, int code, bool special, bool burst)
{
	if (is_paste_mark(dialog, code, special) ||
	    type(dialog, code, special))
		return DIALOG_STAYS;
	if (dialog->pasting)
		return DIALOG_STAYS;
	enum command command = keys_command(code, special, ~0U);
	if (scroll_by(dialog, command))
		return DIALOG_STAYS;
	switch (command) {
	case CMD_PRESS:
		return burst ? DIALOG_STAYS : press(dialog);
	case CMD_NEXT:
	case CMD_RIGHT:
		move_focus(dialog, true);
		return DIALOG_STAYS;
	case CMD_PREVIOUS:
	case CMD_LEFT:
		move_focus(dialog, false);
		return DIALOG_STAYS;
	case CMD_BACK:
	case CMD_LEAVE:
		return DIALOG_CANCELLED;
	default:
		return DIALOG_BELL;
	}
}
