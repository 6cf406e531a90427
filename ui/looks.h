/* How each cell of the screen looks, one letter a cell, so that a test sees the
 * colours too. */
#ifndef UI_LOOKS_H
#define UI_LOOKS_H

#include "base/str.h"

/*
 * Of the picture that is being shown, a line a row, blanks at its end cut:
 * "." plain, "*" bold, "-" dim, "r" reverse, "R" reverse and bold; in colour "g"
 * green, "c" teal, "C" bold teal, "m" magenta, "d" bold red, "y" black on
 * yellow, "x" white on red, "s" black on cyan; "?" none of them.
 */
void looks_dump(struct buf *out);

#endif
