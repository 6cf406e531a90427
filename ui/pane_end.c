/* The end: what it took, who serves now, where the report is. */

#include "ui/pane.h"

#include "base/clock.h"
#include "base/str.h"
#include "talk/standing.h"

static struct wish
wish(const struct pane *pane, const struct look *look, int width)
{
	(void)pane;
	(void)look;
	(void)width;
	return (struct wish){ .least = 8, .wanted = 16 };
}

static void
draw_phases(struct pen *pen, const struct look *look)
{
	char span[32], range[24];

	pen->x = 3;
	pen_text(pen, ROLE_PLAIN, "Phase      Steps   Took");
	pen->y++;
	for (int i = 0; i < PHASE_COUNT; i++) {
		const struct phase *phase = runbook_phase(i);
		int64_t took = 0;
		for (int n = phase->first; n <= phase->last; n++)
			took += standing_took_ms(look->view, n, look->wall_ms);
		(void)str_fmt(range, sizeof(range), "%d–%d", phase->first,
		    phase->last);
		pen->x = 3;
		pen_in(pen, 11, ROLE_PLAIN, phase->name);
		pen_in(pen, 8, ROLE_PLAIN, range);
		pen_text(pen, ROLE_PLAIN, clock_span(took, span, sizeof(span)));
		pen->y++;
	}
}

/* "app-21, app-22" of those that still run, or that do not any more. */
static void
names_of(const struct view *view, enum mark mark, bool running, char *dst,
    size_t size)
{
	dst[0] = '\0';
	for (size_t i = 0; i < view->facts->n_servers; i++) {
		const struct server *sv = &view->facts->servers[i];
		if (sv->mark == mark && server_runs(sv) == running)
			(void)str_add(dst, size, "%s%s", dst[0] == '\0' ? "" : ", ",
			    sv->name);
	}
	if (dst[0] == '\0')
		(void)str_copy(dst, size, "none");
}

static void
line(struct pen *pen, const char *what, const char *text)
{
	pen->x = 3;
	pen_in(pen, 11, ROLE_PLAIN, what);
	pen_prose(pen, ROLE_PLAIN, text);
	pen->y++;
}

static void
skipped(const struct view *view, char *dst, size_t size)
{
	dst[0] = '\0';
	for (int i = 1; i <= STEP_COUNT; i++)
		if (view->states[i] == STATE_SKIPPED)
			(void)str_add(dst, size, "%s%d", dst[0] == '\0' ? "" : ", ",
			    i);
	if (dst[0] == '\0')
		(void)str_copy(dst, size, "none");
}

static void
draw(struct pane *pane, const struct look *look, struct pen *pen)
{
	const struct view *view = look->view;
	char text[TEXT_LEN], more[TEXT_LEN];

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
	names_of(view, MARK_NEW, true, text, sizeof(text));
	line(pen, "In service", text);
	names_of(view, MARK_OLD, false, text, sizeof(text));
	names_of(view, MARK_OLD, true, more, sizeof(more));
	(void)str_add(text, sizeof(text), "; still running: %s", more);
	line(pen, "Terminated", text);
	(void)str_fmt(text, sizeof(text), "%u refused", view->refused);
	line(pen, "Guard", text);
	skipped(view, text, sizeof(text));
	line(pen, "Skipped", text);
	pen->y++;
	line(pen, "Folder", view->run_dir);
}

const struct pane_ops pane_end = {
	.name = "end",
	.wish = wish,
	.draw = draw,
};
