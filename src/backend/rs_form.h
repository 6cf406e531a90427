/*
 * Parameters as RightScale's API takes them: form pairs, percent-encoded.  Pure.
 * Rails brackets stay as they are written: "server[name]", "filter[]".
 */
#ifndef BACKEND_RS_FORM_H
#define BACKEND_RS_FORM_H

#include "base/str.h"

/* Adds NAME=VALUE, and & before it when there is something already. */
void rs_form_add(struct buf *form, const char *name, const char *value);
/* inputs[KEY]=VALUE: the hash form, which is read as 2.0 notation. */
void rs_form_input(struct buf *form, const char *key, const char *value);

#endif
