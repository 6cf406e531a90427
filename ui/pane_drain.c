/*
 * The drain watch: servers by balancers.  From top to bottom: how much is left,
 * when it is over, which server, do the new ones carry it, what needs me.
 */

#include "ui/drain.h"

#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "ui/standing.h"

#define SPAN_SHORT_MS (8 * 60 * 1000)
#define SPAN_LONG_MS (16 * 60 * 1000)
#define NOTE_LINES 2
#define CELLS_MOST 32

/* What one drawing of the table needs everywhere. */
struct table {
	struct drain drain;
	struct drain_columns columns;
	int64_t span_ms;
	size_t first_lb;
	int old_lines, new_lines;
	double peak;
};

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

/* Head 2, gap, heads of the table 2, gap, head of NEW 1, gap, notes. */
#define FIXED_LINES (2 + 1 + 2 + 1 + 1 + 1 + NOTE_LINES)

static struct wish
wish(const struct pane *pane, const struct look *look, int width)
{
	struct drain drain;

	(void)pane;
	(void)width;
	drain_read(&drain, look);
	int rows = (int)(drain.n_old + drain.n_new);
	return (struct wish){ FIXED_LINES + (rows < 4 ? rows : 4),
		FIXED_LINES + rows };
}

static void
table_of(struct table *table, const struct pane *pane, const struct look *look,
    const struct pen *pen)
{
	drain_read(&table->drain, look);
	table->columns = layout_drain(pen->area.w, longest_name(&table->drain),
	    look->view->facts->n_lbs);
	table->span_ms = table->columns.spark >= 16 ? SPAN_LONG_MS : SPAN_SHORT_MS;
	int spare = (int)look->view->facts->n_lbs - (int)table->columns.lbs;
	table->first_lb = (size_t)(pane->shift > spare ? spare : pane->shift);
	int rows = pen->area.h - FIXED_LINES;
	int old = (int)table->drain.n_old, new = (int)table->drain.n_new;
	if (old + new > rows)
		new = rows - old > 1 ? rows - old : new < 1 ? new : 1;
	table->new_lines = new;
	table->old_lines = old < rows - new ? old : rows - new;
}

/* ---- the two lines above ---- */

static void
draw_bar(struct pen *pen, const struct drain *drain)
{
	int width = pen->area.w >= 100 ? 50 : 28, x = pen->area.w - width - 7;
	double part = drain->peak > 0 ?
	    1.0 - (double)drain->left / (double)drain->peak : 1;
	char text[4 * 64];

	if (drain->left < 0 || drain->n_old == 0)
		return;
	pen->x = x;
	pen_text(pen, ROLE_BAR, sign_bar(text, sizeof(text), part, width));
	while (pen->x < x + width)
		pen_text(pen, ROLE_DIM, "░");
	/* 100 % is said only of what is. */
	(void)str_fmt(text, sizeof(text), "%d %%", (int)(part * 100));
	pen_right(pen, pen->area.w - 1, ROLE_PLAIN, text);
}

static void
draw_top(struct pen *pen, const struct table *table, const struct look *look)
{
	char text[TEXT_LEN], hms[16], span[32];
	int64_t limit = standing_limit_wall_ms(look->view);

	pen_go(pen, 0, 1);
	drain_head(&table->drain, text, sizeof(text));
	pen_prose(pen, ROLE_STRONG, text);
	draw_bar(pen, &table->drain);
	pen_go(pen, 1, 1);
	drain_forecast(&table->drain, look, text, sizeof(text));
	pen_text(pen, ROLE_STRONG, text);
	if (limit == 0)
		return;
	(void)clock_hms(limit, hms, sizeof(hms));
	hms[5] = '\0';
	(void)clock_span(look->view->config->drain_limit_ms, span, sizeof(span));
	if (str_ends(span, " m 00 s"))
		span[strlen(span) - strlen(" 00 s")] = '\0';
	(void)str_fmt(text, sizeof(text), "latest %s: session limit %s", hms, span);
	pen_right(pen, pen->area.w - 1, ROLE_PLAIN, text);
}

/* ---- heads ---- */

static int
block_x(const struct table *table, size_t i)
{
	return table->columns.lb_x + (int)i * table->columns.lb_w;
}

static void
draw_lb_names(struct pen *pen, const struct table *table, const struct facts *facts)
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

