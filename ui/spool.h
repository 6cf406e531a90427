/*
 * What goes to the terminal is gathered here, and handed over as the terminal takes
 * it: no write ever waits, and so no terminal holds up the run.  Curses writes into
 * a file in memory; the terminal it knows for its modes only.
 */
#ifndef UI_SPOOL_H
#define UI_SPOOL_H

#include <stdbool.h>
#include <stdio.h>

#include "base/err.h"

struct spool;

/* Of the terminal on standard output. */
struct spool *spool_new(struct err *err);
void spool_free(struct spool *spool);		/* NULL is fine */
/* What curses is to write to.  At first that is the terminal itself, since curses
 * looks at it when it begins; and again when it must not be kept from it. */
FILE *spool_file(const struct spool *spool);
void spool_catch(struct spool *spool);
void spool_let_go(struct spool *spool);

/* Behind what curses wrote before. */
void spool_puts(struct spool *spool, const char *bytes);
/* As much as the terminal takes now.  True: nothing is left. */
bool spool_hand_over(struct spool *spool);
/* All of it, as long as the terminal takes something now and then; what is left
 * after that is dropped. */
void spool_finish(struct spool *spool);
/* Where to wait for room. */
int spool_fd(const struct spool *spool);

#endif
