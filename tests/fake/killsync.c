/*
 * Preloaded into a program under test: kills it, or lets the disk fail, at the
 * N-th call.  CUTOVER_KILL is WHEN:N or WHEN:N:WHAT.  WHEN is before, after,
 * once (this call says EIO) or fail (this one and all later ones do).  WHAT is
 * sync (fsync, fdatasync; what is counted without it), write (pwrite) or name
 * (rename, unlink, ftruncate).
 */

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/* How often each was called; nobody could hand it from call to call. */
static struct {
	const char *what;
	long count;
} calls[] = { { "sync", 0 }, { "write", 0 }, { "name", 0 } };

enum what { SYNC, WRITE, NAME };
enum when { NEVER, BEFORE, AFTER, FAIL };

static enum when
due(enum what what)
{
	char when[16], name[16] = "sync";
	const char *text = getenv("CUTOVER_KILL");
	long n;

	if (text == NULL ||
	    sscanf(text, "%15[a-z]:%ld:%15[a-z]", when, &n, name) < 2 ||
	    strcmp(name, calls[what].what) != 0)
		return NEVER;
	long count = ++calls[what].count;
	if (strcmp(when, "fail") == 0)
		return count >= n ? FAIL : NEVER;
	if (count != n)
		return NEVER;
	if (strcmp(when, "once") == 0)
		return FAIL;
	return strcmp(when, "before") == 0 ? BEFORE : AFTER;
}

static long
around(enum what what, long number, long a, long b, long c, long d, long e)
{
	enum when when = due(what);

	if (when == FAIL) {
		errno = EIO;
		return -1;
	}
	if (when == BEFORE)
		(void)kill(getpid(), SIGKILL);
	long result = syscall(number, a, b, c, d, e);
	if (when == AFTER)
		(void)kill(getpid(), SIGKILL);
	return result;
}

int
fsync(int fd)
{
	return (int)around(SYNC, SYS_fsync, fd, 0, 0, 0, 0);
}

int
fdatasync(int fd)
{
	return (int)around(SYNC, SYS_fdatasync, fd, 0, 0, 0, 0);
}

ssize_t
pwrite(int fd, const void *data, size_t n, off_t offset)
{
	return around(WRITE, SYS_pwrite64, fd, (long)data, (long)n, offset, 0);
}

ssize_t
pwrite64(int fd, const void *data, size_t n, off64_t offset)
{
	return around(WRITE, SYS_pwrite64, fd, (long)data, (long)n, offset, 0);
}

int
ftruncate(int fd, off_t length)
{
	return (int)around(NAME, SYS_ftruncate, fd, length, 0, 0, 0);
}

int
ftruncate64(int fd, off64_t length)
{
	return (int)around(NAME, SYS_ftruncate, fd, length, 0, 0, 0);
}

int
rename(const char *from, const char *to)
{
	return (int)around(NAME, SYS_renameat2, AT_FDCWD, (long)from, AT_FDCWD,
	    (long)to, 0);
}

int
unlink(const char *path)
{
	return (int)around(NAME, SYS_unlinkat, AT_FDCWD, (long)path, 0, 0, 0);
}
