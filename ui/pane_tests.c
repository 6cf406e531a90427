/*
 * The new servers and what their test found, cell by cell as it turns, and how
 * many of them stand against how many old ones.
 */

#include "ui/pane.h"

#include <string.h>

#include "base/str.h"
#include "talk/standing.h"

#define NAME_MOST 20
#define CELLS_W 65			/* of all columns */

struct cell { enum sign sign; char text[NAME_LEN]; };

static void
cell_cloud(const struct view *view, const struct server *sv, struct cell *cell)
{
	(void)view;
	cell->sign = sv->state == CLOUD_OPERATIONAL ? SIGN_GOOD :
	    sv->state == CLOUD_STRANDED ? SIGN_BAD : server_runs(sv) ? SIGN_HERE :
	    SIGN_TODO;
	(void)str_copy(cell->text, sizeof(cell->text), sv->state == CLOUD_INACTIVE ?
	    "not launched" : cloud_state_name(sv->state));
}

/* Nothing is said of a server that nobody has asked yet. */
static bool
was_asked(const struct server *sv)
{
	return sv->self.seen_ms != 0 && sv->state == CLOUD_OPERATIONAL;
}

static void
cell_health(const struct view *view, const struct server *sv, struct cell *cell)
{
	(void)view;
	if (!was_asked(sv))
		return;
	cell->sign = sv->self.answers == TRI_YES ? SIGN_GOOD : SIGN_BAD;
	(void)str_copy(cell->text, sizeof(cell->text),
	    sv->self.answers == TRI_YES ? "200" : "no answer");
}

static void
cell_version(const struct view *view, const struct server *sv, struct cell *cell)
{
	if (!was_asked(sv) || sv->self.answers != TRI_YES)
		return;
	bool good = str_eq(sv->self.version, view->config->release_to);
	cell->sign = good ? SIGN_GOOD : SIGN_BAD;
	(void)str_copy(cell->text, sizeof(cell->text),
	    sv->self.version[0] == '\0' ? "not said" : sv->self.version);
}

static bool
is_under_test(const struct view *view, const struct server *sv)
{
	return view->busy != NULL && view->busy->kind == ACTION_PROBE &&
	    str_eq(view->busy->server, sv->name);
}

/* What the test said last: of the action in hand, or how it ended. */
static const char *
test_says(const struct view *view, const struct server *sv)
{
	if (!is_under_test(view, sv))
		return sv->probe.text;
	for (size_t i = view->events->n; i-- > 0;) {
		const struct event *event = event_ring_at(view->events, i);
		if (event->kind == EVENT_STARTED)
			break;
		if (event->kind == EVENT_OUTPUT)
			return event->text;
	}
	return "";
}

/* Only the test asks for the database: what is read every second does not. */
static void
cell_database(const struct view *view, const struct server *sv, struct cell *cell)
{
	static const struct { const char *says; enum sign sign; const char *text; }
	    answers[] = {
		{ "does not reach the database", SIGN_BAD, "not reached" },
		{ "uses the database", SIGN_BAD, "another one" },
		{ ", database ", SIGN_GOOD, "the master" },
	};
	const char *says = test_says(view, sv);

	for (size_t i = 0; i < countof(answers); i++) {
		if (strstr(says, answers[i].says) == NULL)
			continue;
		cell->sign = answers[i].sign;
		(void)str_copy(cell->text, sizeof(cell->text), answers[i].text);
		return;
	}
}

/* "pass 3 of 4: …" */
static unsigned
passes_now(const struct view *view, const struct server *sv)
{
	static const char word[] = "pass ";
	const char *says = test_says(view, sv);
	char text[8];
	int64_t value = 0;

	if (!is_under_test(view, sv))
		return sv->probe.passes;
	if (!str_starts(says, word))
		return 0;
	(void)str_copy_n(text, sizeof(text), says + strlen(word),
	    strspn(says + strlen(word), "0123456789"));
	return str_to_i64(text, 0, 1000, &value) ? (unsigned)value : 0;
}

static void
cell_passes(const struct view *view, const struct server *sv, struct cell *cell)
{
	if (is_under_test(view, sv))
		cell->sign = SIGN_HERE;
	else if (sv->probe.passed != TRI_UNKNOWN)
		cell->sign = sv->probe.passed == TRI_YES ? SIGN_GOOD : SIGN_BAD;
	else
		return;
	(void)str_fmt(cell->text, sizeof(cell->text), "%u of %u",
	    passes_now(view, sv), view->config->policy.probe_passes);
}

static const struct {
	const char *head;
	int width;
	void (*fill)(const struct view *view, const struct server *sv,
	    struct cell *cell);
} columns[] = {
	{ "Cloud", 15, cell_cloud }, { "Health page", 14, cell_health },
	{ "Version", 11, cell_version }, { "Database", 15, cell_database },
	{ "Passes", 10, cell_passes },
};

