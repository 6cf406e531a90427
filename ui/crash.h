/* A crash of ours gives the terminal back first, as every other end does. */
#ifndef UI_CRASH_H
#define UI_CRASH_H

#include <termios.h>

/* modes, bytes: how the terminal was, and what gives it back.  bytes is copied; what
 * is too long for the handler is cut off. */
void crash_gives_back(const struct termios *modes, const char *bytes);
/* The terminal is given back already. */
void crash_is_harmless(void);

#endif
