/* The cells of the drain's curve. */

#include "ui/curve.h"

void
curve_forecast(struct curve *curve, int64_t past_ms, int64_t best_ms,
    int64_t worst_ms, int width)
{
	*curve = (struct curve){ .width = width, .now = width };
	if (worst_ms <= 0 || past_ms <= 0)
		return;
	int64_t shown = worst_ms < past_ms ? worst_ms : past_ms;
	curve->now = (int)(width * past_ms / (past_ms + shown));
	double cells_a_ms = (double)curve->now / (double)past_ms;
	curve->best = (double)best_ms * cells_a_ms;
	curve->worst = (double)worst_ms * cells_a_ms;
}

/* What is left of the falling part this many cells from now, in a straight line. */
static double
falls(const struct curve *curve, double cells, double until)
{
	double falling = curve->left - curve->stays;

	if (cells >= until)
		return curve->stays;
	return curve->stays + falling * (1 - cells / until);
}

/* Anything at all is seen on the lowest line. */
static int
whole_lines(const struct curve *curve, double value, int lines)
{
	int n = (int)(value / curve->peak * lines + 0.5);

	return value > 0 && n == 0 ? 1 : n;
}

static const char *
past_cell(const struct curve *curve, double value, int line, int lines)
{
	static const char *const parts[] =
	    { " ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█" };
	int eighths;

	if (value <= 0 || curve->peak <= 0)
		return parts[0];
	eighths = (int)(value / curve->peak * lines * 8 + 0.5);
	eighths = (eighths < 1 ? 1 : eighths) - line * 8;
	return parts[eighths < 0 ? 0 : eighths > 8 ? 8 : eighths];
}

const char *
curve_cell(const struct curve *curve, int cell, int line, int lines)
{
	if (cell < curve->now)
		return past_cell(curve, curve->cells[cell], line, lines);
	double ahead = cell - curve->now + 0.5;
	if (line < whole_lines(curve, falls(curve, ahead, curve->best), lines))
		return "▒";
	if (line < whole_lines(curve, falls(curve, ahead, curve->worst), lines))
		return "░";
	return " ";
}
