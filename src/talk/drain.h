/* The numbers of the drain watch: how many are left, and for how long.  Pure. */
#ifndef TALK_DRAIN_H
#define TALK_DRAIN_H

#include "talk/look.h"

struct drain {
	const struct server *old[64], *new[64];
	size_t n_old, n_new;
	const char *silent;		/* a balancer that does not answer; NULL: none */
	const char *no_servers;		/* why none is known; NULL: they are */
	long left, peak;		/* sessions on the old servers; left -1: not
					 * known */
	long heard;			/* of them where balancers answer */
	long stuck;			/* of them that do not fall */
	struct estimate estimate;	/* of all of them, the stuck ones left out */
};

/* Of one pair; NONE while its balancer is silent. */
struct estimate drain_estimate(const struct look *look, const char *server,
    const char *lb);
void drain_read(struct drain *drain, const struct look *look);
/* The largest reading of these servers in the last span, for the scale. */
double drain_peak(const struct look *look, const struct server *const *servers,
    size_t n, int64_t span_ms);
/* New sessions of the last minute, on all balancers; -1: not known. */
long drain_arriving(const struct look *look, const char *server);
/* Answers of its that failed, on all balancers, since their workers started; -1: not
 * known. */
int64_t drain_errors(const struct look *look, const char *server);
/* It rose in the last three readings. */
bool drain_rose(const struct series *series);
/* "~6 m", "! stuck", "0, 4 of 6", "✓ empty", "? 12 s".  GOOD: empty; LOOK: a
 * person is needed; WAIT: it goes on; UNKNOWN: nothing of note. */
enum verdict drain_left_text(const struct look *look, const struct server *sv,
    char *dst, size_t size);
/* "9 of 73 sessions left on the old servers". */
void drain_head(const struct drain *drain, char *dst, size_t size);
/* "Empty in about 4 – 7 min (14:25 – 14:28)", or why there is no estimate. */
void drain_forecast(const struct drain *drain, const struct look *look,
    char *dst, size_t size);

/* The first old server whose count does not fall, on which balancer and since
 * when; NULL: none. */
const struct server *drain_stuck(const struct drain *drain,
    const struct look *look, const char **lb, struct estimate *estimate);

#endif
