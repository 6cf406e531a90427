/* The table of the drain watch: servers by balancers. */

#include "ui/drain_table.h"

#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "talk/standing.h"

#define SPAN_YOUNG_MS (2 * 60 * 1000)
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

static bool
is_proven(const struct look *look, const struct server *sv)
{
	const struct proof *proof = facts_proof(look->view->facts, sv->name);

	return proof != NULL && proof->verdict == PROOF_EMPTY &&
	    standing_sessions(look->view, sv->name, NULL) == 0;
}

static void
fold(struct drain_table *table, const struct look *look, int lines,
    const char *cursor)
{
	const struct drain *drain = &table->drain;
	bool all = (int)drain->n_old <= lines;

	table->n_rows = 0;
	for (size_t i = 0; i < drain->n_old; i++)
		if (all || !is_proven(look, drain->old[i]) ||
		    str_eq(drain->old[i]->name, cursor))
			table->rows[table->n_rows++] = drain->old[i];
	table->folded = drain->n_old - table->n_rows;
}

/* At least one of the new: do they carry it? */
static void
share(struct drain_table *table, int lines)
{
	int new = (int)table->drain.n_new;
	int least = new < 2 ? new : 2;
	int old = (int)table->n_rows + (table->folded > 0);

	if (old + new > lines)
		new = lines - old > least ? lines - old : least;
	old = old < lines - new ? old : lines - new;
	table->new_lines = new;
	table->old_lines = old - (table->folded > 0);
	if (table->old_lines < 0)
		table->old_lines = 0;
}

/* As much as there is to show: a young drain would be one cell at the edge. */
static int64_t
span_of(const struct drain_table *table, const struct look *look)
{
	int64_t oldest = look->now_ms;

	for (size_t i = 0; i < table->drain.n_old; i++) {
		const struct series *series = history_find(look->view->history,
		    table->drain.old[i]->name, "");
		if (series != NULL && series->n > 0 &&
		    series->at_ms[series->first] < oldest)
			oldest = series->at_ms[series->first];
	}
	if (look->now_ms - oldest <= SPAN_YOUNG_MS)
		return SPAN_YOUNG_MS;
	return look->now_ms - oldest > SPAN_SHORT_MS + 60000 &&
	    table->columns.spark >= 14 ? SPAN_LONG_MS : SPAN_SHORT_MS;
}

/* "last 8 min", shorter where there is no room for it. */
static void
draw_span(struct pen *pen, const struct drain_table *table)
{
	int minutes = (int)(table->span_ms / 60000);

	pen_fmt(pen, ROLE_PLAIN, table->columns.spark < 10 ? "%d min" :
	    "last %d min", minutes);
}

void
drain_table_fit(struct drain_table *table, const struct look *look,
    struct drain_room room)
{
	size_t lbs = look->view->config->n_lbs;

	drain_read(&table->drain, look);
	table->columns = layout_drain(room.width, longest_name(&table->drain), lbs);
	table->span_ms = span_of(table, look);
	int spare = (int)lbs - (int)table->columns.lbs;
	table->first_lb = (size_t)(room.shift > spare ? spare : room.shift);
	int new = (int)table->drain.n_new;
	fold(table, look, room.lines - (new < 2 ? new : 2), room.cursor);
	share(table, room.lines);
}

static int
block_x(const struct drain_table *table, size_t i)
{
	return table->columns.lb_x + (int)i * table->columns.lb_w;
}

void
drain_table_names(struct pen *pen, const struct drain_table *table,
    const struct config *config)
{
	size_t hidden = config->n_lbs - table->columns.lbs;
	char text[NAME_LEN + 16];

	for (size_t i = 0; i < table->columns.lbs; i++) {
		const struct lb_config *lb = &config->lbs[table->first_lb + i];
		pen->x = block_x(table, i);
		pen_in(pen, table->columns.lb_w - 1, ROLE_PLAIN, lb->name);
	}
	(void)str_copy(text, sizeof(text), config->n_lbs == 1 ? "" :
	    config->n_lbs == 2 ? "both" : "all");
	pen_right(pen, table->columns.sum_x + 3, ROLE_PLAIN, text);
	if (hidden > 0) {
		pen->x = 1;
		pen_fmt(pen, ROLE_STRONG, "←→ %zu more", hidden);
	}
}

void
drain_table_heads(struct pen *pen, const struct drain_table *table,
    enum mark mark, int below)
{
	const struct drain_columns *c = &table->columns;

