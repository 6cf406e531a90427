/* The modes of a terminal. */

#include "pty/modes.h"

#include <criterion/criterion.h>
#include <pty.h>
#include <string.h>
#include <unistd.h>

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

void
modes_given_back(struct pty *pty)
{
	cr_expect(same_modes(tty_modes(&pty->tty), fresh_modes()), "termios");
	pty_wait(pty, gives_back, NULL,
	    "alternate screen, cursor, mouse or brackets of pastes");
}

void
modes_taken(struct pty *pty)
{
	cr_expect_eq(tty_modes(&pty->tty).c_lflag & (ICANON | ECHO | ISIG), 0U);
	cr_expect(pty->alternate);
	cr_expect_not(pty->cursor);
	cr_expect_eq(pty->mouse, VTERM_PROP_MOUSE_NONE);
}
