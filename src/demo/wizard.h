/* The wizard as a program of its own, on the terminal or script that we got. */
#ifndef DEMO_WIZARD_H
#define DEMO_WIZARD_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/err.h"

struct loop;

/* How it is to speak.  Unless something is said: as the terminal can. */
struct wizard_manner {
	const char *script;		/* NULL: a person's answers */
	bool json, plain;
};

/* "cutover run -c DIR/cutover.conf".  -1 with err. */
pid_t wizard_start(const char *dir, const struct wizard_manner *manner,
    struct err *err);
/* Runs the loop until it has ended; its exit status, 1 when it was killed. */
int wizard_wait(struct loop *loop, pid_t pid);

#endif
