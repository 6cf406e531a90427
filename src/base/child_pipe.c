/* Our end of a pipe to a child. */

#include "config.h"

#include "base/child_pipe.h"

#include <fcntl.h>
#include <unistd.h>

#include "base/loop.h"

int
child_pipe_open(struct child_pipe *end, int ours, int *theirs, struct err *err)
{
	int fds[2];

	if (pipe2(fds, O_CLOEXEC) == -1)
		return err_sys(err, "make a pipe");
	end->fd = fds[ours];
	*theirs = fds[1 - ours];
	/* Ours alone: no program expects its standard output not to block. */
	if (fcntl(end->fd, F_SETFL, O_NONBLOCK) == -1)
		return err_sys(err, "make a pipe");
	return 0;
}

void
child_pipe_close(struct child_pipe *end)
{
	loop_del_fd(end->lfd);
	if (end->fd != -1)
		(void)close(end->fd);
	*end = (struct child_pipe){ .fd = -1 };
}

int
child_pipe_null(int *theirs, struct err *err)
{
	*theirs = open("/dev/null", O_RDWR | O_CLOEXEC);
	return *theirs == -1 ? err_sys(err, "open /dev/null") : 0;
}
