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

/* Whether a terminal took it nobody hears: so it says where it is, too. */
static void
say_copied(struct ui *ui, const char *what, bool sent, const char *path)
{
	char shown[TEXT_LEN];

	ui_say(ui, SIGN_NONE, sent ? "Copied %s; no clipboard? See %s" :
	    "Too long for a clipboard: %s is in %s", what,
	    act_path_text(ui, path, shown, sizeof(shown)));
}

void
copy_text(struct ui *ui)
{
	struct buf text = { 0 }, bytes = { 0 };
	char path[TEXT_LEN];
	struct err err;
	const char *what = take(ui, &text);
	bool sent = osc_copy(&bytes, text.data, text.len, term_wrap(ui->term));

	path_of(ui, path, sizeof(path));
	if (sent)
		term_tell(ui->term, bytes.data);
	if (file_write(path, text.data, text.len, 0600, &err) == 0)
		say_copied(ui, what, sent, path);
	else
		ui_say(ui, SIGN_LOOK, "%s %s; not saved: %s", sent ? "Copied" :
		    "Too long for a clipboard:", what, err.text);
	buf_done(&bytes);
	buf_done(&text);
}
