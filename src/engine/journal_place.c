/* Where a journal lies: the run's folder, the files in it, the room on the disk. */

#include "engine/journal_place.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "base/str.h"

/* The locks and the shared memory of SQLite's WAL do not work over these, or
 * nobody promises that they do. */
static const struct network {
	unsigned long type;
	const char *name;
} networks[] = {
	{ 0x6969, "NFS" },
	{ 0xff534d42, "CIFS" },
	{ 0xfe534d42, "SMB2" },
	{ 0x517b, "SMB" },
	{ 0x65735546, "FUSE" },
	{ 0x01021997, "9P" },
	{ 0x5346414f, "AFS" },
	{ 0x6b414653, "AFS" },
	{ 0x00c36400, "Ceph" },
	{ 0x7461636f, "OCFS2" },
	{ 0x01161970, "GFS2" },
	{ 0x0bd00bd0, "Lustre" },
	{ 0x73757245, "Coda" },
	{ 0x786f4256, "VirtualBox" },
};

const char *
place_network_name(unsigned long type)
{
	/* f_type is signed on some machines: compare 32 bits. */
	for (size_t i = 0; i < countof(networks); i++)
		if (networks[i].type == (type & 0xffffffff))
			return networks[i].name;
	return NULL;
}

static int
check_owner(const char *path, const struct stat *st, const char *mode,
    struct err *err)
{
	if (st->st_uid != geteuid())
		return err_set(err, ERR_REFUSED, "%s belongs to another user",
		    path);
	if ((st->st_mode & (S_IRWXG | S_IRWXO)) != 0)
		return err_set(err, ERR_REFUSED,
		    "%s is open to others; chmod %s %s", path, mode, path);
	return 0;
}

int
place_check_dir(const char *dir, struct err *err)
{
	struct stat st;
	struct statfs fs;

	if (lstat(dir, &st) == -1 || statfs(dir, &fs) == -1)
		return err_sys(err, "%s", dir);
	if (!S_ISDIR(st.st_mode))
		return err_set(err, ERR_REFUSED, "%s is not a folder", dir);
	if (check_owner(dir, &st, "700", err) == -1)
		return -1;
	const char *name = place_network_name((unsigned long)fs.f_type);
	if (name != NULL)
		return err_set(err, ERR_REFUSED, "%s is on a network file system"
		    " (%s); the journal needs a local disk", dir, name);
	return 0;
}

int
place_check_file(const char *path, struct err *err)
{
	struct stat st;

	if (lstat(path, &st) == -1)
		return err_sys(err, "%s", path);
	if (!S_ISREG(st.st_mode))
		return err_set(err, ERR_REFUSED, "%s is not a regular file",
		    path);
	if (st.st_nlink != 1)
		return err_set(err, ERR_REFUSED, "%s has a second name", path);
	return check_owner(path, &st, "600", err);
}

int
place_check_side_file(const char *path, struct err *err)
{
	struct stat st;

	if (lstat(path, &st) == -1 && errno == ENOENT)
		return 0;
	return place_check_file(path, err);
}

int
place_remember(const char *path, struct place_file *file, struct err *err)
{
	struct stat st;

	if (lstat(path, &st) == -1)
		return err_sys(err, "%s", path);
	*file = (struct place_file){ .dev = st.st_dev, .ino = st.st_ino };
	return 0;
}

bool
place_is_same(const char *path, const struct place_file *file)
{
	struct stat st;

	return lstat(path, &st) == 0 && S_ISREG(st.st_mode) &&
	    st.st_nlink == 1 && st.st_dev == file->dev &&
	    st.st_ino == file->ino;
}

int
place_new_file(const char *path, struct err *err)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
	    S_IRUSR | S_IWUSR);

	if (fd == -1)
		return err_sys(err, "%s", path);
	(void)close(fd);		/* nothing was written yet */
	return 0;
}

int
place_sync(const char *path, struct err *err)
{
	int fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);

	if (fd == -1)
		return err_sys(err, "%s", path);
	int status = fsync(fd);
	if (status == -1)
		err_sys(err, "sync %s", path);
	(void)close(fd);		/* read only */
	return status;
}

int
place_sync_parent(const char *path, struct err *err)
{
	char parent[PATH_MAX];
	size_t len = strlen(path);

	while (len > 1 && path[len - 1] == '/')
		len--;
	while (len > 0 && path[len - 1] != '/')
		len--;
	if (!str_copy_n(parent, sizeof(parent), len > 0 ? path : ".",
	    len > 0 ? len : 1))
		return err_set(err, ERR_IO, "%s: the name is too long", path);
	return place_sync(parent, err);
}

static bool
ballast_path(const char *dir, char *path, size_t size)
{
	return str_fmt(path, size, "%s/ballast", dir);
}

static int
lay_ballast(const char *dir, struct err *err)
{
	char path[PATH_MAX];
	struct stat st;

	if (!ballast_path(dir, path, sizeof(path)))
		return err_set(err, ERR_IO, "%s: the name is too long", dir);
	if (lstat(path, &st) == 0 && st.st_size >= PLACE_BALLAST)
		return 0;
	int fd = open(path, O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC,
	    S_IRUSR | S_IWUSR);
	if (fd == -1)
		return err_sys(err, "%s", path);
	int error = posix_fallocate(fd, 0, PLACE_BALLAST);
	(void)close(fd);		/* its content is of no interest */
	if (error != 0) {
		(void)unlink(path);
		errno = error;
		return err_sys(err, "%s", path);
	}
	return 0;
}

int
place_has_room(const char *dir, struct err *err)
{
	struct statvfs fs;

	if (lay_ballast(dir, err) == -1)
		return -1;
	if (statvfs(dir, &fs) == -1)
		return err_sys(err, "%s", dir);
	unsigned long long room = (unsigned long long)fs.f_bavail * fs.f_frsize;
	if (room < (unsigned long long)PLACE_ROOM)
		return err_set(err, ERR_IO, "%s has %llu KiB left and the journal"
		    " needs %llu; make room, then try again", dir, room >> 10,
		    (unsigned long long)PLACE_ROOM >> 10);
	return 0;
}

bool
place_drop_ballast(const char *dir)
{
	char path[PATH_MAX];

	return ballast_path(dir, path, sizeof(path)) && unlink(path) == 0;
}
