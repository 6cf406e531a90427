/* The curses front end. */
#ifndef UI_UI_H
#define UI_UI_H

#include "engine/front.h"

extern const struct front_ops front_curses;

#endif
