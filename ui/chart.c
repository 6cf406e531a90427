/* A curve with its axes. */

#include "ui/chart.h"

#include "base/clock.h"
#include "base/str.h"

#define TALL 42
#define AXIS_X 7
#define SECONDS_BELOW_MS 75000	/* from one label to the next */
#define LABELS 5

int
chart_lines(int rows)
{
	return CHART_FRAME + (rows < TALL ? CHART_LEAST : CHART_MOST);
}

int
chart_width(const struct pen *pen)
{
	int width = pen->area.w - AXIS_X - 3;

	return width > CHART_CELLS ? CHART_CELLS : width;
}

static void
draw_title(struct pen *pen, const char *title, const struct chart *chart)
{
	pen_go(pen, 0, 1);
	pen_prose(pen, ROLE_PLAIN, title);
	if (chart->curve.now < chart->curve.width)
		pen_right(pen, pen->area.w - 1, ROLE_PLAIN,
		    "forecast: ▒ at best  ░ at worst");
}

/* The peak and its half, unless that is rounded to 0, which has a place of its own. */
bool
chart_mark(double peak, int y, int lines, char *text, size_t size)
{
	double value = peak * (lines - y) / lines;

	if (y != 0 && (y != lines / 2 || value < 1))
		return false;
	(void)str_fmt(text, size, "%.0f", value);
	return true;
}

static void
draw_axis(struct pen *pen, double peak, int lines)
{
	char text[24];

	for (int y = 0; y < lines; y++) {
		bool marked = chart_mark(peak, y, lines, text, sizeof(text));

		if (marked) {
			pen_go(pen, 1 + y, 0);
			pen_right(pen, AXIS_X - 1, ROLE_PLAIN, text);
		}
		pen_go(pen, 1 + y, AXIS_X);
		pen_text(pen, ROLE_PLAIN, marked ? "┤" : "│");
	}
}

/* The line below, and the times under it. */
static void
draw_times(struct pen *pen, const struct look *look, const struct chart *chart,
    int lines)
{
	int width = chart->curve.width;
	int64_t whole = chart->past_ms * width / chart->curve.now;
	char hms[16];

	pen_go(pen, lines + 1, AXIS_X - 2);
	pen_text(pen, ROLE_PLAIN, "0 └");
	for (int c = 0; c < width; c++)
		pen_text(pen, ROLE_PLAIN, c % (width / LABELS) == 0 ? "┬" : "─");
	for (int i = 0; i < LABELS; i++) {
		int x = width / LABELS * i;
		(void)clock_hms(look->wall_ms - chart->past_ms + whole * x / width,
		    hms, sizeof(hms));
		/* Else two of them would be the same minute. */
		if (whole >= LABELS * SECONDS_BELOW_MS)
			hms[5] = '\0';
		pen_go(pen, lines + 2, AXIS_X + 1 + x - (i > 0 ? 2 : 0));
		pen_text(pen, ROLE_PLAIN, hms);
	}
}

void
chart_draw(struct pen *pen, const struct look *look, const char *title,
    const struct chart *chart)
{
	const struct curve *curve = &chart->curve;
	int lines = pen->area.h - CHART_FRAME;

	if (lines < CHART_LEAST)
		return;
	draw_title(pen, title, chart);
	draw_axis(pen, curve->peak, lines);
	for (int y = 0; y < lines; y++) {
		pen_go(pen, 1 + y, AXIS_X + 1);
		for (int c = 0; c < curve->width; c++)
			pen_text(pen, c < curve->now ? ROLE_BAR : ROLE_PLAIN,
			    curve_cell(curve, c, lines - 1 - y, lines));
	}
	draw_times(pen, look, chart, lines);
}
