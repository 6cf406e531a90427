/* The cells of the drain's curve: what was, then what is expected.  Pure. */
#ifndef UI_CURVE_H
#define UI_CURVE_H

#include <stdint.h>

struct curve {
	int width, now;			/* cells in all; those of the past */
	const double *cells;		/* of the past; below 0: no reading */
	double peak, left;		/* scale; what is left now */
	double stays;			/* of it what does not fall */
	double best, worst;		/* cells from now until the rest is gone */
};

/* Shares `width` cells between the past and the forecast; without one (worst 0)
 * the past has all of them, else at least half. */
void curve_forecast(struct curve *curve, int64_t past_ms, int64_t best_ms,
    int64_t worst_ms, int width);
/* The sign of one cell; line 0 is the lowest of `lines`. */
const char *curve_cell(const struct curve *curve, int cell, int line, int lines);

#endif
