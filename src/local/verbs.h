/*
 * The local cloud's protocol: one JSON object a line, {"verb": …}, and one back,
 * {"ok": true, …} or {"ok": false, "error": "sentence"}.  verbs.c has the table of
 * verbs and their members; anything else is an error and changes nothing.
 */
#ifndef LOCAL_VERBS_H
#define LOCAL_VERBS_H

#include <stddef.h>

#include "base/str.h"
#include "local/cloud.h"

void verbs_answer(struct cloud *cloud, const char *line, size_t len,
    struct buf *answer);

#endif
