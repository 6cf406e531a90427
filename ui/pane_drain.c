/*
 * The drain watch: servers by balancers.  From top to bottom: how much is left,
 * when it is over, which server, do the new ones carry it, what needs me.
 */

#include "ui/drain_table.h"

#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "talk/standing.h"
#include "ui/who.h"

/* Two lines above, names and heads, head of NEW, and the blank ones between. */
#define FIXED_LINES 7

bool
pane_drain_stuck(const struct look *look, const char **server, const char **lb)
{
	struct drain drain;
	struct estimate estimate;

	drain_read(&drain, look);
	const struct server *sv = drain_stuck(&drain, look, lb, &estimate);
	if (sv != NULL)
		*server = sv->name;
	return sv != NULL;
}

/* The first that is not proven empty, and why. */
static const struct proof *
first_held(const struct drain *drain, const struct look *look)
{
	for (size_t i = 0; i < drain->n_old; i++) {
		const struct proof *proof = facts_proof(look->view->facts,
		    drain->old[i]->name);
		if (proof != NULL && proof->verdict != PROOF_EMPTY &&
		    proof->reason[0] != '\0')
			return proof;
	}
	return NULL;
}

static int
note_lines(const struct drain *drain, const struct look *look)
{
	struct estimate estimate;
	const char *lb;

	if (drain_stuck(drain, look, &lb, &estimate) != NULL)
		return 3;
	return first_held(drain, look) != NULL ? 2 : 0;
}

static struct wish
wish(const struct pane *pane, const struct look *look, int width)
{
	struct drain drain;

	(void)pane;
	(void)width;
	drain_read(&drain, look);
	int rows = (int)(drain.n_old + drain.n_new);
	int fixed = FIXED_LINES + note_lines(&drain, look);
	return (struct wish){ .least = fixed + (rows < 8 ? rows : 8), .wanted = fixed + rows };
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
draw_top(struct pen *pen, const struct drain_table *table,
    const struct look *look)
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
	(void)standing_round_span(look->view->config->drain_limit_ms, span,
	    sizeof(span));
	(void)str_fmt(text, sizeof(text), look->wall_ms > limit ?
	    "limit %s has passed: %s" : "latest %s: session limit %s", hms, span);
	if (pen->x + 1 + paint_width(pen->paint, text) < pen->area.w)
		pen_right(pen, pen->area.w - 1, ROLE_PLAIN, text);
}

/* ---- what needs a look ---- */

/* "both from 10.9.3.7" when all who are connected come from there. */
static void
stuck_text(const struct look *look, const char *server, const char *lb,
    const struct estimate *estimate, char *dst, size_t size)
{
	long n = standing_sessions(look->view, server, lb);
	char span[32], from[NAME_LEN];

	(void)str_fmt(dst, size, "%s on %s: %ld session%s unchanged for %s",
	    server, lb, n, n == 1 ? "" : "s",
	    clock_span(estimate->flat_ms, span, sizeof(span)));
	if (who_all_from(look->who, server, lb, from, sizeof(from)))
		(void)str_add(dst, size, ", %sfrom %s", n == 1 ? "" : n == 2 ?
		    "both " : "all ", from);
	(void)str_add(dst, size, ".");
}

static void
draw_notes(struct pen *pen, const struct drain *drain, const struct look *look)
{
	struct estimate estimate;
	const char *lb;
	const struct server *sv = drain_stuck(drain, look, &lb, &estimate);
	const struct proof *held = first_held(drain, look);
	char text[TEXT_LEN], hms[16];

	if (sv == NULL && held == NULL)
		return;
	if (sv == NULL) {
		pen->x = 3;
		pen_fmt(pen, ROLE_PLAIN, "%s: %s", held->server, held->reason);
		return;
	}
	pen->x = 1;
	pen_sign(pen, SIGN_LOOK);
	pen->x = 3;
	stuck_text(look, sv->name, lb, &estimate, text, sizeof(text));
	(void)pen_wrap(pen, ROLE_STRONG, 1, text);
	pen->x = 3;
	int64_t limit = standing_limit_wall_ms(look->view);
	(void)clock_hms(limit, hms, sizeof(hms));
	hms[5] = '\0';
	pen_fmt(pen, ROLE_PLAIN, "Wait%s%s, or press Enter on its row to look at "
	    "them.", limit == 0 ? "" : " for the limit at ", limit == 0 ? "" : hms);
}

