/* Lines of a text that every window shows in its own way. */
#ifndef TALK_LINES_H
#define TALK_LINES_H

#include <stddef.h>

#include "model/check.h"

enum line_kind {
	LINE_TEXT,
	LINE_PART,			/* belongs to the line above: indented */
	LINE_STRONG,
	LINE_LOCKED,			/* about a server that nobody may take out */
	LINE_GOOD, LINE_LOOK, LINE_BAD, LINE_UNKNOWN, LINE_WAIT,
	LINE_KINDS
};

struct line { enum line_kind kind; char *text; };

struct lines {
	struct line *list;
	size_t n, cap;
};

void lines_add(struct lines *lines, enum line_kind kind, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
void lines_done(struct lines *lines);

/* What needs a look, the worst first. */
void lines_add_findings(struct lines *lines, const struct checks *checks);
/* What is good; one line when it is many. */
void lines_add_good(struct lines *lines, const struct checks *checks);
/* Why the guard refuses, and what it leaves open. */
void lines_add_guard(struct lines *lines);

#endif
