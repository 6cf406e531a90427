/* What is left of us when an assertion has failed or memory is not ours: a signal
 * handler, and in it only what a handler may do. */

#include "base/crash.h"

#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "base/str.h"

#define BYTES_MOST 256

/* From these nobody comes back; what the loop is told of ends in order. */
static const int crashes[] = { SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGQUIT };

/* A signal handler gets no argument, hence file-static. */
static struct sigaction before[countof(crashes)];
static struct termios found;
static char gives_back[BYTES_MOST];
static bool taken;

/* Whoever came before us, the system or a sanitizer, has its say behind ours. */
static void
on_crash(int signo)
{
	/* The shell may have taken the terminal back: that must not stop us here. */
	(void)signal(SIGTTOU, SIG_IGN);
	(void)tcsetattr(STDIN_FILENO, TCSANOW, &found);
	if (write(STDOUT_FILENO, gives_back, strlen(gives_back)) == -1) {
		/* Nobody is there who could miss it. */
	}
	crash_is_harmless();
	(void)raise(signo);
}

void
crash_gives_back(const struct termios *modes, const char *bytes)
{
	const struct sigaction ours = { .sa_handler = on_crash };

	crash_is_harmless();
	found = *modes;
	(void)str_copy(gives_back, sizeof(gives_back), bytes);
	for (size_t i = 0; i < countof(crashes); i++)
		(void)sigaction(crashes[i], &ours, &before[i]);
	taken = true;
}

void
crash_is_harmless(void)
{
	for (size_t i = 0; taken && i < countof(crashes); i++)
		(void)sigaction(crashes[i], &before[i], NULL);
	taken = false;
}
