/* Signals, by a pipe to ourselves: portable, where signalfd is Linux only. */

#include "config.h"

#include "base/loop_signal.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/xmalloc.h"

#define SIGNAL_COUNT	NSIG

struct on_signal {
	loop_signal_fn *fn;
	void *arg;
	struct sigaction before;
};

struct loop_signals {
	int pipe[2];			/* handler writes [1], loop reads [0] */
	struct on_signal on[SIGNAL_COUNT];
};

/* A signal handler gets no argument, hence file-static.  The flags are what
 * counts; the byte in the pipe only wakes, and may not fit. */
static volatile sig_atomic_t wake_fd = -1;
static volatile sig_atomic_t came[SIGNAL_COUNT];

static void
handler(int signo)
{
	int saved = errno;

	came[signo] = 1;
	if (wake_fd != -1 && write(wake_fd, "", 1) == -1) {
		/* The pipe is full: the loop wakes without this byte. */
	}
	errno = saved;
}

static void
deliver(int fd, short revents, void *arg)
{
	struct loop_signals *signals = arg;
	char bytes[64];

	(void)revents;
	while (read(fd, bytes, sizeof(bytes)) > 0)
		continue;
	for (int signo = 1; signo < SIGNAL_COUNT; signo++) {
		const struct on_signal *on = &signals->on[signo];

		if (on->fn == NULL || came[signo] == 0)
			continue;
		came[signo] = 0;
		on->fn(signo, on->arg);
	}
}

struct loop_signals *
loop_signals_new(struct loop *loop, struct err *err)
{
	struct loop_signals *signals = xcalloc(1, sizeof(*signals));

	if (pipe2(signals->pipe, O_CLOEXEC | O_NONBLOCK) == -1) {
		(void)err_sys(err, "make a pipe");
		free(signals);
		return NULL;
	}
	(void)loop_add_fd(loop, signals->pipe[0], POLLIN, deliver, signals);
	return signals;
}

void
loop_signals_free(struct loop_signals *signals)
{
	if (signals == NULL)
		return;
	for (int signo = 1; signo < SIGNAL_COUNT; signo++)
		(void)loop_signals_set(signals, signo, NULL, NULL);
	if (wake_fd == signals->pipe[1])
		wake_fd = -1;
	(void)close(signals->pipe[0]);
	(void)close(signals->pipe[1]);
	free(signals);
}

static int
take_over(struct loop_signals *signals, int signo)
{
	struct sigaction sa = { .sa_handler = handler, .sa_flags = SA_RESTART };

	(void)sigemptyset(&sa.sa_mask);
	wake_fd = signals->pipe[1];
	came[signo] = 0;
	return sigaction(signo, &sa, &signals->on[signo].before);
}

int
loop_signals_set(struct loop_signals *signals, int signo, loop_signal_fn *fn,
    void *arg)
{
	assert(signo > 0 && signo < SIGNAL_COUNT);
	struct on_signal *on = &signals->on[signo];

	if (fn != NULL && on->fn == NULL && take_over(signals, signo) == -1)
		return -1;
	if (fn == NULL && on->fn != NULL &&
	    sigaction(signo, &on->before, NULL) == -1)
		return -1;
	on->fn = fn;
	on->arg = arg;
	return 0;
}
