/* ui/layout and ui/list: arithmetic, and a cursor that belongs to a server. */

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "ui/layout.h"
#include "ui/list.h"

Test(ui_layout, classes)
{
	cr_expect_eq(layout_class(80, 24), SIZE_FULL);
	cr_expect_eq(layout_class(79, 24), SIZE_SMALL);
	cr_expect_eq(layout_class(80, 23), SIZE_SMALL);
	cr_expect_eq(layout_class(44, 12), SIZE_SMALL);
	cr_expect_eq(layout_class(43, 50), SIZE_LINE);
	cr_expect_eq(layout_class(120, 24), SIZE_WIDE);
}

Test(ui_layout, frame_fills_the_screen)
{
	for (int columns = 80; columns < 300; columns += 7)
		for (int rows = 24; rows < 90; rows += 5) {
			struct frame f = layout_frame(columns, rows, true);
			cr_expect_eq(f.head.h + f.body.h + f.foot.h, rows);
			cr_expect_eq(f.side.w + f.body.w, columns);
			cr_expect_geq(f.body.w, 80);
			cr_expect_eq(f.body.y, f.head.h);
		}
}

/* Never outside, never over each other, the least before what is wanted. */
Test(ui_layout, stack_holds_whatever_is_wished)
{
	srand(11);
	for (int round = 0; round < 5000; round++) {
		struct wish wishes[6];
		struct rect out[6];
		struct rect area = { 3, 5, rand() % 40, 80 };
		size_t n = (size_t)(rand() % 7);
		for (size_t i = 0; i < n; i++) {
			wishes[i].least = rand() % 5;
			wishes[i].wanted = wishes[i].least + rand() % 12;
			wishes[i].close = rand() % 4 == 0;
		}
		cr_assert_leq(layout_stack(area, wishes, n, out), area.h);
		int y = area.y - 1;
		for (size_t i = 0; i < n; i++) {
			if (out[i].h == 0)
				continue;
			cr_assert_geq(out[i].y, y + !wishes[i].close);
			cr_assert_leq(out[i].h, wishes[i].wanted);
			y = out[i].y + out[i].h;
			cr_assert_leq(y, area.y + area.h);
			cr_assert(wishes[i].least > 0 ||
			    out[i].h == wishes[i].wanted);
		}
	}
}

/* A pane that has nothing to show takes no line from the others. */
Test(ui_layout, who_wishes_nothing_gets_nothing)
{
	const struct rect area = { 0, 0, 12, 80 };
	struct rect out[3];

	(void)layout_stack(area, (struct wish[]){ { .least = 2, .wanted = 2 },
	    { .least = 0 }, { .least = 1, .wanted = 9 } }, 3, out);
	cr_expect_eq(out[1].h, 0);
	cr_expect_eq(out[2].h, 9);
}

/* The blank line goes before a line of a pane does. */
Test(ui_layout, close_panes_give_up_their_blank_line_first)
{
	struct wish wishes[] = { { .least = 6, .wanted = 6 },
		{ .least = 1, .wanted = 2, .close = true },
		{ .least = 1, .wanted = 1 } };
	struct rect out[3];

	(void)layout_stack((struct rect){ 0, 0, 9, 80 }, wishes, 3, out);
	cr_expect_eq(out[1].y, 6);
	cr_expect_eq(out[2].y, 8);
	cr_expect_eq(out[2].h, 1);
	(void)layout_stack((struct rect){ 0, 0, 10, 80 }, wishes, 3, out);
	cr_expect_eq(out[1].y, 7);
	cr_expect_eq(out[2].y, 9);
}

Test(ui_layout, buttons_stay_inside)
{
	srand(5);
	for (int round = 0; round < 5000; round++) {
		int widths[6], columns = 40 + rand() % 100;
		struct rect out[6];
		size_t n = (size_t)(rand() % 7);
		for (size_t i = 0; i < n; i++)
			widths[i] = 5 + rand() % 60;
		int lines = layout_buttons(widths, n, columns, out);
		for (size_t i = 0; i < n; i++) {
			cr_assert_lt(out[i].y, lines);
			cr_assert_leq(out[i].x + out[i].w, columns);
			cr_assert(i == 0 || out[i].y > out[i - 1].y ||
			    out[i].x > out[i - 1].x + out[i - 1].w);
		}
	}
}

Test(ui_layout, drain_columns_fit)
{
	for (int columns = 80; columns < 260; columns++)
		for (size_t lbs = 1; lbs <= 8; lbs++)
			for (int name = 3; name < 40; name += 4) {
				struct drain_columns c = layout_drain(columns, name,
				    lbs);
				cr_assert_geq(c.lbs, 1);
				cr_assert_leq(c.lbs, lbs);
				cr_assert_leq(c.left_x + c.left_w, columns,
				    "%d columns, %zu balancers", columns, lbs);
				cr_assert_leq(c.arriving_x, columns - 1);
				cr_assert_geq(c.lb_w, 15 + c.spark);
			}
	cr_expect_eq(layout_drain(80, 6, 2).lbs, 2);
	cr_expect_eq(layout_drain(80, 6, 2).spark, 10);
	cr_expect(layout_drain(140, 6, 2).queue);
	/* Who arrives is told beside the steps of a screen of 140, not on 80. */
	cr_expect_eq(layout_drain(80, 6, 2).arriving_x, 0);
	cr_expect_gt(layout_drain(102, 6, 2).arriving_x, 0);
	cr_expect(layout_drain(102, 6, 2).queue);
	cr_expect_eq(layout_drain(102, 6, 2).spark, 10);
}

/* ---- list ---- */

static const char *const names[] = { "a", "b", "c", "d", "e" };

Test(ui_list, moves_and_scrolls)
{
	struct list list = { 0 };

	cr_expect_eq(list_sync(&list, names, 5, 2), 0);
	cr_expect(!list_move(&list, LIST_UP, names, 5, 2));
	cr_expect(list_move(&list, LIST_END, names, 5, 2));
	cr_expect_str_eq(list.cursor, "e");
	cr_expect_eq(list.first, 3);
	cr_expect(list_move(&list, LIST_PAGE_UP, names, 5, 2));
	cr_expect_str_eq(list.cursor, "d");
	cr_expect_eq(list_sync(&list, NULL, 0, 2), -1);
}

Test(ui_list, cursor_belongs_to_a_server)
{
	static const char *const moved[] = { "x", "c", "a" };
	static const char *const without[] = { "x", "a" };
	struct list list = { .cursor = "c" };

	cr_expect_eq(list_sync(&list, names, 5, 5), 2);
	cr_expect_eq(list_sync(&list, moved, 3, 5), 1);
	/* Gone: the row that took its place. */
	cr_expect_eq(list_sync(&list, without, 2, 5), 1);
	cr_expect_str_eq(list.cursor, "a");
}

/* However the rows come and go, the cursor stays on its own while it is there. */
Test(ui_list, random_rows)
{
	struct list list = { .cursor = "m" };

	srand(9);
	for (int round = 0; round < 2000; round++) {
		static const char *const all[] = { "k", "l", "m", "n", "o", "p" };
		const char *rows[countof(all)];
		size_t n = 0;
		for (size_t i = 0; i < countof(all); i++)
			if (strcmp(all[i], "m") == 0 || rand() % 2 == 0)
				rows[n++] = all[i];
		size_t swap = (size_t)rand() % n;
		const char *first = rows[0];
		rows[0] = rows[swap];
		rows[swap] = first;
		int at = list_sync(&list, rows, n, 1 + rand() % 4);
		cr_assert_str_eq(rows[at], "m");
		cr_assert(list.first <= at);
	}
}
