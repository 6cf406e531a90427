/* What the terminal is told, and that all of it is taken back. */

#include <signal.h>
#include <string.h>
#include <pty.h>
#include <unistd.h>

#include "pty/moment.h"

static struct termios
fresh_modes(void)
{
	struct termios modes;
	int a, b;

	cr_assert_eq(openpty(&a, &b, NULL, NULL, NULL), 0);
	cr_assert_eq(tcgetattr(a, &modes), 0);
	(void)close(a);
	(void)close(b);
	return modes;
}

static bool
same_modes(struct termios a, struct termios b)
{
	return a.c_iflag == b.c_iflag && a.c_oflag == b.c_oflag &&
	    a.c_cflag == b.c_cflag && a.c_lflag == b.c_lflag &&
	    memcmp(a.c_cc, b.c_cc, sizeof(a.c_cc)) == 0;
}

/* The shell may say that it stopped before its last bytes are here. */
static bool
gives_back(struct pty *pty, const void *what)
{
	(void)what;
	return !pty->alternate && pty->cursor &&
	    pty->mouse == VTERM_PROP_MOUSE_NONE && !pty_brackets_pastes(pty);
}

static void
expect_given_back(struct pty *pty)
{
	cr_expect(same_modes(tty_modes(&pty->tty), fresh_modes()), "termios");
	pty_wait(pty, gives_back, NULL,
	    "alternate screen, cursor, mouse or brackets of pastes");
}

static void
expect_taken(struct pty *pty)
{
	cr_expect_eq(tty_modes(&pty->tty).c_lflag & (ICANON | ECHO | ISIG), 0U);
	cr_expect(pty->alternate);
	cr_expect_not(pty->cursor);
	cr_expect_eq(pty->mouse, VTERM_PROP_MOUSE_NONE);
}

Test(pty_modes, given_back_at_the_end)
{
	struct pty pty;

	moment_open(&pty, "overview", NULL);
	expect_taken(&pty);
	pty_keys(&pty, "q");
	pty_ends(&pty, 3);
	expect_given_back(&pty);
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
	expect_given_back(&pty);
	pty_close(&pty);
}

static void
stop_and_go_on(struct pty *pty)
{
	pty_stops(pty);
	expect_given_back(pty);
	tty_foreground(&pty->tty);
	pty_next(pty);
	pty_sees(pty, "? help");
	expect_taken(pty);
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
	tty_foreground(&pty.tty);
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

/* A second in which nothing happens moves a clock and ages, and costs no more. */
Test(pty_modes, an_idle_frame_is_small)
{
	struct pty pty;

	moment_open_step(&pty, "drain", NULL);
	pty_next(&pty);
	unsigned long bytes = pty.tty.bytes, frames = pty.tty.frames;
	for (int i = 0; i < 3; i++)
		pty_next(&pty);
	cr_expect_leq((pty.tty.bytes - bytes) / (pty.tty.frames - frames), 300);
	pty_close(&pty);
}
