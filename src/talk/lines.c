/* Lines of a text. */

#include "talk/lines.h"

#include <stdarg.h>
#include <stdlib.h>

#include "base/str.h"
#include "base/xmalloc.h"

#define GOOD_LINES 4

void
lines_add(struct lines *lines, enum line_kind kind, const char *fmt, ...)
{
	struct buf text = { 0 };
	va_list ap;

	va_start(ap, fmt);
	buf_vprintf(&text, fmt, ap);
	va_end(ap);
	buf_puts(&text, "");
	x_grow(lines->list, lines->n, lines->cap);
	lines->list[lines->n++] = (struct line){ kind, buf_take(&text) };
}

void
lines_done(struct lines *lines)
{
	for (size_t i = 0; i < lines->n; i++)
		free(lines->list[i].text);
	free(lines->list);
	*lines = (struct lines){ 0 };
}

void
lines_add_findings(struct lines *lines, const struct checks *checks)
{
	static const struct { enum verdict verdict; enum line_kind kind; } order[] = {
		{ VERDICT_BAD, LINE_BAD }, { VERDICT_UNKNOWN, LINE_UNKNOWN },
		{ VERDICT_LOOK, LINE_LOOK }, { VERDICT_WAIT, LINE_WAIT },
	};

	for (size_t o = 0; checks != NULL && o < countof(order); o++)
		for (size_t i = 0; i < checks->n; i++)
			if (checks->list[i].verdict == order[o].verdict)
				lines_add(lines, order[o].kind, "%s",
				    checks->list[i].text);
}

void
lines_add_good(struct lines *lines, const struct checks *checks)
{
	size_t good = 0;

	for (size_t i = 0; checks != NULL && i < checks->n; i++)
		good += checks->list[i].verdict == VERDICT_GOOD;
	if (good > GOOD_LINES) {
		lines_add(lines, LINE_GOOD, "%zu checks are good", good);
		return;
	}
	for (size_t i = 0; checks != NULL && i < checks->n; i++)
		if (checks->list[i].verdict == VERDICT_GOOD)
			lines_add(lines, LINE_GOOD, "%s", checks->list[i].text);
}

void
lines_add_guard(struct lines *lines)
{
	lines_add(lines, LINE_TEXT, "Each action needs a permit, and only the guard "
	    "gives one. It goes by marks that were written before a server was made, "
	    "not by what is shown here.");
	lines_add(lines, LINE_TEXT, "%s", "");
	lines_add(lines, LINE_TEXT, "A server that is NEW, or whose mark is not known, "
	    "is never drained, detached or terminated. What is not known counts as "
	    "new. Enough servers must go on serving, and what is known of them must "
	    "be fresh.");
	lines_add(lines, LINE_TEXT, "%s", "");
	lines_add(lines, LINE_TEXT, "Two honest ways out, each its own verb: discard a "
	    "NEW server that no balancer ever listed; withdraw a NEW server, with its "
	    "name typed and a reason, while the OLD ones alone can carry the "
	    "traffic.");
	lines_add(lines, LINE_TEXT, "%s", "");
	lines_add(lines, LINE_TEXT, "There is no flag, key or order that forces it.");
}