/* The old ones, as far as they have lines; returns whose line has the cursor. */
static int
sync_rows(struct pane *pane, const struct drain_table *table, const char **names)
{
	for (size_t i = 0; i < table->n_rows; i++)
		names[i] = table->rows[i]->name;
	return list_sync(&pane->list, names, table->n_rows, table->old_lines);
}

static void
draw_old(struct pane *pane, struct drain_table *table, const struct look *look,
    struct pen *pen)
{
	const char *names[64];
	int at = sync_rows(pane, table, names);

	drain_table_heads(pen, table, MARK_OLD, (int)table->n_rows -
	    pane->list.first - table->old_lines);
	table->peak = drain_peak(look, table->drain.old, table->drain.n_old,
	    table->span_ms);
	pen->y++;
	for (int i = 0; i < table->old_lines; i++, pen->y++) {
		int row = pane->list.first + i;
		drain_table_row(pen, table, look, table->rows[row]);
		pen->x = 0;
		if (pane->focused && row == at)
			pen_text(pen, ROLE_HERE, sign_text(SIGN_HERE));
		else if (i == 0 && row > 0)
			pen_text(pen, ROLE_PLAIN, "↑");
		else if (i == table->old_lines - 1 && row + 1 < (int)table->n_rows)
			pen_text(pen, ROLE_PLAIN, "↓");
	}
	if (table->folded > 0) {
		pen->x = 1;
		pen_sign(pen, SIGN_GOOD);
		pen_fmt(pen, ROLE_PLAIN, " %zu more %s empty", table->folded,
		    table->folded == 1 ? "is" : "are");
		pen->y++;
	}
}

static void
draw_new(struct drain_table *table, const struct look *look, struct pen *pen)
{
	drain_table_heads(pen, table, MARK_NEW, (int)table->drain.n_new -
	    table->new_lines);
	table->peak = drain_peak(look, table->drain.new, table->drain.n_new,
	    table->span_ms);
	pen->y++;
	for (int i = 0; i < table->new_lines; i++, pen->y++)
		drain_table_row(pen, table, look, table->drain.new[i]);
}

static void
fit(const struct pane *pane, const struct look *look, struct drain_table *table)
{
	struct drain drain;

	drain_read(&drain, look);
	drain_table_fit(table, look, (struct drain_room){ .width = pane->area.w,
	    .lines = pane->area.h - FIXED_LINES - note_lines(&drain, look),
	    .shift = pane->shift, .cursor = pane->list.cursor });
}

static void
draw(struct pane *pane, const struct look *look, struct pen *pen)
{
	struct drain_table table;

	fit(pane, look, &table);
	pane->shift = (int)table.first_lb;
	draw_top(pen, &table, look);
	pen_go(pen, 3, 1);
	drain_table_names(pen, &table, look->view->config);
	pen_go(pen, 4, 1);
	draw_old(pane, &table, look, pen);
	pen->y++;
	draw_new(&table, look, pen);
	pen->y++;
	draw_notes(pen, &table.drain, look);
}

static enum reply
key(struct pane *pane, const struct look *look, enum command command,
    struct intent *intent)
{
	struct drain_table table;
	const char *names[64];

	(void)intent;
	fit(pane, look, &table);
	if (command == CMD_RIGHT &&
	    table.first_lb + table.columns.lbs < look->view->config->n_lbs) {
		pane->shift++;
		return PANE_USED;
	}
	if (command == CMD_LEFT && pane->shift > 0) {
		pane->shift--;
		return PANE_USED;
	}
	if (table.n_rows == 0)
		return PANE_IGNORED;
	(void)sync_rows(pane, &table, names);
	if (command == CMD_PRESS) {
		pane->command = CMD_SESSIONS;
		return PANE_COMMAND;
	}
	return pane_move(pane, command, names, table.n_rows, table.old_lines);
}

const struct pane_ops pane_drain = {
	.name = "drain",
	.where = IN_DRAIN,
	.wish = wish,
	.draw = draw,
	.key = key,
};
