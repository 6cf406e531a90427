/* Private to base: the end of a process, told in the loop. */
#ifndef BASE_CHILD_EXIT_H
#define BASE_CHILD_EXIT_H

#include "base/child.h"
#include "base/child_pipe.h"

struct loop_timer;

struct child_exit {
	struct loop *loop;
	pid_t pid;
	void (*ended)(const struct child_end *end, void *arg);
	void *arg;
	/* private */
	struct child_pipe pidfd;
	struct loop_timer *look;	/* where there is no pidfd */
};

/* Tells once, when it is reaped; not before this returns. */
void child_exit_watch(struct child_exit *exit);
void child_exit_stop(struct child_exit *exit);	/* also one that never watched */

#endif
