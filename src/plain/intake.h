/* Bytes in, lines out.  What comes in is hostile: a line is whole and harmless, or
 * it is refused with a sentence. */
#ifndef PLAIN_INTAKE_H
#define PLAIN_INTAKE_H

#include <stdbool.h>
#include <stddef.h>

#define INTAKE_MOST 500			/* bytes in a line; fits TEXT_LEN */

struct intake {
	char line[INTAKE_MOST + 1];
	size_t n;
	bool too_long;
	bool drop;			/* what has come beside is not wanted */
};

/* fault NULL: line is what was typed, without its end.  Else it is the sentence
 * that says why the line is refused, and line is empty. */
typedef void intake_line_fn(const char *line, const char *fault, void *arg);

void intake_feed(struct intake *intake, const char *bytes, size_t n,
    intake_line_fn *fn, void *arg);
/* Nothing that was typed before now is taken, the rest of what is being fed
 * neither.  fd < 0: none.  True when there was a line, or more. */
bool intake_drop(struct intake *intake, int fd);

#endif
