/* The curses front end. */
#ifndef UI_UI_H
#define UI_UI_H

#include "engine/front.h"

struct first_start;

extern const struct front_ops front_curses;

/* A start without a configuration: its screen.  Where its buttons lead, the status
 * of who was ended (3), or -1.  Nothing is changed. */
enum { FIRST_LEAVE = 2, FIRST_DEMO = 100 };
int ui_first(const struct first_start *first, const struct front_options *options,
    struct err *err);

/* Is there a terminal that can show it?  why: the sentence, when not. */
bool ui_has_screen(char *why, size_t size);

#endif
