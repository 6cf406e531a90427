/* How a child ended. */

#include "base/child.h"

#include <sys/wait.h>

#include "base/child_spawn.h"
#include "base/str.h"

bool
child_ended(pid_t pid, struct child_end *end)
{
	int status = 0;
	pid_t got = waitpid(pid, &status, WNOHANG);

	if (got == 0)
		return false;
	/* Should somebody else have waited for it (-1), nothing is known of
	 * its status; and what is not known is no success. */
	end->exited = got != -1 && WIFEXITED(status);
	end->status = end->exited ? WEXITSTATUS(status) : -1;
	end->signal = got != -1 && WIFSIGNALED(status) ? WTERMSIG(status) : 0;
	return true;
}

const char *
child_end_text(const struct child_end *end, char *dst, size_t size)
{
	if (end->too_much)
		(void)str_copy(dst, size, "wrote too much and was killed");
	else if (end->timed_out)
		(void)str_copy(dst, size, "took too long and was killed");
	else if (end->exited)
		(void)str_fmt(dst, size, "exit status %d", end->status);
	else if (end->signal != 0)
		(void)str_fmt(dst, size, "killed by signal %d", end->signal);
	else
		(void)str_copy(dst, size, "ended, nobody knows how");
	return dst;
}
