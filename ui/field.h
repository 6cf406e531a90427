/*
 * One entry field: the form library, with what must be done around it to keep
 * the text when the screen changes.  A field has a window of its own.
 */
#ifndef UI_FIELD_H
#define UI_FIELD_H

#include <stdbool.h>

struct field;

struct field *field_new(const char *text);
void field_free(struct field *field);		/* NULL is fine */
/* Shown at this place, or moved there; hidden it keeps its text. */
void field_show(struct field *field, int y, int x, int width);
void field_hide(struct field *field);
/* What is in it is not drawn: a secret. */
void field_set_secret(struct field *field, bool secret);
/* False when the key means nothing in a field. */
bool field_key(struct field *field, int code, bool special);
/* Without blanks at the ends; valid until the next call. */
const char *field_text(struct field *field);
/* Puts the terminal's cursor into it. */
void field_place_cursor(struct field *field);

#endif
