/* A screen of curses that writes into a spool, and sets the modes of the terminal. */
#ifndef UI_TERM_CURSES_H
#define UI_TERM_CURSES_H

#include <stdbool.h>

struct spool;

/* False: curses does not know a terminal of that name. */
bool term_curses(const char *name, struct spool *spool);

#endif
