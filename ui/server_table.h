/* The table of servers by balancers: its columns, heads and rows. */
#ifndef UI_SERVER_TABLE_H
#define UI_SERVER_TABLE_H

#include "ui/paint.h"
#include "ui/pick_rows.h"

/* Where each begins; sum: where it ends.  release 0: there is no room for it. */
struct server_columns { int name, role, addr, release, lb, lbs, sum; };

/* From column x on; what has a mark before it stands left of that. */
struct server_columns server_columns(const struct pick_rows *rows,
    const struct view *view, int x, int width);
void server_table_head(struct pen *pen, const struct view *view,
    const struct server_columns *c);
void server_table_row(struct pen *pen, const struct view *view,
    const struct server *sv, const struct server_columns *c);

#endif
