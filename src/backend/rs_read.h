/* What the readers of answers share.  Private to rs_book_*.c.  Pure. */
#ifndef BACKEND_RS_READ_H
#define BACKEND_RS_READ_H

#include <stdbool.h>

#include "backend/rs_book.h"

int rs_odd(const char *what, struct err *err);
/* The href of the link with this rel; false: none, or it is no href. */
bool rs_take_link(const cJSON *resource, const char *rel, char dst[RS_HREF]);
/* Filters match in part and whatever the case: the name is compared whole here.
 * NULL with err when it is not there exactly once. */
const cJSON *rs_only(const cJSON *list, const char *what, const char *name,
    struct err *err);

#endif
