/* Secrets in memory, and from files. */

#include "config.h"

#include "base/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/str.h"

/* The rest is a courtesy of the system's: without it a secret is still wiped. */
static char *
own_pages(size_t size, struct err *err)
{
	char *pages = mmap(NULL, size, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (pages == MAP_FAILED) {
		(void)err_sys(err, "memory for a secret");
		return NULL;
	}
	(void)mlock(pages, size);
	(void)madvise(pages, size, MADV_DONTDUMP);
	return pages;
}

int
secret_set(struct secret *secret, const char *text, size_t len, struct err *err)
{
	struct secret made = { .len = len, .mapped = len + 1 };

	made.text = own_pages(made.mapped, err);
	if (made.text == NULL)
		return -1;
	memcpy(made.text, text, len);
	secret_done(secret);
	*secret = made;
	return 0;
}

void
secret_done(struct secret *secret)
{
	if (secret->text != NULL) {
		explicit_bzero(secret->text, secret->mapped);
		(void)munmap(secret->text, secret->mapped);
	}
	*secret = (struct secret){ 0 };
}

/* ---- files ---- */

/* Who can write a directory can put another file in this one's place, unless the
 * sticky bit holds him back. */
static int
check_dir(const char *path, struct err *err)
{
	const char *slash = strrchr(path, '/');
	char dir[PATH_MAX] = ".";
	struct stat st;

	if (slash != NULL && !str_copy_n(dir, sizeof(dir), path,
	    slash == path ? 1 : (size_t)(slash - path)))
		return err_set(err, ERR_IO, "%.80s…: path too long", path);
	if (stat(dir, &st) == -1)
		return err_sys(err, "%s", dir);
	if ((st.st_mode & S_IWOTH) != 0 && (st.st_mode & S_ISVTX) == 0)
		return err_set(err, ERR_IO, "%s: everybody can write its directory; "
		    "chmod o-w %s", path, dir);
	return 0;
}

static int
check_file(int fd, const char *path, struct err *err)
{
	struct stat st;

	if (fstat(fd, &st) == -1)
		return err_sys(err, "%s", path);
	if (!S_ISREG(st.st_mode))
		return err_set(err, ERR_IO, "%s: not a regular file", path);
	if (st.st_uid != geteuid() && st.st_uid != 0)
		return err_set(err, ERR_IO, "%s: belongs to another user", path);
	if ((st.st_mode & 077) != 0)
		return err_set(err, ERR_IO, "%s: others can get at this secret; "
		    "chmod 600 %s", path, path);
	return check_dir(path, err);
}

static int
open_secret(const char *path, struct err *err)
{
	int fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY |
	    O_CLOEXEC);

	if (fd == -1 && errno == ELOOP)
		return err_set(err, ERR_IO, "%s: is a link; name the file itself",
		    path);
	if (fd == -1)
		return err_sys(err, "open %s", path);
	if (check_file(fd, path, err) == 0)
		return fd;
	(void)close(fd);
	return -1;
}

int
secret_file_check(const char *path, struct err *err)
{
	int fd = open_secret(path, err);

	if (fd != -1)
		(void)close(fd);
	return fd == -1 ? -1 : 0;
}

static int
read_some(int fd, char *text, size_t max, size_t *len)
{
	ssize_t n;

	while (*len < max && (n = read(fd, text + *len, max - *len)) != 0) {
		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1)
			return -1;
		*len += (size_t)n;
	}
	return 0;
}

/* One line, with or without its end. */
static int
take_line(struct secret *secret, const char *text, size_t len, struct err *err)
{
	if (len > 0 && text[len - 1] == '\n')
		len--;
	if (len == 0)
		return err_set(err, ERR_IO, "the secret is empty");
	if (len > SECRET_MAX)
		return err_set(err, ERR_IO, "longer than %d bytes, too long for a "
		    "secret", SECRET_MAX);
	if (memchr(text, '\0', len) != NULL || memchr(text, '\n', len) != NULL)
		return err_set(err, ERR_IO, "a secret is one line, without NUL "
		    "bytes");
	return secret_set(secret, text, len, err);
}

int
secret_read(struct secret *secret, const char *path, struct err *err)
{
	char text[SECRET_MAX + 2];	/* the end of the line, and one too many */
	int fd = open_secret(path, err), status = -1;
	size_t len = 0;

	if (fd == -1)
		return -1;
	if (read_some(fd, text, sizeof(text), &len) == -1)
		(void)err_sys(err, "read %s", path);
	else if ((status = take_line(secret, text, len, err)) == -1)
		(void)err_prefix(err, "%s", path);
	explicit_bzero(text, sizeof(text));
	(void)close(fd);
	return status;
}
