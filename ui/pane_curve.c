/*
 * Sessions on all old servers over time, and how it may go on: between the best
 * and the worst of the estimate.  Shown when the screen is tall enough.
 */

#include "ui/curve.h"
#include "ui/pane.h"

#include "base/clock.h"
#include "base/str.h"
#include "talk/drain.h"
#include "talk/standing.h"

#define FRAME_LINES 3		/* title, axis, times */
#define LINES_LEAST 4
#define LINES_MOST 6
#define TALL 42
#define CELLS_MOST 200
#define SPAN_MOST_MS (16 * 60 * 1000)
#define SPAN_LEAST_MS (4 * 60 * 1000)
#define AXIS_X 7
#define LABELS 5

struct chart {
	struct curve curve;
	double cells[CELLS_MOST];
	int64_t past_ms;
	int lines;
};

static struct wish
wish(const struct pane *pane, const struct look *look, int width)
{
	struct drain drain;

	(void)pane;
	if (width < 80)
		return (struct wish){ .least = 0 };
	drain_read(&drain, look);
	return (struct wish){ .wanted = drain.n_old == 0 ? 0 : FRAME_LINES +
	    (LINES < TALL ? LINES_LEAST : LINES_MOST) };
}

/* A cell where one server had no reading has no sum. */
static void
sum_cells(const struct look *look, const struct drain *drain, int64_t span_ms,
    double *sum, size_t n)
{
	double one[CELLS_MOST];

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
draw_title(struct pen *pen, const struct chart *chart)
{
	pen_go(pen, 0, 1);
	pen_prose(pen, ROLE_PLAIN, "Sessions on the OLD servers, all balancers");
	if (chart->curve.now < chart->curve.width)
		pen_right(pen, pen->area.w - 1, ROLE_PLAIN,
		    "forecast: ▒ at best  ░ at worst");
}

static void
draw_axis(struct pen *pen, double peak, int lines)
{
	char text[24];

	for (int y = 0; y < lines; y++) {
		bool marked = y == 0 || y == lines / 2;
		if (marked) {
			(void)str_fmt(text, sizeof(text), "%.0f",
			    peak * (lines - y) / lines);
			pen_go(pen, 1 + y, 0);
			pen_right(pen, AXIS_X - 1, ROLE_PLAIN, text);
		}
		pen_go(pen, 1 + y, AXIS_X);
		pen_text(pen, ROLE_PLAIN, marked ? "┤" : "│");
	}
}

/* The line below, and the times under it. */
static void
draw_times(struct pen *pen, const struct look *look, const struct chart *chart)
{
	int width = chart->curve.width;
	int64_t whole = chart->past_ms * width / chart->curve.now;
	char hms[16];

	pen_go(pen, chart->lines + 1, AXIS_X - 2);
	pen_text(pen, ROLE_PLAIN, "0 └");
	for (int c = 0; c < width; c++)
		pen_text(pen, ROLE_PLAIN, c % (width / LABELS) == 0 ? "┬" : "─");
	for (int i = 0; i < LABELS; i++) {
		int x = width / LABELS * i;
		(void)clock_hms(look->wall_ms - chart->past_ms + whole * x / width,
		    hms, sizeof(hms));
		hms[5] = '\0';
		pen_go(pen, chart->lines + 2, AXIS_X + 1 + x - (i > 0 ? 2 : 0));
		pen_text(pen, ROLE_PLAIN, hms);
	}
}

static void
draw(struct pane *pane, const struct look *look, struct pen *pen)
{
	struct drain drain;
	struct chart chart = { .lines = pane->area.h - FRAME_LINES };
	int width = pen->area.w - AXIS_X - 3;

	if (chart.lines < LINES_LEAST)
		return;
	width = width > CELLS_MOST ? CELLS_MOST : width;
	drain_read(&drain, look);
	make_chart(&chart, look, &drain, width);
	draw_title(pen, &chart);
	draw_axis(pen, chart.curve.peak, chart.lines);
	for (int y = 0; y < chart.lines; y++) {
		pen_go(pen, 1 + y, AXIS_X + 1);
		for (int c = 0; c < width; c++)
			pen_text(pen, c < chart.curve.now ? ROLE_BAR : ROLE_PLAIN,
			    curve_cell(&chart.curve, c, chart.lines - 1 - y,
			    chart.lines));
	}
	draw_times(pen, look, &chart);
}

const struct pane_ops pane_curve = {
	.name = "curve",
	.wish = wish,
	.draw = draw,
};
