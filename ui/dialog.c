/* A question or a text on top of the screen. */

#include "ui/dialog.h"

#include <stdarg.h>
#include <stdlib.h>

#include "base/str.h"
#include "base/xmalloc.h"

struct dialog *
dialog_new(const char *title, dialog_chosen_fn *chosen)
{
	struct dialog *dialog = xcalloc(1, sizeof(*dialog));

	(void)str_copy(dialog->title, sizeof(dialog->title), title);
	dialog->chosen = chosen;
	dialog->found = -1;
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

void
dialog_dump(struct buf *text, const struct dialog *dialog)
{
	buf_printf(text, "%s\n\n", dialog->title);
	for (size_t i = 0; i < dialog->n_lines; i++)
		buf_printf(text, "%*s%s\n", dialog->lines[i].indent, "",
		    dialog->lines[i].text);
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

void
dialog_go(struct dialog *dialog, int line)
{
	dialog->newest_below = false;
	dialog->found = line;
	dialog->go = true;
	if (dialog->is_list)
		dialog->cursor = line;
}
