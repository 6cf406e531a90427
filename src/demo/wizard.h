/* The wizard as a program of its own, on the terminal or script that we got. */
#ifndef DEMO_WIZARD_H
#define DEMO_WIZARD_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/err.h"

struct loop;

/* "cutover run -c DIR/cutover.conf"; script NULL: on the terminal. -1 with err. */
pid_t wizard_start(const char *dir, const char *script, bool json,
    struct err *err);
/* Runs the loop until it has ended; its exit status, 1 when it was killed. */
int wizard_wait(struct loop *loop, pid_t pid);

#endif
