/* Colours by role, as they reach the terminal; and none when none is wanted. */

#include "pty/moment.h"

enum { BLACK, RED, GREEN, YELLOW, BLUE, MAGENTA, CYAN, WHITE, NONE = PTY_DEFAULT };

static const struct {
	const char *moment;
	bool enter;
	const char *text;
	struct look_of_cell look;
} roles[] = {
	{ "overview", false, "PROD", { WHITE, RED, true, false } },
	{ "overview", false, "cutover", { NONE, NONE, true, true } },
	{ "overview", false, "shop-prod", { NONE, NONE, false, true } },
	{ "overview", false, "✓", { GREEN, NONE, false, false } },
	{ "overview", false, "▸", { CYAN, NONE, true, false } },
	{ "overview", false, "[ Go to step", { NONE, NONE, true, true } },
	{ "pick", true, "OLD ", { NONE, NONE, true, false } },
	{ "pick", true, "NEW ", { CYAN, NONE, false, false } },
	{ "pick", true, "⊘", { CYAN, NONE, false, false } },
	{ "drain", true, "NOLB", { MAGENTA, NONE, false, false } },
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

/* Yellow letters vanish on white, blue ones on black. */
static bool
reads_on_dark_and_light(struct look_of_cell look)
{
	return look.fg != YELLOW && look.fg != BLUE && look.fg < 8 && look.bg < 8 &&
	    (look.bg == NONE || look.fg != NONE) &&
	    (look.bg != NONE || (look.fg != WHITE && look.fg != BLACK));
}

Test(pty_colour, readable_on_dark_and_light)
{
	expect_on_all_screens(reads_on_dark_and_light, NULL);
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
