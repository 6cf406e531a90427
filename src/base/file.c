/* Files, the careful way: whole or not at all. */

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sha2.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

static int
read_all(int fd, const char *path, size_t max, struct buf *buf,
    struct err *err)
{
	char chunk[16384];
	ssize_t n;

	while ((n = read(fd, chunk, sizeof(chunk))) != 0) {
		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1)
			return err_sys(err, "read %s", path);
		/* Counted here, since a file can grow while it is read. */
		if ((size_t)n > max - buf->len)
			return err_set(err, ERR_IO, "%s: larger than %zu bytes",
			    path, max);
		buf_add(buf, chunk, (size_t)n);
	}
	return 0;
}

int
file_read(const char *path, size_t max, struct buf *buf, struct err *err)
{
	struct stat st;
	int rc = -1;

	buf_reset(buf);
	/* Without O_NONBLOCK, a pipe in the file's place would hold us here. */
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);

	if (fd == -1)
		return err_sys(err, "open %s", path);
	if (fstat(fd, &st) == -1)
		(void)err_sys(err, "open %s", path);
	else if (!S_ISREG(st.st_mode))
		(void)err_set(err, ERR_IO, "%s: not a regular file", path);
	else
		rc = read_all(fd, path, max, buf, err);
	(void)close(fd);
	return rc;
}

/* The directory is opened once and all is done relative to it, so that nobody
 * can put another one in its place halfway. */
static int
open_dir_of(const char *path, const char **name, struct err *err)
{
	const char *slash = strrchr(path, '/');
	char dir[PATH_MAX] = ".";

	*name = slash == NULL ? path : slash + 1;
	if (**name == '\0' || str_eq(*name, ".") || str_eq(*name, ".."))
		return err_set(err, ERR_IO, "%s: not the name of a file", path);
	if (slash != NULL && !str_copy_n(dir, sizeof(dir), path,
	    slash == path ? 1 : (size_t)(slash - path)))
		return err_set(err, ERR_IO, "%s: path too long", path);
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	return fd == -1 ? err_sys(err, "open directory %s", dir) : fd;
}

static int
create_random(int dir, char *name, size_t size, mode_t mode)
{
	unsigned long long bits;

	if (getrandom(&bits, sizeof(bits), 0) != (ssize_t)sizeof(bits))
		return -1;
	(void)str_fmt(name, size, ".new-%016llx", bits);
	return openat(dir, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW |
	    O_CLOEXEC, mode);
}

static int
write_all(int fd, const char *data, size_t len)
{
	while (len > 0) {
		ssize_t n = write(fd, data, len);

		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1)
			return -1;
		data += n;
		len -= (size_t)n;
	}
	return 0;
}

/* Some file systems cannot sync a directory, and say EINVAL. */
static int
sync_dir(int dir)
{
	return fsync(dir) == -1 && errno != EINVAL ? -1 : 0;
}

static int
write_in(int dir, const char *name, const void *data, size_t len, mode_t mode)
{
	char temp[40];
	int fd = create_random(dir, temp, sizeof(temp), mode);

	if (fd == -1)
		return -1;
	/* fchmod(), since the umask would take bits away. */
	int rc = write_all(fd, data, len) == -1 || fchmod(fd, mode) == -1 ||
	    fsync(fd) == -1 ? -1 : 0;

	if (close(fd) == -1)
		rc = -1;
	if (rc == 0 && renameat(dir, temp, dir, name) == 0)
		return sync_dir(dir);
	int saved = errno;

	(void)unlinkat(dir, temp, 0);
	errno = saved;
	return -1;
}

int
file_write(const char *path, const void *data, size_t len, mode_t mode,
    struct err *err)
{
	const char *name;
	int dir = open_dir_of(path, &name, err);

	if (dir == -1)
		return err_prefix(err, "write %s", path);
	int rc = write_in(dir, name, data, len, mode);

	if (rc == -1)
		(void)err_sys(err, "write %s", path);
	(void)close(dir);
	return rc;
}

static int
make_dir(const char *path, struct err *err)
{
	struct stat st;

	if (mkdir(path, 0700) == 0)
		return 0;
	/* Whatever mkdir() dislikes (a read-only disk, say) does not matter
	 * if the directory is there. */
	int saved = errno;

	if (stat(path, &st) == 0 && S_ISDIR(st.st_mode))
		return 0;
	errno = saved == EEXIST ? ENOTDIR : saved;
	return err_sys(err, "make directory %s", path);
}

int
file_make_dirs(const char *path, struct err *err)
{
	char part[PATH_MAX];

	if (!str_copy(part, sizeof(part), path))
		return err_set(err, ERR_IO, "%s: path too long", path);
	for (char *p = part + 1; part[0] != '\0' && *p != '\0'; p++) {
		if (*p != '/' || p[-1] == '/')
			continue;
		*p = '\0';
		if (make_dir(part, err) == -1)
			return -1;
		*p = '/';
	}
	return make_dir(part, err);
}

int
file_is_private(const char *path, struct err *err)
{
	struct stat st;

	if (lstat(path, &st) == -1)
		return err_sys(err, "%s", path);
	if (!S_ISREG(st.st_mode))
		return err_set(err, ERR_IO, "%s: not a regular file", path);
	if (st.st_uid != geteuid())
		return err_set(err, ERR_IO, "%s: belongs to another user", path);
	if ((st.st_mode & 077) != 0)
		return err_set(err, ERR_IO, "%s: others can get at it; "
		    "chmod 600 %s", path, path);
	return 0;
}

void
file_sha256(const void *data, size_t len, char hex[65])
{
	(void)SHA256Data(data, len, hex);
}
