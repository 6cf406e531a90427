/*
 * The lines of the session monitor: backends with their servers, balancer by
 * balancer, and the order in which they stand.  Pure.
 *
 * An order is taken when it is asked for, and then held: a line never moves by
 * itself.  What is new comes last in its backend.
 */
#ifndef UI_WATCH_LINES_H
#define UI_WATCH_LINES_H

#include <stdbool.h>
#include <stddef.h>

#include "model/traffic.h"

enum watch_sort { WATCH_AS_LISTED, WATCH_BY_SESSIONS, WATCH_BY_RATE,
	WATCH_BY_ERRORS, WATCH_BY_STATE, WATCH_SORTS };
const char *watch_sort_name(enum watch_sort by);	/* "sessions now" */

struct watch_order {
	enum watch_sort by;
	char (*names)[NAME_LEN];	/* of the lines, when it was asked for */
	size_t n;
};
void watch_order_take(struct watch_order *order, const struct traffic *traffic,
    enum watch_sort by);
void watch_order_done(struct watch_order *order);

/* What a line tells; of a backend: its servers on all balancers together. */
struct watch_line {
	const struct traffic_row *row;	/* of a head: its first row */
	bool head, known;
	char name[NAME_LEN];		/* the cursor's: "lb-1 shop/app-11" */
	unsigned servers, up;		/* of a head */
	uint64_t scur, qcur, rate, errors;
};

struct watch_lines {
	struct watch_line *list;
	size_t n, cap;
};
void watch_lines_make(struct watch_lines *lines, const struct traffic *traffic,
    const struct watch_order *order);
void watch_lines_done(struct watch_lines *lines);
/* The row that a line of this name is of; NULL: it is a head, or gone. */
const struct traffic_row *watch_row(const struct traffic *traffic,
    const char *name);

#endif
