/*
 * The session monitor: every backend and server of every balancer, what it
 * carries now and lately, how it does.  For looking; it changes nothing.
 */

#include "ui/pane.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "base/xmalloc.h"
#include "ui/watch_lines.h"

#define SPAN_SHORT_MS (8 * 60 * 1000)
#define SPAN_LONG_MS (16 * 60 * 1000)
#define SPARK_MOST 32
#define WIDE 120

/* Kept from drawing to drawing. */
struct own {
	struct watch_order order;
	struct watch_lines lines;
	const char **names;
};

static struct own *
own_of(struct pane *pane, const struct look *look)
{
	struct own *own = pane->own;

	if (own == NULL)
		own = pane->own = xcalloc(1, sizeof(*own));
	watch_lines_make(&own->lines, look->view->traffic, &own->order);
	own->names = xrealloc(own->names, own->lines.n + 1, sizeof(*own->names));
	for (size_t i = 0; i < own->lines.n; i++)
		own->names[i] = own->lines.list[i].name;
	return own;
}

static void
done(struct pane *pane)
{
	struct own *own = pane->own;

	if (own == NULL)
		return;
	watch_order_done(&own->order);
	watch_lines_done(&own->lines);
	free(own->names);
	free(own);
	pane->own = NULL;
}

static struct wish
wish(const struct pane *pane, const struct look *look, int width)
{
	struct watch_lines lines = { 0 };
	struct watch_order none = { 0 };

	(void)pane;
	(void)width;
	watch_lines_make(&lines, look->view->traffic, &none);
	int n = (int)lines.n;
	watch_lines_done(&lines);
	n = n < 1 ? 1 : n;
	return (struct wish){ .least = 1 + (n < 8 ? n : 8), .wanted = 1 + n };
}

/* ---- columns ---- */

struct columns {
	int name, role, lb, spark;
	bool wide;
	int64_t span_ms;
	double peak;
};

static int
within(int value, int least, int most)
{
	return value < least ? least : value > most ? most : value;
}

/* Who it is in this run, as far as the balancer's backend is the run's own. */
static const char *
role_of(const struct look *look, const struct traffic_row *row)
{
	const struct lb *lb = facts_lb(look->view->facts, row->lb);
	const struct server *sv = facts_server(look->view->facts, row->svname);

	if (row->kind != TRAFFIC_SERVER || lb == NULL || sv == NULL ||
	    sv->mark == MARK_UNKNOWN || !str_eq(lb->backend, row->pxname))
		return "";
	return mark_name(sv->mark);
}

static struct columns
columns_of(const struct look *look, const struct watch_lines *lines, int width)
{
	struct columns c = { .wide = width >= WIDE, .name = 8, .lb = 3 };

	for (size_t i = 0; i < lines->n; i++) {
		const struct traffic_row *row = lines->list[i].row;
		int len = (int)strlen(row->kind == TRAFFIC_FRONTEND ? row->pxname :
		    row->svname);

		c.name = len > c.name ? len : c.name;
		c.lb = (int)strlen(row->lb) > c.lb ? (int)strlen(row->lb) : c.lb;
		if (role_of(look, row)[0] != '\0')
			c.role = 5;
	}
	c.name = within(c.name, 8, c.wide ? 30 : 16);
	c.lb = within(c.lb, 3, c.wide ? 16 : 8);
	/* cursor, gaps, status, check, now, queue, /s, errors */
	int fixed = 2 + c.name + 1 + c.role + c.lb + 1 + 9 + 6 + 6 + 6 + 6 + 7 + 1;
	c.spark = within(width - fixed - (c.wide ? 32 : 0), 0, SPARK_MOST);
	c.span_ms = c.spark >= 16 ? SPAN_LONG_MS : SPAN_SHORT_MS;
	return c;
}

static void
draw_heads(struct pen *pen, const struct columns *c, const struct watch_order *order)
{
	static const char *const sorted[WATCH_SORTS] = { [WATCH_BY_SESSIONS] = "now",
		[WATCH_BY_RATE] = "new/s", [WATCH_BY_ERRORS] = "errors",
		[WATCH_BY_STATE] = "status" };
	static const struct { const char *text; int width; } numbers[] = {
		{ "now", 6 }, { "queue", 6 }, { "new/s", 6 }, { "errors", 7 } },
	    more[] = { { "most", 7 }, { "limit", 7 }, { "weight", 7 },
		{ "since", 11 } };
	const char *by = sorted[order->by] == NULL ? "" : sorted[order->by];

	pen_go(pen, 0, 2);
	pen_in(pen, c->name + 1, ROLE_PLAIN, "server");
	pen_in(pen, c->role, ROLE_PLAIN, "role");
	pen_in(pen, c->lb + 1, ROLE_PLAIN, "on");
	pen_in(pen, 9, str_eq(by, "status") ? ROLE_STRONG : ROLE_PLAIN, "status");
	pen_in(pen, 6, ROLE_PLAIN, "check");
	for (size_t i = 0; i < countof(numbers); i++) {
		int end = pen->x + numbers[i].width;
		pen_right(pen, end, str_eq(by, numbers[i].text) ? ROLE_STRONG :
		    ROLE_PLAIN, numbers[i].text);
		pen->x = end;
	}
	for (size_t i = 0; c->wide && i < countof(more); i++) {
		int end = pen->x + more[i].width;
		pen_right(pen, end, ROLE_PLAIN, more[i].text);
		pen->x = end;
	}
	pen->x++;
	pen_text(pen, ROLE_PLAIN, c->spark >= 11 ? c->span_ms == SPAN_LONG_MS ?
	    "last 16 min" : "last 8 min" : c->spark >= 5 ? "8 min" : "");
}

