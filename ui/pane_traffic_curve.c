/* Sessions on all backends and balancers over time, when there is room. */

#include "ui/chart.h"

#define SPAN_MS (16 * 60 * 1000)

static struct wish
wish(const struct pane *pane, const struct look *look, int width)
{
	(void)pane;
	return (struct wish){ .wanted = width < 80 ||
	    look->view->traffic->rows.n == 0 ? 0 : chart_lines(LINES) };
}

static void
sum_cells(const struct look *look, struct chart *chart)
{
	const struct traffic *traffic = look->view->traffic;
	double one[CHART_CELLS];

	for (size_t i = 0; i < traffic->rows.n; i++) {
		const struct traffic_row *row = &traffic->rows.list[i];
		const struct series *series = row->kind != TRAFFIC_BACKEND ? NULL :
		    traffic_series(traffic, row);

		if (series == NULL)
			continue;
		series_cells(series, look->now_ms, SPAN_MS, one,
		    (size_t)chart->curve.width);
		for (int c = 0; c < chart->curve.width; c++)
			chart->cells[c] = chart->cells[c] < 0 || one[c] < 0 ? -1 :
			    chart->cells[c] + one[c];
	}
}

static void
draw(struct pane *pane, const struct look *look, struct pen *pen)
{
	struct chart chart = { .past_ms = SPAN_MS };

	(void)pane;
	curve_forecast(&chart.curve, SPAN_MS, 0, 0, chart_width(pen));
	sum_cells(look, &chart);
	chart.curve.cells = chart.cells;
	chart.curve.peak = 1;
	for (int c = 0; c < chart.curve.width; c++)
		if (chart.cells[c] > chart.curve.peak)
			chart.curve.peak = chart.cells[c];
	chart_draw(pen, look, "Sessions on all backends, all balancers", &chart);
}

const struct pane_ops pane_traffic_curve = {
	.name = "traffic-curve",
	.wish = wish,
	.draw = draw,
};
