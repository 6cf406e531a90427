/* What the balancers tell of all their traffic, answer by answer. */

#include <criterion/criterion.h>

#include "base/str.h"
#include "model/traffic.h"

static struct traffic traffic;
static struct traffic_rows rows;

static void
set_up(void)
{
	traffic_init(&traffic, 2);
	(void)str_copy(traffic.lbs[0].name, NAME_LEN, "lb-1");
	(void)str_copy(traffic.lbs[1].name, NAME_LEN, "lb-2");
}

static void
tear_down(void)
{
	traffic_rows_done(&rows);
	traffic_done(&traffic);
}

static void
row(const char *lb, const char *server, unsigned scur, uint64_t errors)
{
	struct traffic_row *one = traffic_rows_add(&rows);

	*one = (struct traffic_row){ .kind = TRAFFIC_SERVER, .scur = scur,
		.errors = errors };
	(void)str_copy(one->lb, NAME_LEN, lb);
	(void)str_copy(one->pxname, NAME_LEN, "shop");
	(void)str_copy(one->svname, NAME_LEN, server);
}

static void
merge(size_t lb, int64_t now_ms)
{
	traffic_merge(&traffic, &traffic.lbs[lb], &rows, now_ms);
	traffic_rows_done(&rows);
}

static const char *
order(void)
{
	static char text[TEXT_LEN];

	text[0] = '\0';
	for (size_t i = 0; i < traffic.rows.n; i++)
		(void)str_add(text, sizeof(text), "%s@%s ",
		    traffic.rows.list[i].svname, traffic.rows.list[i].lb);
	return text;
}

TestSuite(model_traffic, .init = set_up, .fini = tear_down);

/* Whoever answers first: a server's rows stand together, in the balancers' own
 * order, and stay where they are. */
Test(model_traffic, servers_stand_together_and_stay)
{
	row("lb-2", "a", 1, 0);
	row("lb-2", "b", 1, 0);
	merge(1, 1000);
	row("lb-1", "a", 1, 0);
	row("lb-1", "b", 1, 0);
	merge(0, 1000);
	cr_expect_str_eq(order(), "a@lb-1 a@lb-2 b@lb-1 b@lb-2 ");

	row("lb-1", "b", 9, 0);
	row("lb-1", "a", 1, 0);
	row("lb-1", "c", 1, 0);
	merge(0, 2000);
	cr_expect_str_eq(order(), "a@lb-1 a@lb-2 b@lb-1 b@lb-2 c@lb-1 ");
	cr_expect_eq(traffic.rows.list[2].scur, 9);
}

Test(model_traffic, what_is_not_told_any_more_is_gone)
{
	row("lb-1", "a", 1, 0);
	row("lb-1", "b", 1, 0);
	merge(0, 1000);
	row("lb-1", "b", 1, 0);
	merge(0, 2000);
	cr_expect_str_eq(order(), "b@lb-1 ");
}

/* Silence is not zero: the number stays, is not known, and leaves a gap. */
Test(model_traffic, silence_is_a_gap)
{
	double cells[1];

	row("lb-1", "a", 5, 0);
	merge(0, 1000);
	cr_expect(traffic_row_known(&traffic, &traffic.rows.list[0]));
	traffic_missed(&traffic, &traffic.lbs[0], "no answer", 2000);
	cr_expect_not(traffic_row_known(&traffic, &traffic.rows.list[0]));
	cr_expect_eq(traffic.rows.list[0].scur, 5);
	series_cells(traffic_series(&traffic, &traffic.rows.list[0]), 2000, 900,
	    cells, 1);
	cr_expect_lt(cells[0], 0);
}

/* Errors since we look; a worker that began anew counts from zero. */
Test(model_traffic, errors_are_counted_from_the_first_look)
{
	static const struct { uint64_t told, wanted; } looks[] =
	    { { 100, 0 }, { 103, 3 }, { 2, 5 }, { 2, 5 } };

	for (size_t i = 0; i < countof(looks); i++) {
		row("lb-1", "a", 1, looks[i].told);
		merge(0, 1000 * (int64_t)(i + 1));
		cr_expect_eq(traffic.rows.list[0].errors_new, looks[i].wanted,
		    "look %zu", i);
	}
}
