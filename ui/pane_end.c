/* The end: what it took, who serves now, where the report is. */

#include "ui/pane.h"

#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "talk/standing.h"
#include "talk/text.h"

#define TALL 22
#define SNAPSHOT_W 20		/* cells for its name in 80 columns */
#define LABEL_W 13

/* The last part of a path: a snapshot may be a file or an id. */
static const char *
path_base(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash == NULL || slash[1] == '\0' ? path : slash + 1;
}

static struct wish
wish(const struct pane *pane, const struct look *look, int width)
{
	(void)pane;
	(void)look;
	(void)width;
	return (struct wish){ .least = 16, .wanted = LINES >= 30 ? TALL : 16 };
}

/* ---- one remark a phase ---- */

/* The name comes last: it may be long. */
static void
remark_prepare(const struct view *view, char *dst, size_t size)
{
	const struct snapshot *snapshot = &view->facts->db.snapshot;
	char name[TEXT_LEN];

	if (view->n_saved > 0)
		(void)str_add(dst, size, "%zu inputs saved; ", view->n_saved);
	if (snapshot->state == SNAPSHOT_COMPLETE)
		(void)str_add(dst, size, "backup %s", text_middle(name, sizeof(name),
		    path_base(snapshot->id), SNAPSHOT_W + COLS - 80));
}

static void
remark_build(const struct view *view, char *dst, size_t size)
{
	unsigned n = 0;

	if (facts_no_servers(view->facts) != NULL) {
		(void)str_add(dst, size, "NEW servers are not known");
		return;
	}
	for (size_t i = 0; i < view->facts->n_servers; i++)
		n += view->facts->servers[i].mark == MARK_NEW &&
		    server_runs(&view->facts->servers[i]);
	(void)str_add(dst, size, "%u NEW server%s run", n, n == 1 ? "" : "s");
}

static void
remark_switch(const struct view *view, char *dst, size_t size)
{
	char span[32];

	if (view->states[13] == STATE_DONE)
		(void)str_add(dst, size, "drain took %s", clock_span(
		    standing_took_ms(view, 13, 0), span, sizeof(span)));
}

static void
remark_restore(const struct view *view, char *dst, size_t size)
{
	const struct array *array = &view->facts->array;
	char hms[16];

	if (array->exists == TRI_YES)
		(void)str_add(dst, size, "array on %s, %s; ", array->template,
		    array->enabled == TRI_YES ? "enabled" :
		    array->enabled == TRI_NO ? "disabled" : "state not known");
	if (view->states[17] == STATE_DONE)
		(void)str_add(dst, size, "site tested %.5s", clock_hms(
		    view->times[17].ended_wall_ms, hms, sizeof(hms)));
}

static void (*const remarks[PHASE_COUNT])(const struct view *view, char *dst,
    size_t size) = { remark_prepare, remark_build, remark_switch, remark_restore };

static void
draw_phase(struct pen *pen, const struct look *look, int i)
{
	const struct phase *phase = runbook_phase(i);
	char span[32], range[24], text[TEXT_LEN] = "";
	int64_t took = standing_phase_took_ms(look->view, i, look->wall_ms);

	(void)str_fmt(range, sizeof(range), "%d–%d", phase->first, phase->last);
	remarks[i](look->view, text, sizeof(text));
	if (str_ends(text, "; "))
		text[strlen(text) - 2] = '\0';
	pen->x = 3;
	pen_in(pen, LABEL_W, ROLE_PLAIN, phase->name);
	pen_in(pen, 8, ROLE_PLAIN, range);
	pen_in(pen, 11, ROLE_PLAIN, clock_span(took, span, sizeof(span)));
	(void)pen_wrap(pen, ROLE_PLAIN, 1, text);
}

static void
draw_phases(struct pen *pen, const struct look *look)
{
	pen->x = 3;
	pen_text(pen, ROLE_PLAIN, "Phase        Steps   Took       Remarks");
	pen->y++;
	for (int i = 0; i < PHASE_COUNT; i++)
		draw_phase(pen, look, i);
}

