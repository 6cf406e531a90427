/* Screen size to rectangles. */

#include "ui/layout.h"

#define SIDE_W 38		/* the longest title fits; 82 are left of 120 */
#define HEAD_H 3		/* with its rule */
#define FOOT_H 3
#define GAP_BUTTONS 5

static int
least(int a, int b)
{
	return a < b ? a : b;
}

static int
most(int a, int b)
{
	return a > b ? a : b;
}

enum size_class
layout_class(int columns, int rows)
{
	if (columns < 44 || rows < 12)
		return SIZE_LINE;
	if (columns < 80 || rows < 24)
		return SIZE_SMALL;
	return columns < 120 ? SIZE_FULL : SIZE_WIDE;
}

struct frame
layout_frame(int columns, int rows, bool with_side)
{
	struct frame frame = {
		.head = { 0, 0, HEAD_H, columns },
		.body = { HEAD_H, 0, rows - HEAD_H - FOOT_H, columns },
		.foot = { rows - FOOT_H, 0, FOOT_H, columns },
	};

	if (with_side && layout_class(columns, rows) == SIZE_WIDE) {
		frame.side = frame.body;
		frame.side.w = SIDE_W;
		frame.body.x = SIDE_W;
		frame.body.w -= SIDE_W;
	}
	return frame;
}

/* Lines for the least of all of them. */
static int
stack_needs(const struct wish *wishes, size_t n)
{
	int lines = -1;

	for (size_t i = 0; i < n; i++)
		if (wishes[i].least > 0)
			lines += wishes[i].least + 1;
	return lines;
}

int
layout_stack(struct rect area, const struct wish *wishes, size_t n,
    struct rect *out)
{
	int spare = area.h;
	int y = area.y;
	bool tight = stack_needs(wishes, n) > area.h;

	for (size_t i = 0; i < n; i++) {
		int gap = spare == area.h || (tight && wishes[i].close) ? 0 : 1;
		int h = wishes[i].least;
		if (wishes[i].wanted == 0 || spare < gap + 1)
			h = 0;
		else
			h = least(h, spare - gap);
		out[i] = (struct rect){ 0, area.x, h, area.w };
		spare -= h > 0 ? h + gap : 0;
	}
	for (size_t i = 0; i < n; i++) {
		int more = most(0, least(spare, wishes[i].wanted - out[i].h));
		if (wishes[i].wanted == 0)
			continue;
		if (out[i].h == 0 && wishes[i].least == 0 &&
		    wishes[i].wanted < spare) {
			more = wishes[i].wanted;
			spare--;		/* the blank line above */
		} else if (out[i].h == 0) {
			continue;
		}
		out[i].h += more;
		spare -= more;
	}
	for (size_t i = 0; i < n; i++) {
		if (out[i].h == 0)
			continue;
		y -= tight && wishes[i].close && y > area.y;
		out[i].y = y;
		y += out[i].h + 1;
	}
	return area.h - spare;
}

/* As many of them as stand in one line with this gap. */
static size_t
one_line(const int *widths, size_t n, int columns, int gap)
{
	int x = 1;
	size_t i = 0;

	while (i < n && x + widths[i] <= columns)
		x += widths[i++] + gap;
	return i > 0 ? i : 1;
}

int
layout_buttons(const int *widths, size_t n, int columns, struct rect *out)
{
	int y = 0;
	size_t done = 0;

	while (done < n) {
		int gap = GAP_BUTTONS;
		while (gap > 2 &&
		    one_line(widths + done, n - done, columns, gap) < n - done)
			gap--;
		size_t here = one_line(widths + done, n - done, columns, gap);
		int x = 1, h = widths[done] > columns - 1 ? 2 : 1;
		for (size_t i = done; i < done + here; i++) {
			out[i] = (struct rect){ y, x, h,
				least(widths[i], columns - x) };
			x += widths[i] + gap;
		}
		done += here;
		y += h;
	}
	return y;
}

struct rect
layout_box(int columns, int rows, int inner_h, int inner_w)
{
	int h = least(inner_h + 2, rows), w = least(inner_w + 2, columns);

	return (struct rect){ (rows - h) / 2, (columns - w) / 2, h, w };
}

#define LB_LEAST 21		/* status 7, now 4, gap, spark 6, gap */
#define LB_WIDE 25		/* spark 10 */
#define LB_FIXED 15		/* all of it but the spark */
#define QUEUE_W 6
#define SPARK_MOST 24
#define TAIL_W 14		/* "both" and "left" */
#define ARRIVING_W 10		/* "new/min", and two blanks before */

struct drain_columns
layout_drain(int columns, int longest_name, size_t lbs)
{
	struct drain_columns c = { .check = 5, .left_w = 9 };

	c.name = least(most(longest_name, 6), most(6, columns / 6));
	c.lb_x = 1 + c.name + 2 + c.check + 2;
	int room = columns - c.lb_x - TAIL_W;
	c.lbs = (size_t)most(1, room / LB_LEAST);
	c.lbs = c.lbs > lbs ? lbs : c.lbs;
	bool arriving = c.lbs == lbs && lbs > 0 &&
	    (room - ARRIVING_W) / (int)lbs >= LB_WIDE + QUEUE_W;
	room -= arriving ? ARRIVING_W : 0;
	int each = c.lbs == 0 ? 0 : room / (int)c.lbs;
	c.queue = each >= LB_WIDE + QUEUE_W;
	int fixed = LB_FIXED + (c.queue ? QUEUE_W : 0);
	c.spark = most(0, least(each - fixed, SPARK_MOST));
	c.lb_w = least(each, fixed + c.spark);
	c.sum_x = c.lb_x + (int)c.lbs * c.lb_w;
	c.left_x = c.sum_x + 5;
	c.arriving_x = arriving ? c.left_x + c.left_w + ARRIVING_W - 1 : 0;
	return c;
}

int
layout_scroll(int first, int at, int shown, int total)
{
	if (at < first)
		first = at;
	if (at >= first + shown)
		first = at - shown + 1;
	return most(0, least(first, total - shown));
}
