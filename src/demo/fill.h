/*
 * Filling in a text: @NAME@ becomes its value, and the lines between
 * "@each THING@" and "@end@" are repeated once a row.  Pure.  A word that is no
 * name is an error, because the texts are our own.
 */
#ifndef DEMO_FILL_H
#define DEMO_FILL_H

#include <stddef.h>

#include "base/err.h"
#include "base/str.h"

struct fill_pair { const char *name, *value; };	/* lists end with name NULL */

struct fill_rows {
	const char *thing;
	const struct fill_pair *const *rows;	/* ends with NULL */
};

int fill_text(const char *text, const struct fill_pair *pairs,
    const struct fill_rows *things, struct buf *out, struct err *err);

#endif
