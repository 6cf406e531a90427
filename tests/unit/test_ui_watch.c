/* The lines of the session monitor: sums, orders, and that nothing jumps. */

#include <criterion/criterion.h>
#include <stdlib.h>

#include "base/str.h"
#include "ui/watch_lines.h"

static struct traffic traffic;
static struct watch_lines lines;
static struct watch_order held;

static void
set_up(void)
{
	traffic_init(&traffic, 1);
	(void)str_copy(traffic.lbs[0].name, NAME_LEN, "lb-1");
}

static void
tear_down(void)
{
	watch_order_done(&held);
	watch_lines_done(&lines);
	traffic_done(&traffic);
}

static void
add(struct traffic_rows *rows, enum traffic_kind kind, const char *px,
    const char *name, enum lb_state state, unsigned scur)
{
	struct traffic_row *row = traffic_rows_add(rows);

	*row = (struct traffic_row){ .kind = kind, .state = state, .scur = scur };
	(void)str_copy(row->lb, NAME_LEN, "lb-1");
	(void)str_copy(row->pxname, NAME_LEN, px);
	(void)str_copy(row->svname, NAME_LEN, name);
}

static void
answer(unsigned a, unsigned b, unsigned c, bool with_c)
{
	struct traffic_rows rows = { 0 };

	add(&rows, TRAFFIC_FRONTEND, "site", "FRONTEND", LB_UNKNOWN, a + b + c);
	add(&rows, TRAFFIC_SERVER, "shop", "a", LB_UP, a);
	add(&rows, TRAFFIC_SERVER, "shop", "b", LB_DOWN, b);
	if (with_c)
		add(&rows, TRAFFIC_SERVER, "shop", "c", LB_NOLB, c);
	add(&rows, TRAFFIC_BACKEND, "shop", "BACKEND", LB_UNKNOWN, a + b + c);
	traffic_merge(&traffic, &traffic.lbs[0], &rows, 1000);
	traffic_rows_done(&rows);
}

static const char *
names(void)
{
	static char text[TEXT_LEN];

	watch_lines_make(&lines, &traffic, &held);
	text[0] = '\0';
	for (size_t i = 0; i < lines.n; i++)
		(void)str_add(text, sizeof(text), "%s|", lines.list[i].name);
	return text;
}

TestSuite(ui_watch, .init = set_up, .fini = tear_down);

Test(ui_watch, backends_with_their_servers_then_frontends)
{
	answer(3, 4, 5, true);
	cr_expect_str_eq(names(), "shop|lb-1 shop/a|lb-1 shop/b|lb-1 shop/c|"
	    "frontends|lb-1 site/FRONTEND|");
	cr_expect_eq(lines.list[0].scur, 12);
	cr_expect_eq(lines.list[0].servers, 3);
	cr_expect_eq(lines.list[0].up, 1);
}

Test(ui_watch, each_order)
{
	static const char *const wanted[WATCH_SORTS] = {
		[WATCH_AS_LISTED] = "shop|lb-1 shop/a|lb-1 shop/b|lb-1 shop/c|"
		    "frontends|lb-1 site/FRONTEND|",
		[WATCH_BY_SESSIONS] = "shop|lb-1 shop/c|lb-1 shop/b|lb-1 shop/a|"
		    "frontends|lb-1 site/FRONTEND|",
		[WATCH_BY_RATE] = "shop|lb-1 shop/a|lb-1 shop/b|lb-1 shop/c|"
		    "frontends|lb-1 site/FRONTEND|",
		[WATCH_BY_ERRORS] = "shop|lb-1 shop/a|lb-1 shop/b|lb-1 shop/c|"
		    "frontends|lb-1 site/FRONTEND|",
		[WATCH_BY_STATE] = "shop|lb-1 shop/b|lb-1 shop/c|lb-1 shop/a|"
		    "frontends|lb-1 site/FRONTEND|" };

	answer(3, 4, 5, true);
	for (int by = 0; by < WATCH_SORTS; by++) {
		watch_order_take(&held, &traffic, (enum watch_sort)by);
		cr_expect_str_eq(names(), wanted[by], "%s",
		    watch_sort_name((enum watch_sort)by));
	}
}

/* U-07: whatever the readings do, no line moves until it is sorted again; what is
 * new comes last in its backend. */
Test(ui_watch, an_order_is_held)
{
	answer(9, 4, 0, false);
	watch_order_take(&held, &traffic, WATCH_BY_SESSIONS);
	srand(3);
	for (int i = 0; i < 100; i++) {
		answer((unsigned)rand() % 50, (unsigned)rand() % 50, 50, i > 50);
		cr_assert_str_eq(names(), i > 50 ?
		    "shop|lb-1 shop/a|lb-1 shop/b|lb-1 shop/c|frontends|"
		    "lb-1 site/FRONTEND|" :
		    "shop|lb-1 shop/a|lb-1 shop/b|frontends|lb-1 site/FRONTEND|");
	}
}

Test(ui_watch, a_line_finds_its_row)
{
	answer(3, 4, 5, true);
	cr_expect_str_eq(watch_row(&traffic, "lb-1 shop/b")->svname, "b");
	cr_expect_null(watch_row(&traffic, "shop"));
	cr_expect_null(watch_row(&traffic, "lb-2 shop/b"));
}
