/* What is typed is not shown while it is a secret: the terminal's echo is off for so
 * long, and on again whoever ends us. */

#include "plain/plain_priv.h"

#include <signal.h>
#include <termios.h>
#include <unistd.h>

#include "base/crash.h"

static struct termios as_it_was;
static bool hushed;

void
hush(bool on)
{
	struct termios quiet;

	if (on == hushed || (on && tcgetattr(STDIN_FILENO, &as_it_was) == -1))
		return;
	quiet = as_it_was;
	/* Enter is seen: what comes next begins on a line of its own. */
	quiet.c_lflag = (quiet.c_lflag & ~(tcflag_t)ECHO) | ECHONL;
	/* Ctrl-Z ends the line and is ours to obey: as a signal it would stop a script
	 * around us first, and the shell would take the terminal before it is given. */
	quiet.c_cc[VEOL2] = quiet.c_cc[VSUSP];
	quiet.c_cc[VSUSP] = _POSIX_VDISABLE;
	if (on)
		crash_gives_back(&as_it_was, "");
	hushed = tcsetattr(STDIN_FILENO, TCSANOW, on ? &quiet : &as_it_was) == 0 &&
	    on;
	if (!hushed)
		crash_is_harmless();
}

bool
hush_is_stop(const char *bytes, size_t n)
{
	return hushed && n > 0 && as_it_was.c_cc[VSUSP] != _POSIX_VDISABLE &&
	    (cc_t)bytes[n - 1] == as_it_was.c_cc[VSUSP];
}

/* The shell gets its terminal as it was.  All of our process group, so that a script
 * around us is stopped too. */
void
hush_stop(void)
{
	struct sigaction stop = { .sa_handler = SIG_DFL }, ours;

	hush(false);
	(void)sigaction(SIGTSTP, &stop, &ours);
	(void)kill(0, SIGTSTP);
	(void)sigaction(SIGTSTP, &ours, NULL);
}
