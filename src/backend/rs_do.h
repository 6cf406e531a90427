/*
 * One action by RightScale's API: a chain of calls, each begun when the one before
 * was answered.  What is so already is not asked for again.
 */
#ifndef BACKEND_RS_DO_H
#define BACKEND_RS_DO_H

#include "backend/provider.h"
#include "backend/rs_book.h"
#include "backend/rs_client.h"

struct rs_do;
typedef void rs_next_fn(struct rs_do *job, const struct rs_reply *reply);

struct rs_do {
	const struct provider_ctx *ctx;
	struct rs_client *client;
	struct action action;
	struct rs_server server;	/* href empty: there is none; tags unused */
	char deployment[RS_HREF], array[RS_HREF], array_next[RS_HREF];
	char template[RS_HREF];		/* of the revision that arg names; or empty */
	char href[RS_HREF];		/* what this job made or found */
	/* CLONE: servers that look like clones of the source, as they stood there
	 * before the first try (noted says that a tag tells so), and now; crowded:
	 * there is no room to name them all. */
	char before[TEXT_LEN], clones[TEXT_LEN];
	bool noted, exists, crowded;
	bool has_tag;			/* attached as far as tags say */
	bool ours;			/* marked new by us */
	bool ready;			/* it has told what balancers want to know */
	/* ATTACH: who may have the tag, "HREF,HREF,"; who has it and must not, or is
	 * not ready; the balancer's instance. */
	struct buf pooled;
	char stranger[RS_HREF], half[NAME_LEN], balancer[RS_HREF];
	bool account_wide;
	unsigned strangers;		/* of other deployments */
	bool reserved;			/* the name is reserved on the deployment */
	int64_t until_ms;		/* of what is waited for */
	/* SNAPSHOT, MIGRATE: the master's instance, or why there is none; the
	 * lineage of its backups, and those that were there before. */
	char master[RS_HREF], no_master[TEXT_LEN / 2], lineage[NAME_LEN];
	struct buf backups;
	struct snapshot saw;
	bool applied;			/* the migration is, says the database */
	struct buf inputs;		/* of the script, as form pairs */
	/* The script that runs, and who goes on then. */
	char script[TEXT_LEN], instance[RS_HREF];
	size_t told;			/* bytes of its output that were shown */
	rs_next_fn *after;
	/* In hand. */
	bool wrote;			/* something was sent that is no reading */
	struct rs_call *call;
	struct loop_timer *timer;
	rs_next_fn *next;
	provider_done_fn *done;
	void *arg;
};

/* Begins; exactly one call of done, later, after which the job is gone. */
struct rs_do *rs_do_start(const struct provider_ctx *ctx,
    struct rs_client *client, const struct rs_book *book,
    const struct facts *facts, const struct action *action,
    provider_done_fn *done, void *arg);
void rs_do_cancel(struct rs_do *job);	/* NULL is fine */

/* At its start: what it needs of the book, which is made anew while it works. */
void rs_do_take(struct rs_do *job, const struct rs_book *book,
    const struct facts *facts);

/* For the chains: the next call, a pause, the end. */
void rs_do_call(struct rs_do *job, const char *method, const char *path,
    const struct buf *form, rs_next_fn *next);
void rs_do_pause(struct rs_do *job, int ms, rs_next_fn *next);
void rs_do_end(struct rs_do *job, enum outcome outcome, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
void rs_do_tag(struct rs_do *job, const char *verb, const char *href,
    const char *tag, rs_next_fn *next);
/* Runs "recipe:NAME" or "script:NAME" on an instance, and waits for its task. */
void rs_do_script(struct rs_do *job, const char *script, const char *instance,
    rs_next_fn *next);

/* inputs[KEY]=VALUE of an instance or the deployment; value in 2.0 notation. */
void rs_do_input(struct rs_do *job, const char *of, const char *key,
    const char *value, rs_next_fn *next);
/* The revision that the action names, for what a next instance is launched of. */
void rs_do_template(struct rs_do *job, const char *next);
/* What the balancers are asked by a script shows on them alone. */
void rs_asked(struct rs_do *job, const struct rs_reply *reply);
/* Does the server run?  If not, the job has ended. */
bool rs_do_runs(struct rs_do *job);
/* Nothing came back but that it was taken. */
void rs_accepted(struct rs_do *job, const struct rs_reply *reply);
/* Is there such a server?  If not, the job has ended. */
bool rs_do_known(struct rs_do *job);

/* The chains, by kind. */
rs_next_fn rs_mark, rs_clone, rs_configure, rs_launch, rs_end_server, rs_discard,
    rs_snapshot, rs_migrate, rs_lock, rs_set_input, rs_array_state, rs_array_update, rs_array_trial, rs_attach,
    rs_detach, rs_drain, rs_undrain;

#endif
