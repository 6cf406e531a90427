/* A disk that loses its power. */

#include "disk.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/xmalloc.h"

#define SECTOR 512
#define PATH_LEN 160

/* As the log has it; bytes point into it. */
struct op {
	char op;
	unsigned long inode;
	size_t offset, n;
	char path[PATH_LEN];
	const char *bytes;
};

struct file {
	unsigned long inode;		/* 0: unlinked, its number may come again */
	struct buf synced;
	struct op *since;		/* w and t */
	size_t n, cap;
};

/* A folder begins empty; all that was done to names in it, in order. */
struct name_op {
	char op;			/* +, r or u */
	size_t file;			/* + */
	char path[PATH_LEN], to[PATH_LEN];
};

struct disk {
	struct file *files;
	size_t n_files, cap_files;
	struct name_op *names;
	size_t n_names, cap_names, synced_names;
	const char *lie;
};

struct disk *
disk_new(void)
{
	return xcalloc(1, sizeof(struct disk));
}

void
disk_free(struct disk *disk)
{
	for (size_t i = 0; i < disk->n_files; i++) {
		buf_done(&disk->files[i].synced);
		free(disk->files[i].since);
	}
	free(disk->files);
	free(disk->names);
	free(disk);
}

void
disk_believe_no_sync_of(struct disk *disk, const char *ending)
{
	disk->lie = ending;
}

static void
add_name(struct disk *disk, const struct op *op, char what)
{
	x_grow(disk->names, disk->n_names, disk->cap_names);
	struct name_op *name = &disk->names[disk->n_names++];
	*name = (struct name_op){ .op = what, .file = disk->n_files };
	(void)str_copy(name->path, sizeof(name->path), op->path);
	cr_assert(what != 'r' || str_copy_n(name->to, sizeof(name->to),
	    op->bytes, op->n));
}

static struct file *
find_file(const struct disk *disk, unsigned long inode)
{
	for (size_t i = 0; i < disk->n_files; i++)
		if (disk->files[i].inode == inode)
			return &disk->files[i];
	return NULL;
}

/* A file has its name from when something was first asked of it. */
static struct file *
file_of(struct disk *disk, const struct op *op)
{
	struct file *file = find_file(disk, op->inode);

	if (file != NULL)
		return file;
	add_name(disk, op, '+');
	x_grow(disk->files, disk->n_files, disk->cap_files);
	file = &disk->files[disk->n_files++];
	*file = (struct file){ .inode = op->inode };
	return file;
}

static void
unlink_file(struct disk *disk, const struct op *op)
{
	struct file *file = find_file(disk, op->inode);

	if (file != NULL)
		file->inode = 0;
	add_name(disk, op, 'u');
}

static void
reach(struct buf *buf, size_t len)
{
	static const char zeros[SECTOR];

	while (buf->len < len)
		buf_add(buf, zeros, len - buf->len < SECTOR ? len - buf->len :
		    SECTOR);
}

static void
apply(struct buf *buf, const struct op *op, enum cut cut, unsigned *lots)
{
	bool some = cut == CUT_LEAVES_SOME;

	if (op->op == 't' && (!some || rand_r(lots) % 2 == 0)) {
		reach(buf, op->offset);
		buf->len = op->offset;
	}
	for (size_t i = 0, n; op->op == 'w' && i < op->n; i += n) {
		n = SECTOR - (op->offset + i) % SECTOR;
		if (n > op->n - i)
			n = op->n - i;
		if (some && rand_r(lots) % 2 == 0)
			continue;
		reach(buf, op->offset + i + n);
		memcpy(buf->data + op->offset + i, op->bytes + i, n);
	}
}

static void
sync_file(struct disk *disk, const struct op *op)
{
	struct file *file = file_of(disk, op);

	if (disk->lie != NULL && str_ends(op->path, disk->lie))
		return;
	for (size_t i = 0; i < file->n; i++)
		apply(&file->synced, &file->since[i], CUT_LEAVES_ALL, NULL);
	file->n = 0;
}

static void
write_file(struct disk *disk, const struct op *op)
{
	struct file *file = file_of(disk, op);

	x_grow(file->since, file->n, file->cap);
	file->since[file->n++] = *op;
}

static bool
read_op(const struct buf *log, size_t *at, struct op *op)
{
	int len = 0;

	if (*at == log->len)
		return false;
	cr_assert_eq(sscanf(log->data + *at, "%c %lu %zu %zu %159[^\n]%n",
	    &op->op, &op->inode, &op->offset, &op->n, op->path, &len), 5);
	op->bytes = log->data + *at + len + 1;
	*at += (size_t)len + 1 + op->n;
	cr_assert_leq(*at, log->len);
	return true;
}

bool
disk_next(struct disk *disk, const struct buf *log, size_t *at,
    struct buf *world)
{
	struct op op;

	if (!read_op(log, at, &op))
		return false;
	switch (op.op) {
	case 'w': case 't':
		write_file(disk, &op);
		break;
	case 's':
		sync_file(disk, &op);
		break;
	case 'd':
		disk->synced_names = disk->n_names;
		break;
	case 'r':
		add_name(disk, &op, 'r');
		break;
	case 'u':
		unlink_file(disk, &op);
		break;
	case '!':
		buf_add(world, op.bytes, op.n);
		break;
	default:
		cr_assert_fail("%c is no record of the disk's", op.op);
	}
	return true;
}

bool
disk_is_unsynced(const struct disk *disk)
{
	for (size_t i = 0; i < disk->n_files; i++)
		if (disk->files[i].n > 0)
			return true;
	return disk->n_names > disk->synced_names;
}

static void
write_down(const struct file *file, const char *path, enum cut cut,
    unsigned *lots)
{
	struct buf left = { 0 };
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	if (file->synced.len > 0)
		buf_add(&left, file->synced.data, file->synced.len);
	for (size_t i = 0; i < file->n && cut != CUT_LEAVES_NOTHING; i++)
		apply(&left, &file->since[i], cut, lots);
	cr_assert(fd != -1 && write(fd, left.data, left.len) ==
	    (ssize_t)left.len, "%s", path);
	(void)close(fd);
	buf_done(&left);
}

/* How many of what was done to names are left. */
static size_t
names_left(const struct disk *disk, enum cut cut, unsigned *lots)
{
	size_t since = disk->n_names - disk->synced_names;

	switch (cut) {
	case CUT_LEAVES_NOTHING:
		return disk->synced_names;
	case CUT_LEAVES_ALL:
		return disk->n_names;
	case CUT_LEAVES_SOME:
		break;
	}
	return disk->synced_names + (size_t)rand_r(lots) % (since + 1);
}

void
disk_cut(const struct disk *disk, enum cut cut, unsigned *lots)
{
	size_t n = names_left(disk, cut, lots);

	for (size_t i = 0; i < n; i++) {
		const struct name_op *name = &disk->names[i];

		if (name->op == '+')
			write_down(&disk->files[name->file], name->path, cut,
			    lots);
		else if (name->op == 'r')
			cr_assert_eq(rename(name->path, name->to), 0);
		else
			(void)unlink(name->path);
	}
}
