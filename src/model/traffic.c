/* What the balancers tell of all their traffic, answer by answer. */

#include "model/traffic.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/xmalloc.h"

void
traffic_init(struct traffic *traffic, size_t n_lbs)
{
	*traffic = (struct traffic){ .n_lbs = n_lbs };
	traffic->lbs = xcalloc(n_lbs, sizeof(*traffic->lbs));
}

void
traffic_rows_done(struct traffic_rows *rows)
{
	free(rows->list);
	*rows = (struct traffic_rows){ 0 };
}

void
traffic_done(struct traffic *traffic)
{
	free(traffic->lbs);
	traffic_rows_done(&traffic->rows);
	history_done(&traffic->history);
	*traffic = (struct traffic){ 0 };
}

struct traffic_row *
traffic_rows_add(struct traffic_rows *rows)
{
	x_grow(rows->list, rows->n, rows->cap);
	rows->list[rows->n] = (struct traffic_row){ 0 };
	return &rows->list[rows->n++];
}

const struct traffic_lb *
traffic_lb(const struct traffic *traffic, const char *name)
{
	for (size_t i = 0; i < traffic->n_lbs; i++)
		if (str_eq(traffic->lbs[i].name, name))
			return &traffic->lbs[i];
	return NULL;
}

bool
traffic_row_known(const struct traffic *traffic, const struct traffic_row *row)
{
	const struct traffic_lb *lb = traffic_lb(traffic, row->lb);

	return lb != NULL && lb->seen_ms != 0 && lb->missed == 0;
}

const char *
traffic_name(const struct traffic_row *row, char dst[2 * NAME_LEN])
{
	(void)str_fmt(dst, 2 * NAME_LEN, "%s/%s", row->pxname, row->svname);
	return dst;
}

/* A series is found by a name of NAME_LEN: longer ones are cut the same way. */
static const char *
series_name(const struct traffic_row *row, char dst[NAME_LEN])
{
	(void)str_fmt(dst, NAME_LEN, "%s/%s", row->pxname, row->svname);
	return dst;
}

const struct series *
traffic_series(const struct traffic *traffic, const struct traffic_row *row)
{
	char name[NAME_LEN];

	return history_find(&traffic->history, series_name(row, name), row->lb);
}

static const struct traffic_row *
find(const struct traffic_rows *rows, const struct traffic_row *like)
{
	for (size_t i = 0; i < rows->n; i++)
		if (rows->list[i].kind == like->kind &&
		    str_eq(rows->list[i].lb, like->lb) &&
		    str_eq(rows->list[i].pxname, like->pxname) &&
		    str_eq(rows->list[i].svname, like->svname))
			return &rows->list[i];
	return NULL;
}

/* A worker that began anew counts from zero: all that it has is new then. */
static void
count_errors(const struct traffic *traffic, struct traffic_row *row)
{
	const struct traffic_row *was = find(&traffic->rows, row);

	if (was == NULL)
		return;
	row->errors_new = was->errors_new + (row->errors < was->errors ?
	    row->errors : row->errors - was->errors);
}

static size_t
place_of(const struct traffic *traffic, const char *lb)
{
	const struct traffic_lb *found = traffic_lb(traffic, lb);

	return found == NULL ? traffic->n_lbs : (size_t)(found - traffic->lbs);
}

/* Servers stand together, balancer by balancer: that is what is compared.  Their
 * order is that of the first balancer that names them. */
static size_t
place_in(const struct traffic *traffic, const struct traffic_rows *rows,
    const struct traffic_row *row)
{
	size_t same = SIZE_MAX, proxy = SIZE_MAX;

	for (size_t i = 0; i < rows->n; i++) {
		const struct traffic_row *one = &rows->list[i];

		if (one->kind != row->kind && (one->kind == TRAFFIC_FRONTEND ||
		    row->kind == TRAFFIC_FRONTEND))
			continue;
		if (!str_eq(one->pxname, row->pxname))
			continue;
		proxy = i + 1;
		if (str_eq(one->svname, row->svname) &&
		    place_of(traffic, one->lb) <= place_of(traffic, row->lb))
			same = i + 1;
		else if (str_eq(one->svname, row->svname) && same == SIZE_MAX)
			same = i;
	}
	return same != SIZE_MAX ? same : proxy != SIZE_MAX ? proxy : rows->n;
}

static void
put(const struct traffic *traffic, struct traffic_rows *rows,
    const struct traffic_row *row)
{
	size_t at = place_in(traffic, rows, row);

	(void)traffic_rows_add(rows);
	memmove(&rows->list[at + 1], &rows->list[at],
	    (rows->n - 1 - at) * sizeof(*rows->list));
	rows->list[at] = *row;
}

/* -1 on each of its rows: a gap in the spark, not a zero. */
static void
note_rows(struct traffic *traffic, const char *lb, bool known, int64_t now_ms)
{
	char name[NAME_LEN];

	for (size_t i = 0; i < traffic->rows.n; i++) {
		const struct traffic_row *row = &traffic->rows.list[i];

		if (str_eq(row->lb, lb))
			history_note(&traffic->history, series_name(row, name), lb,
			    now_ms, known ? (int32_t)row->scur : -1);
	}
}

void
traffic_merge(struct traffic *traffic, struct traffic_lb *lb,
    const struct traffic_rows *rows, int64_t now_ms)
{
	struct traffic_rows old = traffic->rows, merged = { 0 };

	/* Rows that stay keep their places; those of others are not touched. */
	for (size_t i = 0; i < old.n; i++) {
		const struct traffic_row *row = &old.list[i];

		if (!str_eq(row->lb, lb->name) || find(rows, row) != NULL)
			*traffic_rows_add(&merged) = *row;
	}
	for (size_t i = 0; i < rows->n; i++) {
		struct traffic_row row = rows->list[i];
		const struct traffic_row *there = find(&merged, &row);

		count_errors(traffic, &row);
		if (there != NULL)
			merged.list[there - merged.list] = row;
		else
			put(traffic, &merged, &row);
	}
	traffic->rows = merged;
	traffic_rows_done(&old);
	lb->seen_ms = now_ms;
	lb->missed = 0;
	lb->trouble[0] = '\0';
	note_rows(traffic, lb->name, true, now_ms);
}

void
traffic_missed(struct traffic *traffic, struct traffic_lb *lb,
    const char *trouble, int64_t now_ms)
{
	lb->missed++;
	(void)str_copy(lb->trouble, sizeof(lb->trouble), trouble);
	note_rows(traffic, lb->name, false, now_ms);
}
