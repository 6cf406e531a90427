/* Who keeps a drain waiting. */

#include "ui/who.h"

#include <string.h>

#include "base/str.h"
#include "talk/standing.h"
#include "ui/ui_priv.h"

#define AGAIN_MS 10000

static void
answered(const char *const *lines, size_t n, const char *trouble, void *arg)
{
	struct ui *ui = arg;
	struct who *who = &ui->who;

	who->waits = false;
	who->n = n < WHO_LINES ? n : WHO_LINES;
	who->more = n - who->n;
	for (size_t i = 0; i < who->n; i++)
		(void)str_copy(who->lines[i], sizeof(who->lines[i]), lines[i]);
	(void)str_copy(who->trouble, sizeof(who->trouble),
	    trouble == NULL ? "" : trouble);
	ui_dirty(ui);
}

void
who_keep(struct ui *ui)
{
	struct look look = ui_look(ui);
	struct who *who = &ui->who;
	const char *server, *lb;

	if (who->waits || ui->page != PAGE_STEP ||
	    look.view->step->number != 13 || !pane_drain_stuck(&look, &server, &lb))
		return;
	if (who_about(who, server, lb) != NULL && who->asked_ms != 0 &&
	    look.now_ms - who->asked_ms < AGAIN_MS)
		return;
	*who = (struct who){ .waits = true, .asked_ms = look.now_ms };
	(void)str_copy(who->server, sizeof(who->server), server);
	(void)str_copy(who->lb, sizeof(who->lb), lb);
	run_ask_sessions(ui->run, lb, server, answered, ui);
}

const struct who *
who_about(const struct who *who, const char *server, const char *lb)
{
	return who != NULL && str_eq(who->server, server) &&
	    str_eq(who->lb, lb) ? who : NULL;
}

/* "10.9.3.7:51544 through www": up to the port. */
static size_t
address_len(const char *line)
{
	size_t len = strcspn(line, " ");

	for (size_t i = len; i-- > 0;)
		if (line[i] == ':')
			return i;
	return len;
}

bool
who_all_from(const struct who *who, const char *server, const char *lb, char *dst,
    size_t size)
{
	if (who_about(who, server, lb) == NULL || who->n == 0 || who->more > 0)
		return false;
	size_t len = address_len(who->lines[0]);
	for (size_t i = 1; i < who->n; i++)
		if (address_len(who->lines[i]) != len ||
		    strncmp(who->lines[i], who->lines[0], len) != 0)
			return false;
	return str_copy_n(dst, size, who->lines[0], len);
}

/* ---- the pane: the lines, when there is room ---- */

static const struct who *
to_show(const struct look *look)
{
	const char *server, *lb;

	return pane_drain_stuck(look, &server, &lb) ?
	    who_about(look->who, server, lb) : NULL;
}

static struct wish
wish(const struct pane *pane, const struct look *look, int width)
{
	const struct who *who = to_show(look);

	(void)pane;
	(void)width;
	if (who == NULL || (who->n == 0 && who->trouble[0] == '\0'))
		return (struct wish){ .least = 0 };
	return (struct wish){ .wanted = (int)who->n + (who->more > 0) +
	    (who->trouble[0] != '\0') };
}

static void
draw(struct pane *pane, const struct look *look, struct pen *pen)
{
	const struct who *who = to_show(look);

	(void)pane;
	pen_go(pen, 0, 3);
	if (who == NULL)
		return;
	if (who->trouble[0] != '\0')
		(void)pen_wrap(pen, ROLE_PLAIN, 1, who->trouble);
	for (size_t i = 0; i < who->n; i++)
		(void)pen_wrap(pen, ROLE_PLAIN, 1, who->lines[i]);
	if (who->more > 0)
		pen_fmt(pen, ROLE_PLAIN, "and %zu more: Enter on its row", who->more);
}

const struct pane_ops pane_who = {
	.name = "who",
	.wish = wish,
	.draw = draw,
};
