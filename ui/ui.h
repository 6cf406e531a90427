/* The curses front end. */
#ifndef UI_UI_H
#define UI_UI_H

#include "engine/front.h"

extern const struct front_ops front_curses;

/* Is there a terminal that can show it?  why: the sentence, when not. */
bool ui_has_screen(char *why, size_t size);

#endif
