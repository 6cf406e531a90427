/*
 * A disk that loses its power: what was asked of it (tests/fake/disklog.c), and what
 * may be left of that after a cut.  What was synced is there.  Of what was written
 * since, each sector of 512 bytes is there or not; of what was done to names since
 * the folder was synced, the first few are.
 */
#ifndef TEST_DISK_H
#define TEST_DISK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

struct disk;

struct disk *disk_new(void);
void disk_free(struct disk *disk);
/* With this a sync of files whose name ends so does nothing: SQLite's
 * synchronous = NORMAL, and the disk that lies. */
void disk_believe_no_sync_of(struct disk *disk, const char *ending);
/* The next record of the log, which must outlive the disk; false at its end.  A
 * line to the world is added to it: nothing takes it back. */
bool disk_next(struct disk *disk, const struct buf *log, size_t *at,
    struct buf *world);

enum cut { CUT_LEAVES_NOTHING, CUT_LEAVES_ALL, CUT_LEAVES_SOME };
/* What is left of all that was not synced, written to the files it belongs to;
 * SOME draws lots. */
void disk_cut(const struct disk *disk, enum cut cut, unsigned *lots);
/* Is there anything that a cut could take? */
bool disk_is_unsynced(const struct disk *disk);

#endif
