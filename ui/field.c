/* One entry field, made with the form library. */

#include "ui/field.h"

#include <curses.h>
#include <form.h>
#include <panel.h>
#include <stdlib.h>
#include <wctype.h>

#include "base/str.h"
#include "base/xmalloc.h"
#include "model/names.h"

struct field {
	char text[TEXT_LEN];		/* while it is hidden, and for field_text() */
	int y, x, width;
	bool secret;
	WINDOW *win;			/* NULL: hidden */
	PANEL *panel;
	FORM *form;
	FIELD *fields[2];
};

struct field *
field_new(const char *text)
{
	struct field *field = xcalloc(1, sizeof(*field));

	(void)str_copy(field->text, sizeof(field->text), text);
	return field;
}

/* The buffer is filled with blanks to its end. */
static void
take_text(struct field *field)
{
	/* Without this the last word typed is not in the buffer yet. */
	(void)form_driver(field->form, REQ_VALIDATION);
	const char *text = field_buffer(field->fields[0], 0);
	(void)str_copy(field->text, sizeof(field->text), text == NULL ? "" : text);
	char *start = str_trim(field->text);
	if (start != field->text) {
		char copy[TEXT_LEN];
		(void)str_copy(copy, sizeof(copy), start);
		(void)str_copy(field->text, sizeof(field->text), copy);
	}
}

void
field_hide(struct field *field)
{
	if (field->win == NULL)
		return;
	take_text(field);
	(void)unpost_form(field->form);
	(void)free_form(field->form);
	(void)free_field(field->fields[0]);
	(void)del_panel(field->panel);
	(void)delwin(field->win);
	field->win = NULL;
}

void
field_free(struct field *field)
{
	if (field == NULL)
		return;
	field_hide(field);
	free(field);
}

/* The library takes this for a field that is not posted only. */
void
field_set_secret(struct field *field, bool secret)
{
	if (field->secret == secret)
		return;
	field_hide(field);
	field->secret = secret;
}

static void
open_form(struct field *field)
{
	field->fields[0] = new_field(1, field->width, 0, 0, 0, 0);
	field->fields[1] = NULL;
	/* O_BLANK would wipe the text at the first key, O_STATIC cut it. */
	(void)field_opts_off(field->fields[0], O_BLANK | O_AUTOSKIP | O_STATIC);
	if (field->secret)
		(void)field_opts_off(field->fields[0], O_PUBLIC);
	(void)set_max_field(field->fields[0], TEXT_LEN / 4);
	(void)set_field_back(field->fields[0], A_UNDERLINE);
	(void)set_field_buffer(field->fields[0], 0, field->text);
	field->form = new_form(field->fields);
	(void)set_form_win(field->form, field->win);
	(void)set_form_sub(field->form, field->win);
	(void)post_form(field->form);
	(void)form_driver(field->form, REQ_END_FIELD);
}

void
field_show(struct field *field, int y, int x, int width)
{
	if (field->win != NULL && field->y == y && field->x == x &&
	    field->width == width) {
		(void)top_panel(field->panel);
		return;
	}
	field_hide(field);
	field->win = newwin(1, width, y, x);
	if (field->win == NULL)
		return;
	field->y = y;
	field->x = x;
	field->width = width;
	field->panel = new_panel(field->win);
	open_form(field);
}

static const struct { int code; bool special; int request; } requests[] = {
	{ KEY_LEFT, true, REQ_PREV_CHAR }, { KEY_RIGHT, true, REQ_NEXT_CHAR },
	{ KEY_HOME, true, REQ_BEG_FIELD }, { KEY_END, true, REQ_END_FIELD },
	{ KEY_BACKSPACE, true, REQ_DEL_PREV }, { 127, false, REQ_DEL_PREV },
	{ 8, false, REQ_DEL_PREV }, { KEY_DC, true, REQ_DEL_CHAR },
	{ 'u' & 0x1f, false, REQ_CLR_FIELD }, { 'w' & 0x1f, false, REQ_DEL_WORD },
};

bool
field_key(struct field *field, int code, bool special)
{
	if (field->win == NULL)
		return false;
	for (size_t i = 0; i < countof(requests); i++)
		if (requests[i].code == code && requests[i].special == special) {
			(void)form_driver(field->form, requests[i].request);
			return true;
		}
	if (special || code < ' ' || !iswprint((wint_t)code))
		return false;
	(void)form_driver_w(field->form, OK, (wchar_t)code);
	return true;
}

const char *
field_text(struct field *field)
{
	if (field->win != NULL)
		take_text(field);
	return field->text;
}

void
field_place_cursor(struct field *field)
{
	if (field->win == NULL)
		return;
	(void)pos_form_cursor(field->form);
	(void)wnoutrefresh(field->win);
}
