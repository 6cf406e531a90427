/*
 * The back end: one door to everything outside.  Nothing here changes anything
 * without a permit; reading needs none.
 */
#ifndef BACKEND_BACKEND_H
#define BACKEND_BACKEND_H

#include "base/err.h"
#include "model/config.h"
#include "model/facts.h"

struct backend;
struct guard;
struct loop;
struct permit;
struct vault;

enum outcome {
	OUTCOME_UNKNOWN,		/* may have taken effect: look it up */
	OUTCOME_OK,			/* accepted; read back with settle() */
	OUTCOME_FAILED,			/* refused, or certainly not sent */
};

/* Batches reach facts only through this: whole answers, or a miss.  batch is
 * lent; NULL with trouble set when there was no whole answer. */
typedef void backend_saw_fn(enum source_kind kind, const char *name,
    const struct sightings *batch, bool complete, const char *trouble, void *arg);
/* Live output of the action in hand. */
typedef void backend_output_fn(const char *line, void *arg);
typedef void backend_done_fn(enum outcome outcome, const char *text, void *arg);

struct backend *backend_new(struct loop *loop, const struct config *config,
    struct guard *guard, backend_saw_fn *saw, backend_output_fn *output,
    void *arg, struct err *err);
void backend_free(struct backend *backend);	/* cancels what is under way */
/* Secrets stay below this door: above it, in facts and in actions, stands the seal
 * of each (base/vault.h).  Here the vault where they are opened again. */
struct vault *backend_vault(struct backend *backend);

/* Ask one source, or all of a kind (name NULL).  Each answers exactly once
 * through saw; a source that is still being asked is not asked again. */
void backend_refresh(struct backend *backend, enum source_kind kind,
    const char *name, const struct facts *facts);
/* Sources still being asked. */
size_t backend_asking(const struct backend *backend);

/* Redeems the permit and performs.  -1 now (nothing was sent, err says why) or 0
 * and exactly one call of done, later.  One at a time. */
int backend_perform(struct backend *backend, struct permit *permit,
    const struct facts *facts, backend_done_fn *done, void *arg,
    struct err *err);
/* One read-only question on demand: who is still connected to this server on
 * this balancer; BACKEND/SERVER for one of another backend.  Answers with lines,
 * each made harmless. */
typedef void backend_lines_fn(const char *const *lines, size_t n,
    const char *trouble, void *arg);
void backend_ask_sessions(struct backend *backend, const char *lb,
    const char *server, backend_lines_fn *done, void *arg);
/* All that this balancer serves, for looking at.  A balancer that is still being
 * asked is not asked again; else exactly one answer, lent for the call. */
struct traffic_rows;
struct backend_traffic {
	const char *lb, *version;
	int pid;
	int64_t uptime_s;
	unsigned curr_conns;
	const struct traffic_rows *rows;
	const char *trouble;		/* NULL: a whole answer */
};
typedef void backend_traffic_fn(const struct backend_traffic *answer, void *arg);
void backend_ask_traffic(struct backend *backend, const char *lb,
    backend_traffic_fn *done, void *arg);

#endif
