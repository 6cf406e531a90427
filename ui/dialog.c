/* A question or a text on top of the screen. */

#include "ui/dialog.h"

#include <stdarg.h>
#include <stdlib.h>

#include "base/str.h"
#include "base/xmalloc.h"
#include "ui/keys.h"
#include "ui/term.h"

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

bool
dialog_is_closed(struct dialog *dialog, size_t button)
{
	return dialog->buttons[button].needs_text && !dialog_is_right(dialog);
}

/* ---- keys ---- */

static bool
may_have_focus(struct dialog *dialog, size_t stop)
{
	return stop < dialog->n_fields ||
	    !dialog_is_closed(dialog, stop - dialog->n_fields);
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
	return dialog_is_closed(dialog, button) ? DIALOG_BELL : (int)button;
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