	pen->x = 1;
	pen_prose(pen, ROLE_PLAIN, mark_name(mark));
	if (below > 0)
		pen_fmt(pen, ROLE_PLAIN, " ↓%d", below);
	pen->x = 1 + c->name + 2;
	pen_text(pen, ROLE_PLAIN, "check");
	for (size_t i = 0; i < c->lbs; i++) {
		pen->x = block_x(table, i);
		pen_in(pen, 7, ROLE_PLAIN, "status");
		pen_in(pen, 4, ROLE_PLAIN, "now");
		if (c->queue)
			pen_in(pen, 6, ROLE_PLAIN, "queue");
		pen->x += 1;
		draw_span(pen, table);
	}
	pen_right(pen, c->sum_x + 3, ROLE_PLAIN, "now");
	pen->x = c->left_x;
	pen_text(pen, ROLE_PLAIN, mark == MARK_OLD ? "left" : "errors");
	if (c->arriving_x > 0)
		pen_right(pen, c->arriving_x, ROLE_PLAIN, "new/min");
}

/* ---- rows ---- */

static void
draw_status(struct pen *pen, const struct lb_row *row)
{
	static const char *const words[LB_STATE_COUNT] = {
		[LB_UNKNOWN] = "?", [LB_UNPROVEN] = "? chk", [LB_UP] = "✓ UP",
		[LB_DOWN] = "✗ DOWN", [LB_NOLB] = "NOLB", [LB_DRAIN] = "DRAIN",
		[LB_MAINT] = "MAINT" };
	enum role role = row->state == LB_UP ? ROLE_GOOD : row->state == LB_DOWN ?
	    ROLE_STRONG : ROLE_DRAINING;

	pen_in(pen, 7, role, words[row->state]);
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

/* Silent: how old what was known is, and nothing in its place. */
static void
draw_silent(struct pen *pen, const struct look *look, const char *lb)
{
	int64_t age = standing_lb_age_ms(look->view, lb, look->now_ms);
	char span[32];

	pen_fmt(pen, ROLE_STRONG, age < 0 ? "?" : "? %s", clock_span(age < 0 ? 0 :
	    age, span, sizeof(span)));
}

static void
draw_counts(struct pen *pen, const struct drain_table *table,
    const struct lb_row *row, long now, bool rose, int x)
{
	char text[32];

	(void)str_fmt(text, sizeof(text), "%ld", now);
	pen_right(pen, x + 10, rose ? ROLE_STRONG : ROLE_PLAIN, text);
	if (table->columns.queue) {
		(void)str_fmt(text, sizeof(text), "%u", row->qcur);
		pen_right(pen, x + 16, ROLE_PLAIN, text);
	}
}

static void
draw_block(struct pen *pen, const struct drain_table *table, const struct look *look,
    const struct server *sv, size_t i)
{
	const char *lb = look->view->config->lbs[table->first_lb + i].name;
	const struct lb_row *row = facts_row(look->view->facts, sv->name, lb);
	const struct series *series = history_find(look->view->history, sv->name,
	    lb);
	int x = block_x(table, i);

	pen->x = x;
	if (standing_is_silent(look->view, lb)) {
		draw_silent(pen, look, lb);
	} else if (row == NULL) {
		pen_text(pen, ROLE_PLAIN, "gone");
		return;
	} else {
		draw_status(pen, row);
		draw_counts(pen, table, row, standing_sessions(look->view, sv->name,
		    lb), sv->mark == MARK_OLD && series != NULL &&
		    drain_rose(series), x);
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
		/* While a check is under way HAProxy shows no code. */
		if (row->leaving || row->check_code == 0)
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

static void
draw_errors(struct pen *pen, const struct look *look, const struct server *sv)
{
	int64_t errors = drain_errors(look, sv->name);

	if (errors < 0)
		pen_text(pen, ROLE_PLAIN, "?");
	else
		pen_fmt(pen, errors > 0 ? ROLE_STRONG : ROLE_PLAIN, "%lld",
		    (long long)errors);
}

/* An old one should get none: what still comes there has a cookie for it. */
static void
draw_arriving(struct pen *pen, const struct drain_table *table,
    const struct look *look, const struct server *sv)
{
	long arriving = drain_arriving(look, sv->name);
	char text[32];

	if (table->columns.arriving_x == 0)
		return;
	(void)str_fmt(text, sizeof(text), arriving < 0 ? "?" : "%ld", arriving);
	pen_right(pen, table->columns.arriving_x, sv->mark == MARK_OLD &&
	    arriving > 0 ? ROLE_STRONG : ROLE_PLAIN, text);
}

enum role
drain_left_role(enum verdict verdict)
{
	return verdict == VERDICT_GOOD ? ROLE_GOOD : verdict == VERDICT_LOOK ?
	    ROLE_LOOK : verdict == VERDICT_WAIT ? ROLE_STRONG : ROLE_PLAIN;
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
	pen->x = c->left_x;
	if (sv->mark == MARK_OLD) {
		enum role role = drain_left_role(drain_left_text(look, sv, text,
		    sizeof(text)));
		pen_text(pen, role, text);
	} else {
		draw_errors(pen, look, sv);
	}
	draw_arriving(pen, table, look, sv);
}
