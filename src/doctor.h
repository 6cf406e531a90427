/* What `cutover doctor` finds: one line a finding, good, to be looked at, or bad,
 * and what to do about it.  Nothing is changed. */
#ifndef DOCTOR_H
#define DOCTOR_H

#include "model/check.h"
#include "model/config.h"

struct facts;

struct finding {
	enum verdict verdict;		/* GOOD, LOOK or BAD */
	char what[NAME_LEN];		/* "lb-1", "state folder" */
	char text[TEXT_LEN];
	char remedy[TEXT_LEN];		/* what to do; empty when it is good */
};

struct findings {
	struct finding *list;
	size_t n, cap;
};

void finding_add(struct findings *findings, enum verdict verdict,
    const char *what, const char *remedy, const char *fmt, ...)
    __attribute__((format(printf, 5, 6)));
void findings_done(struct findings *findings);

/* doctor_here.c: this machine */
void doctor_terminal(struct findings *findings);
void doctor_state(struct findings *findings, const struct config *config);
void doctor_programs(struct findings *findings, const struct config *config);
/* The programs that the demo is made of. */
void doctor_demo(struct findings *findings);
/* doctor_world.c: what was seen of the world in one look.  Pure. */
void doctor_world(struct findings *findings, const struct config *config,
    const struct facts *facts, int64_t wall_s);

#endif
