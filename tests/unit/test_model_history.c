/* model/history: cells of a spark, and when a drain will be over. */

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>

#include "base/str.h"
#include "model/facts.h"
#include "model/history.h"

#define START_MS 1000000

/* One server on one balancer, one reading a second. */
static struct facts facts;
static struct history history;
static struct server server = { .name = "app-11", .mark = MARK_OLD };
static struct lb lb = { .name = "lb-1", .seen_ms = 1 };
static struct lb_row row = { .lb = "lb-1", .pxname = "www",
	.svname = "app-11", .server = "app-11" };

static void
begin(void)
{
	facts = (struct facts){ .now_ms = START_MS, .servers = &server,
		.n_servers = 1, .lbs = &lb, .n_lbs = 1, .rows = &row, .n_rows = 1 };
	(void)str_copy(lb.backend, sizeof(lb.backend), "www");
	lb.missed = 0;
	history = (struct history){ 0 };
}

static void
end(void)
{
	history_done(&history);
}

TestSuite(history, .init = begin, .fini = end);

static void
read_at(int second, double value)
{
	facts.now_ms = START_MS + second * INT64_C(1000);
	row.scur = value < 0 ? 0 : (unsigned)(value + 0.5);
	history_add(&history, &facts);
}

static struct estimate
estimate(void)
{
	return series_estimate(history_find(&history, "app-11", "lb-1"),
	    facts.now_ms);
}

Test(history, nothing_before_thirty_seconds)
{
	for (int s = 0; s < 30; s++) {
		read_at(s, 100 - s);
		cr_expect_eq(estimate().kind, ESTIMATE_NONE, "at %d s", s);
	}
	read_at(30, 70);
	cr_expect_eq(estimate().kind, ESTIMATE_RANGE);
}

Test(history, slope_holds_the_truth)
{
	for (double per_s = 0.05; per_s < 3; per_s *= 1.7) {
		history_done(&history);
		for (int s = 0; s <= 240; s++)
			read_at(s, 900 - s * per_s);
		struct estimate e = estimate();
		double truth = row.scur / per_s * 1000;
		cr_assert_eq(e.kind, ESTIMATE_RANGE, "%f a second", per_s);
		cr_expect_leq((double)e.best_ms, truth);
		cr_expect_geq((double)e.worst_ms, truth);
	}
}

Test(history, noise_does_not_hide_the_slope)
{
	srand(1);
	for (int s = 0; s <= 200; s++)
		read_at(s, 300 - s + rand() % 9 - 4);
	struct estimate e = estimate();
	cr_assert_eq(e.kind, ESTIMATE_RANGE);
	cr_expect_leq(e.best_ms, 100000);
	cr_expect_geq(e.worst_ms, 100000);
}

Test(history, flat_is_stuck_after_a_minute)
{
	for (int s = 0; s <= 59; s++) {
		read_at(s, 2);
		cr_expect_neq(estimate().kind, ESTIMATE_STUCK, "at %d s", s);
	}
	read_at(60, 2);
	struct estimate e = estimate();
	cr_assert_eq(e.kind, ESTIMATE_STUCK);
	cr_expect_eq(e.flat_ms, 60000);
}

Test(history, a_step_then_flat_is_stuck)
{
	for (int s = 0; s <= 150; s++)
		read_at(s, s < 60 ? 40 : 7);
	cr_expect_eq(estimate().kind, ESTIMATE_STUCK);
}

Test(history, rising_has_no_end)
{
	for (int s = 0; s <= 200; s++) {
		read_at(s, 10 + s / 2);
		cr_expect_eq(estimate().kind, ESTIMATE_NONE, "at %d s", s);
	}
}

Test(history, zero_is_empty_at_once)
{
	read_at(0, 0);
	cr_expect_eq(estimate().kind, ESTIMATE_EMPTY);
}

Test(history, ranges_are_ordered_whatever_comes)
{
	srand(7);
	for (int round = 0; round < 200; round++) {
		history_done(&history);
		int value = rand() % 200, length = rand() % 400;
		for (int s = 0; s <= length; s++) {
			value += rand() % 7 - 3;
			read_at(s, value < 0 ? value = 0 : value);
		}
		struct estimate e = estimate();
		if (e.kind != ESTIMATE_RANGE)
			continue;
		cr_expect_geq(e.best_ms, 0);
		cr_expect_leq(e.best_ms, e.worst_ms);
	}
}

/* What is not known is never zero. */
Test(history, silence_is_no_reading)
{
	read_at(0, 5);
	lb.missed = 1;
	for (int s = 1; s <= 20; s++)
		read_at(s, 0);
	const struct series *series = history_find(&history, "app-11", "lb-1");
	cr_expect_eq(series->value[10], -1);
	cr_expect_eq(history_find(&history, "app-11", "")->value[10], -1);
	cr_expect_eq(estimate().kind, ESTIMATE_NONE);
}

Test(history, ring_keeps_the_newest)
{
	for (int s = 0; s < HISTORY_LEN + 50; s++)
		read_at(s, s);
	const struct series *series = history_find(&history, "app-11", "lb-1");
	cr_expect_eq(series->n, HISTORY_LEN);
	cr_expect_eq(series->value[series->first], 50);
}

Test(history, one_round_is_one_reading)
{
	read_at(0, 5);
	facts.now_ms += 100;
	row.scur = 6;
	history_add(&history, &facts);
	const struct series *series = history_find(&history, "app-11", "lb-1");
	cr_expect_eq(series->n, 1);
	cr_expect_eq(series->value[0], 6);
}

Test(history, cells_are_means_and_gaps_stay_gaps)
{
	double cells[4];

	for (int s = 1; s <= 20; s++)
		read_at(s, s <= 10 ? 4 : 8);
	series_cells(history_find(&history, "app-11", "lb-1"),
	    START_MS + 20000, 40000, cells, countof(cells));
	cr_expect_lt(cells[0], 0);
	cr_expect_lt(cells[1], 0);
	cr_expect_float_eq(cells[2], 4, 0.01);
	cr_expect_float_eq(cells[3], 8, 0.01);
}

static int64_t
arrivals(void)
{
	return pace_rise(&history_find(&history, "app-11", "lb-1")->arrived,
	    facts.now_ms);
}

/* Of the last minute; a new worker and a silence begin anew. */
Test(history, arrivals_of_the_last_minute)
{
	for (int s = 0; s <= 90; s++) {
		row.stot = 500 + 3 * (uint64_t)s;
		read_at(s, 5);
	}
	cr_expect_eq(arrivals(), 180);
	row.stot = 2;
	read_at(91, 5);
	cr_expect_eq(arrivals(), -1);
	row.stot = 6;
	read_at(92, 5);
	cr_expect_eq(arrivals(), 4);
	lb.missed = 1;
	read_at(93, 5);
	cr_expect_eq(arrivals(), -1);
}
