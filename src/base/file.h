/*
 * Files, the careful way: whole or not at all.
 */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/err.h"
#include "base/str.h"

/* Reads a regular file of at most max bytes into buf. */
int file_read(const char *path, size_t max, struct buf *buf, struct err *err);
/* Written beside under a random name (O_EXCL, O_NOFOLLOW), synced, renamed over
 * path, directory synced.  The file is whole or as it was. */
int file_write(const char *path, const void *data, size_t len, mode_t mode,
    struct err *err);
/* mkdir -p with mode 0700 for what is missing. */
int file_make_dirs(const char *path, struct err *err);
/* Regular, owned by us, no bits for group and others. */
int file_is_private(const char *path, struct err *err);
/* rm -r of a tree that belongs to us; links are removed, never followed. */
int file_remove_tree(const char *path, struct err *err);
/* SHA-256 (libmd) as 64 lower-case hex digits. */
void file_sha256(const void *data, size_t len, char hex[65]);

#endif
