/* base/loop: a turn, and the end. */

#include "test_base_loop.h"

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
