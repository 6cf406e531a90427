/* The wizard as a child that has our terminal. */

#include "config.h"

#include "demo/wizard.h"

#include <errno.h>
#include <poll.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/loop.h"
#include "base/str.h"
#include "base/xmalloc.h"

pid_t
wizard_start(const char *dir, const struct wizard_manner *manner, struct err *err)
{
	struct buf config = { 0 };
	char name[] = "cutover", run[] = "run", c[] = "-c";
	char script[] = "--script", json[] = "--json", plain[] = "--plain";
	char *argv[9] = { name, run, c };
	char *file = manner->script == NULL ? NULL : xstrdup(manner->script);
	size_t n = 3;
	pid_t pid = -1;

	buf_printf(&config, "%s/cutover.conf", dir);
	argv[n++] = config.data;
	if (file != NULL) {
		argv[n++] = script;
		argv[n++] = file;
	}
	if (manner->json)
		argv[n++] = json;
	if (manner->plain)
		argv[n++] = plain;
	errno = posix_spawn(&pid, "/proc/self/exe", NULL, NULL, argv, environ);
	if (errno != 0)
		pid = err_sys(err, "the wizard does not start");
	free(file);
	buf_done(&config);
	return pid;
}

static void
ended(int fd, short revents, void *arg)
{
	(void)fd;
	(void)revents;
	loop_stop(arg, 0);
}

int
wizard_wait(struct loop *loop, pid_t pid)
{
	int fd = pidfd_open(pid, 0);
	struct loop_fd *watch = fd == -1 ? NULL : loop_add_fd(loop, fd, POLLIN,
	    ended, loop);
	int status = 0;

	/* Without it the signals would wait until the wizard has ended. */
	if (watch != NULL)
		(void)loop_run(loop);
	while (waitpid(pid, &status, 0) == -1 && errno == EINTR)
		continue;
	loop_del_fd(watch);
	if (fd != -1)
		(void)close(fd);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
