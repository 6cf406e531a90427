/*
 * Keys from a file, screens into a file: the front end without a terminal, so
 * that tests see what a person would see.
 *
 * One order a line: "key NAME…", "type TEXT", "wait TEXT" (until the screen shows
 * it), "gone TEXT", "dump", "looks" (a letter a cell, looks.h), "resize COLUMNS
 * ROWS", "end".
 */
#ifndef UI_REPLAY_H
#define UI_REPLAY_H

#include "base/err.h"

struct front_options;
struct loop;
struct replay;
struct ui;

/* NULL: the files cannot be read or made. */
struct replay *replay_new(struct loop *loop, const struct front_options *options,
    struct err *err);
void replay_free(struct replay *replay);	/* NULL is fine */
/* After a picture: carries out orders until one has to wait for the next. */
void replay_go(struct replay *replay, struct ui *ui);

#endif
