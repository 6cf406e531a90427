/* The table of the drain watch: servers by balancers. */

#include "ui/drain_table.h"

#include <string.h>

#include "base/str.h"
#include "ui/standing.h"

#define SPAN_SHORT_MS (8 * 60 * 1000)
#define SPAN_LONG_MS (16 * 60 * 1000)
#define CELLS_MOST 32

static int
longest_name(const struct drain *drain)
{
	int width = 6;

	for (size_t i = 0; i < drain->n_old + drain->n_new; i++) {
		const struct server *sv = i < drain->n_old ? drain->old[i] :
		    drain->new[i - drain->n_old];
		if ((int)strlen(sv->name) > width)
			width = (int)strlen(sv->name);
	}
	return width;
}

void
drain_table_fit(struct drain_table *table, const struct look *look, int width,
    int lines, int shift)
{
	drain_read(&table->drain, look);
	table->columns = layout_drain(width, longest_name(&table->drain),
	    look->view->facts->n_lbs);
	table->span_ms = table->columns.spark >= 16 ? SPAN_LONG_MS : SPAN_SHORT_MS;
	int spare = (int)look->view->facts->n_lbs - (int)table->columns.lbs;
	table->first_lb = (size_t)(shift > spare ? spare : shift);
	int old = (int)table->drain.n_old, new = (int)table->drain.n_new;
	/* At least one of the new: do they carry it? */
	if (old + new > lines)
		new = lines - old > 1 ? lines - old : new < 1 ? new : 1;
	table->new_lines = new;
	table->old_lines = old < lines - new ? old : lines - new;
	table->old_lines = table->old_lines < 0 ? 0 : table->old_lines;
}

static int
block_x(const struct drain_table *table, size_t i)
{
	return table->columns.lb_x + (int)i * table->columns.lb_w;
}

void
drain_table_names(struct pen *pen, const struct drain_table *table,
    const struct facts *facts)
{
	size_t hidden = facts->n_lbs - table->columns.lbs;
	char text[NAME_LEN + 16];

	for (size_t i = 0; i < table->columns.lbs; i++) {
		const struct lb *lb = &facts->lbs[table->first_lb + i];
		pen->x = block_x(table, i);
		pen_in(pen, table->columns.lb_w - 1, ROLE_PLAIN, lb->name);
	}
	(void)str_copy(text, sizeof(text), facts->n_lbs == 1 ? "" :
	    facts->n_lbs == 2 ? "both" : "all");
	pen_right(pen, table->columns.sum_x + 3, ROLE_PLAIN, text);
	if (hidden > 0) {
		pen->x = 1;
		pen_fmt(pen, ROLE_STRONG, "←→ %zu more", hidden);
	}
}

void
drain_table_heads(struct pen *pen, const struct drain_table *table,
    const char *what)
{
	const struct drain_columns *c = &table->columns;

	pen->x = 1;
	pen_prose(pen, ROLE_PLAIN, what);
	pen->x = 1 + c->name + 2;
	pen_text(pen, ROLE_PLAIN, "check");
	for (size_t i = 0; i < c->lbs; i++) {
		pen->x = block_x(table, i);
		pen_in(pen, 7, ROLE_PLAIN, "status");
		pen_in(pen, 4, ROLE_PLAIN, "now");
		if (c->queue)
			pen_in(pen, 6, ROLE_PLAIN, "queue");
		pen->x += 1;
		pen_text(pen, ROLE_PLAIN, table->span_ms == SPAN_LONG_MS ?
		    "last 16 min" : c->spark < 10 ? "8 min" : "last 8 min");
	}
	pen_right(pen, c->sum_x + 3, ROLE_PLAIN, "now");
}

/* ---- rows ---- */

