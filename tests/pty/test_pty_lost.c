/* The line breaks, whatever is on the screen: it ends by itself, and can be resumed. */

#include "pty/moment.h"

static const char *const steps[] = { "snapshot", "migrate", "clone", "configure",
	"save-inputs", "set-inputs", "launch", "launch-more", "test", "array-off",
	"attach", "pick", "drain", "detach", "array-update", "array-on", "test-site",
	"terminate" };

static void
line_breaks(struct pty *pty)
{
	tty_hang_up(&pty->tty);
	pty_ends(pty, 3);
	pty_close(pty);
}

Test(pty_lost, at_each_moment)
{
	for (size_t i = 0; i < n_moments; i++) {
		struct pty pty;

		moment_open_step(&pty, moments[i], NULL);
		line_breaks(&pty);
	}
}

Test(pty_lost, in_each_step)
{
	for (size_t i = 0; i < countof(steps); i++) {
		struct pty pty;

		moment_open_step(&pty, steps[i], NULL);
		line_breaks(&pty);
	}
}

/* A text, a list, the find line, a field; where the picture stands still; and where
 * nothing is seen. */
Test(pty_lost, whatever_is_open)
{
	static const struct { const char *keys, *sees; } open[] = {
		{ "?", "[ Close ]" }, { "g", "The eighteen steps" },
		{ "/", "type the text" }, { "c", "[ Cancel ]" },
		{ "z", "Paused" }, { "q", "Leave now?" },
	};
	struct pty pty;

	for (size_t i = 0; i < countof(open); i++) {
		moment_open_step(&pty, "launch", NULL);
		pty_keys(&pty, open[i].keys);
		pty_sees(&pty, open[i].sees);
		line_breaks(&pty);
	}
	moment_open_step(&pty, "launch", NULL);
	pty_resize(&pty, 20, 5);
	pty_sees(&pty, "cutover goes");
	line_breaks(&pty);
}
