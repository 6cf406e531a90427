/* The list of steps, and the world as it is. */

#include "ui/parts.h"

#include "base/clock.h"
#include "base/str.h"
#include "talk/standing.h"

/* ---- steps ---- */

static int
open_phase(const struct view *view)
{
	const struct step *next = standing_next(view);

	return next == NULL ? -1 : standing_phase_of(next->number);
}

int
parts_steps_lines(const struct view *view, bool all)
{
	int lines = PHASE_COUNT;

	for (int i = 0; i < PHASE_COUNT; i++)
		if (all || i == open_phase(view))
			lines += runbook_phase(i)->last - runbook_phase(i)->first + 1;
	return lines;
}

static void
draw_phase(struct pen *pen, const struct look *look, int index)
{
	const struct phase *phase = runbook_phase(index);
	int over = standing_over_in(look->view, phase);
	int all = phase->last - phase->first + 1;
	int64_t took = standing_phase_took_ms(look->view, index,
	    look->wall_ms);
	char text[48], span[32];

	pen_sign(pen, over == all ? SIGN_GOOD : index == open_phase(look->view) ?
	    SIGN_HERE : SIGN_TODO);
	pen->x = 3;
	pen_in(pen, 8, ROLE_STRONG, phase->name);
	if (pen->area.w >= 40) {
		(void)str_fmt(text, sizeof(text), "%d–%d", phase->first,
		    phase->last);
		pen_right(pen, 18, ROLE_PLAIN, text);
		pen->x = 21;
		pen_fmt(pen, ROLE_PLAIN, "%d of %d", over, all);
	}
	if (took > 0)
		pen_right(pen, pen->area.w - 2, ROLE_PLAIN,
		    clock_span(took, span, sizeof(span)));
}

static void
draw_step(struct pen *pen, const struct view *view, const struct step *step)
{
	bool here = step == standing_next(view);

	pen->x = 3;
	if (here)
		pen_sign(pen, SIGN_HERE);
	pen->x = 5;
	pen_sign(pen, sign_of_state(view->states[step->number]));
	pen->x = 7;
	pen_fmt(pen, here ? ROLE_STRONG : ROLE_PLAIN, "%2d %s", step->number,
	    step->title);
}

void
parts_steps(struct pen *pen, const struct look *look)
{
	bool all = parts_steps_lines(look->view, true) <= pen->area.h;
	int y = 0;

	for (int i = 0; i < PHASE_COUNT; i++) {
		const struct phase *phase = runbook_phase(i);
		pen_go(pen, y++, 1);
		draw_phase(pen, look, i);
		for (int n = phase->first; n <= phase->last; n++) {
			if (!all && i != open_phase(look->view))
				continue;
			pen_go(pen, y++, 3);
			draw_step(pen, look->view, runbook_step(n));
		}
	}
}

/* ---- the world ---- */

int
parts_world_lines(const struct view *view)
{
	return 1 + (int)view->config->n_lbs + 1 + 4 + 1 + 2;
}

static long
sessions_on(const struct view *view, const char *lb)
{
	long sum = 0;

	for (size_t i = 0; i < view->facts->n_rows; i++)
		if (str_eq(view->facts->rows[i].lb, lb) &&
		    !view->facts->rows[i].elsewhere)
			sum += (long)view->facts->rows[i].scur +
			    (long)view->facts->rows[i].qcur;
	return sum;
}

static void
draw_lb(struct pen *pen, const struct look *look, const char *name)
{
	char text[32];
	bool fine = !standing_is_silent(look->view, name);

	pen->x = 2;
	pen_in(pen, 9, ROLE_PLAIN, name);
	pen_sign(pen, fine ? SIGN_GOOD : SIGN_UNKNOWN);
	pen_text(pen, ROLE_PLAIN, " ");
	if (!fine) {
		pen_text(pen, ROLE_STRONG, standing_age_text(standing_lb_age_ms(
		    look->view, name, look->now_ms), text, sizeof(text)));
		pen_right(pen, pen->area.w - 1, ROLE_PLAIN, "?");
		return;
	}
	pen_text(pen, ROLE_GOOD, "answers");
	(void)str_fmt(text, sizeof(text), "%ld", sessions_on(look->view, name));
	pen_right(pen, pen->area.w - 1, ROLE_PLAIN, text);
}

static bool
is_running(const struct view *view, const struct server *sv)
{
	(void)view;
	return server_runs(sv);
}

static bool
is_tested(const struct view *view, const struct server *sv)
{
	(void)view;
	return sv->probe.passed == TRI_YES && server_runs(sv);
}

static bool
takes_sessions(const struct view *view, const struct server *sv)
{
	for (size_t i = 0; i < view->facts->n_lbs; i++) {
		const struct lb_row *row = facts_row(view->facts, sv->name,
		    view->facts->lbs[i].name);
		if (row != NULL && lb_row_serves(row))
			return true;
	}
	return false;
}

