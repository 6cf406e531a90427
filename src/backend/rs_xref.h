/*
 * The report that RightScale's dashboard has under "Download CSV of External
 * References", made anew: which server gets which value, and from which level.  For
 * people; what is put back is the file of inputs_save.h.
 */
#ifndef BACKEND_RS_XREF_H
#define BACKEND_RS_XREF_H

#include "backend/rs_book.h"

struct rs_client;
struct rs_xref;

/* The level that gave a value, as the dashboard calls it.  NULL or "inherit": that
 * level has none. */
const char *rs_xref_source(const char *value, const char *deployment,
    const char *template);

/* err NULL: the report is at path. */
typedef void rs_xref_fn(const char *path, const struct err *err, void *arg);

/* dir/xref_report_SECONDS.csv, mode 0600.  Exactly one callback, later. */
struct rs_xref *rs_xref_start(struct rs_client *client, const struct rs_book *book,
    const char *dir, rs_xref_fn *done, void *arg);
void rs_xref_cancel(struct rs_xref *xref);	/* no callback; NULL is fine */

#endif
