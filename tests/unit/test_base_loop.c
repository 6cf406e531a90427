/* base/loop: everything may be deleted everywhere, and nothing is lost. */

#include "base/loop.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/str.h"

/* What a test watches; each test begins with its own. */
struct world {
	struct loop *loop;
	struct loop_timer *limit;
	int count, order[300];
	int signals[NSIG];
};

static void
on_limit(void *arg)
{
	struct world *w = arg;

	w->limit = NULL;
	loop_stop(w->loop, 99);
}

static void
begin(struct world *w)
{
	struct err err;

	*w = (struct world){ .loop = loop_new(&err) };
	cr_assert_not_null(w->loop, "%s", err.text);
	w->limit = loop_add_timer(w->loop, 10000, on_limit, w);
}

static void
stop_now(void *arg)
{
	struct world *w = arg;

	loop_stop(w->loop, 0);
}

Test(base_loop, stop_gives_the_status)
{
	struct world w;

	begin(&w);
	loop_stop(w.loop, 3);
	cr_expect_eq(loop_run(w.loop), 3);
	(void)loop_add_timer(w.loop, 0, stop_now, &w);
	cr_expect_eq(loop_run(w.loop), 0);
	loop_free(w.loop);
	loop_free(NULL);
}

struct numbered {
	struct world *w;
	int number;
	struct loop_timer *timer;
	int64_t due_from, due_to;	/* we may lose the processor while making it */
};

static void
on_numbered(void *arg)
{
	struct numbered *n = arg;

	n->w->order[n->w->count++] = n->number;
	if (n->w->count == 200)
		loop_stop(n->w->loop, 0);
}

Test(base_loop, two_hundred_timers_in_order)
{
	struct world w;
	struct numbered timers[200];

	begin(&w);
	/* 199 first made, and pairs that are due in the same millisecond. */
	for (int i = 199; i >= 0; i--) {
		int ms = 30 + i / 2;

		timers[i] = (struct numbered){ .w = &w, .number = i,
			.due_from = clock_boot_ms() + ms };
		(void)loop_add_timer(w.loop, ms, on_numbered, &timers[i]);
		timers[i].due_to = clock_boot_ms() + ms;
	}
	cr_assert_eq(loop_run(w.loop), 0);
	for (int i = 1; i < 200; i++)
		cr_expect_leq(timers[w.order[i - 1]].due_from,
		    timers[w.order[i]].due_to, "number %d before %d",
		    w.order[i - 1], w.order[i]);
	cr_expect_lt(loop_wakeups(w.loop), 220);
	loop_free(w.loop);
}

Test(base_loop, same_time_means_order_of_making)
{
	struct world w;
	struct numbered timers[200];

	begin(&w);
	for (int i = 0; i < 200; i++) {
		timers[i] = (struct numbered){ .w = &w, .number = i };
		(void)loop_add_timer(w.loop, 0, on_numbered, &timers[i]);
	}
	cr_assert_eq(loop_run(w.loop), 0);
	for (int i = 1; i < 200; i++)
		cr_expect_gt(w.order[i], w.order[i - 1]);
	loop_free(w.loop);
}

static void
note_time(void *arg)
{
	struct world *w = arg;

	w->count = (int)clock_boot_ms();
	loop_stop(w->loop, 0);
}

Test(base_loop, timer_is_never_early_and_waiting_is_not_spinning)
{
	struct world w;

	begin(&w);
	int before = (int)clock_boot_ms();

	(void)loop_add_timer(w.loop, 120, note_time, &w);
	cr_assert_eq(loop_run(w.loop), 0);
	cr_expect_geq(w.count - before, 120);
	cr_expect_leq(loop_wakeups(w.loop), 3);
	cr_expect_geq(loop_now_ms(w.loop) - before, 120);
	loop_free(w.loop);
}

