/* The lines of the session monitor, and their order. */

#include "ui/watch_lines.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/xmalloc.h"

const char *
watch_sort_name(enum watch_sort by)
{
	static const char *const names[WATCH_SORTS] = {
		[WATCH_AS_LISTED] = "as the balancers list them",
		[WATCH_BY_SESSIONS] = "sessions now", [WATCH_BY_RATE] = "new sessions",
		[WATCH_BY_ERRORS] = "errors", [WATCH_BY_STATE] = "status" };

	return names[by];
}

static const char *
row_name(const struct traffic_row *row, char dst[NAME_LEN])
{
	(void)str_fmt(dst, NAME_LEN, "%s %s/%s", row->lb, row->pxname,
	    row->svname);
	return dst;
}

const struct traffic_row *
watch_row(const struct traffic *traffic, const char *name)
{
	char one[NAME_LEN];

	for (size_t i = 0; i < traffic->rows.n; i++)
		if (traffic->rows.list[i].kind != TRAFFIC_BACKEND &&
		    str_eq(row_name(&traffic->rows.list[i], one), name))
			return &traffic->rows.list[i];
	return NULL;
}

/* ---- heads ---- */

static bool
belongs(const struct traffic_row *row, const struct traffic_row *head)
{
	if (head->kind == TRAFFIC_FRONTEND)
		return row->kind == TRAFFIC_FRONTEND;
	return row->kind != TRAFFIC_FRONTEND && str_eq(row->pxname, head->pxname);
}

/* Frontends have one head together, each backend one of its own. */
static bool
is_first(const struct traffic *traffic, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (belongs(&traffic->rows.list[i], &traffic->rows.list[at]))
			return false;
	return true;
}

static void
add_up(struct watch_line *head, const struct traffic *traffic,
    const struct traffic_row *row)
{
	bool sums = row->kind == head->row->kind || row->kind == TRAFFIC_BACKEND;

	head->known = head->known && traffic_row_known(traffic, row);
	/* A backend's own line has what its servers have, and its queue. */
	if (!sums || row->kind == TRAFFIC_SERVER)
		return;
	head->scur += row->scur;
	head->qcur += row->qcur;
	head->rate += row->rate;
	head->errors += row->errors_new;
}

/* A server is up when it is on each balancer.  Its rows stand together. */
static void
count_servers(struct watch_line *head, const struct traffic *traffic)
{
	const struct traffic_row *last = NULL;
	bool up = false;

	for (size_t i = 0; i < traffic->rows.n; i++) {
		const struct traffic_row *row = &traffic->rows.list[i];

		if (row->kind != TRAFFIC_SERVER || !belongs(row, head->row))
			continue;
		if (last == NULL || !str_eq(last->svname, row->svname)) {
			head->up += up;
			head->servers++;
			up = true;
		}
		up = up && row->state == LB_UP;
		last = row;
	}
	head->up += up;
}

static struct watch_line
make_head(const struct traffic *traffic, const struct traffic_row *first)
{
	struct watch_line head = { .row = first, .head = true, .known = true };

	(void)str_copy(head.name, sizeof(head.name),
	    first->kind == TRAFFIC_FRONTEND ? "frontends" : first->pxname);
	for (size_t i = 0; i < traffic->rows.n; i++)
		if (belongs(&traffic->rows.list[i], first))
			add_up(&head, traffic, &traffic->rows.list[i]);
	count_servers(&head, traffic);
	return head;
}

static struct watch_line
make_line(const struct traffic *traffic, const struct traffic_row *row)
{
	struct watch_line line = { .row = row, .scur = row->scur,
		.known = traffic_row_known(traffic, row), .qcur = row->qcur,
		.rate = row->rate, .errors = row->errors_new };

	(void)row_name(row, line.name);
	return line;
}

/* ---- order ---- */

static size_t
rank(const struct watch_order *order, const char *name)
{
	for (size_t i = 0; i < order->n; i++)
		if (str_eq(order->names[i], name))
			return i;
	return order->n;
}

static void
add_line(struct watch_lines *lines, const struct watch_line *line)
{
	x_grow(lines->list, lines->n, lines->cap);
	lines->list[lines->n++] = *line;
}

