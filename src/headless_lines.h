/*
 * The lines of a script as they come: from a file, or from somebody who writes them
 * into a pipe meanwhile.
 */
#ifndef HEADLESS_LINES_H
#define HEADLESS_LINES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/str.h"
#include "model/names.h"

struct loop;
struct loop_fd;

struct script_lines {
	char name[TEXT_LEN];		/* of the script, for errors */
	int number;			/* of the line that was taken last */
	bool eof;			/* no more will come */
	const char *trouble;		/* why the rest was not read, or NULL */
	struct loop *loop;
	int fd;
	struct loop_fd *lfd;
	struct buf input;
	size_t taken;			/* of input */
};

/* path "-": standard input. */
int script_lines_open(struct script_lines *lines, struct loop *loop,
    const char *path, struct err *err);
/* One whole line, or the rest at the end of the script; NULL: none yet.  Good until
 * the loop turns. */
char *script_lines_next(struct script_lines *lines);
/* Nothing more is read. */
void script_lines_stop(struct script_lines *lines);
void script_lines_close(struct script_lines *lines);

#endif