/* The first of two takes the other one with it, memory and all. */
static void
on_murder(void *arg)
{
	struct numbered **pair = arg;
	struct world *w = pair[0]->w;

	w->count++;
	for (int i = 0; i < 2; i++) {
		loop_del_timer(pair[i]->timer);
		free(pair[i]);
	}
}

Test(base_loop, deleted_timer_never_fires)
{
	struct world w;
	struct numbered *pair[2];

	begin(&w);
	for (int i = 0; i < 2; i++) {
		pair[i] = calloc(1, sizeof(**pair));
		pair[i]->w = &w;
		pair[i]->timer = loop_add_timer(w.loop, 10, on_murder, pair);
	}
	(void)loop_add_timer(w.loop, 40, stop_now, &w);
	loop_del_timer(NULL);
	cr_assert_eq(loop_run(w.loop), 0);
	cr_expect_eq(w.count, 1);
	loop_free(w.loop);
}

static void
on_again(void *arg)
{
	struct world *w = arg;

	w->count++;
	(void)loop_add_timer(w->loop, 0, on_again, w);
}

static void
stop_on_byte(int fd, short revents, void *arg)
{
	struct world *w = arg;

	(void)fd;
	(void)revents;
	if (w->count > 5)
		loop_stop(w->loop, 0);
}

Test(base_loop, timers_without_end_leave_room_for_the_rest)
{
	struct world w;
	int ends[2];

	begin(&w);
	cr_assert_eq(pipe(ends), 0);
	cr_assert_eq(write(ends[1], "x", 1), 1);
	(void)loop_add_fd(w.loop, ends[0], POLLIN, stop_on_byte, &w);
	(void)loop_add_timer(w.loop, 0, on_again, &w);
	cr_expect_eq(loop_run(w.loop), 0);
	loop_free(w.loop);
}

/* Two descriptors are ready; whoever is first deletes both and their owner. */
struct owner {
	struct world *w;
	int ends[2][2];
	struct loop_fd *lfd[2];
};

static void
delete_all(int fd, short revents, void *arg)
{
	struct owner *owner = arg;
	struct world *w = owner->w;

	(void)fd;
	(void)revents;
	w->count++;
	for (int i = 0; i < 2; i++) {
		loop_del_fd(owner->lfd[i]);
		(void)close(owner->ends[i][0]);
		(void)close(owner->ends[i][1]);
	}
	free(owner);
	(void)loop_add_timer(w->loop, 20, stop_now, w);
}

Test(base_loop, deleted_descriptor_is_silent_at_once)
{
	struct world w;
	struct owner *owner = calloc(1, sizeof(*owner));

	begin(&w);
	owner->w = &w;
	for (int i = 0; i < 2; i++) {
		cr_assert_eq(pipe(owner->ends[i]), 0);
		cr_assert_eq(write(owner->ends[i][1], "x", 1), 1);
		owner->lfd[i] = loop_add_fd(w.loop, owner->ends[i][0], POLLIN,
		    delete_all, owner);
	}
	loop_del_fd(NULL);
	cr_assert_eq(loop_run(w.loop), 0);
	cr_expect_eq(w.count, 1);
	loop_free(w.loop);
}

static void
count_writable(int fd, short revents, void *arg)
{
	struct world *w = arg;

	(void)fd;
	cr_expect_eq(revents, POLLOUT);
	if (++w->count == 300)
		loop_stop(w->loop, 0);
}

static void
add_many(int fd, short revents, void *arg)
{
	struct world *w = arg;

	(void)revents;
	if (w->order[0]++ > 0)
		return;
	for (int i = 0; i < 100; i++)
		(void)loop_add_fd(w->loop, fd, POLLOUT, count_writable, w);
}

Test(base_loop, descriptors_may_be_added_inside_a_callback)
{
	struct world w;
	int ends[2];

	begin(&w);
	cr_assert_eq(pipe(ends), 0);
	(void)loop_add_fd(w.loop, ends[1], POLLOUT, add_many, &w);
	cr_expect_eq(loop_run(w.loop), 0);
	loop_free(w.loop);
}

