/*
 * The event loop.  One turn: curl's transfers, the wait, ready descriptors,
 * signals, due timers, idle.  What is deleted is only marked, and swept at the
 * start of the next turn, so that any callback may delete anything.
 */

#include "base/loop.h"

#include <assert.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/loop_curl.h"
#include "base/loop_signal.h"
#include "base/xmalloc.h"

#define WAIT_MAX_MS	60000

struct loop_fd {
	int fd;
	short events;
	bool dead;
	loop_fd_fn *fn;
	void *arg;
};

struct loop_timer {
	int64_t due_ms;
	uint64_t order;			/* of two at the same time, the older */
	bool dead;
	loop_timer_fn *fn;
	void *arg;
};

struct loop {
	CURLM *multi;
	struct loop_fd **fds;
	size_t fd_count, fd_cap;
	struct loop_timer **timers;
	size_t timer_count, timer_cap;
	uint64_t timer_order;
	struct curl_waitfd *wait;	/* as curl wants them */
	struct pollfd *poll;		/* the same ones, as poll() does */
	size_t wait_cap;
	struct loop_signals *signals;
	loop_idle_fn *idle;
	void *idle_arg;
	int64_t now_ms;
	uint64_t wakeups;
	int status;
	bool stopped;
};

struct loop *
loop_new(struct err *err)
{
	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
		(void)err_set(err, ERR_FAILED, "libcurl does not start");
		return NULL;
	}
	struct loop *loop = xcalloc(1, sizeof(*loop));

	loop->now_ms = clock_boot_ms();
	loop->multi = curl_multi_init();
	if (loop->multi == NULL)
		(void)err_set(err, ERR_FAILED, "libcurl does not start");
	else
		loop->signals = loop_signals_new(loop, err);
	if (loop->signals == NULL) {
		loop_free(loop);
		return NULL;
	}
	/* Who stops reading from us is an error of write(), not our end. */
	(void)signal(SIGPIPE, SIG_IGN);
	return loop;
}

void
loop_free(struct loop *loop)
{
	if (loop == NULL)
		return;
	loop_signals_free(loop->signals);
	for (size_t i = 0; i < loop->fd_count; i++)
		free(loop->fds[i]);
	for (size_t i = 0; i < loop->timer_count; i++)
		free(loop->timers[i]);
	(void)curl_multi_cleanup(loop->multi);
	curl_global_cleanup();
	free(loop->fds);
	free(loop->timers);
	free(loop->wait);
	free(loop->poll);
	free(loop);
}

static void
sweep(struct loop *loop)
{
	size_t kept = 0;

	for (size_t i = 0; i < loop->fd_count; i++) {
		if (loop->fds[i]->dead)
			free(loop->fds[i]);
		else
			loop->fds[kept++] = loop->fds[i];
	}
	loop->fd_count = kept;
	kept = 0;
	for (size_t i = 0; i < loop->timer_count; i++) {
		if (loop->timers[i]->dead)
			free(loop->timers[i]);
		else
			loop->timers[kept++] = loop->timers[i];
	}
	loop->timer_count = kept;
}

static void
run_transfers(struct loop *loop)
{
	int running, left;
	CURLMsg *msg;

	(void)curl_multi_perform(loop->multi, &running);
	while ((msg = curl_multi_info_read(loop->multi, &left)) != NULL) {
		if (msg->msg != CURLMSG_DONE)
			continue;
		/* Removing the handle ends the life of msg. */
		CURL *easy = msg->easy_handle;
		CURLcode code = msg->data.result;
		struct loop_transfer *transfer = NULL;

		(void)curl_multi_remove_handle(loop->multi, easy);
		(void)curl_easy_getinfo(easy, CURLINFO_PRIVATE, &transfer);
		transfer->fn(easy, code, transfer->arg);
	}
}

/* The next timer to fire among those made before `order`; NULL: none is. */
static struct loop_timer *
next_timer(const struct loop *loop, uint64_t order)
{
	struct loop_timer *next = NULL;

	for (size_t i = 0; i < loop->timer_count; i++) {
		struct loop_timer *timer = loop->timers[i];

		if (timer->dead || timer->order >= order)
			continue;
		/* The array is in order of making, so the older one stays. */
		if (next == NULL || timer->due_ms < next->due_ms)
			next = timer;
	}
	return next;
}

static int
wait_ms(const struct loop *loop)
{
	const struct loop_timer *next = next_timer(loop, UINT64_MAX);

	if (loop->stopped)
		return 0;
	if (next == NULL)
		return WAIT_MAX_MS;
	int64_t ms = next->due_ms - clock_boot_ms();

	return ms < 0 ? 0 : ms > WAIT_MAX_MS ? WAIT_MAX_MS : (int)ms;
}

static short
curl_events(short events)
{
	return (short)((events & POLLIN ? CURL_WAIT_POLLIN : 0) |
	    (events & POLLOUT ? CURL_WAIT_POLLOUT : 0));
}

