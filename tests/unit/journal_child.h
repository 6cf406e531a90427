/*
 * Lives of tests/fake/journal_child, each under a preloaded library, on the world
 * and the journal of the bench; and what must be true of both at any time.
 */
#ifndef TEST_JOURNAL_CHILD_H
#define TEST_JOURNAL_CHILD_H

#include <stdbool.h>

/* Neither world nor journal. */
void child_begin(void);
/* A life that carries out so many actions, as far as they are not done yet; with
 * "VARIABLE=VALUE" in its environment.  Its wait status. */
int child_run(const char *library, const char *setting, int actions);
/* No effect without its intent, no outcome without its effect, nothing twice, the
 * chain whole; when finished, all done.  NULL, or what is wrong, until the next
 * call. */
const char *child_wrong(int actions, bool finished);

#endif
