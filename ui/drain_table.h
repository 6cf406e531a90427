/* The table of the drain watch: its columns, heads and rows. */
#ifndef UI_DRAIN_TABLE_H
#define UI_DRAIN_TABLE_H

#include "ui/drain.h"

/* What one drawing of the table needs everywhere. */
struct drain_table {
	struct drain drain;
	struct drain_columns columns;
	int64_t span_ms;
	size_t first_lb;
	int old_lines, new_lines;
	double peak;			/* scale of the sparks of these rows */
};

/* lines: how many servers can be shown; the old ones come first. */
void drain_table_fit(struct drain_table *table, const struct look *look, int width,
    int lines, int shift);
void drain_table_names(struct pen *pen, const struct drain_table *table,
    const struct facts *facts);
void drain_table_heads(struct pen *pen, const struct drain_table *table,
    const char *what);
void drain_table_row(struct pen *pen, const struct drain_table *table,
    const struct look *look, const struct server *sv);

#endif