/* Insertion: few lines, mostly in order, and equal ones stay as they were. */
static void
arrange(struct watch_line *list, size_t n, const struct watch_order *order)
{
	for (size_t i = 1; i < n; i++) {
		struct watch_line line = list[i];
		size_t at = i, mine = rank(order, line.name);

		for (; at > 0 && rank(order, list[at - 1].name) > mine; at--)
			list[at] = list[at - 1];
		list[at] = line;
	}
}

/* A head and all that belongs to it. */
static void
add_group(struct watch_lines *lines, const struct traffic *traffic, size_t at,
    const struct watch_order *order)
{
	const struct traffic_rows *rows = &traffic->rows;
	struct watch_line head = make_head(traffic, &rows->list[at]);

	add_line(lines, &head);
	size_t first = lines->n;
	for (size_t i = at; i < rows->n; i++) {
		const struct traffic_row *row = &rows->list[i];

		if (row->kind == TRAFFIC_BACKEND || !belongs(row, head.row))
			continue;
		struct watch_line line = make_line(traffic, row);
		add_line(lines, &line);
	}
	if (order->n > 0)
		arrange(lines->list + first, lines->n - first, order);
}

static void
add_groups(struct watch_lines *lines, const struct traffic *traffic, bool front,
    const struct watch_order *order)
{
	for (size_t i = 0; i < traffic->rows.n; i++)
		if ((traffic->rows.list[i].kind == TRAFFIC_FRONTEND) == front &&
		    is_first(traffic, i))
			add_group(lines, traffic, i, order);
}

/* The servers are what is watched; where the visitors come in stands below. */
void
watch_lines_make(struct watch_lines *lines, const struct traffic *traffic,
    const struct watch_order *order)
{
	lines->n = 0;
	add_groups(lines, traffic, false, order);
	add_groups(lines, traffic, true, order);
}

void
watch_lines_done(struct watch_lines *lines)
{
	free(lines->list);
	*lines = (struct watch_lines){ 0 };
}

/* What needs a look stands first: down, then draining, then up. */
static uint64_t
state_weight(const struct traffic_row *row)
{
	static const unsigned char weights[LB_STATE_COUNT] = { [LB_UNKNOWN] = 6,
		[LB_DOWN] = 5, [LB_UNPROVEN] = 4, [LB_NOLB] = 3, [LB_DRAIN] = 3,
		[LB_MAINT] = 2, [LB_UP] = 1 };

	return row->kind == TRAFFIC_SERVER ? weights[row->state] : 0;
}

static uint64_t
weight(const struct watch_line *line, enum watch_sort by)
{
	switch (by) {
	case WATCH_AS_LISTED: break;
	case WATCH_BY_SESSIONS: return line->scur + line->qcur;
	case WATCH_BY_RATE: return line->rate;
	case WATCH_BY_ERRORS: return line->errors;
	case WATCH_BY_STATE: return state_weight(line->row);
	case WATCH_SORTS: break;
	}
	return 0;
}

static void
sort(struct watch_line *list, size_t n, enum watch_sort by)
{
	for (size_t i = 1; i < n; i++) {
		struct watch_line line = list[i];
		size_t at = i;

		for (; at > 0 && weight(&list[at - 1], by) < weight(&line, by); at--)
			list[at] = list[at - 1];
		list[at] = line;
	}
}

void
watch_order_take(struct watch_order *order, const struct traffic *traffic,
    enum watch_sort by)
{
	struct watch_lines lines = { 0 };
	struct watch_order none = { 0 };

	watch_order_done(order);
	order->by = by;
	if (by == WATCH_AS_LISTED)
		return;
	watch_lines_make(&lines, traffic, &none);
	sort(lines.list, lines.n, by);
	order->names = xcalloc(lines.n + 1, sizeof(*order->names));
	order->n = lines.n;
	for (size_t i = 0; i < lines.n; i++)
		(void)str_copy(order->names[i], NAME_LEN, lines.list[i].name);
	watch_lines_done(&lines);
}

void
watch_order_done(struct watch_order *order)
{
	free(order->names);
	*order = (struct watch_order){ 0 };
}
