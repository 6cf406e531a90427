/* Keys of a dialog: what it does with each, and what it leaves to others. */

#include "ui/dialog.h"

#include <string.h>

#include "base/str.h"
#include "ui/term.h"

unsigned
dialog_where(const struct dialog *dialog)
{
	if (dialog->n_fields > 0)
		return IN_FIELD;
	if (dialog->is_list)
		return IN_CHOICE;
	if (dialog->n_buttons > 1)
		return IN_QUESTION;
	return dialog->no_run ? IN_FIRST_TEXT : IN_TEXT;
}

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

/* ---- a field ---- */

size_t
dialog_field_in_use(const struct dialog *dialog)
{
	if (dialog->focus < dialog->n_fields)
		return dialog->focus;
	return dialog->typing ? dialog->n_fields - 1 : dialog->n_fields;
}

/* The first button that the right text has opened. */
static size_t
opened_button(const struct dialog *dialog)
{
	for (size_t i = 0; i < dialog->n_buttons; i++)
		if (dialog->buttons[i].needs_text)
			return i;
	return dialog->n_buttons;
}

/* Enter in a field presses nothing: it leads to the button that the text opened,
 * and a second Enter presses that. */
static int
enter_in_field(struct dialog *dialog, size_t field)
{
	size_t button = opened_button(dialog);

	if (field + 1 < dialog->n_fields) {
		dialog->focus = field + 1;
		return DIALOG_STAYS;
	}
	if (button == dialog->n_buttons || dialog_is_closed(dialog, button)) {
		(void)str_fmt(dialog->say, TEXT_LEN, "Not yet: type %s, or Esc "
		    "cancels.", dialog->wanted[0] != '\0' ? dialog->wanted : "a text");
		return DIALOG_BELL;
	}
	dialog->typing = false;
	dialog->focus = dialog->n_fields + button;
	const char *label = dialog->buttons[button].label;
	const char *effect = strstr(label, " - ");
	(void)str_fmt(dialog->say, TEXT_LEN, "Enter once more presses [ %.*s ]. Esc "
	    "cancels.", (int)(effect == NULL ? strlen(label) :
	    (size_t)(effect - label)), label);
	return DIALOG_STAYS;
}

static int
press(struct dialog *dialog)
{
	size_t field = dialog_field_in_use(dialog);

	if (field < dialog->n_fields)
		return enter_in_field(dialog, field);
	size_t button = dialog->focus - dialog->n_fields;
	if (!dialog_is_closed(dialog, button))
		return (int)button;
	(void)str_copy(dialog->say, TEXT_LEN,
	    "That button opens when the text is right.");
	return DIALOG_BELL;
}

/* Text goes into the field with the focus, or into the last while a button has
 * it: so one can type at once although the safe button is in focus. */
static bool
type(struct dialog *dialog, int code, bool special)
{
	size_t field = dialog_field_in_use(dialog);
	bool arrow = special && (code == KEY_LEFT || code == KEY_RIGHT);

	if (dialog->n_fields == 0 || (arrow && field == dialog->n_fields))
		return false;
	if (field == dialog->n_fields)
		field--;
	if (!field_key(dialog->fields[field].field, code, special))
		return false;
	dialog->typing = dialog->focus >= dialog->n_fields;
	return true;
}

/* From the typed text on to the button that it opened; or back to where the
 * focus was. */
static void
leave_field(struct dialog *dialog, bool forward)
{
	bool typed = dialog->typing;

	dialog->typing = false;
	if (!typed || dialog_is_right(dialog))
		move_focus(dialog, forward);
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
	dialog->say[0] = '\0';
	if (is_paste_mark(dialog, code, special) ||
	    type(dialog, code, special))
		return DIALOG_STAYS;
	if (dialog->pasting)
		return DIALOG_STAYS;
	enum command command = keys_command(code, special, dialog_where(dialog));
	dialog->command = command;
	if (scroll_by(dialog, command))
		return DIALOG_STAYS;
	switch (command) {
	case CMD_PRESS:
		return burst ? DIALOG_STAYS : press(dialog);
	case CMD_NEXT:
	case CMD_RIGHT:
		leave_field(dialog, true);
		return DIALOG_STAYS;
	case CMD_PREVIOUS:
	case CMD_LEFT:
		leave_field(dialog, false);
		return DIALOG_STAYS;
	case CMD_BACK:
	case CMD_LEAVE:
		return DIALOG_CANCELLED;
	case CMD_NONE:
		return DIALOG_BELL;
	default:
		return DIALOG_COMMAND;
	}
}
