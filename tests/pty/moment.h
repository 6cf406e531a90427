/* A made-up moment of a run (tests/fake/show.c) on a terminal. */
#ifndef TESTS_MOMENT_H
#define TESTS_MOMENT_H

#include <criterion/criterion.h>

#include "pty/pty.h"

/* All that there are. */
extern const char *const moments[];
extern const size_t n_moments;

/* On 80x24, its first picture is there; env as in struct tty_spec. */
void moment_open(struct pty *pty, const char *name, const char *const *env);
/* On to the step of this moment, where there is one. */
void moment_enter(struct pty *pty);
/* moment_open() and moment_enter(). */
void moment_open_step(struct pty *pty, const char *name, const char *const *env);

#endif
