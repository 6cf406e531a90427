/*
 * The proof that a server is empty (GR-19, GR-20; facts/haproxy.md 0 and 14):
 * on every balancer, every worker (leaving ones too) no session, no queue, no
 * connection in use, the totals unchanged and the last session older than the
 * quiet time, in several fresh polls in a row.  Pure.
 */
#ifndef MODEL_PROOF_H
#define MODEL_PROOF_H

#include <stdint.h>

#include "model/names.h"

struct facts;

struct proof_policy {
	unsigned samples;		/* m fresh polls in a row */
	int64_t quiet_ms;		/* q: totals unchanged, last session older */
	int64_t max_age_ms;		/* older readings are unknown */
};

enum proof_verdict { PROOF_UNKNOWN, PROOF_BUSY, PROOF_COUNTING, PROOF_EMPTY };

struct proof {
	char server[NAME_LEN];
	unsigned passed, needed;
	unsigned left;			/* sessions and queue now, all balancers */
	char reason[TEXT_LEN];		/* why it is not empty, for people */
	enum proof_verdict verdict;
	/* Identity of the polls already counted: one worker per balancer. */
	uint64_t workers;		/* mixed from pid and start time */
	int64_t newest_ms;		/* the newest poll that was counted */
};

/* Look at the facts once more; called after each whole round of polls. */
void proof_update(struct proof *proof, const struct facts *facts,
    const struct proof_policy *policy);
const char *proof_verdict_name(enum proof_verdict verdict);

#endif
