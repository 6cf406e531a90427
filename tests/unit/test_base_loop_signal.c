/* base/loop: no signal is lost, and none ends us unasked. */

#include "test_base_loop.h"

#include <sys/time.h>
#include <unistd.h>

static void
on_signal(int signo, void *arg)
{
	struct world *w = arg;

	w->signals[signo]++;
	if (signo == SIGUSR2 || signo == SIGALRM)
		loop_stop(w->loop, 0);
}

Test(base_loop_signal, signal_ends_the_wait)
{
	struct world w;
	struct itimerval soon = { .it_value = { .tv_usec = 50000 } };

	begin(&w);
	cr_assert_eq(loop_on_signal(w.loop, SIGALRM, on_signal, &w), 0);
	cr_assert_eq(setitimer(ITIMER_REAL, &soon, NULL), 0);
	cr_expect_eq(loop_run(w.loop), 0);
	cr_expect_eq(w.signals[SIGALRM], 1);
	cr_expect_leq(loop_wakeups(w.loop), 2);
	loop_free(w.loop);
}

/* More signals than bytes in a pipe, and then the one that matters. */
static void
flood(void *arg)
{
	(void)arg;
	for (int i = 0; i < 70000; i++)
		(void)raise(SIGUSR1);
	(void)raise(SIGUSR2);
}

Test(base_loop_signal, no_signal_drowns)
{
	struct world w;

	begin(&w);
	cr_assert_eq(loop_on_signal(w.loop, SIGUSR1, on_signal, &w), 0);
	cr_assert_eq(loop_on_signal(w.loop, SIGUSR2, on_signal, &w), 0);
	(void)loop_add_timer(w.loop, 0, flood, &w);
	cr_expect_eq(loop_run(w.loop), 0);
	cr_expect_eq(w.signals[SIGUSR1], 1);
	cr_expect_eq(w.signals[SIGUSR2], 1);
	loop_free(w.loop);
}

static void
wrong_handler(int signo, void *arg)
{
	(void)signo;
	(void)arg;
	cr_expect(false, "the earlier handler");
}

Test(base_loop_signal, later_handler_replaces_and_the_end_restores)
{
	struct world w;
	struct sigaction now;

	(void)signal(SIGUSR1, SIG_IGN);
	begin(&w);
	cr_assert_eq(loop_on_signal(w.loop, SIGUSR2, wrong_handler, &w), 0);
	cr_assert_eq(loop_on_signal(w.loop, SIGUSR2, on_signal, &w), 0);
	cr_assert_eq(loop_on_signal(w.loop, SIGUSR1, on_signal, &w), 0);
	cr_assert_eq(raise(SIGUSR2), 0);
	cr_expect_eq(loop_run(w.loop), 0);
	cr_expect_eq(w.signals[SIGUSR2], 1);
	cr_assert_eq(loop_on_signal(w.loop, SIGUSR2, NULL, NULL), 0);
	cr_assert_eq(sigaction(SIGUSR2, NULL, &now), 0);
	cr_expect_eq(now.sa_handler, SIG_DFL);
	loop_free(w.loop);
	cr_assert_eq(sigaction(SIGUSR1, NULL, &now), 0);
	cr_expect_eq(now.sa_handler, SIG_IGN);
}

Test(base_loop_signal, broken_pipe_is_no_end)
{
	struct world w;
	int ends[2];

	begin(&w);
	cr_assert_eq(pipe(ends), 0);
	(void)close(ends[0]);
	cr_expect_eq(write(ends[1], "x", 1), -1);
	loop_free(w.loop);
}
