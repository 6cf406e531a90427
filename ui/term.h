/*
 * The only file that opens, closes, resizes and leaves the terminal.  Whatever
 * way the program ends, the terminal is as it was.
 */
#ifndef UI_TERM_H
#define UI_TERM_H

#include <stdbool.h>

#include "base/err.h"
#include "base/str.h"
#include "ui/osc.h"

struct front_options;
struct term;

/* Beginning and end of a bracketed paste, and what a mouse begins with: behind all
 * of curses' own keys, and small, since curses keeps them in 16 bits. */
#define TERM_PASTE_BEGIN 1001
#define TERM_PASTE_END 1002
#define TERM_MOUSE_BEGIN 1003

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
/* Give it to another program of ours, which then hears the keyboard's signals alone;
 * and take it again, without what was typed for that one. */
void term_lend(struct term *term);
void term_take_back(struct term *term);
void term_redraw(struct term *term);
/* Hands over what it has not taken yet.  True: it has it all.  False while its line
 * is slow or stuck, or somebody holds it: nothing waits for that but the next
 * picture, and room is to be waited for at term_out(). */
bool term_takes(struct term *term);
int term_out(const struct term *term);		/* -1: a replay */
/* doupdate(), and the frame's mark when a test asked for marks. */
void term_update(struct term *term);
void term_bell(struct term *term);
/* Of the terminal's window, where it has one; given back at the end. */
void term_title(struct term *term, const char *text);
/* Bytes that are no picture (osc.h); lost, as a bell is, when it takes nothing. */
void term_tell(struct term *term, const char *bytes);
enum osc_wrap term_wrap(const struct term *term);
/* Is it ours now? */
bool term_mouse(struct term *term, bool on);
enum term_mouse { TERM_MOUSE_NONE, TERM_MOUSE_CLICK, TERM_MOUSE_UP,
	TERM_MOUSE_DOWN };
/* After the key KEY_MOUSE. */
enum term_mouse term_mouse_event(const struct term *term, int *y, int *x);
/* The screen as text, one line a row, without blanks at the ends. */
void term_dump(struct buf *out);
void term_row(struct buf *out, int y);

#endif
