/* The sessions of the servers that are to go, as the balancers say now: what a
 * colleague asks `cutover status` for. */
#ifndef STATUS_SESSIONS_H
#define STATUS_SESSIONS_H

#include "engine/journal.h"
#include "model/config.h"

struct facts;

#define SESSIONS_UNKNOWN -1		/* the balancer does not say */
#define SESSIONS_NONE -2		/* it does not list the server */

struct leaver {
	char server[NAME_LEN];
	enum mark mark;			/* OLD, or WITHDRAWN */
	long *on;			/* by balancer of the configuration */
};

struct status_sessions {
	const struct config *config;
	struct leaver *list;
	size_t n, cap;
	char trouble[TEXT_LEN];		/* why nobody could be asked; empty: fine */
};

/* Those that the journal has as OLD or WITHDRAWN; then all are asked, for a few
 * seconds at most.  What was not answered by then is unknown. */
void status_sessions_ask(struct status_sessions *sessions,
    const struct config *config, struct journal *journal);
void status_sessions_done(struct status_sessions *sessions);
/* Everywhere; UNKNOWN when somebody does not say, NONE when nobody lists it. */
long status_sessions_sum(const struct status_sessions *sessions,
    const struct leaver *leaver);

#endif
