/* Filling in a template's text: @NAME@ and its like, and @input:KEY@.  Pure. */
#ifndef LOCAL_RENDER_H
#define LOCAL_RENDER_H

#include <stddef.h>

#include "base/err.h"
#include "base/str.h"

struct render_pair { const char *key, *value; };

/* Both lists end with a NULL key.  An @word@ that is none of the names stays as
 * it is; an input that is not set is an error. */
int render_text(const char *text, size_t len, const struct render_pair *names,
    const struct render_pair *inputs, struct buf *out, struct err *err);

#endif
