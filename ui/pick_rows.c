/* Which servers may be marked in a step, in which order they stand, and why the others
 * may not.  Pure. */

#include "ui/pick_rows.h"

#include <stdlib.h>

#include "base/str.h"
#include "base/xmalloc.h"

size_t
pick_count(const struct view *view)
{
	size_t n = 0;

	for (size_t i = 0; i < view->facts->n_servers; i++)
		n += view->facts->servers[i].state != CLOUD_TERMINATED;
	return n;
}

bool
pick_offered(const struct view *view, const struct server *sv, char *why, size_t size)
{
	why[0] = '\0';
	return view->step->offers(view->scene, sv, why, size);
}

/* By mark, not by server: a row must not jump when only its own state moves. */
static void
find_offered_marks(const struct view *view, bool marks[MARK_COUNT])
{
	char why[TEXT_LEN];

	for (size_t i = 0; i < view->facts->n_servers; i++) {
		const struct server *sv = &view->facts->servers[i];
		if (pick_offered(view, sv, why, sizeof(why)))
			marks[sv->mark] = true;
	}
}

static void
add_rows(struct pick_rows *table, const struct view *view, const bool *marks,
    bool wanted)
{
	for (size_t i = 0; i < view->facts->n_servers; i++) {
		const struct server *sv = &view->facts->servers[i];
		if (sv->state == CLOUD_TERMINATED || marks[sv->mark] != wanted)
			continue;
		table->rows[table->n] = sv;
		table->names[table->n++] = sv->name;
	}
}

static struct pick_rows
room_for_all(const struct view *view)
{
	size_t n = pick_count(view) + 1;

	return (struct pick_rows){ .rows = xcalloc(n, sizeof(struct server *)),
		.names = xcalloc(n, sizeof(char *)) };
}

struct pick_rows
pick_rows_by_mark(const struct view *view)
{
	static const enum mark order[MARK_COUNT] = { MARK_OLD, MARK_NEW,
		MARK_WITHDRAWN, MARK_UNKNOWN };
	struct pick_rows table = room_for_all(view);

	for (size_t i = 0; i < countof(order); i++) {
		bool one[MARK_COUNT] = { false };
		one[order[i]] = true;
		add_rows(&table, view, one, true);
	}
	return table;
}

struct pick_rows
pick_rows_new(const struct view *view)
{
	struct pick_rows table = room_for_all(view);
	bool marks[MARK_COUNT] = { false };

	find_offered_marks(view, marks);
	add_rows(&table, view, marks, true);
	add_rows(&table, view, marks, false);
	return table;
}

void
pick_rows_done(struct pick_rows *table)
{
	free(table->rows);
	free(table->names);
}

bool
pick_ticked(const struct view *view, const struct server *sv)
{
	char why[TEXT_LEN];

	return pick_offered(view, sv, why, sizeof(why)) &&
	    runbook_is_picked(view->step, view->scene, sv);
}

bool
pick_wants_reason(const struct view *view)
{
	char why[TEXT_LEN];

	for (size_t i = 0; i < view->facts->n_servers; i++)
		if (view->facts->servers[i].state != CLOUD_TERMINATED &&
		    !pick_offered(view, &view->facts->servers[i], why, sizeof(why)))
			return true;
	return facts_no_servers(view->facts) != NULL;
}

/* The first that cannot be marked: a NEW one before others; NULL: all can be. */
static const struct server *
first_locked(const struct view *view, const struct pick_rows *table)
{
	const struct server *first = NULL;
	char why[TEXT_LEN];

	for (size_t i = 0; i < table->n; i++) {
		const struct server *sv = table->rows[i];
		if (pick_offered(view, sv, why, sizeof(why)))
			continue;
		if (sv->mark == MARK_NEW)
			return sv;
		first = first == NULL ? sv : first;
	}
	return first;
}

void
pick_reason(const struct view *view, const struct pick_rows *table, int at, char *dst,
    size_t size)
{
	const struct server *sv = first_locked(view, table);
	char why[TEXT_LEN];

	dst[0] = '\0';
	if (at >= 0 && !pick_offered(view, table->rows[at], dst, size))
		return;
	if (sv == NULL)
		return;
	(void)pick_offered(view, sv, why, sizeof(why));
	/* What locks one NEW server locks them all. */
	if (str_starts(why, "locked"))
		(void)str_copy(dst, size, why);
	else
		(void)str_fmt(dst, size, "%s: %s", sv->name, why);
}
