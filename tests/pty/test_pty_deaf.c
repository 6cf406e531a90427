/* A terminal that takes nothing any more in the middle of a picture: whoever was to
 * read it is stopped, or its line is dead and nobody says so. */

#include "config.h"

#include <poll.h>
#include <signal.h>
#include <string.h>

#include "base/clock.h"
#include "pty/dead_world.h"

#define LIMIT_MS 120000			/* ends a test that hangs, and judges nothing */

DEAD_WORLD_SUITE(pty_deaf);

static void
again(const struct pty *pty, int64_t until_ms, const char *what)
{
	cr_assert(!pty->tty.ended, "it has ended: %s", what);
	cr_assert_lt(clock_boot_ms(), until_ms, "%s", what);
	(void)poll(NULL, 0, 10);
}

static void
fill(struct pty *pty)
{
	int64_t until_ms = clock_boot_ms() + LIMIT_MS;

	pty->tty.deaf = true;
	while (!tty_is_full(&pty->tty)) {
		pty_keys(pty, "C-l");
		again(pty, until_ms, "there is always room");
	}
}

/* What SQLite has not taken over yet stands in this file as it is. */
static bool
journal_has(const char *text)
{
	return dead_world_wrote(&world, "journal.db-wal", text);
}

Test(pty_deaf, holds_up_no_run)
{
	int64_t until_ms = clock_boot_ms() + LIMIT_MS;
	struct pty pty;

	dead_world_run(&world, &pty);
	pty_keys(&pty, "c");
	pty_sees(&pty, "[ Cancel ]");
	pty_type(&pty, "nobody reads this");
	pty_sees(&pty, "> nobody reads this");
	pty_keys(&pty, "Tab");
	pty_next(&pty);
	fill(&pty);
	pty_keys(&pty, "Enter");
	while (!journal_has("nobody reads this"))
		again(&pty, until_ms, "the journal waits for the terminal");

	/* The rest of that picture, and then how it is now. */
	pty.tty.deaf = false;
	pty_sees(&pty, "nobody reads this");
	pty_loses(&pty, "[ Cancel ]");
	pty_close(&pty);
}

Test(pty_deaf, holds_up_no_end)
{
	int64_t until_ms = clock_boot_ms() + LIMIT_MS;
	struct pty pty;

	dead_world_run(&world, &pty);
	fill(&pty);
	(void)kill(pty.tty.job, SIGTERM);
	while (!pty.tty.ended)
		cr_assert(tty_step(&pty.tty, until_ms), "it waits for the terminal");
	cr_expect_neq(tty_modes(&pty.tty).c_lflag & ICANON, 0U);
	pty.tty.deaf = false;
	pty_ends(&pty, 3);
	pty_close(&pty);
}
