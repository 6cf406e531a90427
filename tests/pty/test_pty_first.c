/* A start in an empty home: the screen, how it is left, and that nothing was made. */

#include <criterion/criterion.h>

#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "pty/modes.h"

static char home[] = "/tmp/cutover-home-XXXXXX";	/* of one test's process */

static void
make(void)
{
	cr_assert_not_null(mkdtemp(home));
}

/* Only an empty folder can be removed that way. */
static void
make_away(void)
{
	cr_expect_eq(rmdir(home), 0, "something was made in it");
}

TestSuite(pty_first, .init = make, .fini = make_away);

static void
start(struct pty *pty)
{
	const char *argv[] = { BUILD_DIR "/cutover", NULL };
	char set_home[64];
	const char *env[] = { set_home, "XDG_CONFIG_HOME", "XDG_STATE_HOME", NULL };

	(void)str_fmt(set_home, sizeof(set_home), "HOME=%s", home);
	pty_open(pty, &(struct tty_spec){ .argv = argv, .env = env, .columns = 80,
	    .rows = 24 });
	pty_sees(pty, "There is no configuration yet.");
	modes_taken(pty);
}

Test(pty_first, q_leaves)
{
	struct pty pty;

	start(&pty);
	pty_sees(&pty, home);
	pty_sees(&pty, "Nothing has been changed.");
	pty_keys(&pty, "q");
	pty_ends(&pty, 2);
	modes_given_back(&pty);
	pty_close(&pty);
}

/* The real check asks for the terminal while the screen has it. */
Test(pty_first, checks_and_comes_back)
{
	struct pty pty;

	start(&pty);
	pty_keys(&pty, "Tab Enter");
	pty_sees(&pty, "state folder: ");
	pty_keys(&pty, "q");
	pty_loses(&pty, "state folder: ");
	pty_keys(&pty, "Tab Tab Enter");
	pty_ends(&pty, 2);
	modes_given_back(&pty);
	pty_close(&pty);
}

Test(pty_first, terminated)
{
	struct pty pty;

	start(&pty);
	(void)kill(pty.tty.job, SIGTERM);
	pty_ends(&pty, 3);
	modes_given_back(&pty);
	pty_close(&pty);
}

Test(pty_first, terminal_is_closed)
{
	struct pty pty;

	start(&pty);
	tty_hang_up(&pty.tty);
	pty_ends(&pty, 3);
	pty_close(&pty);
}
