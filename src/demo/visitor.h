/* The life of one visitor, and what all of them together have seen. */
#ifndef DEMO_VISITOR_H
#define DEMO_VISITOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

struct loop;
struct visitor;

#define TROUBLES_KEPT 16

struct tally {
	uint64_t came, left, requests, slow;
	uint64_t failed;		/* no answer, not 200, or cut short */
	uint64_t wrong;			/* not the shop, or another's session */
	char troubles[TROUBLES_KEPT][200];	/* the newest, in a ring */
	size_t n_troubles;
};

struct crowd {
	struct loop *loop;
	const char *const *sites;	/* "http://ADDR:PORT", one a balancer */
	size_t n_sites;
	const char *host;		/* "Host: …" or NULL */
	const char *cookie;		/* the balancers' own */
	bool fresh;			/* nobody uses another's connection */
	int think_ms, stay_ms, slow_every;
	uint64_t random;
	bool closing;			/* all finish what they asked and go */
	void (*gone)(struct crowd *crowd);	/* after each departure */
	struct visitor *visitors;	/* those who are here, a list */
	struct tally tally;
};

/* In [0, 1), from the crowd's own seed. */
double crowd_random(struct crowd *crowd);
uint64_t crowd_here(const struct crowd *crowd);

/* One more comes in by some balancer and makes requests until it has stayed
 * long enough.  It frees itself when it leaves. */
void visitor_arrive(struct crowd *crowd);
/* The crowd is closing: those who only think leave now. */
void visitors_close(struct crowd *crowd);
/* All are gone at once, what they asked is dropped and not counted. */
void visitors_drop(struct crowd *crowd);

#endif
