/* y: the row, the text or the screen onto the clipboard of whoever sits there; and
 * into a file, since no terminal says whether it took it. */

#include "ui/ui_priv.h"

#include <string.h>

#include "base/file.h"
#include "base/str.h"
#include "ui/osc.h"
#include "ui/term.h"

static const struct view *
view_of(struct ui *ui)
{
	return ui_view(ui);
}

/* What is meant: the text that is open, the row with the cursor, at the end the
 * report, else all that is seen.  Returns its name. */
static const char *
take(struct ui *ui, struct buf *text)
{
	int row = ui->on_button ? -1 : rows_cursor(ui);

	if (ui->dialog != NULL && ui->dialog->n_fields == 0) {
		dialog_dump(text, ui->dialog);
		return "the text";
	}
	if (ui->dialog == NULL && row >= 0) {
		term_row(text, row);
		return "the row";
	}
	if (ui->dialog == NULL && view_of(ui)->ended && !view_of(ui)->watching) {
		run_report(ui->run, text);
		return "the report";
	}
	term_dump(text);
	return "the screen";
}

/* The run's folder is its driver's; who watches has her own. */
static void
path_of(struct ui *ui, char *path, size_t size)
{
	(void)str_fmt(path, size, "%s/copied.txt", view_of(ui)->watching ? "." :
	    view_of(ui)->run_dir);
}

void
copy_text(struct ui *ui)
{
	struct buf text = { 0 }, bytes = { 0 };
	char path[TEXT_LEN], shown[TEXT_LEN], place[2 * TEXT_LEN];
	struct err err;
	const char *what = take(ui, &text);
	bool sent = osc_copy(&bytes, text.data, text.len, term_wrap(ui->term));

	path_of(ui, path, sizeof(path));
	if (file_write(path, text.data, text.len, 0600, &err) == 0)
		(void)str_fmt(place, sizeof(place), "it is in %s too.",
		    act_path_text(ui, path, shown, sizeof(shown)));
	else
		(void)str_fmt(place, sizeof(place), "not saved: %s", err.text);
	if (sent)
		term_tell(ui->term, bytes.data);
	ui_say(ui, SIGN_NONE, sent ? "Copied %s, if the terminal lets it; %s" :
	    "Too long for a clipboard: %s; %s", what, place);
	buf_done(&bytes);
	buf_done(&text);
}
