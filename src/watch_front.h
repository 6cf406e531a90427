/* The front end of `cutover watch` where there is no screen. */
#ifndef WATCH_FRONT_H
#define WATCH_FRONT_H

#include "engine/front.h"

extern const struct front_ops front_watch;

#endif
