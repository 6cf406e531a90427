/* The table of the drain watch: its columns, heads and rows. */
#ifndef UI_DRAIN_TABLE_H
#define UI_DRAIN_TABLE_H

#include "talk/drain.h"
#include "ui/pane.h"

/* What one drawing of the table needs everywhere. */
struct drain_table {
	struct drain drain;
	struct drain_columns columns;
	int64_t span_ms;
	size_t first_lb;
	const struct server *rows[64];	/* the old ones that have a line */
	size_t n_rows, folded;		/* folded: empty ones that have none */
	int old_lines, new_lines;
	double peak;			/* scale of the sparks of these rows */
};

struct drain_room {
	int width, lines;		/* lines: for servers */
	int shift;			/* the first balancer shown */
	const char *cursor;		/* the server that has it keeps its line */
};
/* The old ones come first.  When not all have room, those that are proven empty
 * fold into one line; none of the others changes its place. */
void drain_table_fit(struct drain_table *table, const struct look *look,
    struct drain_room room);
void drain_table_names(struct pen *pen, const struct drain_table *table,
    const struct config *config);
/* below: how many servers of this mark have no line. */
void drain_table_heads(struct pen *pen, const struct drain_table *table,
    enum mark mark, int below);
void drain_table_row(struct pen *pen, const struct drain_table *table,
    const struct look *look, const struct server *sv);

/* How drain_left_text() is drawn. */
enum role drain_left_role(enum verdict verdict);

#endif
