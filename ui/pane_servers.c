/* The servers by balancers, only to look at, on wide screens: in each step, what its
 * actions do to them is seen. */

#include "ui/pane.h"
#include "ui/server_table.h"

#define NARROW 80			/* calm there: what is asked matters more */
#define ROWS_MOST 10
#define X 3

static int
rows_of(const struct view *view)
{
	int n = (int)pick_count(view);

	return n < ROWS_MOST ? n : ROWS_MOST;
}

/* All of it or nothing: half a table hides who is missing. */
static struct wish
wish(const struct pane *pane, const struct look *look, int width)
{
	const struct view *view = look->view;
	bool none = width <= NARROW || facts_no_servers(view->facts) != NULL;
	int more = (int)pick_count(view) > ROWS_MOST;

	(void)pane;
	return (struct wish){ .least = 0, .wanted = none ? 0 :
		1 + rows_of(view) + more };
}

static void
draw(struct pane *pane, const struct look *look, struct pen *pen)
{
	const struct view *view = look->view;
	struct pick_rows table = pick_rows_by_mark(view);
	struct server_columns c = server_columns(&table, view, X, pen->area.w);
	int n = rows_of(view);

	(void)pane;
	server_table_head(pen, view, &c);
	for (int i = 0; i < n; i++) {
		pen_go(pen, 1 + i, X);
		server_table_row(pen, view, table.rows[i], &c);
	}
	pen_go(pen, 1 + n, X);
	if ((int)table.n > n)
		pen_fmt(pen, ROLE_PLAIN, "and %d more", (int)table.n - n);
	pick_rows_done(&table);
}

const struct pane_ops pane_servers = {
	.name = "servers",
	.wish = wish,
	.draw = draw,
};