static void
note_revents(int fd, short revents, void *arg)
{
	struct world *w = arg;

	(void)fd;
	w->count |= revents;
	loop_stop(w->loop, 0);
}

static int
revents_of(int fd, short events)
{
	struct world w;

	begin(&w);
	(void)loop_add_fd(w.loop, fd, events, note_revents, &w);
	cr_expect_eq(loop_run(w.loop), 0);
	loop_free(w.loop);
	return w.count;
}

Test(base_loop, hang_up_and_error_by_their_names)
{
	int ends[2];

	cr_assert_eq(pipe(ends), 0);
	(void)close(ends[1]);
	cr_expect_eq(revents_of(ends[0], POLLIN), POLLHUP);
	cr_expect_eq(revents_of(ends[0], 0), POLLHUP);
	cr_assert_eq(pipe(ends), 0);
	(void)close(ends[0]);
	cr_expect((revents_of(ends[1], 0) & POLLERR) != 0);
	(void)close(ends[1]);
	/* Nobody has opened this one: a mistake, but one that can be seen. */
	cr_expect_eq(revents_of(900, POLLIN), POLLNVAL);
}

Test(base_loop, plain_file_and_null_device_are_ready)
{
	int file = open("/proc/self/exe", O_RDONLY);
	int null = open("/dev/null", O_RDONLY);

	cr_assert(file != -1 && null != -1);
	cr_expect_eq(revents_of(file, POLLIN), POLLIN);
	cr_expect_eq(revents_of(null, POLLIN), POLLIN);
	(void)close(file);
	(void)close(null);
}

static void
never(int fd, short revents, void *arg)
{
	(void)fd;
	(void)revents;
	(void)arg;
	cr_expect(false, "called without an event that was asked for");
}

Test(base_loop, events_can_be_taken_back)
{
	struct world w;
	int ends[2];

	begin(&w);
	cr_assert_eq(pipe(ends), 0);
	loop_set_events(loop_add_fd(w.loop, ends[1], POLLOUT, never, &w), 0);
	(void)loop_add_timer(w.loop, 30, stop_now, &w);
	cr_expect_eq(loop_run(w.loop), 0);
	loop_free(w.loop);
}

static void
on_signal(int signo, void *arg)
{
	struct world *w = arg;

	w->signals[signo]++;
	if (signo == SIGUSR2 || signo == SIGALRM)
		loop_stop(w->loop, 0);
}

Test(base_loop, signal_ends_the_wait)
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

Test(base_loop, no_signal_drowns)
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

Test(base_loop, later_handler_replaces_and_the_end_restores)
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

Test(base_loop, broken_pipe_is_no_end)
{
	struct world w;
	int ends[2];

	begin(&w);
	cr_assert_eq(pipe(ends), 0);
	(void)close(ends[0]);
	cr_expect_eq(write(ends[1], "x", 1), -1);
	loop_free(w.loop);
}

static void
on_idle(void *arg)
{
	struct world *w = arg;

	w->order[w->count++] = -1;
	if (w->count >= 6)
		loop_stop(w->loop, 0);
}

static void
count_one(void *arg)
{
	struct world *w = arg;

	w->order[w->count++] = 1;
	(void)loop_add_timer(w->loop, 0, count_one, w);
}

Test(base_loop, idle_once_a_turn_after_all_else)
{
	struct world w;

	begin(&w);
	loop_on_idle(w.loop, on_idle, &w);
	(void)loop_add_timer(w.loop, 0, count_one, &w);
	cr_expect_eq(loop_run(w.loop), 0);
	for (int i = 0; i < 6; i++)
		cr_expect_eq(w.order[i], i % 2 == 0 ? 1 : -1, "%d", i);
	loop_free(w.loop);
}
