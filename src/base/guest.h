/*
 * A program that has our terminal for a while: a pager.  Its standard output and
 * error are ours, and so is the process group, so that Ctrl-C and Ctrl-Z mean all
 * of us, as the shell has it.  The loop goes on meanwhile.
 */
#ifndef BASE_GUEST_H
#define BASE_GUEST_H

#include "base/child.h"
#include "base/str.h"

struct guest;

/* text is its standard input, a file that has no name.  argv and env as in struct
 * child_spec.  NULL with err when it cannot be started, and then no callback; else
 * exactly one, later, unless guest_dismiss() comes before. */
struct guest *guest_invite(struct loop *loop, const char *const *argv,
    const char *const *env, const struct buf *text, child_end_fn *left, void *arg,
    struct err *err);
/* Asks it to go, and forgets it: no callback.  NULL is fine. */
void guest_dismiss(struct guest *guest);

#endif