static bool
servers_are_known(const struct view *view)
{
	return view->met && facts_no_servers(view->facts) == NULL;
}

static bool
runners_are_known(const struct view *view)
{
	return view->met && standing_hears_cloud(view);
}

static bool
traffic_is_known(const struct view *view)
{
	return servers_are_known(view) && standing_silent_lb(view) == NULL;
}

/* Whom each count is of, and whether those who tell it have told. */
static const struct {
	const char *text;
	bool (*counts)(const struct view *view, const struct server *sv);
	bool (*is_known)(const struct view *view);
} counts[] = {
	{ "running", is_running, runners_are_known },
	{ "passed the tests", is_tested, servers_are_known },
	{ "taking sessions", takes_sessions, traffic_is_known },
};

static void
draw_count(struct pen *pen, const struct view *view, size_t which)
{
	static const enum mark marks[] = { MARK_OLD, MARK_NEW };
	bool known = counts[which].is_known(view);
	bool asked_of_old = counts[which].counts != is_tested;
	char text[16];

	pen->x = 2;
	pen_text(pen, ROLE_PLAIN, counts[which].text);
	for (size_t m = 0; m < countof(marks); m++) {
		unsigned n = 0;
		for (size_t i = 0; i < view->facts->n_servers; i++)
			n += view->facts->servers[i].mark == marks[m] &&
			    counts[which].counts(view, &view->facts->servers[i]);
		(void)str_fmt(text, sizeof(text), marks[m] == MARK_OLD &&
		    !asked_of_old ? "–" : known ? "%u" : "?", n);
		pen_right(pen, pen->area.w - 1 - 7 * (1 - (int)m), ROLE_PLAIN, text);
	}
}

static void
draw_servers(struct pen *pen, const struct view *view, int y)
{
	pen_go(pen, y, 0);
	pen_text(pen, ROLE_PLAIN, "Servers");
	pen_right(pen, pen->area.w - 8, ROLE_OLD, "OLD");
	pen_right(pen, pen->area.w - 1, ROLE_NEW, "NEW");
	for (size_t i = 0; i < countof(counts); i++) {
		pen_go(pen, y + 1 + (int)i, 0);
		draw_count(pen, view, i);
	}
}

static void
draw_array(struct pen *pen, const struct array *array)
{
	static const char *const words[] = { [TRI_UNKNOWN] = "unknown",
		[TRI_NO] = "disabled", [TRI_YES] = "enabled" };

	pen->x = 0;
	pen_in(pen, 8, ROLE_PLAIN, "Array");
	if (array->exists != TRI_YES) {
		pen_text(pen, ROLE_PLAIN, array->exists == TRI_NO ? "none" : "?");
		return;
	}
	pen_text(pen, ROLE_PLAIN, array->name);
	pen_right(pen, pen->area.w - 1, ROLE_PLAIN, array->trial ? "trial" :
	    words[array->enabled]);
}

static void
draw_backup(struct pen *pen, const struct snapshot *snapshot)
{
	static const char *const words[] = { [SNAPSHOT_NONE] = "none in this run",
		[SNAPSHOT_PENDING] = "being made", [SNAPSHOT_COMPLETE] = "complete",
		[SNAPSHOT_FAILED] = "failed" };
	char hms[16];

	pen->x = 0;
	pen_in(pen, 8, ROLE_PLAIN, "Backup");
	if (snapshot->state == SNAPSHOT_COMPLETE) {
		pen_sign(pen, snapshot->verified == TRI_YES ? SIGN_GOOD :
		    SIGN_UNKNOWN);
		pen_text(pen, ROLE_PLAIN, snapshot->verified == TRI_YES ?
		    " read back" : " not read back");
		(void)clock_hms(snapshot->wall_ms, hms, sizeof(hms));
		hms[5] = '\0';
		pen_right(pen, pen->area.w - 1, ROLE_PLAIN, hms);
		return;
	}
	pen_text(pen, snapshot->state == SNAPSHOT_FAILED ? ROLE_STRONG : ROLE_PLAIN,
	    words[snapshot->state]);
}

void
parts_world(struct pen *pen, const struct look *look)
{
	const struct facts *facts = look->view->facts;
	int y = 0;

	pen_go(pen, y++, 0);
	pen_text(pen, ROLE_PLAIN, "Load balancers");
	pen_right(pen, pen->area.w - 1, ROLE_PLAIN, "sessions");
	for (size_t i = 0; i < look->view->config->n_lbs; i++) {
		pen_go(pen, y++, 0);
		draw_lb(pen, look, look->view->config->lbs[i].name);
	}
	draw_servers(pen, look->view, y + 1);
	pen_go(pen, y + 6, 0);
	draw_array(pen, &facts->array);
	pen_go(pen, y + 7, 0);
	draw_backup(pen, &facts->db.snapshot);
}
