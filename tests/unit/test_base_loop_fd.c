/* base/loop: descriptors, deleted and added everywhere, and nothing is lost. */

#include "test_base_loop.h"

#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

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

Test(base_loop_fd, deleted_descriptor_is_silent_at_once)
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

Test(base_loop_fd, descriptors_may_be_added_inside_a_callback)
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

Test(base_loop_fd, hang_up_and_error_by_their_names)
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

Test(base_loop_fd, plain_file_and_null_device_are_ready)
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

Test(base_loop_fd, events_can_be_taken_back)
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