/* Fills in what to wait for; returns how many. */
static size_t
list_fds(struct loop *loop)
{
	if (loop->wait_cap < loop->fd_count) {
		loop->wait_cap = loop->fd_cap;
		loop->wait = xrealloc(loop->wait, loop->wait_cap,
		    sizeof(*loop->wait));
		loop->poll = xrealloc(loop->poll, loop->wait_cap,
		    sizeof(*loop->poll));
	}
	for (size_t i = 0; i < loop->fd_count; i++) {
		const struct loop_fd *lfd = loop->fds[i];
		/* poll() passes over -1; so does curl. */
		int fd = lfd->dead ? -1 : lfd->fd;

		loop->poll[i] = (struct pollfd){ .fd = fd,
		    .events = lfd->events };
		loop->wait[i] = (struct curl_waitfd){ .fd = fd,
		    .events = curl_events(lfd->events) };
	}
	return loop->fd_count;
}

/*
 * curl waits, for its own sockets and timers as well; a signal ends the wait
 * and is no error.  Then poll() says what is ready, because curl reports a
 * hang-up and an error as "can be read", and a closed descriptor not at all.
 */
static void
wait_for_events(struct loop *loop, size_t count)
{
	int ms = wait_ms(loop);
	CURLMcode code = curl_multi_poll(loop->multi, loop->wait,
	    (unsigned)count, ms, NULL);

	loop->wakeups++;
	if (code == CURLM_OK)
		ms = 0;
	else
		log_debug("curl_multi_poll: %s", curl_multi_strerror(code));
	/* Should curl fail, its transfers are looked at ten times a second. */
	if (poll(loop->poll, count, ms < 100 ? ms : 100) == -1)
		for (size_t i = 0; i < count; i++)
			loop->poll[i].revents = 0;
}

static void
run_fds(struct loop *loop, size_t count)
{
	/* Callbacks may add entries: behind `count`, and the array may move. */
	for (size_t i = 0; i < count; i++) {
		struct loop_fd *lfd = loop->fds[i];
		short mask = lfd->events | POLLHUP | POLLERR | POLLNVAL;
		short revents = loop->poll[i].revents & mask;

		if (!lfd->dead && revents != 0)
			lfd->fn(lfd->fd, revents, lfd->arg);
	}
}

static void
run_timers(struct loop *loop)
{
	/* Made in a timer's callback means next turn, or it would never end. */
	uint64_t order = loop->timer_order;
	struct loop_timer *timer;

	while ((timer = next_timer(loop, order)) != NULL &&
	    timer->due_ms <= loop->now_ms) {
		timer->dead = true;
		timer->fn(timer->arg);
	}
}

static void
run_turn(struct loop *loop)
{
	sweep(loop);
	run_transfers(loop);
	size_t count = list_fds(loop);

	wait_for_events(loop, count);
	loop->now_ms = clock_boot_ms();
	run_fds(loop, count);
	run_timers(loop);
	if (loop->idle != NULL)
		loop->idle(loop->idle_arg);
}

int
loop_run(struct loop *loop)
{
	while (!loop->stopped)
		run_turn(loop);
	loop->stopped = false;
	return loop->status;
}

void
loop_stop(struct loop *loop, int status)
{
	loop->stopped = true;
	loop->status = status;
}

struct loop_fd *
loop_add_fd(struct loop *loop, int fd, short events, loop_fd_fn *fn, void *arg)
{
	struct loop_fd *lfd = xcalloc(1, sizeof(*lfd));

	assert(fd >= 0 && fn != NULL);
	*lfd = (struct loop_fd){ .fd = fd, .events = events, .fn = fn,
	    .arg = arg };
	x_grow(loop->fds, loop->fd_count, loop->fd_cap);
	loop->fds[loop->fd_count++] = lfd;
	return lfd;
}

void
loop_set_events(struct loop_fd *lfd, short events)
{
	lfd->events = events;
}

void
loop_del_fd(struct loop_fd *lfd)
{
	if (lfd != NULL)
		lfd->dead = true;
}

struct loop_timer *
loop_add_timer(struct loop *loop, int ms, loop_timer_fn *fn, void *arg)
{
	struct loop_timer *timer = xcalloc(1, sizeof(*timer));

	assert(fn != NULL);
	*timer = (struct loop_timer){ .fn = fn, .arg = arg,
	    .due_ms = clock_boot_ms() + (ms < 0 ? 0 : ms),
	    .order = loop->timer_order++ };
	x_grow(loop->timers, loop->timer_count, loop->timer_cap);
	loop->timers[loop->timer_count++] = timer;
	return timer;
}

void
loop_del_timer(struct loop_timer *timer)
{
	if (timer != NULL)
		timer->dead = true;
}

int
loop_on_signal(struct loop *loop, int signo, loop_signal_fn *fn, void *arg)
{
	return loop_signals_set(loop->signals, signo, fn, arg);
}

void
loop_on_idle(struct loop *loop, loop_idle_fn *fn, void *arg)
{
	loop->idle = fn;
	loop->idle_arg = arg;
}

int64_t
loop_now_ms(const struct loop *loop)
{
	return loop->now_ms;
}

uint64_t
loop_wakeups(const struct loop *loop)
{
	return loop->wakeups;
}

void
loop_add_transfer(struct loop *loop, CURL *easy)
{
	CURLMcode code = curl_multi_add_handle(loop->multi, easy);

	assert(code == CURLM_OK);
	(void)code;
}

void
loop_del_transfer(struct loop *loop, CURL *easy)
{
	(void)curl_multi_remove_handle(loop->multi, easy);
}
