/* Findings, and which of several counts. */

#include "model/check.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/str.h"
#include "base/xmalloc.h"

struct check *
checks_add(struct checks *checks, enum verdict verdict, const char *fmt, ...)
{
	x_grow(checks->list, checks->n, checks->cap);

	struct check *check = &checks->list[checks->n++];
	*check = (struct check){ .verdict = verdict };

	va_list ap;
	va_start(ap, fmt);
	(void)vsnprintf(check->text, sizeof(check->text), fmt, ap);
	va_end(ap);
	return check;
}

void
checks_clear(struct checks *checks)
{
	checks->n = 0;
}

void
checks_done(struct checks *checks)
{
	free(checks->list);
	*checks = (struct checks){ 0 };
}

static bool
has(const struct checks *checks, const struct check *check)
{
	for (size_t i = 0; i < checks->n; i++)
		if (checks->list[i].verdict == check->verdict &&
		    str_eq(checks->list[i].rule, check->rule) &&
		    str_eq(checks->list[i].text, check->text))
			return true;
	return false;
}

void
checks_beside(struct checks *dst, const struct checks *src,
    const struct checks *said)
{
	for (size_t i = 0; i < src->n; i++)
		if (!has(said, &src->list[i]))
			*checks_add(dst, VERDICT_GOOD, "%s", "") = src->list[i];
}

const struct check *
checks_first(const struct checks *checks, enum verdict verdict)
{
	for (size_t i = 0; i < checks->n; i++)
		if (checks->list[i].verdict == verdict)
			return &checks->list[i];
	return NULL;
}

enum verdict
checks_worst(const struct checks *checks)
{
	static const enum verdict order[] = { VERDICT_BAD, VERDICT_UNKNOWN,
		VERDICT_WAIT, VERDICT_LOOK };

	for (size_t i = 0; i < countof(order); i++)
		if (checks_first(checks, order[i]) != NULL)
			return order[i];
	return VERDICT_GOOD;
}

const char *
verdict_name(enum verdict verdict)
{
	switch (verdict) {
	case VERDICT_GOOD:
		return "good";
	case VERDICT_LOOK:
		return "look";
	case VERDICT_BAD:
		return "bad";
	case VERDICT_WAIT:
		return "wait";
	case VERDICT_UNKNOWN:
		break;
	}
	return "unknown";
}
