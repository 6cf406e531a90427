/*
 * The only file that opens, closes, resizes and leaves the terminal.  Whatever
 * way the program ends, the terminal is as it was.
 */
#ifndef UI_TERM_H
#define UI_TERM_H

#include <stdbool.h>

#include "base/err.h"
#include "base/str.h"

struct front_options;
struct term;

/* Keys of a bracketed paste, and behind all of curses' own. */
#define TERM_PASTE_BEGIN 0x10001
#define TERM_PASTE_END 0x10002

/* On a terminal, or for a replay on the null device.  -1: nothing was changed. */
int term_open(struct term **term, const struct front_options *options,
    struct err *err);
void term_close(struct term *term);		/* NULL is fine */
bool term_is_ascii(const struct term *term);
bool term_wants_colour(const struct term *term);
/* The next key; false when none waits.  A KEY_RESIZE is dropped here: the signal
 * is what is acted on, since no poll sees that key. */
bool term_key(struct term *term, int *code, bool *special);
/* Nobody is at the other end any more. */
bool term_is_gone(const struct term *term);
/* Take over the size that the terminal has now, or this one in a replay. */
void term_resize(struct term *term, int columns, int rows);
/* Give the terminal back, stop, and take it again when we go on. */
void term_suspend(struct term *term);
void term_redraw(struct term *term);
/* doupdate(), and the frame's mark when a test asked for marks. */
void term_update(struct term *term);
void term_bell(struct term *term);
/* The screen as text, one line a row, without blanks at the ends. */
void term_dump(struct buf *out);

#endif
