/* The end of a process: SIGCHLD would be one handler for all; a pidfd is one
 * descriptor for each. */

#include "config.h"

#include "base/child_exit.h"

#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/child_spawn.h"
#include "base/loop.h"

#define LOOK_EVERY_MS	20

static bool
tell(struct child_exit *exit)
{
	struct child_end end = { 0 };

	if (!child_ended(exit->pid, &end))
		return false;
	exit->ended(&end, exit->arg);
	return true;
}

static void
on_exit_event(int fd, short revents, void *arg)
{
	(void)fd;
	(void)revents;
	(void)tell(arg);
}

static void
on_look(void *arg)
{
	struct child_exit *exit = arg;

	exit->look = NULL;
	if (!tell(exit))
		exit->look = loop_add_timer(exit->loop, LOOK_EVERY_MS, on_look,
		    exit);
}

void
child_exit_watch(struct child_exit *exit)
{
	int fd = -1;

#ifdef SYS_pidfd_open
	fd = (int)syscall(SYS_pidfd_open, exit->pid, 0);
#endif
	exit->pidfd.fd = fd;
	if (fd != -1)
		exit->pidfd.lfd = loop_add_fd(exit->loop, fd, POLLIN,
		    on_exit_event, exit);
	else
		exit->look = loop_add_timer(exit->loop, LOOK_EVERY_MS, on_look,
		    exit);
}

void
child_exit_stop(struct child_exit *exit)
{
	child_pipe_close(&exit->pidfd);
	loop_del_timer(exit->look);
	exit->look = NULL;
}
