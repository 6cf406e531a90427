/* Find: in a text, in a list, in the table with the focus.  What is looked for is
 * typed on the message line, so that it hides nothing. */

#include "config.h"

#include "ui/ui_priv.h"

#include <string.h>

#include "base/str.h"

static bool
holds(const struct ui *ui, const char *text)
{
	return strcasestr(text, ui->find.text) != NULL;
}

static void
say_not_found(struct ui *ui)
{
	ui_bell(ui);
	ui_say(ui, SIGN_NONE, "\"%s\" is not in it.", ui->find.text);
}

/* ---- in a dialog ---- */

/* The next line that holds it, from `at` on and around; -1: none. */
static int
next_line(const struct ui *ui, const struct dialog *dialog, int at, int by)
{
	int n = (int)dialog->n_lines;

	for (int i = 0; i < n; i++) {
		int line = ((at + i * by) % n + n) % n;
		if (holds(ui, dialog->lines[line].text))
			return line;
	}
	return -1;
}

static int
count_until(const struct ui *ui, const struct dialog *dialog, int until)
{
	int n = 0;

	for (int i = 0; i < until; i++)
		n += holds(ui, dialog->lines[i].text);
	return n;
}

static void
find_in_dialog(struct ui *ui, struct dialog *dialog, int by)
{
	int from = dialog->is_list ? dialog->cursor : dialog->found;
	int line = next_line(ui, dialog, from < 0 ? 0 : from + by, by);

	if (line < 0) {
		say_not_found(ui);
		return;
	}
	dialog_go(dialog, line);
	ui_say(ui, SIGN_NONE, "\"%s\": %d of %d. n next, N the one before.",
	    ui->find.text, count_until(ui, dialog, line) + 1,
	    count_until(ui, dialog, (int)dialog->n_lines));
}

/* ---- in a table ---- */

static struct pane *
table_of(struct ui *ui)
{
	if (ui->pane < 0 || ui->pane >= (int)ui->n_shown ||
	    ui->shown[ui->pane]->ops->key == NULL)
		return NULL;
	return ui->shown[ui->pane];
}

/* The next name that holds it: rows are walked one by one, as a person would. */
static void
find_in_table(struct ui *ui, struct pane *pane, int by)
{
	const struct list was = pane->list;
	enum command move = by > 0 ? CMD_DOWN : CMD_UP;

	for (int round = 0; round < 2; round++) {
		while (rows_step(ui, pane, move)) {
			if (holds(ui, pane->list.cursor)) {
				ui->on_button = false;
				ui_say(ui, SIGN_NONE, "\"%s\": %s. n next, N the "
				    "one before.", ui->find.text,
				    pane->list.cursor);
				return;
			}
		}
		/* Around: the first row is looked at too. */
		(void)rows_step(ui, pane, by > 0 ? CMD_HOME : CMD_END);
		if (holds(ui, pane->list.cursor)) {
			ui->on_button = false;
			ui_say(ui, SIGN_NONE, "\"%s\": %s, found from the other end "
			    "on.", ui->find.text, pane->list.cursor);
			return;
		}
	}
	pane->list = was;
	say_not_found(ui);
}

/* ---- what is typed ---- */

void
find_ask(struct ui *ui)
{
	if (ui->dialog == NULL && table_of(ui) == NULL)
		show_steps(ui);
	ui->message[0] = '\0';
	ui->find.asking = true;
	field_free(ui->find.field);
	ui->find.field = field_new("");
}

static void
stop_asking(struct ui *ui)
{
	ui->find.asking = false;
	field_free(ui->find.field);
	ui->find.field = NULL;
}

static void
find(struct ui *ui, int by)
{
	struct pane *pane = table_of(ui);

	if (ui->find.text[0] == '\0')
		ui_say(ui, SIGN_NONE, "/ says what to look for.");
	else if (ui->dialog != NULL)
		find_in_dialog(ui, ui->dialog, by);
	else if (pane != NULL)
		find_in_table(ui, pane, by);
	else
		ui_say(ui, SIGN_NONE, "There is no list on this screen.");
}

void
find_next(struct ui *ui)
{
	find(ui, 1);
}

void
find_previous(struct ui *ui)
{
	find(ui, -1);
}

void
find_key(struct ui *ui, int code, bool special)
{
	if (field_key(ui->find.field, code, special))
		return;
	switch (keys_command(code, special, IN_FIND)) {
	case CMD_PRESS:
		/* An empty one means the one before. */
		if (field_text(ui->find.field)[0] != '\0')
			(void)str_copy(ui->find.text, sizeof(ui->find.text),
			    field_text(ui->find.field));
		stop_asking(ui);
		if (ui->dialog != NULL)
			ui->dialog->found = -1;
		find_next(ui);
		break;
	case CMD_BACK:
	case CMD_LEAVE:
		stop_asking(ui);
		break;
	default:
		ui_bell(ui);
	}
}

void
find_draw(struct ui *ui, struct pen *pen)
{
	pen_text(pen, ROLE_STRONG, "Find: ");
	field_show(ui->find.field, pen->area.y + pen->y, pen->area.x + pen->x, 40);
}
