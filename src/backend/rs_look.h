/*
 * What is asked about every half minute, beside the listing that all waits for: alerts,
 * scripts that failed, inputs of servers that hide what the deployment gets, and
 * Apache's graphs.  What cannot be had is said to be unknown, and holds up nothing.
 */
#ifndef BACKEND_RS_LOOK_H
#define BACKEND_RS_LOOK_H

#include "backend/rs_book.h"

struct rs_client;
struct rs_look;

#define RS_LOOK_SERVERS 64		/* more are not asked about */

struct rs_graph { char name[NAME_LEN], text[NAME_LEN]; };

struct rs_looks {
	struct cloud_remark *list;
	size_t n, cap;
	struct rs_graph graphs[RS_LOOK_SERVERS];
	size_t n_graphs;
};
void rs_looks_done(struct rs_looks *looks);
/* Adds the remarks to a batch, and its graph to each server in it. */
void rs_looks_tell(const struct rs_looks *looks, struct sightings *batch);

/* looks is lent and may be taken, leaving {0}; NULL: nothing new is known. */
typedef void rs_look_fn(struct rs_looks *looks, void *arg);

/* since_s: wall clock, from when on scripts count.  Exactly one callback, later. */
struct rs_look *rs_look_start(struct rs_client *client,
    const struct config *config, const struct rs_book *book, int64_t since_s,
    rs_look_fn *done, void *arg);
void rs_look_cancel(struct rs_look *look);	/* no callback; NULL is fine */

/* The mean of the points of a graph that are numbers; false: none is. */
bool rs_graph_mean(const cJSON *data, double *mean);

#endif
