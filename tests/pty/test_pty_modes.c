/* What the terminal is told, and that all of it is taken back. */

#include <signal.h>
#include <string.h>

#include "pty/modes.h"
#include "pty/moment.h"

Test(pty_modes, given_back_at_the_end)
{
	struct pty pty;

	moment_open(&pty, "overview", NULL);
	modes_taken(&pty);
	pty_keys(&pty, "q");
	pty_ends(&pty, 3);
	modes_given_back(&pty);
	pty_close(&pty);
}

/* The end in the middle of a question, with the cursor in a field. */
Test(pty_modes, given_back_out_of_a_question)
{
	struct pty pty;

	moment_open_step(&pty, "terminate", NULL);
	pty_keys(&pty, "Enter");
	pty_sees(&pty, "[ Cancel ]");
	cr_expect(pty_brackets_pastes(&pty));
	pty_keys(&pty, "Escape");
	pty_loses(&pty, "[ Cancel ]");
	pty_keys(&pty, "F10");
	pty_ends(&pty, 3);
	modes_given_back(&pty);
	pty_close(&pty);
}

/* A failed assertion, memory that is not ours, and a kill -QUIT: not by us, but by a
 * handler. */
Test(pty_modes, given_back_after_a_crash)
{
	static const int crashes[] = { SIGABRT, SIGSEGV, SIGQUIT };
	/* A sanitizer would end it by an exit of its own. */
	static const char *const env[] = { "ASAN_OPTIONS=handle_segv=0", NULL };

	for (size_t i = 0; i < countof(crashes); i++) {
		struct pty pty;

		moment_open_step(&pty, "pick", env);
		pty_keys(&pty, "%");
		pty_sees(&pty, "The mouse moves");
		(void)kill(pty.tty.job, crashes[i]);
		pty_dies(&pty, crashes[i]);
		modes_given_back(&pty);
		pty_close(&pty);
	}
}

static void
stop_and_go_on(struct pty *pty)
{
	pty_stops(pty);
	modes_given_back(pty);
	pty_goes_on(pty);
	pty_next(pty);
	pty_sees(pty, "? help");
	modes_taken(pty);
}

Test(pty_modes, given_back_while_stopped)
{
	struct pty pty;

	moment_open(&pty, "pick", NULL);
	pty_keys(&pty, "C-z");
	stop_and_go_on(&pty);
	(void)kill(pty.tty.job, SIGTSTP);
	stop_and_go_on(&pty);
	/* The terminal was made smaller meanwhile. */
	pty_keys(&pty, "C-z");
	pty_stops(&pty);
	pty_resize(&pty, 100, 30);
	pty_goes_on(&pty);
	pty_next(&pty);
	pty_sees(&pty, "? help");
	cr_expect_not_null(strstr(pty_text(&pty, 29), "? help"), "%s",
	    pty_text(&pty, -1));
	pty_close(&pty);
}

/* The marks of frames are for tests alone. */
Test(pty_modes, no_marks_unless_asked)
{
	const char *argv[] = { BUILD_DIR "/show", "overview", NULL };
	struct pty pty;

	pty_open(&pty, &(struct tty_spec){ .argv = argv, .columns = 80,
	    .rows = 24, .unmarked = true });
	/* Whoever has ended shows a whole picture too. */
	pty_keys(&pty, "q");
	pty_ends(&pty, 3);
	cr_expect_eq(pty.tty.frames, 0);
	cr_expect_gt(pty.tty.bytes, 500);
	pty_close(&pty);
}

/* Bytes of a second in which nothing happens but a clock that moves, and ages. */
static unsigned long
idle_frame(int columns, int rows)
{
	struct pty pty;

	moment_open_step(&pty, "drain", NULL);
	pty_resize(&pty, columns, rows);
	pty_next(&pty);
	pty_next(&pty);
	unsigned long bytes = pty.tty.bytes, frames = pty.tty.frames;
	for (int i = 0; i < 3; i++)
		pty_next(&pty);
	bytes = (pty.tty.bytes - bytes) / (pty.tty.frames - frames);
	pty_close(&pty);
	return bytes;
}

Test(pty_modes, an_idle_frame_is_small)
{
	cr_expect_leq(idle_frame(80, 24), 300);
	cr_expect_leq(idle_frame(200, 60), 2000);
}
