/* A terminal that takes nothing any more in the middle of a picture: whoever was to
 * read it is stopped, or its line is dead and nobody says so. */

#include "config.h"

#include <glob.h>
#include <poll.h>
#include <signal.h>
#include <string.h>

#include "base/clock.h"
#include "base/file.h"
#include "pty/dead_world.h"

#define LIMIT_MS 120000			/* ends a test that hangs, and judges nothing */

static struct dead_world world;		/* of the one test of this process */

static void
make(void)
{
	dead_world_make(&world, "TEST");
}

static void
make_away(void)
{
	dead_world_remove(&world);
}

TestSuite(pty_deaf, .init = make, .fini = make_away);

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
	char pattern[80];
	struct buf found = { 0 };
	glob_t paths = { 0 };
	struct err err;
	bool has = false;

	(void)str_fmt(pattern, sizeof(pattern), "%s/state/*/journal.db-wal",
	    world.dir);
	if (glob(pattern, 0, NULL, &paths) == 0)
		has = file_read(paths.gl_pathv[0], 1 << 24, &found, &err) == 0 &&
		    memmem(found.data, found.len, text, strlen(text)) != NULL;
	globfree(&paths);
	buf_done(&found);
	return has;
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
