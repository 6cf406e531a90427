/* Sessions on all old servers over time, when the screen is tall enough. */

#include "ui/drain.h"

#include "base/clock.h"
#include "base/str.h"

#define TALL 7			/* lines of the curve itself are 5 */
#define CELLS_MOST 200
#define SPAN_MS (16 * 60 * 1000)
#define AXIS_X 7

static struct wish
wish(const struct pane *pane, const struct look *look, int width)
{
	struct drain drain;

	(void)pane;
	if (width < 80)
		return (struct wish){ 0, 0 };
	drain_read(&drain, look);
	return (struct wish){ 0, drain.n_old > 0 ? TALL + 1 : 0 };
}

/* A cell where one server had no reading has no sum. */
static void
sum_cells(const struct look *look, const struct drain *drain, double *sum,
    size_t n)
{
	double one[CELLS_MOST];

	for (size_t c = 0; c < n; c++)
		sum[c] = 0;
	for (size_t i = 0; i < drain->n_old; i++) {
		const struct series *series = history_find(look->view->history,
		    drain->old[i]->name, "");
		if (series == NULL)
			continue;
		series_cells(series, look->now_ms, SPAN_MS, one, n);
		for (size_t c = 0; c < n; c++)
			sum[c] = sum[c] < 0 || one[c] < 0 ? -1 : sum[c] + one[c];
	}
}

static const char *
cell_text(double value, double peak, int line, int lines)
{
	static const char *const parts[] =
	    { " ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█" };
	int eighths = value <= 0 || peak <= 0 ? 0 :
	    (int)(value / peak * lines * 8 + 0.5) - line * 8;

	return parts[eighths < 0 ? 0 : eighths > 8 ? 8 : eighths];
}

static void
draw_axis(struct pen *pen, double peak, int lines)
{
	char text[24];

	for (int y = 0; y < lines; y++) {
		if (y == 0 || y == lines - 1) {
			(void)str_fmt(text, sizeof(text), "%.0f", y == 0 ? peak : 0);
			pen_go(pen, 1 + y, 0);
			pen_right(pen, AXIS_X - 1, ROLE_PLAIN, text);
		}
		pen_go(pen, 1 + y, AXIS_X);
		pen_text(pen, ROLE_PLAIN, y == 0 || y == lines - 1 ? "┤" : "│");
	}
}

static void
draw_times(struct pen *pen, const struct look *look, int width)
{
	char hms[16];

	for (int i = 0; i <= 4; i++) {
		(void)clock_hms(look->wall_ms - SPAN_MS + SPAN_MS / 4 * i, hms,
		    sizeof(hms));
		hms[5] = '\0';
		pen->x = AXIS_X + 1 + width * i / 4 - (i == 4 ? 5 : 0);
		pen_text(pen, ROLE_PLAIN, hms);
	}
}

static void
draw(struct pane *pane, const struct look *look, struct pen *pen)
{
	struct drain drain;
	double cells[CELLS_MOST], peak = 1;
	int lines = pane->area.h - 2;
	int width = pen->area.w - AXIS_X - 3;

	if (lines < 3)
		return;
	width = width > CELLS_MOST ? CELLS_MOST : width;
	drain_read(&drain, look);
	sum_cells(look, &drain, cells, (size_t)width);
	for (int c = 0; c < width; c++)
		peak = cells[c] > peak ? cells[c] : peak;
	pen_go(pen, 0, 1);
	pen_prose(pen, ROLE_PLAIN, "Sessions on the OLD servers, all balancers");
	draw_axis(pen, peak, lines);
	for (int y = 0; y < lines; y++) {
		pen_go(pen, 1 + y, AXIS_X + 1);
		for (int c = 0; c < width; c++)
			pen_text(pen, ROLE_BAR, cell_text(cells[c], peak,
			    lines - 1 - y, lines));
	}
	pen_go(pen, lines + 1, 0);
	draw_times(pen, look, width);
}

const struct pane_ops pane_curve = {
	.name = "curve",
	.wish = wish,
	.draw = draw,
};
