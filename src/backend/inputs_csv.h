/*
 * The inputs as CSV (RFC 4180) and back.  Pure; the round trip is exact for every
 * value.  A cell that a spreadsheet would take for a formula gets an apostrophe
 * in front, which is taken away again on reading.
 */
#ifndef BACKEND_INPUTS_CSV_H
#define BACKEND_INPUTS_CSV_H

#include <stddef.h>

#include "base/err.h"
#include "base/str.h"
#include "model/facts.h"

#define INPUTS_CSV_MAX (4 << 20)	/* bytes that are read at most */

/* One cell and what ends it: ',' or '\n'. */
void inputs_csv_cell(const char *text, char end, struct buf *out);
void inputs_csv_write(const struct input *inputs, size_t n, struct buf *out);
/* All or nothing: *inputs is to be freed, and NULL when -1 was returned; err has
 * the number of the line that is wrong. */
int inputs_csv_read(const char *text, size_t len, struct input **inputs,
    size_t *n, struct err *err);

#endif
