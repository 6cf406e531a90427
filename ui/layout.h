/* Screen size to rectangles: arithmetic only. */
#ifndef UI_LAYOUT_H
#define UI_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>

struct rect { int y, x, h, w; };

enum size_class { SIZE_LINE, SIZE_SMALL, SIZE_FULL, SIZE_WIDE };
/* Under 44x12 one line, under 80x24 only looking, from 120 columns on two. */
enum size_class layout_class(int columns, int rows);

/* The frame: head (2 lines, a rule below), body, foot (2, a rule above). */
struct frame { struct rect head, side, body, foot; };
/* side is empty unless the class is WIDE and it is wanted. */
struct frame layout_frame(int columns, int rows, bool with_side);

/* What one pane of a column asks for, in lines; least 0: all of it or nothing.
 * close: it belongs to the pane above, and gives the blank line between up before
 * anything is cut. */
struct wish { int least, wanted; bool close; };
/* From top to bottom, one blank line between; the least of all first, then what
 * is wanted, in order.  What does not fit gets height 0.  Returns lines used. */
int layout_stack(struct rect area, const struct wish *wishes, size_t n,
    struct rect *out);

/* Buttons in one line, or in more when they do not fit; one that is wider than a
 * line takes two.  y and x from 0.  Returns the lines needed. */
int layout_buttons(const int *widths, size_t n, int columns, struct rect *out);

/* A box of this inner size in the middle of the screen, clipped to it. */
struct rect layout_box(int columns, int rows, int inner_h, int inner_w);

/* The columns of the drain watch. */
struct drain_columns {
	int name, check;		/* widths */
	int lb_x, lb_w;			/* first balancer's block; width of each */
	size_t lbs;			/* how many fit */
	int spark;			/* cells */
	bool queue;
	int sum_x, left_x, left_w;
	int arriving_x;		/* where it ends; 0: no room */
};
struct drain_columns layout_drain(int columns, int longest_name, size_t lbs);

/* First of `shown` lines so that `at` is among them, moving as little as
 * possible from `first`. */
int layout_scroll(int first, int at, int shown, int total);

#endif
