/* base/loop: timers, in order, never early, and gone when deleted. */

#include "test_base_loop.h"

#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/clock.h"

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

Test(base_loop_timer, two_hundred_timers_in_order)
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

Test(base_loop_timer, same_time_means_order_of_making)
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

Test(base_loop_timer, timer_is_never_early_and_waiting_is_not_spinning)
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

Test(base_loop_timer, deleted_timer_never_fires)
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

Test(base_loop_timer, timers_without_end_leave_room_for_the_rest)
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