static int
count_new(const struct view *view)
{
	int n = 0;

	for (size_t i = 0; i < view->facts->n_servers; i++)
		n += view->facts->servers[i].mark == MARK_NEW &&
		    view->facts->servers[i].state != CLOUD_TERMINATED;
	return n;
}

/* Step 7 is about the first alone. */
static int
parity_lines(const struct view *view)
{
	return view->step->number > 7;
}

static struct wish
wish(const struct pane *pane, const struct look *look, int width)
{
	int n = count_new(look->view);

	(void)pane;
	(void)width;
	if (n == 0)
		return (struct wish){ .least = 0 };
	n += 1 + parity_lines(look->view);
	return (struct wish){ .least = n < 6 ? n : 6, .wanted = n };
}

static void
draw_head(struct pen *pen, int x)
{
	pen_go(pen, 0, 3);
	pen_prose(pen, ROLE_PLAIN, "NEW");
	for (size_t i = 0; i < countof(columns); x += columns[i++].width) {
		pen->x = x + 2;
		pen_text(pen, ROLE_PLAIN, columns[i].head);
	}
}

static void
draw_row(struct pen *pen, const struct view *view, const struct server *sv, int x)
{
	pen->x = 3;
	pen_in(pen, x - 5, ROLE_PLAIN, sv->name);
	for (size_t i = 0; i < countof(columns); x += columns[i++].width) {
		struct cell cell = { .sign = SIGN_TODO };
		columns[i].fill(view, sv, &cell);
		pen->x = x;
		pen_sign(pen, cell.sign);
		pen->x = x + 2;
		pen_in(pen, columns[i].width - 3, cell.sign == SIGN_BAD ? ROLE_STRONG :
		    ROLE_PLAIN, cell.text);
	}
}

/* Old ones of the array count too: they serve as well. */
static void
draw_parity(struct pen *pen, const struct view *view)
{
	unsigned old = 0, passed = 0;
	char bar[4 * 32];

	for (size_t i = 0; i < view->facts->n_servers; i++) {
		const struct server *sv = &view->facts->servers[i];
		old += sv->mark == MARK_OLD && server_runs(sv);
		passed += sv->mark == MARK_NEW && server_runs(sv) &&
		    sv->probe.passed == TRI_YES;
	}
	pen->x = 3;
	pen_fmt(pen, ROLE_PLAIN, "%u NEW passed, %u OLD serve  ", passed, old);
	int x = pen->x;
	double part = old == 0 ? 1 : (double)passed / old;
	pen_text(pen, ROLE_BAR, sign_bar(bar, sizeof(bar), part, 20));
	while (pen->x < x + 20)
		pen_text(pen, ROLE_DIM, "░");
	if (part >= 1)
		pen_text(pen, ROLE_PLAIN, "  as many");
}

static int
longest_name(const struct view *view, int room)
{
	size_t width = 6;

	for (size_t i = 0; i < view->facts->n_servers; i++) {
		size_t len = strlen(view->facts->servers[i].name);
		if (view->facts->servers[i].mark == MARK_NEW && len > width)
			width = len;
	}
	int most = room < NAME_MOST ? room : NAME_MOST;
	return (int)width > most ? most : (int)width;
}

/* The one under test is always among those shown. */
static int
first_shown(const struct view *view, int n, int shown)
{
	int at = 0, i = 0;

	for (size_t s = 0; s < view->facts->n_servers; s++) {
		const struct server *sv = &view->facts->servers[s];
		if (sv->mark != MARK_NEW || sv->state == CLOUD_TERMINATED)
			continue;
		if (view->busy != NULL && str_eq(view->busy->server, sv->name))
			at = i;
		i++;
	}
	return layout_scroll(0, at, shown, n);
}

static void
draw(struct pane *pane, const struct look *look, struct pen *pen)
{
	const struct view *view = look->view;
	int n = count_new(view), shown = pane->area.h - 1 - parity_lines(view);
	int first = first_shown(view, n, shown), at = 0;
	int x = 5 + longest_name(view, pane->area.w - 5 - CELLS_W);

	draw_head(pen, x);
	for (size_t i = 0; i < view->facts->n_servers; i++) {
		const struct server *sv = &view->facts->servers[i];
		if (sv->mark != MARK_NEW || sv->state == CLOUD_TERMINATED)
			continue;
		if (at >= first && at < first + shown) {
			pen_go(pen, 1 + at - first, 0);
			draw_row(pen, view, sv, x);
		}
		at++;
	}
	pen_go(pen, pane->area.h - 1, 0);
	if (parity_lines(view) > 0)
		draw_parity(pen, view);
}

const struct pane_ops pane_tests = {
	.name = "tests",
	.wish = wish,
	.draw = draw,
};
