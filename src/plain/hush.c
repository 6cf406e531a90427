/* What is typed is not shown while it is a secret: the terminal's echo is off for so
 * long, and on again whoever ends us. */

#include "plain/plain_priv.h"

#include <signal.h>
#include <termios.h>
#include <unistd.h>

#include "base/str.h"

/* A signal handler gets no argument, hence file-static. */
static struct termios as_it_was;
static bool hushed;

/* From these nobody comes back; what the loop is told of ends in hush(false). */
static const int deadly[] = { SIGQUIT, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV };

static void
give_back(int signo)
{
	/* The shell may have taken the terminal back: that must not stop us here. */
	(void)signal(SIGTTOU, SIG_IGN);
	(void)tcsetattr(STDIN_FILENO, TCSANOW, &as_it_was);
	(void)raise(signo);
}

static void
guard_deaths(bool on)
{
	struct sigaction sa = { .sa_flags = (int)SA_RESETHAND };

	sa.sa_handler = on ? give_back : SIG_DFL;
	for (size_t i = 0; i < countof(deadly); i++)
		(void)sigaction(deadly[i], &sa, NULL);
}

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
		guard_deaths(true);
	hushed = tcsetattr(STDIN_FILENO, TCSANOW, on ? &quiet : &as_it_was) == 0 &&
	    on;
	if (!hushed)
		guard_deaths(false);
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
