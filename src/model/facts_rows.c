/* The rows of a balancer, from poll to poll. */

#include "model/facts_rows.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/xmalloc.h"

static bool
same_row(const struct lb_row *a, const struct lb_row *b)
{
	return a->pid == b->pid && str_eq(a->svname, b->svname) &&
	    str_eq(a->pxname, b->pxname);
}

/* Since when the totals stand still: only inside one worker can they be
 * compared. */
static void
carry_still(struct lb_row *row, const struct lb_row *old, bool reloaded,
    int64_t now_ms)
{
	bool same_worker = row->leaving || !reloaded;

	row->seen_ms = now_ms;
	row->still_ms = old != NULL && same_worker && old->stot == row->stot &&
	    old->lbtot == row->lbtot ? old->still_ms : now_ms;
}

/* Rows stand grouped by balancer; *first gets where this one's group begins. */
static size_t
row_group(const struct facts *facts, const char *lb, size_t *first)
{
	size_t i = 0, n = 0;

	while (i < facts->n_rows && !str_eq(facts->rows[i].lb, lb))
		i++;
	while (i + n < facts->n_rows && str_eq(facts->rows[i + n].lb, lb))
		n++;
	*first = i;
	return n;
}

static void
make_room(struct facts *facts, size_t first, size_t had, size_t want)
{
	size_t total = facts->n_rows - had + want;

	if (total > facts->cap_rows) {
		facts->rows = xrealloc(facts->rows, total,
		    sizeof(*facts->rows));
		facts->cap_rows = total;
	}
	if (facts->n_rows > first + had)
		memmove(&facts->rows[first + want], &facts->rows[first + had],
		    (facts->n_rows - first - had) * sizeof(*facts->rows));
	facts->n_rows = total;
}

static size_t
count_rows(const struct sightings *batch)
{
	size_t n = 0;

	for (size_t i = 0; i < batch->n; i++)
		n += batch->list[i].kind == SAW_ROW;
	return n;
}

static const struct lb_row *
find_row(const struct lb_row *rows, size_t n, const struct index *by_name,
    const struct lb_row *row)
{
	struct texts names = TEXTS(rows, svname, n);

	for (size_t i = 0; (i = index_find(by_name, names, row->svname, i)) < n;
	    i++)
		if (same_row(&rows[i], row))
			return &rows[i];
	return NULL;
}

void
rows_replace(struct facts *facts, const char *lb, const struct sightings *batch,
    bool reloaded)
{
	size_t first, had = row_group(facts, lb, &first);
	struct lb_row *old = xcalloc(had + 1, sizeof(*old));
	struct index by_name = { .n = 0 };

	if (had > 0)
		memcpy(old, &facts->rows[first], had * sizeof(*old));
	index_make(&by_name, TEXTS(old, svname, had));
	make_room(facts, first, had, count_rows(batch));
	for (size_t i = 0, to = first; i < batch->n; i++) {
		if (batch->list[i].kind != SAW_ROW)
			continue;

		struct lb_row *row = &facts->rows[to++];
		*row = batch->list[i].u.row;
		str_copy(row->lb, sizeof(row->lb), lb);
		carry_still(row, find_row(old, had, &by_name, row), reloaded,
		    facts->now_ms);
	}
	index_done(&by_name);
	free(old);
}

void
rows_merge_one(struct facts *facts, const char *lb, const struct lb_row *saw,
    bool reloaded)
{
	size_t first, had = row_group(facts, lb, &first), i = 0;
	struct lb_row row = *saw;

	str_copy(row.lb, sizeof(row.lb), lb);
	while (i < had && !same_row(&facts->rows[first + i], &row))
		i++;
	carry_still(&row, i < had ? &facts->rows[first + i] : NULL, reloaded,
	    facts->now_ms);
	if (i == had)
		make_room(facts, first + had, 0, 1);
	facts->rows[first + i] = row;
}
