/*
 * Drawing by roles.  A pen writes into one rectangle of a window and never
 * beside it; what does not fit is cut.
 */
#ifndef UI_PAINT_H
#define UI_PAINT_H

#include <curses.h>
#include <stdbool.h>

#include "ui/layout.h"
#include "ui/signs.h"

/* Of 256 colours some that read on white and on black alike, whatever a person made
 * of the first 16. */
enum { PAINT_GREEN = 28, PAINT_TEAL = 30, PAINT_RED = 160, PAINT_MAGENTA = 164 };

struct paint {
	bool ascii, colour;
	attr_t look[ROLE_COUNT];	/* attributes with the colour pair */
};

/* After newterm(); colour is dropped when the terminal has none. */
void paint_init(struct paint *paint, bool ascii, bool colour);
/* Cells that this text will take, signs turned to ASCII if need be. */
int paint_width(const struct paint *paint, const char *text);

struct pen {
	const struct paint *paint;
	WINDOW *win;
	struct rect area;
	int y, x;			/* in the area */
};

struct pen pen_on(const struct paint *paint, WINDOW *win, struct rect area);
void pen_go(struct pen *pen, int y, int x);
void pen_text(struct pen *pen, enum role role, const char *text);
void pen_fmt(struct pen *pen, enum role role, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
/* Exactly width cells: cut or filled with blanks. */
void pen_in(struct pen *pen, int width, enum role role, const char *text);
/* Ends before column `end`. */
void pen_right(struct pen *pen, int end, enum role role, const char *text);
/* Words like OLD, NEW and NOLB get their own role. */
void pen_prose(struct pen *pen, enum role role, const char *text);
/* Prose in at most width cells: cut in its middle, since a path tells most where it
 * begins and ends. */
void pen_middle(struct pen *pen, int width, enum role role, const char *text);
/* Prose in at most `lines` lines from here, each from the same column; the last
 * ends in "…" when there was more.  Returns the lines used. */
int pen_wrap(struct pen *pen, enum role role, int lines, const char *text);
/* Sign; a LOOK or BAD sign is a badge of three cells around it. */
void pen_sign(struct pen *pen, enum sign sign);
void pen_rule(struct pen *pen, int y);
void pen_upright(struct pen *pen, int x);
void pen_box(struct pen *pen, enum role role, const char *title);
void pen_fill(struct pen *pen, int y, enum role role);
/* "[ label ]"; in a rectangle of two lines it is broken where it fits. */
struct pen_button { const char *label; bool focused, closed; };
void pen_button(struct pen *pen, struct rect at, const struct pen_button *button);

#endif
