/* The manual of the step, from the page's own source: it must be readable when
 * nothing else is up, man(1) included. */

#include "config.h"

#include "ui/ui_priv.h"

#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/str.h"
#include "ui/mdoc.h"
#include "talk/text.h"

#define PAGE "cutover-walkthrough.7"
#define PAGE_MAX (256 * 1024)
#define INSTALLED PKGDATADIR "/" PAGE

/* As with the demo's data: beside the build tree's program stands the source's
 * page, beside an installed one what was installed with it, wherever the two were
 * moved together. */
static bool
read_page(struct buf *page)
{
	char self[2 * TEXT_LEN], place[3 * TEXT_LEN] = TOP_SRCDIR "/man/" PAGE;
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);

	self[n < 0 ? 0 : n] = '\0';
	if (str_starts(self, TOP_BUILDDIR "/"))
		return file_read(place, PAGE_MAX, page, NULL) == 0;
	char *slash = strrchr(self, '/');
	if (slash != NULL && str_fmt(place, sizeof(place),
	    "%.*s/../share/" PACKAGE "/" PAGE, (int)(slash - self), self) &&
	    file_read(place, PAGE_MAX, page, NULL) == 0)
		return true;
	buf_reset(page);
	return file_read(INSTALLED, PAGE_MAX, page, NULL) == 0;
}

static void
add(enum mdoc_kind kind, const char *text, void *arg)
{
	static const int indents[] = { [MDOC_TEXT] = 0, [MDOC_HEAD] = 0,
		[MDOC_ITEM] = 4, [MDOC_CODE] = 4 };
	struct dialog *dialog = arg;

	if (kind == MDOC_HEAD)
		dialog_line(dialog, SIGN_NONE, ROLE_STRONG, "%s", text);
	else
		dialog_text(dialog, indents[kind], "%s", text);
}

/* What the program itself knows of a step. */
static void
add_advice(struct dialog *dialog, const struct step *step)
{
	char flow[4 * TEXT_LEN];

	dialog_line(dialog, SIGN_LOOK, ROLE_STRONG,
	    "The manual is not there: looked for %s. Reinstall cutover.",
	    INSTALLED);
	dialog_text(dialog, 0, "%s", "");
	dialog_text(dialog, 0, "%s", text_flow(flow, sizeof(flow), step->advice));
	dialog_text(dialog, 0, "Undo: %s", text_flow(flow, sizeof(flow),
	    step->undo_text));
}

void
show_manual(struct ui *ui)
{
	const struct step *step = ui_view(ui)->step;
	bool general = ui->page == PAGE_OVERVIEW || ui->page == PAGE_FIRST;
	char section[TEXT_LEN], title[TEXT_LEN];
	struct buf page = { 0 };

	(void)str_fmt(section, sizeof(section), "%d. %s", step->number,
	    step->title);
	(void)str_fmt(title, sizeof(title), "Manual: %s", general ?
	    "the upgrade, step by step" : section);
	struct dialog *dialog = show_text(ui, title);
	if (dialog != NULL && (!read_page(&page) || !mdoc_section(page.data,
	    general ? NULL : section, add, dialog)))
		add_advice(dialog, step);
	buf_done(&page);
}
