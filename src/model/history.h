/*
 * Readings over time: sessions per server and balancer, for sparks and for the
 * estimate when a drain will be over.  Pure; a ring a pair, one reading a poll.
 */
#ifndef MODEL_HISTORY_H
#define MODEL_HISTORY_H

#include <stddef.h>
#include <stdint.h>

#include "base/index.h"
#include "model/names.h"
#include "model/pace.h"

struct facts;

#define HISTORY_LEN 960			/* 16 minutes at one reading a second */

struct series {
	char server[NAME_LEN], lb[NAME_LEN];	/* lb empty: sum over all */
	int32_t value[HISTORY_LEN];	/* -1: no reading */
	int64_t at_ms[HISTORY_LEN];
	size_t first, n;
	struct pace arrived;		/* sessions ever, in the current worker */
};

struct history {
	struct series *series;
	size_t n, cap;
	struct index by_server;
};

void history_add(struct history *history, const struct facts *facts);
/* One reading by itself; -1: it is not known now. */
void history_note(struct history *history, const char *server, const char *lb,
    int64_t now_ms, int32_t value);
const struct series *history_find(const struct history *history,
    const char *server, const char *lb);
void history_done(struct history *history);
/* `width` cells over the last span_ms: the mean of each cell's readings, or -1. */
void series_cells(const struct series *series, int64_t now_ms, int64_t span_ms,
    double *cells, size_t width);

enum estimate_kind { ESTIMATE_NONE, ESTIMATE_RANGE, ESTIMATE_STUCK, ESTIMATE_EMPTY };
struct estimate {
	enum estimate_kind kind;
	int64_t best_ms, worst_ms;	/* from now, when RANGE */
	int64_t flat_ms;		/* since when unchanged, when STUCK */
};
/* From the slope of the last minutes; NONE before 30 s of readings. */
struct estimate series_estimate(const struct series *series, int64_t now_ms);

#endif
