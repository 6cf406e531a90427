/* The front end without a terminal: one intent a line in, one event a line out.
 * cutover-script(5) is its manual. */
#ifndef HEADLESS_H
#define HEADLESS_H

#include "engine/front.h"

extern const struct front_ops front_headless;

/* A script that is a file, looked through: -1 with "file:line: sentence" when a
 * line cannot be understood.  Others are read as they come. */
int headless_check(const char *script, struct err *err);

#endif
