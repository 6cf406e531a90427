/*
 * The event loop, on curl_multi_poll(): descriptors, timers, signals, idle.
 * One thread.  Nothing below the front ends sleeps, blocks or waits elsewhere.
 *
 * Everything added here may be deleted inside any callback; the owner may free
 * its own memory as soon as the delete returns.
 */
#ifndef BASE_LOOP_H
#define BASE_LOOP_H

#include <stdint.h>

#include "base/err.h"

struct loop;
struct loop_fd;
struct loop_timer;

typedef void loop_fd_fn(int fd, short revents, void *arg);
typedef void loop_timer_fn(void *arg);
typedef void loop_signal_fn(int signo, void *arg);
typedef void loop_idle_fn(void *arg);

struct loop *loop_new(struct err *err);
void loop_free(struct loop *loop);
/* Runs until loop_stop(); returns the status given there. */
int loop_run(struct loop *loop);
void loop_stop(struct loop *loop, int status);

/* events: POLLIN, POLLOUT.  POLLHUP and POLLERR are always reported. */
struct loop_fd *loop_add_fd(struct loop *loop, int fd, short events,
    loop_fd_fn *fn, void *arg);
void loop_set_events(struct loop_fd *lfd, short events);
void loop_del_fd(struct loop_fd *lfd);		/* does not close; NULL is fine */

/* Fires once, after ms milliseconds; it is gone when fn is called. */
struct loop_timer *loop_add_timer(struct loop *loop, int ms, loop_timer_fn *fn,
    void *arg);
void loop_del_timer(struct loop_timer *timer);	/* NULL is fine */

/* At most one handler a signal; replaces the earlier one.  fn runs in the loop,
 * not in the signal handler.  NULL for fn: as it was before us. */
int loop_on_signal(struct loop *loop, int signo, loop_signal_fn *fn, void *arg);
/* Called once a turn, after all else: the screen is redrawn here. */
void loop_on_idle(struct loop *loop, loop_idle_fn *fn, void *arg);

/* The boot clock at the start of this turn. */
int64_t loop_now_ms(const struct loop *loop);
/* How many turns waited and woke: what `make bench` counts. */
uint64_t loop_wakeups(const struct loop *loop);

#endif
