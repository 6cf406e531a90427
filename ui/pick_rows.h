/*
 * The rows of the checklist: which servers may be marked in a step, in which order
 * they stand, and why the others may not.  Pure.
 */
#ifndef UI_PICK_ROWS_H
#define UI_PICK_ROWS_H

#include "engine/front.h"

struct pick_rows {
	const struct server **rows;
	const char **names;
	size_t n;
};

/* A server that is gone is no row. */
size_t pick_count(const struct view *view);
/* Who may be marked in this step comes first: on a small screen the others are
 * below. */
struct pick_rows pick_rows_new(const struct view *view);
/* To look at, in any step: the old ones first. */
struct pick_rows pick_rows_by_mark(const struct view *view);
void pick_rows_done(struct pick_rows *table);

bool pick_offered(const struct view *view, const struct server *sv, char *why,
    size_t size);
bool pick_ticked(const struct view *view, const struct server *sv);
/* A row that cannot be marked wants a line that says why. */
bool pick_wants_reason(const struct view *view);
/* Why the row under the cursor (at; -1: none) cannot be marked, else why another
 * cannot; empty when all can be. */
void pick_reason(const struct view *view, const struct pick_rows *table, int at,
    char *dst, size_t size);

#endif
