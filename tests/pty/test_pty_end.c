/* How the program itself ends, and that a world which is silent holds up nobody. */

#include <signal.h>
#include <string.h>

#include "pty/dead_world.h"
#include "pty/modes.h"

DEAD_WORLD_SUITE(pty_end);

static void
ends_by_signal(int signo)
{
	struct pty pty;

	dead_world_run(&world, &pty);
	modes_taken(&pty);
	(void)kill(pty.tty.job, signo);
	pty_ends(&pty, 3);
	modes_given_back(&pty);
	pty_close(&pty);
}

Test(pty_end, terminated) { ends_by_signal(SIGTERM); }
Test(pty_end, hung_up) { ends_by_signal(SIGHUP); }
Test(pty_end, interrupted) { ends_by_signal(SIGINT); }

/* Those that mean it: the shell has the terminal back, the run is resumed. */
Test(pty_end, quits)
{
	struct pty pty;

	dead_world_run(&world, &pty);
	pty_keys(&pty, "C-c");
	pty_ends(&pty, 3);
	modes_given_back(&pty);
	pty_close(&pty);
}

Test(pty_end, terminal_is_closed)
{
	struct pty pty;

	dead_world_run(&world, &pty);
	tty_hang_up(&pty.tty);
	pty_ends(&pty, 3);
	pty_close(&pty);
}

Test(pty_end, terminal_is_closed_in_a_question)
{
	struct pty pty;

	dead_world_run(&world, &pty);
	pty_keys(&pty, "c");
	pty_sees(&pty, "[ Cancel ]");
	pty_type(&pty, "half a comme");
	pty_sees(&pty, "half a comme");
	tty_hang_up(&pty.tty);
	pty_ends(&pty, 3);
	pty_close(&pty);
}

Test(pty_end, terminated_while_stopped)
{
	struct pty pty;

	dead_world_run(&world, &pty);
	pty_keys(&pty, "C-z");
	pty_stops(&pty);
	(void)kill(pty.tty.job, SIGTERM);
	tty_foreground(&pty.tty);
	pty_ends(&pty, 3);
	modes_given_back(&pty);
	pty_close(&pty);
}

/* Each key is painted while every question to the world is still open. */
Test(pty_end, keys_do_not_wait_for_the_world)
{
	struct pty pty;

	dead_world_run(&world, &pty);
	for (int i = 0; i < 5; i++) {
		pty_keys(&pty, "?");
		pty_sees(&pty, "[ Close ]");
		pty_keys(&pty, "Escape");
		pty_loses(&pty, "[ Close ]");
	}
	pty_keys(&pty, "c");
	pty_sees(&pty, "[ Cancel ]");
	pty_type(&pty, "x");
	pty_sees(&pty, "> x");
	pty_keys(&pty, "Escape");
	pty_loses(&pty, "[ Cancel ]");
	pty_close(&pty);
}

/* w: what is seen, as text, in the run's folder. */
Test(pty_end, the_screen_is_saved)
{
	struct pty pty;

	dead_world_run(&world, &pty);
	pty_keys(&pty, "w");
	pty_sees(&pty, "Saved as");
	cr_expect(dead_world_wrote(&world, "screen-*.txt",
	    " cutover  shop  TEST "), "%s", pty_text(&pty, -1));
	pty_close(&pty);
}

/* Nobody asked for it. */
Test(pty_end, no_mouse)
{
	struct pty pty;

	dead_world_run(&world, &pty);
	cr_expect_eq(pty.mouse, VTERM_PROP_MOUSE_NONE);
	pty_close(&pty);
}