/* ---- one line ---- */

static void
number(struct pen *pen, int width, enum role role, bool known, uint64_t value)
{
	char text[24];
	int end = pen->x + width;

	(void)str_fmt(text, sizeof(text), value < 100000 ? "%llu" :
	    value < 10000000 ? "%llu k" : "%llu M", (unsigned long long)(value <
	    100000 ? value : value < 10000000 ? value / 1000 : value / 1000000));
	pen_right(pen, end, known ? role : ROLE_PLAIN, known ? text : "?");
	pen->x = end;
}

/* The sum of a backend's own lines; one that is not known makes a gap. */
static void
cells_of(const struct look *look, const struct watch_line *line, int64_t span_ms,
    double *cells, size_t n)
{
	const struct traffic *traffic = look->view->traffic;
	double one[SPARK_MOST];

	for (size_t c = 0; c < n; c++)
		cells[c] = 0;
	for (size_t i = 0; i < traffic->rows.n; i++) {
		const struct traffic_row *row = &traffic->rows.list[i];
		bool counts = !line->head ? row == line->row :
		    line->row->kind == TRAFFIC_FRONTEND ?
		    row->kind == TRAFFIC_FRONTEND : row->kind == TRAFFIC_BACKEND &&
		    str_eq(row->pxname, line->row->pxname);
		const struct series *series = counts ?
		    traffic_series(traffic, row) : NULL;

		if (series == NULL)
			continue;
		series_cells(series, look->now_ms, span_ms, one, n);
		for (size_t c = 0; c < n; c++)
			cells[c] = cells[c] < 0 || one[c] < 0 ? -1 : cells[c] + one[c];
	}
}

static double
peak_of(const double *cells, size_t n)
{
	double peak = 1;

	for (size_t c = 0; c < n; c++)
		peak = cells[c] > peak ? cells[c] : peak;
	return peak;
}

static void
draw_spark(struct pen *pen, const struct look *look, const struct columns *c,
    const struct watch_line *line)
{
	char text[4 * SPARK_MOST + 1];
	double cells[SPARK_MOST];
	size_t n = (size_t)c->spark;

	pen->x++;
	cells_of(look, line, c->span_ms, cells, n);
	/* A head is larger than each of its servers: a scale of its own. */
	pen_text(pen, ROLE_BAR, sign_spark(text, sizeof(text), cells, n,
	    line->head ? peak_of(cells, n) : c->peak));
}

static enum role
role_of_state(const struct traffic_row *row)
{
	if (row->kind != TRAFFIC_SERVER)
		return ROLE_PLAIN;
	switch (row->state) {
	case LB_UP: return ROLE_GOOD;
	case LB_DOWN:
	case LB_UNKNOWN:
	case LB_UNPROVEN:
		return ROLE_STRONG;
	case LB_NOLB:
	case LB_DRAIN:
	case LB_MAINT:
	case LB_STATE_COUNT:
		break;
	}
	return ROLE_DRAINING;
}

static void
draw_status(struct pen *pen, const struct watch_line *line)
{
	const struct traffic_row *row = line->row;
	char text[NAME_LEN + 8];

	if (!line->known) {
		pen_in(pen, 15, ROLE_PLAIN, "?");
		return;
	}
	(void)str_fmt(text, sizeof(text), "%s%s", row->kind != TRAFFIC_SERVER ? "" :
	    row->state == LB_UP ? "✓ " : row->state == LB_DOWN ? "✗ " : "",
	    row->status);
	pen_in(pen, 8, role_of_state(row), text);
	pen->x++;
	if (row->check_code != 0)
		(void)str_fmt(text, sizeof(text), "%u", row->check_code);
	else
		(void)str_copy(text, sizeof(text), row->check[0] == '\0' ? "-" :
		    row->check);
	pen_in(pen, 6, ROLE_PLAIN, text);
}

static void
draw_more(struct pen *pen, const struct watch_line *line)
{
	const struct traffic_row *row = line->row;
	char span[32];

	if (line->head) {
		pen->x += 32;
		return;
	}
	number(pen, 7, ROLE_PLAIN, line->known, row->smax);
	if (row->slim == 0)
		pen_in(pen, 7, ROLE_PLAIN, "      -");
	else
		number(pen, 7, ROLE_PLAIN, line->known, row->slim);
	if (row->kind != TRAFFIC_SERVER)
		pen_in(pen, 7, ROLE_PLAIN, "      -");
	else
		number(pen, 7, ROLE_PLAIN, line->known, row->weight);
	int end = pen->x + 11;
	pen_right(pen, end, ROLE_PLAIN, row->lastchg_s < 0 ? "-" :
	    clock_span(row->lastchg_s * 1000, span, sizeof(span)));
	pen->x = end;
}

