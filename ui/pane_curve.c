/*
 * Sessions on all old servers over time, and how it may go on: between the best
 * and the worst of the estimate.  Shown when the screen is tall enough.
 */

#include "ui/chart.h"

#include "talk/drain.h"

#define SPAN_MOST_MS (16 * 60 * 1000)
#define SPAN_LEAST_MS (4 * 60 * 1000)

static struct wish
wish(const struct pane *pane, const struct look *look, int width)
{
	struct drain drain;

	(void)pane;
	if (width < 80)
		return (struct wish){ .least = 0 };
	drain_read(&drain, look);
	return (struct wish){ .wanted = drain.n_old == 0 ? 0 :
	    chart_lines(LINES) };
}

/* A cell where one server had no reading has no sum. */
static void
sum_cells(const struct look *look, const struct drain *drain, int64_t span_ms,
    double *sum, size_t n)
{
	double one[CHART_CELLS];

	for (size_t c = 0; c < n; c++)
		sum[c] = 0;
	for (size_t i = 0; i < drain->n_old; i++) {
		const struct series *series = history_find(look->view->history,
		    drain->old[i]->name, "");
		if (series == NULL)
			continue;
		series_cells(series, look->now_ms, span_ms, one, n);
		for (size_t c = 0; c < n; c++)
			sum[c] = sum[c] < 0 || one[c] < 0 ? -1 : sum[c] + one[c];
	}
}

/* Since the first reading, so that a young drain fills its picture too. */
static int64_t
past_of(const struct look *look, const struct drain *drain)
{
	int64_t past = SPAN_LEAST_MS;

	for (size_t i = 0; i < drain->n_old; i++) {
		const struct series *series = history_find(look->view->history,
		    drain->old[i]->name, "");
		int64_t age = series == NULL || series->n == 0 ? 0 :
		    look->now_ms - series->at_ms[series->first];
		past = age > past ? age : past;
	}
	return past < SPAN_MOST_MS ? past : SPAN_MOST_MS;
}

static void
make_chart(struct chart *chart, const struct look *look, const struct drain *drain,
    int width)
{
	const struct estimate *estimate = &drain->estimate;
	bool known = estimate->kind == ESTIMATE_RANGE && drain->left > drain->stuck;

	chart->past_ms = past_of(look, drain);
	curve_forecast(&chart->curve, chart->past_ms, known ? estimate->best_ms : 0,
	    known ? estimate->worst_ms : 0, width);
	chart->curve.left = (double)drain->left;
	chart->curve.stays = (double)drain->stuck;
	sum_cells(look, drain, chart->past_ms, chart->cells,
	    (size_t)chart->curve.now);
	chart->curve.cells = chart->cells;
	chart->curve.peak = 1;
	for (int c = 0; c < chart->curve.now; c++)
		if (chart->cells[c] > chart->curve.peak)
			chart->curve.peak = chart->cells[c];
}

static void
draw(struct pane *pane, const struct look *look, struct pen *pen)
{
	struct drain drain;
	struct chart chart;

	(void)pane;
	drain_read(&drain, look);
	make_chart(&chart, look, &drain, chart_width(pen));
	chart_draw(pen, look, "Sessions on the OLD servers, all balancers", &chart);
}

const struct pane_ops pane_curve = {
	.name = "curve",
	.wish = wish,
	.draw = draw,
};
