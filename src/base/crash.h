/*
 * A crash of ours gives the terminal back first, as every other end does: whoever
 * changes its modes says here how they were.
 */
#ifndef BASE_CRASH_H
#define BASE_CRASH_H

#include <termios.h>

/* modes: as they were found.  bytes: what gives the screen back, copied; empty where
 * nothing was painted. */
void crash_gives_back(const struct termios *modes, const char *bytes);
/* The terminal is given back already. */
void crash_is_harmless(void);

#endif
