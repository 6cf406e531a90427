/*
 * What a provider offers.  Private to this floor (held by a lint test): only
 * backend.c calls these, after it redeemed a permit.
 */
#ifndef BACKEND_PROVIDER_H
#define BACKEND_PROVIDER_H

#include "backend/backend.h"
#include "model/action.h"

struct secret_source;

struct provider_ctx {
	struct loop *loop;
	const struct config *config;
	const struct lb_config *lb;	/* for balancers; else NULL */
	struct secret_source *secret;	/* the provider's own, or NULL */
	/* Lines of output of the action in hand. */
	backend_output_fn *output;
	void *output_arg;
};

/* Called exactly once per refresh, never before refresh() has returned.
 * batch NULL: no whole answer, trouble says why. */
typedef void provider_saw_fn(const struct sightings *batch, const char *trouble,
    void *arg);
/* Called exactly once per perform, never before it has returned.  batch: what
 * the action itself found out (a probe, a snapshot, a saved file), or NULL. */
typedef void provider_done_fn(enum outcome outcome, const char *text,
    const struct sightings *batch, void *arg);

struct provider_ops {
	const char *name;		/* "haproxy", "local", "host", "database" */
	int (*open)(void **self, const struct provider_ctx *ctx, struct err *err);
	/* facts are lent for the call only. */
	void (*refresh)(void *self, const struct facts *facts,
	    provider_saw_fn *saw, void *arg);
	void (*perform)(void *self, const struct action *action,
	    const struct facts *facts, provider_done_fn *done, void *arg);
	void (*close)(void *self);	/* cancels, calls nothing back */
	/* Only balancers; NULL elsewhere. */
	void (*sessions)(void *self, const char *server, backend_lines_fn *done,
	    void *arg);
	void (*traffic)(void *self, backend_traffic_fn *done, void *arg);
};

extern const struct provider_ops lb_haproxy, cloud_exec, cloud_local,
    cloud_rightscale, host_exec, db_exec;

#endif
