/* The site through every balancer, and what the new servers failed at there. */

#include "ui/pane.h"

#include <string.h>

#include "base/str.h"
#include "talk/evidence.h"
#include "talk/standing.h"

static const struct site_look *
look_of(const struct view *view, const char *lb)
{
	for (size_t i = 0; i < view->facts->n_site; i++)
		if (str_eq(view->facts->site[i].lb, lb))
			return &view->facts->site[i];
	return NULL;
}

static struct wish
wish(const struct pane *pane, const struct look *look, int width)
{
	int n = 2 + (int)look->view->config->n_lbs;

	(void)pane;
	(void)width;
	return (struct wish){ .least = n < 6 ? n : 6, .wanted = n };
}

struct errors { bool known; unsigned long long connection, response, http; };

/* Since the worker started: all that it ever saw of the new servers. */
static struct errors
errors_on(const struct view *view, const char *lb)
{
	struct errors errors = { .known = facts_no_servers(view->facts) == NULL &&
		!standing_is_silent(view, lb) };

	for (size_t i = 0; i < view->facts->n_rows; i++) {
		const struct lb_row *row = &view->facts->rows[i];
		const struct server *sv = facts_server(view->facts, row->server);
		if (!str_eq(row->lb, lb) || sv == NULL || sv->mark != MARK_NEW)
			continue;
		errors.connection += row->econ;
		errors.response += row->eresp;
		errors.http += row->hrsp_5xx;
	}
	return errors;
}

static void
draw_number(struct pen *pen, int end, bool known, unsigned long long number)
{
	char text[24];

	(void)str_fmt(text, sizeof(text), "%llu", number);
	pen_right(pen, end, known && number > 0 ? ROLE_STRONG : ROLE_PLAIN,
	    known ? text : "?");
}

/* Columns end where their heads end. */
static const struct { const char *head; int end; } heads[] = {
	{ "NEW errors: connect", 62 }, { "response", 72 }, { "5xx", 77 },
};
#define ANSWERS_X 14
#define ANSWERS_W 40

/* "r42, 3 pages, all good" */
static void
draw_answers(struct pen *pen, const struct site_look *look)
{
	char text[2 * TEXT_LEN];

	(void)str_fmt(text, sizeof(text), "%s, %s", look->versions, look->text);
	pen_middle(pen, ANSWERS_W, ROLE_PLAIN, text);
}

static void
draw_row(struct pen *pen, const struct view *view, const char *lb)
{
	const struct site_look *look = look_of(view, lb);
	struct errors errors = errors_on(view, lb);
	bool asked = look != NULL && look->good != TRI_UNKNOWN;

	pen->x = 3;
	pen_in(pen, 9, ROLE_PLAIN, lb);
	pen_sign(pen, !asked ? SIGN_TODO : look->good == TRI_YES ? SIGN_GOOD :
	    SIGN_BAD);
	pen->x = ANSWERS_X;
	if (asked)
		draw_answers(pen, look);
	else
		pen_text(pen, ROLE_PLAIN, "not asked");
	draw_number(pen, heads[0].end, errors.known, errors.connection);
	draw_number(pen, heads[1].end, errors.known, errors.response);
	draw_number(pen, heads[2].end, errors.known, errors.http);
}

static void
draw_heads(struct pen *pen)
{
	pen_go(pen, 0, 3);
	pen_text(pen, ROLE_PLAIN, "Through    Answers");
	for (size_t i = 0; i < countof(heads); i++) {
		pen->x = heads[i].end - (int)strlen(heads[i].head);
		pen_prose(pen, ROLE_PLAIN, heads[i].head);
	}
}

static void
draw(struct pane *pane, const struct look *look, struct pen *pen)
{
	const struct view *view = look->view;
	char bake[TEXT_LEN];

	draw_heads(pen);
	for (size_t i = 0; i < view->config->n_lbs && (int)i + 2 < pane->area.h; i++) {
		pen_go(pen, 1 + (int)i, 0);
		draw_row(pen, view, view->config->lbs[i].name);
	}
	pen_go(pen, pane->area.h - 1, 3);
	(void)pen_wrap(pen, ROLE_PLAIN, 1, evidence_bake_text(look, bake,
	    sizeof(bake)));
}

const struct pane_ops pane_site = {
	.name = "site",
	.wish = wish,
	.draw = draw,
};
