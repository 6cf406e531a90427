/* The front end without a terminal: one intent a line in, one event a line out.
 * cutover-script(5) is its manual. */
#ifndef HEADLESS_H
#define HEADLESS_H

#include "engine/front.h"

extern const struct front_ops front_headless;

#endif
