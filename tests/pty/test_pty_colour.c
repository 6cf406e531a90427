/* Colours by role, as they reach the terminal; and none when none is wanted. */

#include <math.h>

#include "pty/moment.h"

enum { BLACK, RED, GREEN, YELLOW, BLUE, MAGENTA, CYAN, WHITE, NONE = PTY_DEFAULT };
/* Of the 256 of xterm. */
enum { MANY_GREEN = 28, MANY_TEAL = 30, MANY_MAGENTA = 164 };

static const struct {
	const char *moment;
	bool enter;
	const char *text;
	struct look_of_cell look;
} roles[] = {
	{ "overview", false, "PROD", { WHITE, RED, true, false } },
	{ "overview", false, "cutover", { NONE, NONE, true, true } },
	{ "overview", false, "shop-prod", { NONE, NONE, false, true } },
	{ "overview", false, "✓", { MANY_GREEN, NONE, false, false } },
	{ "overview", false, "▸", { MANY_TEAL, NONE, true, false } },
	{ "overview", false, "[ Go to step", { NONE, NONE, true, true } },
	{ "pick", true, "OLD ", { NONE, NONE, true, false } },
	{ "pick", true, "NEW ", { MANY_TEAL, NONE, false, false } },
	{ "pick", true, "⊘", { MANY_TEAL, NONE, false, false } },
	{ "drain", true, "NOLB", { MANY_MAGENTA, NONE, false, false } },
	{ "failed", true, "✗", { WHITE, RED, true, false } },
	{ "unsettled", true, "!", { BLACK, YELLOW, false, false } },
};

static bool
same_look(struct look_of_cell a, struct look_of_cell b)
{
	return a.fg == b.fg && a.bg == b.bg && a.bold == b.bold &&
	    a.reverse == b.reverse;
}

Test(pty_colour, roles)
{
	for (size_t i = 0; i < countof(roles); i++) {
		struct pty pty;
		struct spot spot;

		moment_open(&pty, roles[i].moment, NULL);
		if (roles[i].enter)
			moment_enter(&pty);
		cr_expect(pty_find(&pty, roles[i].text, &spot), "%s: no %s\n%s",
		    roles[i].moment, roles[i].text, pty_text(&pty, -1));
		struct look_of_cell look = pty_cell(&pty, spot.row, spot.column);
		cr_expect(same_look(look, roles[i].look),
		    "%s: %s in row %d is %d on %d%s%s", roles[i].moment,
		    roles[i].text, spot.row, look.fg, look.bg,
		    look.bold ? ", bold" : "", look.reverse ? ", reverse" : "");
		pty_close(&pty);
	}
}

/* What `is` says of a cell holds for each cell that is not blank. */
typedef bool cell_is(struct look_of_cell look);

static void
expect_cells(struct pty *pty, cell_is *is, const char *moment)
{
	for (int row = 0; row < pty->rows; row++)
		for (int column = 0; column < pty->columns; column++) {
			struct look_of_cell look = pty_cell(pty, row, column);

			cr_expect(is(look), "%s: row %d, column %d: %d on %d",
			    moment, row, column, look.fg, look.bg);
		}
}

static void
expect_on_all_screens(cell_is *is, const char *const *env)
{
	for (size_t i = 0; i < n_moments; i++) {
		struct pty pty;

		moment_open(&pty, moments[i], env);
		expect_cells(&pty, is, moments[i]);
		moment_enter(&pty);
		expect_cells(&pty, is, moments[i]);
		pty_keys(&pty, "?");
		pty_sees(&pty, "Esc");
		expect_cells(&pty, is, moments[i]);
		pty_close(&pty);
	}
}

static bool
has_no_colour(struct look_of_cell look)
{
	return look.fg == NONE && look.bg == NONE;
}

Test(pty_colour, no_color_means_no_cell)
{
	static const char *const env[] = { "NO_COLOR=1", NULL };

	expect_on_all_screens(has_no_colour, env);
}

/* ---- on white and on black ---- */

/* As xterm has them: the first eight, then a cube of six steps a colour. */
static void
channels_of(int colour, int rgb[3])
{
	static const int steps[] = { 0, 95, 135, 175, 215, 255 };

	for (int i = 0; i < 3; i++)
		rgb[i] = colour < 8 ? ((colour >> i) & 1 ? 205 : 0) :
		    steps[(colour - 16) / (i == 0 ? 36 : i == 1 ? 6 : 1) % 6];
}

/* 0 black to 1 white, as the Web Content Accessibility Guidelines reckon it. */
static double
luminance(int colour)
{
	static const double shares[] = { 0.2126, 0.7152, 0.0722 };
	double sum = 0;
	int rgb[3];

	channels_of(colour, rgb);
	for (int i = 0; i < 3; i++) {
		double part = rgb[i] / 255.0;
		sum += shares[i] * (part <= 0.04045 ? part / 12.92 :
		    pow((part + 0.055) / 1.055, 2.4));
	}
	return sum;
}

static double
contrast(double light, double dark)
{
	return (light + 0.05) / (dark + 0.05);
}

/* A colour on the terminal's own background must do on a white and a black one. */
static bool
reads_on_dark_and_light(struct look_of_cell look)
{
	const double least = 3.5;

	if (look.bg != NONE)
		return look.bg < 8 && look.fg != NONE;
	return look.fg == NONE || (contrast(1, luminance(look.fg)) >= least &&
	    contrast(luminance(look.fg), 0) >= least);
}

Test(pty_colour, readable_on_dark_and_light)
{
	expect_on_all_screens(reads_on_dark_and_light, NULL);
}

Test(pty_colour, readable_on_dark_and_light_with_eight_colours)
{
	static const char *const env[] = { "TERM=xterm", NULL };

	expect_on_all_screens(reads_on_dark_and_light, env);
}

/* Without colours the focus and the badge are told by other means. */
Test(pty_colour, without_it_reverse_and_bold_stay)
{
	static const char *const env[] = { "NO_COLOR=1", NULL };
	struct pty pty;
	struct spot spot;

	moment_open(&pty, "overview", env);
	cr_assert(pty_find(&pty, "[ Go to step", &spot));
	cr_expect(pty_cell(&pty, spot.row, spot.column).reverse);
	cr_assert(pty_find(&pty, "PROD", &spot));
	cr_expect(pty_cell(&pty, spot.row, spot.column).bold);
	pty_close(&pty);
}