static void
line_of(struct pen *pen, int lines, const char *what, const char *text)
{
	pen->x = 3;
	pen_in(pen, LABEL_W, ROLE_PLAIN, what);
	(void)pen_wrap(pen, ROLE_PLAIN, pen->area.h >= TALL ? 4 : lines, text);
}

static void
line(struct pen *pen, const char *what, const char *text)
{
	line_of(pen, 1, what, text);
}

/* A folder and a name in it; the name is never what is cut. */
static void
path_line(struct pen *pen, const struct view *view, const char *what,
    const char *name, const char *beside)
{
	char path[2 * TEXT_LEN], text[2 * TEXT_LEN];
	int room = pen->area.w - 3 - LABEL_W - 1 - text_width(beside);

	(void)str_fmt(path, sizeof(path), "%s/%s", view->run_dir, name);
	(void)text_middle(text, sizeof(text), path, room);
	(void)str_add(text, sizeof(text), "%s", beside);
	line(pen, what, text);
}

static void
line_servers(struct pen *pen, const struct view *view, int lines)
{
	char text[3 * TEXT_LEN], names[TEXT_LEN];

	(void)str_fmt(text, sizeof(text), "in service %s", standing_names(view,
	    MARK_NEW, true, names, sizeof(names)));
	(void)str_add(text, sizeof(text), "; terminated %s", standing_names(view,
	    MARK_OLD, false, names, sizeof(names)));
	(void)standing_names(view, MARK_OLD, true, names, sizeof(names));
	if (!str_eq(names, "none"))
		(void)str_add(text, sizeof(text), "; still running %s", names);
	line_of(pen, lines, "Servers", text);
}

/* Three lines for what went another way, or one for that nothing did: that leaves
 * room for names. */
static bool
draw_detours(struct pen *pen, const struct view *view)
{
	char skipped[TEXT_LEN], undone[TEXT_LEN];
	const char *texts[] = { standing_skipped(view, skipped, sizeof(skipped)),
		standing_undone(view, undone, sizeof(undone)), view->account->again };
	bool none = true;

	for (size_t i = 0; i < countof(texts); i++)
		none = none && str_eq(texts[i], "none");
	if (none) {
		line(pen, "Skipped", "none     Undone  none     Tried again  none");
		return false;
	}
	line(pen, "Skipped", texts[0]);
	line(pen, "Undone", texts[1]);
	line(pen, "Tried again", texts[2]);
	return true;
}

static void
draw_account(struct pen *pen, const struct view *view)
{
	char text[TEXT_LEN];

	line(pen, "Sessions", view->account->sessions);
	(void)str_fmt(text, sizeof(text), view->refused == 0 ? "nothing refused" :
	    view->refused == 1 ? "1 action refused" : "%u actions refused",
	    view->refused);
	line(pen, "Guard", text);
	int lines = draw_detours(pen, view) ? 1 : 2;
	line_servers(pen, view, lines);
	line_of(pen, lines, "People", view->account->people);
}

static void
draw(struct pane *pane, const struct look *look, struct pen *pen)
{
	const struct view *view = look->view;

	(void)pane;
	pen_go(pen, 0, 1);
	pen_sign(pen, SIGN_GOOD);
	pen_fmt(pen, ROLE_STRONG, " Upgrade %s → %s finished",
	    view->config->release_from, view->config->release_to);
	pen_fmt(pen, ROLE_PLAIN, "    run %s    ticket %s", view->run_id,
	    view->config->ticket);
	pen_go(pen, 2, 3);
	draw_phases(pen, look);
	pen->y++;
	draw_account(pen, view);
	pen->y += pen->area.h >= TALL;
	path_line(pen, view, "Report", "report.md",
	    "  (.txt .json journal.db beside)");
}

const struct pane_ops pane_end = {
	.name = "end",
	.wish = wish,
	.draw = draw,
};