static void
draw_name(struct pen *pen, const struct look *look, const struct columns *c,
    const struct watch_line *line)
{
	const struct traffic_row *row = line->row;
	int head_w = c->name + 1 + c->role + c->lb + 1;
	char text[NAME_LEN + 48];

	if (!line->head) {
		pen_in(pen, c->name, ROLE_PLAIN, row->kind == TRAFFIC_FRONTEND ?
		    row->pxname : row->svname);
		pen->x++;
		int x = pen->x;
		pen_prose(pen, ROLE_PLAIN, role_of(look, row));
		pen->x = x + c->role;
		pen_in(pen, c->lb, ROLE_PLAIN, row->lb);
		pen->x++;
		draw_status(pen, line);
		return;
	}
	if (row->kind == TRAFFIC_FRONTEND)
		(void)str_copy(text, sizeof(text), "Frontends");
	else
		(void)str_copy(text, sizeof(text), row->pxname);
	pen_in(pen, head_w - 1, ROLE_STRONG, text);
	pen->x++;
	if (row->kind != TRAFFIC_FRONTEND) {
		(void)str_fmt(text, sizeof(text), "%u of %u up", line->up,
		    line->servers);
		pen_in(pen, 15, line->up < line->servers ? ROLE_STRONG : ROLE_PLAIN,
		    line->known ? text : "?");
	} else {
		pen->x += 15;
	}
}

static void
draw_line(struct pen *pen, const struct look *look, const struct columns *c,
    const struct watch_line *line)
{
	enum role role = line->head ? ROLE_STRONG : ROLE_PLAIN;

	pen->x = line->head ? 1 : 2;
	draw_name(pen, look, c, line);
	pen->x = 2 + c->name + 1 + c->role + c->lb + 1 + 15;
	number(pen, 6, role, line->known, line->scur);
	number(pen, 6, line->qcur > 0 ? ROLE_STRONG : role, line->known, line->qcur);
	number(pen, 6, role, line->known, line->rate);
	number(pen, 7, line->errors > 0 ? ROLE_STRONG : role, line->known,
	    line->errors);
	if (c->wide)
		draw_more(pen, line);
	draw_spark(pen, look, c, line);
}

/* The scale of all servers' sparks, so that they can be compared. */
static double
common_peak(const struct look *look, const struct watch_lines *lines,
    const struct columns *c)
{
	double cells[SPARK_MOST], peak = 1;

	for (size_t i = 0; i < lines->n; i++) {
		if (lines->list[i].head)
			continue;
		cells_of(look, &lines->list[i], c->span_ms, cells, (size_t)c->spark);
		double one = peak_of(cells, (size_t)c->spark);
		peak = one > peak ? one : peak;
	}
	return peak;
}

static void
draw(struct pane *pane, const struct look *look, struct pen *pen)
{
	struct own *own = own_of(pane, look);
	struct columns c = columns_of(look, &own->lines, pen->area.w);
	int shown = pane->area.h - 1;
	int at = list_sync(&pane->list, own->names, own->lines.n, shown);
	int n = (int)own->lines.n;

	draw_heads(pen, &c, &own->order);
	if (n == 0) {
		pen_go(pen, 1, 2);
		pen_text(pen, ROLE_STRONG, "No balancer has answered yet.");
		return;
	}
	c.peak = common_peak(look, &own->lines, &c);
	for (int i = 0; i < shown && pane->list.first + i < n; i++) {
		int row = pane->list.first + i;
		pen_go(pen, 1 + i, 0);
		draw_line(pen, look, &c, &own->lines.list[row]);
		pen->x = 0;
		if (row == at)
			pen_text(pen, ROLE_HERE, sign_text(SIGN_HERE));
		else if (i == shown - 1 && row + 1 < n)
			pen_text(pen, ROLE_PLAIN, "↓");
		else if (i == 0 && row > 0)
			pen_text(pen, ROLE_PLAIN, "↑");
	}
}

static enum reply
key(struct pane *pane, const struct look *look, enum command command,
    struct intent *intent)
{
	struct own *own = own_of(pane, look);

	(void)intent;
	if (command == CMD_SORT) {
		watch_order_take(&own->order, look->view->traffic,
		    (own->order.by + 1) % WATCH_SORTS);
		(void)str_fmt(pane->say, sizeof(pane->say), "Sorted by %s; rows stay "
		    "until you sort again.",
		    watch_sort_name(own->order.by));
		return PANE_SAYS;
	}
	if (command == CMD_PRESS && own->lines.n > 0) {
		(void)list_sync(&pane->list, own->names, own->lines.n,
		    pane->area.h - 1);
		pane->command = CMD_TRAFFIC;
		return PANE_COMMAND;
	}
	return pane_move(pane, command, own->names, own->lines.n,
	    pane->area.h - 1);
}

const struct pane_ops pane_watch = {
	.name = "watch",
	.where = IN_LIST,
	.wish = wish,
	.draw = draw,
	.key = key,
	.done = done,
};
