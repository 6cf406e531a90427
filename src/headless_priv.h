/* Private to the front end without a terminal: its parts. */
#ifndef HEADLESS_PRIV_H
#define HEADLESS_PRIV_H

#include <stddef.h>

#include "engine/front.h"

#define SCRIPT_MAX (1 << 20)

void headless_print_json(const struct event *event, const char *run_id);
void headless_print_text(const struct event *event);

/* What can be told of one intent without a run: steps, states, things to expect.
 * -1 with the sentence, no line number. */
int headless_check_intent(const struct intent *intent, struct err *err);
/* The place of a line in its script: its number, and a digest of all lines up to
 * it.  What is typed to confirm does not count: it changes with the world. */
void headless_place_add(struct buf *read, const char *line);
void headless_place(const struct buf *read, int line, char place[NAME_LEN]);
/* The line where an interrupted script goes on; 0: from its beginning. */
int headless_place_resume(const char *script, const struct view *view);

/* What `expect` wants; else false, with the sentence in text. */
bool headless_expected(const struct view *view, const struct intent *intent,
    char *text, size_t size);

#endif
