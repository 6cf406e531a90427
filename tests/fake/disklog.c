/*
 * Preloaded into a program under test: notes what it asks of the disk, in order, in
 * the file CUTOVER_DISKLOG, for who finds out what a power cut would have left of it
 * (tests/unit/disk.c).  A record is a line "OP INODE OFFSET LENGTH PATH" and LENGTH
 * bytes behind it.  OP is w (write), t (cut at OFFSET), s (sync), d (sync of a
 * folder), r (rename; the bytes are the new name), u (unlink), or ! (a line to the
 * file "world", which is no disk of ours: what is in it has happened).
 */

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static void
note(char op, unsigned long inode, off_t offset, const char *path,
    const void *data, size_t n)
{
	const char *log = getenv("CUTOVER_DISKLOG");
	char line[PATH_MAX + 80];
	int error = errno;

	if (log == NULL)
		return;
	int len = snprintf(line, sizeof(line), "%c %lu %lld %zu %s\n", op, inode,
	    (long long)offset, n, path);
	int fd = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	if (fd == -1 || syscall(SYS_write, fd, line, len) != len ||
	    syscall(SYS_write, fd, data, n) != (long)n)
		abort();
	(void)close(fd);
	errno = error;
}

static bool
is_named(const char *path, const char *end)
{
	size_t len = strlen(path), n = strlen(end);

	return len >= n && strcmp(path + len - n, end) == 0;
}

/* SQLite's shared memory is made anew after a cut: it is no part of the disk. */
static void
note_file(char op, int fd, off_t offset, const void *data, size_t n)
{
	char link[32], path[PATH_MAX];
	struct stat st;

	(void)snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	ssize_t len = readlink(link, path, sizeof(path) - 1);
	if (len == -1 || fstat(fd, &st) == -1)
		return;
	path[len] = '\0';
	if (is_named(path, "-shm"))
		return;
	if (op == 's' && S_ISDIR(st.st_mode))
		op = 'd';
	note(op, st.st_ino, offset, path, data, n);
}

static int
noted_sync(int fd, long number)
{
	int status = (int)syscall(number, fd);

	if (status == 0)
		note_file('s', fd, 0, NULL, 0);
	return status;
}

int
fsync(int fd)
{
	return noted_sync(fd, SYS_fsync);
}

int
fdatasync(int fd)
{
	return noted_sync(fd, SYS_fdatasync);
}

ssize_t
pwrite64(int fd, const void *data, size_t n, off64_t offset)
{
	ssize_t wrote = syscall(SYS_pwrite64, fd, data, n, offset);

	if (wrote > 0)
		note_file('w', fd, offset, data, (size_t)wrote);
	return wrote;
}

ssize_t
pwrite(int fd, const void *data, size_t n, off_t offset)
{
	return pwrite64(fd, data, n, offset);
}

int
ftruncate64(int fd, off64_t length)
{
	int status = (int)syscall(SYS_ftruncate, fd, length);

	if (status == 0)
		note_file('t', fd, length, NULL, 0);
	return status;
}

int
ftruncate(int fd, off_t length)
{
	return ftruncate64(fd, length);
}

ssize_t
write(int fd, const void *data, size_t n)
{
	char link[32], path[PATH_MAX] = "";

	(void)snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	(void)readlink(link, path, sizeof(path) - 1);
	if (is_named(path, "/world"))
		note('!', 0, 0, path, data, n);
	return syscall(SYS_write, fd, data, n);
}

int
rename(const char *from, const char *to)
{
	int status = (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);

	if (status == 0)
		note('r', 0, 0, from, to, strlen(to));
	return status;
}

int
unlink(const char *path)
{
	struct stat st = { .st_ino = 0 };

	(void)lstat(path, &st);
	int status = (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
	if (status == 0)
		note('u', st.st_ino, 0, path, NULL, 0);
	return status;
}
