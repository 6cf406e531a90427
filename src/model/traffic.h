/*
 * All that the balancers tell of their traffic: every frontend, backend and
 * server, not only the backend that is worked on.  For looking only: nothing is
 * decided by it, so it is kept apart from facts.
 */
#ifndef MODEL_TRAFFIC_H
#define MODEL_TRAFFIC_H

#include "model/history.h"
#include "model/lb.h"

enum traffic_kind { TRAFFIC_FRONTEND, TRAFFIC_BACKEND, TRAFFIC_SERVER };

/* One line of "show stat"; the names of the numbers are HAProxy's. */
struct traffic_row {
	char lb[NAME_LEN];
	char pxname[NAME_LEN], svname[NAME_LEN], addr[NAME_LEN];
	enum traffic_kind kind;
	char status[NAME_LEN], check[NAME_LEN], last_chk[NAME_LEN];
	enum lb_state state;		/* of a server */
	unsigned check_code, weight;
	unsigned act, bck;		/* servers in use, of a backend */
	unsigned scur, smax, slim;	/* slim 0: no limit */
	unsigned qcur, rate, rate_max;
	uint64_t stot, bin, bout;
	uint64_t errors;		/* ereq, econ, eresp and hrsp_5xx together */
	uint64_t ereq, econ, eresp, wretr, hrsp_5xx;
	uint64_t errors_new;		/* of them, since we look; traffic keeps it */
	int64_t lastchg_s, lastsess_s;	/* -1: unknown, none yet */
};

/* What one balancer answered as a whole. */
struct traffic_rows {
	struct traffic_row *list;
	size_t n, cap;
};

struct traffic_lb {
	char name[NAME_LEN];
	char version[NAME_LEN];
	int pid;
	int64_t uptime_s;
	unsigned curr_conns;
	int64_t asked_ms, seen_ms;	/* boot clock; 0 never */
	unsigned missed;		/* questions without an answer since then */
	char trouble[TEXT_LEN];
};

struct traffic {
	int64_t began_wall_ms;		/* since when it is looked at */
	struct traffic_lb *lbs;
	size_t n_lbs;
	/* In the balancers' own order: by backend, server, balancer. */
	struct traffic_rows rows;
	struct history history;		/* by "BACKEND/SERVER" */
};

void traffic_init(struct traffic *traffic, size_t n_lbs);
void traffic_done(struct traffic *traffic);
void traffic_rows_done(struct traffic_rows *rows);
struct traffic_row *traffic_rows_add(struct traffic_rows *rows);
/* A whole answer of this balancer: what it told before is gone. */
void traffic_merge(struct traffic *traffic, struct traffic_lb *lb,
    const struct traffic_rows *rows, int64_t now_ms);
/* No answer: what was known stays, and is unknown now. */
void traffic_missed(struct traffic *traffic, struct traffic_lb *lb,
    const char *trouble, int64_t now_ms);
const struct traffic_lb *traffic_lb(const struct traffic *traffic,
    const char *name);
/* Fresh: what this row says is of the newest question. */
bool traffic_row_known(const struct traffic *traffic,
    const struct traffic_row *row);
/* "shop/app-11": how the history and the sessions know it. */
const char *traffic_name(const struct traffic_row *row, char dst[2 * NAME_LEN]);
const struct series *traffic_series(const struct traffic *traffic,
    const struct traffic_row *row);

#endif