static void
draw_heads(struct pen *pen, const struct table *table, const char *what)
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
		    "last 16 min" : "last 8 min");
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
draw_spark(struct pen *pen, const struct table *table, const struct look *look,
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
draw_block(struct pen *pen, const struct table *table, const struct look *look,
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

static void
draw_row(struct pen *pen, const struct table *table, const struct look *look,
    const struct server *sv)
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

/* ---- what needs a look ---- */

static int
draw_stuck(struct pen *pen, const struct look *look, const struct server *sv)
{
	for (size_t i = 0; i < look->view->facts->n_lbs; i++) {
		const char *lb = look->view->facts->lbs[i].name;
		const struct series *series = history_find(look->view->history,
		    sv->name, lb);
		long n = standing_sessions(look->view, sv->name, lb);
		struct estimate estimate = { 0 };
		char span[32];

		if (series != NULL && n > 0)
			estimate = series_estimate(series, look->now_ms);
		if (estimate.kind != ESTIMATE_STUCK)
			continue;
		pen->x = 1;
		pen_sign(pen, SIGN_LOOK);
		pen->x = 3;
		pen_fmt(pen, ROLE_STRONG, "%s on %s: %ld session%s unchanged for %s.",
		    sv->name, lb, n, n == 1 ? "" : "s",
		    clock_span(estimate.flat_ms, span, sizeof(span)));
		pen->y++;
		return 1;
	}
	return 0;
}

static void
draw_notes(struct pen *pen, const struct table *table, const struct look *look)
{
	const struct server *held = NULL;
	int n = 0;

	for (size_t i = 0; i < table->drain.n_old && n < NOTE_LINES - 1; i++)
		n += draw_stuck(pen, look, table->drain.old[i]);
	if (n > 0) {
		pen->x = 3;
		pen_text(pen, ROLE_PLAIN, "Wait for the limit, or press Enter on its "
		    "row to see who is connected.");
		return;
	}
	for (size_t i = 0; i < table->drain.n_old && held == NULL; i++) {
		const struct proof *proof = facts_proof(look->view->facts,
		    table->drain.old[i]->name);
		if (proof != NULL && proof->verdict != PROOF_EMPTY &&
		    proof->reason[0] != '\0')
			held = table->drain.old[i];
	}
	if (held == NULL)
		return;
	pen->x = 3;
	pen_fmt(pen, ROLE_PLAIN, "%s: %s", held->name,
	    facts_proof(look->view->facts, held->name)->reason);
}

static void
names_of(const struct drain *drain, const char *names[64])
{
	for (size_t i = 0; i < drain->n_old; i++)
		names[i] = drain->old[i]->name;
}

static void
draw_old(struct pane *pane, struct table *table, const struct look *look,
    struct pen *pen)
{
	const char *names[64];
	int at;

	names_of(&table->drain, names);
	at = list_sync(&pane->list, names, table->drain.n_old, table->old_lines);
	draw_heads(pen, table, "OLD");
	pen->x = table->columns.left_x;
	pen_text(pen, ROLE_PLAIN, "left");
	table->peak = drain_peak(look, table->drain.old, table->drain.n_old,
	    table->span_ms);
	pen->y++;
	for (int i = 0; i < table->old_lines; i++, pen->y++) {
		int row = pane->list.first + i;
		draw_row(pen, table, look, table->drain.old[row]);
		pen->x = 0;
		if (pane->focused && row == at)
			pen_text(pen, ROLE_HERE, sign_text(SIGN_HERE));
		else if (i == table->old_lines - 1 &&
		    row + 1 < (int)table->drain.n_old)
			pen_text(pen, ROLE_PLAIN, "↓");
	}
}

static void
draw_new(struct table *table, const struct look *look, struct pen *pen)
{
	draw_heads(pen, table, "NEW");
	table->peak = drain_peak(look, table->drain.new, table->drain.n_new,
	    table->span_ms);
	pen->y++;
	for (int i = 0; i < table->new_lines; i++, pen->y++)
		draw_row(pen, table, look, table->drain.new[i]);
	int more = (int)table->drain.n_new - table->new_lines;
	if (more > 0) {
		pen_go(pen, pen->y - 1, pen->area.w - 9);
		pen_fmt(pen, ROLE_PLAIN, "↓ %d more", more);
	}
}

static void
draw(struct pane *pane, const struct look *look, struct pen *pen)
{
	struct table table;

	table_of(&table, pane, look, pen);
	pane->shift = (int)table.first_lb;
	draw_top(pen, &table, look);
	pen_go(pen, 3, 1);
	draw_lb_names(pen, &table, look->view->facts);
	pen_go(pen, 4, 1);
	draw_old(pane, &table, look, pen);
	pen->y++;
	draw_new(&table, look, pen);
	pen->y++;
	draw_notes(pen, &table, look);
}

static enum reply
key(struct pane *pane, const struct look *look, enum command command,
    struct intent *intent)
{
	struct drain drain;
	const char *names[64];

	(void)intent;
	drain_read(&drain, look);
	names_of(&drain, names);
	if (command == CMD_RIGHT && pane->shift + 1 < (int)look->view->facts->n_lbs) {
		pane->shift++;
		return PANE_USED;
	}
	if (command == CMD_LEFT && pane->shift > 0) {
		pane->shift--;
		return PANE_USED;
	}
	if (command == CMD_PRESS && drain.n_old > 0) {
		(void)list_sync(&pane->list, names, drain.n_old, 1);
		pane->command = CMD_SESSIONS;
		return PANE_COMMAND;
	}
	return pane_move(pane, command, names, drain.n_old,
	    (int)drain.n_old < pane->area.h ? (int)drain.n_old : 4);
}

const struct pane_ops pane_drain = {
	.name = "drain",
	.where = IN_DRAIN,
	.wish = wish,
	.draw = draw,
	.key = key,
};
