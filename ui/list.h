/*
 * A list whose cursor belongs to a name, not to a line: rows may come, go and
 * move, and the cursor stays with its own.  Pure; drawing is the pane's.
 */
#ifndef UI_LIST_H
#define UI_LIST_H

#include <stdbool.h>
#include <stddef.h>

#include "model/names.h"

enum list_move { LIST_UP, LIST_DOWN, LIST_PAGE_UP, LIST_PAGE_DOWN, LIST_HOME,
	LIST_END };

struct list {
	char cursor[NAME_LEN];		/* whose line; empty: the first */
	int at;				/* where that was when last seen */
	int first;			/* first line shown */
};

/* names: the rows of now, in their order.  Where the cursor is; a row that has
 * gone leaves it on the one that took its place.  -1 when there are no rows. */
int list_sync(struct list *list, const char *const *names, size_t n, int shown);
/* False when it could not move. */
bool list_move(struct list *list, enum list_move move, const char *const *names,
    size_t n, int shown);

#endif
