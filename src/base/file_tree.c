/* rm -r of a tree that belongs to us. */

#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Each level holds a descriptor open.  Our own trees are flat. */
#define DEPTH_MAX 64

static int remove_at(int parent, const char *name, int depth, struct err *err);

static int
remove_inside(DIR *dir, int depth, struct err *err)
{
	struct dirent *entry;

	while (errno = 0, (entry = readdir(dir)) != NULL) {
		if (str_eq(entry->d_name, ".") || str_eq(entry->d_name, ".."))
			continue;
		if (remove_at(dirfd(dir), entry->d_name, depth + 1, err) == -1)
			return -1;
	}
	return errno == 0 ? 0 : err_sys(err, "read a directory");
}

/* Opened without following a link, then asked whose it is. */
static DIR *
open_own(int parent, const char *name, struct err *err)
{
	struct stat st;
	DIR *dir = NULL;
	int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW |
	    O_CLOEXEC);

	if (fd == -1 || fstat(fd, &st) == -1)
		(void)err_sys(err, "remove %s", name);
	else if (st.st_uid != geteuid())
		(void)err_set(err, ERR_IO, "remove %s: belongs to another user",
		    name);
	else if ((dir = fdopendir(fd)) == NULL)
		(void)err_sys(err, "remove %s", name);
	if (dir == NULL && fd != -1)
		(void)close(fd);
	return dir;
}

static int
remove_at(int parent, const char *name, int depth, struct err *err)
{
	/* Takes files and links, and says no to directories: EISDIR on Linux,
	 * EPERM elsewhere. */
	if (unlinkat(parent, name, 0) == 0 || errno == ENOENT)
		return 0;
	if (errno != EISDIR && errno != EPERM)
		return err_sys(err, "remove %s", name);
	if (depth == DEPTH_MAX)
		return err_set(err, ERR_IO, "remove %s: too deep", name);
	DIR *dir = open_own(parent, name, err);

	if (dir == NULL)
		return -1;
	int rc = remove_inside(dir, depth, err);

	(void)closedir(dir);
	if (rc == 0 && unlinkat(parent, name, AT_REMOVEDIR) == -1)
		return err_sys(err, "remove %s", name);
	return rc;
}

int
file_remove_tree(const char *path, struct err *err)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash == NULL ? path : slash + 1;

	/* An empty setting must never come to mean the whole disk. */
	if (name[0] == '\0' || str_eq(name, ".") || str_eq(name, ".."))
		return err_set(err, ERR_IO, "remove \"%s\": refused", path);
	if (remove_at(AT_FDCWD, path, 0, err) == -1)
		return err_prefix(err, "%s", path);
	return 0;
}
