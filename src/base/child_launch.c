/* Processes that outlive us, and the dead that nobody waits for. */

#include "config.h"

#include "base/child_spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/str.h"
#include "base/xmalloc.h"

/* File-static because a process that nobody waits for belongs to nobody.  Its
 * number stays taken until we reap it, so none here can mean another one. */
static struct {
	pid_t *pids;
	size_t count, cap;
} forgotten;

void
child_reap(void)
{
	size_t kept = 0;

	for (size_t i = 0; i < forgotten.count; i++)
		if (waitpid(forgotten.pids[i], NULL, WNOHANG) == 0)
			forgotten.pids[kept++] = forgotten.pids[i];
	forgotten.count = kept;
}

void
child_forget(pid_t pid)
{
	x_grow(forgotten.pids, forgotten.count, forgotten.cap);
	forgotten.pids[forgotten.count++] = pid;
	child_reap();
}

static int
open_output(const char *path, struct err *err)
{
	const char *name = path == NULL ? "/dev/null" : path;
	int fd = open(name, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW |
	    O_NOCTTY | O_CLOEXEC, 0600);

	return fd == -1 ? err_sys(err, "open %s", name) : fd;
}

pid_t
child_launch(const struct child_spec *spec, struct err *err)
{
	struct child_spec own = *spec;
	int in = open("/dev/null", O_RDONLY | O_CLOEXEC);
	int out = in == -1 ? err_sys(err, "open /dev/null") :
	    open_output(spec->output_path, err);
	pid_t pid = -1;

	own.detach = true;
	if (out != -1)
		pid = child_spawn(&own, (const int [3]){ in, out, out }, err);
	if (pid != -1)
		child_forget(pid);
	if (in != -1)
		(void)close(in);
	if (out != -1)
		(void)close(out);
	return pid;
}

/* Dead, and its parent (not we: we have just reaped) does not look.  Where
 * there is no /proc, or nothing can be read there, the answer is no. */
static bool
is_zombie(pid_t pid)
{
	char path[64], text[512];
	ssize_t len = -1;

	(void)str_fmt(path, sizeof(path), "/proc/%ld/stat", (long)pid);
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd != -1) {
		len = read(fd, text, sizeof(text) - 1);
		(void)close(fd);
	}
	if (len <= 0)
		return false;
	text[len] = '\0';
	/* "123 (name) Z ...", and the name may have brackets, too. */
	const char *state = strrchr(text, ')');

	return state != NULL && (str_starts(state, ") Z") ||
	    str_starts(state, ") X"));
}

bool
child_alive(pid_t pid)
{
	child_reap();
	if (pid <= 0 || (kill(pid, 0) == -1 && errno != EPERM))
		return false;
	return !is_zombie(pid);
}
