/*
 * Where a journal lies: the run's folder, the files in it, the room on the disk.
 * Knows nothing of SQLite.
 */
#ifndef ENGINE_JOURNAL_PLACE_H
#define ENGINE_JOURNAL_PLACE_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/err.h"

#define PLACE_ROOM ((off_t)16 << 20)	/* free before each intent */
#define PLACE_BALLAST ((off_t)4 << 20)	/* given up so that an outcome fits */

/* Which file it was, to notice when another one stands under its name. */
struct place_file {
	dev_t dev;
	ino_t ino;
};

/* A folder (no link) of ours, closed to others, on a disk of this machine. */
int place_check_dir(const char *dir, struct err *err);
/* A regular file (no link, one name) of ours, closed to others. */
int place_check_file(const char *path, struct err *err);
/* As place_check_file, but it may be absent. */
int place_check_side_file(const char *path, struct err *err);
/* "NFS" for a file system that other machines reach too, NULL for a local one.
 * type as statfs(2) has it. */
const char *place_network_name(unsigned long type);

int place_remember(const char *path, struct place_file *file, struct err *err);
bool place_is_same(const char *path, const struct place_file *file);

/* A new, empty file, 0600; it must not be there. */
int place_new_file(const char *path, struct err *err);
int place_sync(const char *path, struct err *err);
/* The folder that path is in: for an entry just made. */
int place_sync_parent(const char *path, struct err *err);

/* Is there room for an intent and all that follows it?  Lays the ballast. */
int place_has_room(const char *dir, struct err *err);
/* Gives the ballast's room back; false when there is none any more. */
bool place_drop_ballast(const char *dir);

#endif
