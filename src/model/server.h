/*
 * An application server as the cloud and the server itself describe it.
 */
#ifndef MODEL_SERVER_H
#define MODEL_SERVER_H

#include <stdbool.h>
#include <stdint.h>

#include "model/names.h"

/* Who a server is in this run.  Zero is unknown, and unknown counts as new. */
enum mark { MARK_UNKNOWN, MARK_OLD, MARK_NEW, MARK_WITHDRAWN, MARK_COUNT };

/* States as RightScale names them. */
enum cloud_state {
	CLOUD_UNKNOWN, CLOUD_INACTIVE, CLOUD_PENDING, CLOUD_BOOTING,
	CLOUD_OPERATIONAL, CLOUD_STRANDED, CLOUD_DECOMMISSIONING,
	CLOUD_TERMINATED, CLOUD_STATE_COUNT
};

/* What the server itself says (HTTP, asked directly, never through a balancer). */
struct self_report {
	enum tri answers;		/* health page 200 */
	char version[NAME_LEN];		/* empty: it did not say */
	char db[NAME_LEN];		/* the database that it says it uses */
	enum tri health_file;		/* is the health check file there */
	int busy;			/* Apache's busy workers beside the one that
					 * answered; -1 unknown */
	char trouble[TEXT_LEN];		/* why it does not answer; empty: fine */
	int64_t seen_ms;		/* 0: never */
};

/* The result of a PROBE action: k passes in a row over a time (GR-13). */
struct probe {
	enum tri passed;
	unsigned passes;
	char text[TEXT_LEN];
	int64_t at_ms;
};

struct server {
	char id[NAME_LEN];		/* the cloud's id; empty until it exists */
	char name[NAME_LEN];
	char addr[NAME_LEN];		/* host:port as balancers know it */
	char row[NAME_LEN];		/* what balancers name it; empty: its name */
	char template[NAME_LEN];	/* revision that it was, or will be, built of */
	char source[NAME_LEN];		/* what it was cloned from; may be empty */
	enum mark mark;			/* the guard's word, copied for showing */
	enum mark tag;			/* the cloud's word: its tag */
	enum cloud_state state;
	bool in_array;
	/* The cloud's own word that balancers shall have it: they would attach it
	 * again by themselves.  Unknown where the cloud says no such thing. */
	enum tri pooled;
	/* The cloud refuses to terminate it; unknown where it knows no locks. */
	enum tri locked;
	char graph[NAME_LEN];		/* its load as the cloud's graphs have it, for
					 * people; empty: no such thing is known */
	int64_t launched_ms;		/* cloud's wall clock; 0: never */
	int64_t seen_ms;		/* boot clock, of the newest listing */
	struct self_report self;
	struct probe probe;
};

const char *mark_name(enum mark mark);			/* "OLD", "NEW", … "?" */
enum mark mark_of_name(const char *name);		/* any case; else UNKNOWN */
const char *cloud_state_name(enum cloud_state state);	/* "operational" */
enum cloud_state cloud_state_of_name(const char *name);
const char *tri_name(enum tri tri);			/* "yes", "no", "unknown" */
/* Exists and can have an effect on traffic: pending, booting, operational,
 * stranded, decommissioning. */
bool server_runs(const struct server *sv);

#endif
