/* A curve with its axes: sessions over time, and how they may go on. */
#ifndef UI_CHART_H
#define UI_CHART_H

#include "ui/curve.h"
#include "ui/pane.h"

#define CHART_CELLS 200
#define CHART_LEAST 4		/* lines of the curve itself */
#define CHART_MOST 6
#define CHART_FRAME 3		/* title, axis, times */

struct chart {
	struct curve curve;
	double cells[CHART_CELLS];
	int64_t past_ms;
};

/* Lines that a chart wants on a screen of this height. */
int chart_lines(int rows);
/* Cells that fit beside the axis. */
int chart_width(const struct pen *pen);
/* What stands at the axis beside line y of so many, from the top.  False: nothing. */
bool chart_mark(double peak, int y, int lines, char *text, size_t size);
void chart_draw(struct pen *pen, const struct look *look, const char *title,
    const struct chart *chart);

#endif
