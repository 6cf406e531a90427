/* Private to base: our end of a pipe to a child. */
#ifndef BASE_CHILD_PIPE_H
#define BASE_CHILD_PIPE_H

#include "base/err.h"

struct loop_fd;

struct child_pipe {
	int fd;				/* -1: closed */
	struct loop_fd *lfd;		/* NULL: not watched */
};

/* We keep the end number `ours` (0 reads, 1 writes), which never blocks; the
 * caller closes *theirs.  On failure both may be open or -1. */
int child_pipe_open(struct child_pipe *end, int ours, int *theirs,
    struct err *err);
void child_pipe_close(struct child_pipe *end);
/* The null device in place of a pipe. */
int child_pipe_null(int *theirs, struct err *err);

#endif
