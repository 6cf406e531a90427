/* The window of lines: the same steps and questions as the wizard's, added line by
 * line and never drawn again.  For screen readers, logs and dumb terminals. */
#ifndef PLAIN_PLAIN_H
#define PLAIN_PLAIN_H

#include "engine/front.h"

extern const struct front_ops front_plain;

/* The words that are understood beside answers: for `--print words`. */
const char *plain_word(size_t i, const char **help);	/* NULL: no more */

#endif
