/*
 * One section of our own manual source as plain text: mdoc(7)'s words that our
 * pages use, and no others.  Pure; needs no man(1).
 */
#ifndef UI_MDOC_H
#define UI_MDOC_H

#include <stdbool.h>
#include <stddef.h>

enum mdoc_kind { MDOC_TEXT, MDOC_HEAD, MDOC_ITEM, MDOC_CODE };

/* One paragraph, or one line of an example; an empty text is a blank line. */
typedef void mdoc_fn(enum mdoc_kind kind, const char *text, void *arg);

/* The section of this title ("12. Fail the old health checks"); NULL: those that
 * are no step's and no reference (DESCRIPTION, GOING BACK, …).  False: it is not
 * there. */
bool mdoc_section(const char *source, const char *title, mdoc_fn *fn, void *arg);
/* Does it know this word behind a dot? */
bool mdoc_knows(const char *word);

#endif
