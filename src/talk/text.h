/*
 * Text in cells: width, clipping, wrapping, and its ASCII form.  Pure.  A byte
 * that is not UTF-8 counts, and is drawn, as one '?'.
 */
#ifndef TALK_TEXT_H
#define TALK_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <wchar.h>

/* The next character, 0 at the end; *text moves behind it. */
wchar_t text_next(const char **text);
int text_width(const char *text);
/* Bytes of text that fill at most width cells. */
size_t text_clip(const char *text, int width);
/* The next line of at most width cells: its start, its length in bytes; *rest
 * moves on.  NULL when there is no more.  Breaks at blanks and newlines. */
const char *text_line(const char **rest, int width, size_t *len);
int text_lines(const char *text, int width);
/* Bytes of a line that is the last there is room for, when there is more text: whole
 * words, but a word that would leave half of it empty (a path) is cut instead. */
size_t text_last_line(const char *text, int width);
/* Cut in its middle when it is wider: what begins a path and what ends it tell it
 * apart.  Room is left for an ASCII "...". */
const char *text_middle(char *dst, size_t size, const char *src, int width);
/* One paragraph: newlines and runs of blanks become one blank. */
const char *text_flow(char *dst, size_t size, const char *src);
/* Our own characters in ASCII ("→" "->"); others become '?'. */
const char *text_ascii(char *dst, size_t size, const char *src);

#endif
