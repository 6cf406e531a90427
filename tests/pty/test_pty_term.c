/* Terminals that can less, and environments by their badge. */

#include <signal.h>
#include <string.h>

#include "pty/dead_world.h"
#include "pty/modes.h"
#include "pty/moment.h"

/* Lines, chosen by itself: not an escape, and the terminal is as it was. */
static void
speaks_in_lines(const char *setting, const char *option, const char *says)
{
	struct dead_world world;
	struct pty pty;

	dead_world_make(&world, "TEST");
	const char *argv[] = { BUILD_DIR "/cutover", "run", "-c", world.conf, option,
		NULL };
	const char *env[] = { setting, NULL };
	pty_open(&pty, &(struct tty_spec){ .argv = argv, .env = env,
	    .columns = 80, .rows = 24, .unmarked = true });
	pty_sees(&pty, says);
	cr_expect_neq(tty_modes(&pty.tty).c_lflag & ICANON, 0U);
	(void)kill(pty.tty.job, SIGTERM);
	pty_ends(&pty, 3);
	cr_expect_eq(pty.escapes, 0, "%s", pty_text(&pty, -1));
	modes_given_back(&pty);
	pty_close(&pty);
	dead_world_remove(&world);
}

Test(pty_term, unknown_is_lines)
{
	speaks_in_lines("TERM=no-such-terminal", NULL, "no-such-terminal");
}

Test(pty_term, dumb_is_lines)
{
	speaks_in_lines("TERM=dumb", NULL, "TERM is dumb");
}

Test(pty_term, empty_is_lines)
{
	speaks_in_lines("TERM=", NULL, "TERM is not set");
}

Test(pty_term, not_set_is_lines)
{
	speaks_in_lines("TERM", NULL, "TERM is not set");
}

Test(pty_term, accessible_is_lines)
{
	speaks_in_lines("ACCESSIBLE=1", NULL, "ACCESSIBLE is set");
}

Test(pty_term, asked_for_lines)
{
	speaks_in_lines(NULL, "--plain", "shop");
}

static void
expect_ascii(struct pty *pty, const char *what)
{
	for (const char *p = pty_text(pty, -1); *p != '\0'; p++)
		cr_expect((unsigned char)*p < 0x80, "%s: %.20s", what, p);
}

static void
shows_ascii(const char *const *env)
{
	for (size_t i = 0; i < n_moments; i++) {
		struct pty pty;

		moment_open(&pty, moments[i], env);
		expect_ascii(&pty, moments[i]);
		moment_enter(&pty);
		expect_ascii(&pty, moments[i]);
		pty_close(&pty);
	}
}

Test(pty_term, locale_c_is_ascii)
{
	static const char *const env[] = { "LC_ALL=C", NULL };

	shows_ascii(env);
}

Test(pty_term, vt100_is_ascii)
{
	static const char *const env[] = { "TERM=vt100", NULL };

	shows_ascii(env);
}

Test(pty_term, vt100_has_no_colour)
{
	static const char *const env[] = { "TERM=vt100", NULL };
	struct pty pty;

	moment_open(&pty, "overview", env);
	for (int row = 0; row < pty.rows; row++)
		for (int column = 0; column < pty.columns; column++)
			cr_expect_eq(pty_cell(&pty, row, column).fg, PTY_DEFAULT);
	pty_close(&pty);
}

/* Sizes of the terminal that a shell exported long ago count for nothing. */
Test(pty_term, size_is_the_terminals)
{
	const char *argv[] = { BUILD_DIR "/show", "overview", NULL };
	struct pty pty;

	pty_open(&pty, &(struct tty_spec){ .argv = argv, .columns = 132,
	    .rows = 40 });
	pty_sees(&pty, "? help");
	cr_expect_not_null(strstr(pty_text(&pty, 39), "? help"));
	pty_close(&pty);
}

/* ---- the badge: what is not known to be harmless looks like production ---- */

enum { BLACK, RED, YELLOW = 3, CYAN = 6, WHITE };

static const struct { const char *environment; int fg, bg; } badges[] = {
	{ "PROD", WHITE, RED }, { "STAGING", BLACK, YELLOW },
	{ "TEST", BLACK, YELLOW }, { "DEMO", BLACK, CYAN }, { "blue", WHITE, RED },
};

Test(pty_term, badge)
{
	for (size_t i = 0; i < countof(badges); i++) {
		struct dead_world world;
		struct pty pty;
		struct spot spot;

		dead_world_make(&world, badges[i].environment);
		dead_world_run(&world, &pty);
		cr_assert(pty_find(&pty, badges[i].environment, &spot));
		cr_expect_eq(spot.row, 0);
		struct look_of_cell look = pty_cell(&pty, spot.row, spot.column);
		cr_expect(look.fg == badges[i].fg && look.bg == badges[i].bg,
		    "%s is %d on %d", badges[i].environment, look.fg, look.bg);
		pty_close(&pty);
		dead_world_remove(&world);
	}
}