static void
draw_status(struct pen *pen, const struct lb_row *row, bool known)
{
	static const char *const words[LB_STATE_COUNT] = {
		[LB_UNKNOWN] = "?", [LB_UNPROVEN] = "? chk", [LB_UP] = "✓ UP",
		[LB_DOWN] = "✗ DOWN", [LB_NOLB] = "NOLB", [LB_DRAIN] = "DRAIN",
		[LB_MAINT] = "MAINT" };
	enum role role = row->state == LB_UP ? ROLE_GOOD : row->state == LB_DOWN ?
	    ROLE_STRONG : ROLE_DRAINING;

	pen_in(pen, 7, known ? role : ROLE_PLAIN, known ? words[row->state] : "?");
}

static void
draw_spark(struct pen *pen, const struct drain_table *table, const struct look *look,
    const struct series *series)
{
	double cells[CELLS_MOST];
	char text[4 * CELLS_MOST + 1];
	size_t n = (size_t)table->columns.spark;

	if (series == NULL || n == 0)
		return;
	n = n > CELLS_MOST ? CELLS_MOST : n;
	series_cells(series, look->now_ms, table->span_ms, cells, n);
	pen_text(pen, ROLE_BAR, sign_spark(text, sizeof(text), cells, n,
	    table->peak));
}

static void
draw_block(struct pen *pen, const struct drain_table *table, const struct look *look,
    const struct server *sv, size_t i)
{
	const struct lb *lb = &look->view->facts->lbs[table->first_lb + i];
	const struct lb_row *row = facts_row(look->view->facts, sv->name, lb->name);
	const struct series *series = history_find(look->view->history, sv->name,
	    lb->name);
	long now = standing_sessions(look->view, sv->name, lb->name);
	int x = block_x(table, i);
	char text[32];

	pen->x = x;
	if (row == NULL) {
		pen_text(pen, ROLE_PLAIN, "gone");
		return;
	}
	draw_status(pen, row, now >= 0);
	(void)str_fmt(text, sizeof(text), now < 0 ? "?" : "%ld", now);
	bool rose = sv->mark == MARK_OLD && series != NULL && drain_rose(series);
	pen_right(pen, x + 10, rose ? ROLE_STRONG : ROLE_PLAIN, text);
	if (table->columns.queue) {
		(void)str_fmt(text, sizeof(text), "%u", row->qcur);
		pen_right(pen, x + 16, ROLE_PLAIN, now < 0 ? "?" : text);
	}
	pen->x = x + (table->columns.queue ? 18 : 12);
	draw_spark(pen, table, look, series);
}

static void
draw_check_code(struct pen *pen, const struct look *look, const struct server *sv)
{
	unsigned code = 0;
	const struct lb_row *row = NULL;

	while ((row = facts_next_row(look->view->facts, sv->name, row)) != NULL) {
		if (row->leaving)
			continue;
		if (code != 0 && row->check_code != code) {
			pen_in(pen, 6, ROLE_STRONG, "mixed");
			return;
		}
		code = row->check_code;
	}
	if (code != 0)
		pen_fmt(pen, ROLE_PLAIN, "%u", code);
	else
		pen_text(pen, ROLE_PLAIN, "?");
}

void
drain_table_row(struct pen *pen, const struct drain_table *table,
    const struct look *look, const struct server *sv)
{
	const struct drain_columns *c = &table->columns;
	long sum = standing_sessions(look->view, sv->name, NULL);
	char text[32];

	pen->x = 1;
	pen_in(pen, c->name, ROLE_PLAIN, sv->name);
	pen->x = 1 + c->name + 2;
	draw_check_code(pen, look, sv);
	for (size_t i = 0; i < c->lbs; i++)
		draw_block(pen, table, look, sv, i);
	(void)str_fmt(text, sizeof(text), sum < 0 ? "?" : "%ld", sum);
	pen_right(pen, c->sum_x + 3, ROLE_PLAIN, text);
	if (sv->mark != MARK_OLD)
		return;
	enum role role = drain_left_text(look, sv, text, sizeof(text));
	pen->x = c->left_x;
	pen_text(pen, role, text);
}
