/* The sessions of the servers that are to go. */

#include "status_sessions.h"

#include <stdlib.h>

#include "base/xmalloc.h"
#include "commands.h"
#include "model/facts.h"

#define ASK_MS 3000

/* ---- who ---- */

static struct leaver *
leaver_of(struct status_sessions *sessions, const char *server)
{
	for (size_t i = 0; i < sessions->n; i++)
		if (str_eq(sessions->list[i].server, server))
			return &sessions->list[i];
	x_grow(sessions->list, sessions->n, sessions->cap);
	struct leaver *leaver = &sessions->list[sessions->n++];

	*leaver = (struct leaver){ .on = xcalloc(sessions->config->n_lbs,
	    sizeof(*leaver->on)) };
	(void)str_copy(leaver->server, sizeof(leaver->server), server);
	for (size_t i = 0; i < sessions->config->n_lbs; i++)
		leaver->on[i] = SESSIONS_UNKNOWN;
	return leaver;
}

/* The newest mark counts. */
static bool
take_mark(const struct record *record, void *arg)
{
	if (record->type == RECORD_MARK)
		leaver_of(arg, record->server)->mark =
		    mark_of_name(record->verdict);
	return true;
}

static bool
is_leaving(const struct leaver *leaver)
{
	return leaver->mark == MARK_OLD || leaver->mark == MARK_WITHDRAWN;
}

/* ---- how many ---- */

/* What a worker holds that cannot be asked is not known. */
static bool
tells_all(const struct lb *lb)
{
	return lb != NULL && lb->seen_ms != 0 && lb->missed == 0 &&
	    (lb->leaving == 0 || lb->master == TRI_YES);
}

static bool
cloud_answers(const struct facts *facts)
{
	const struct source *cloud = facts_source(facts, SOURCE_CLOUD, "cloud");

	return cloud != NULL && cloud->seen_ms != 0 && cloud->missed == 0;
}

/* Without the cloud nobody knows by which name a balancer may list it. */
static long
count_on(const struct facts *facts, const char *server, const char *lb)
{
	const struct lb_row *row = NULL;
	long n = SESSIONS_NONE;

	if (!tells_all(facts_lb(facts, lb)))
		return SESSIONS_UNKNOWN;
	while ((row = facts_next_row(facts, server, row)) != NULL)
		if (str_eq(row->lb, lb))
			n = (n < 0 ? 0 : n) + row->scur + row->qcur;
	return n == SESSIONS_NONE && !cloud_answers(facts) ? SESSIONS_UNKNOWN : n;
}

static void
on_world(const struct facts *facts, const struct vault *vault, void *arg)
{
	struct status_sessions *sessions = arg;
	const struct config *config = sessions->config;

	(void)vault;
	for (size_t i = 0; i < sessions->n; i++)
		for (size_t b = 0; b < config->n_lbs; b++)
			sessions->list[i].on[b] = count_on(facts,
			    sessions->list[i].server, config->lbs[b].name);
}

void
status_sessions_ask(struct status_sessions *sessions, const struct config *config,
    struct journal *journal)
{
	struct err err = { 0 };
	size_t n = 0;

	*sessions = (struct status_sessions){ .config = config };
	if (journal_each(journal, take_mark, sessions, &err) == 0) {
		for (size_t i = 0; i < sessions->n; i++)
			if (is_leaving(&sessions->list[i]))
				sessions->list[n++] = sessions->list[i];
			else
				free(sessions->list[i].on);
		sessions->n = n;
	}
	if (err.code == ERR_NONE && sessions->n > 0)
		(void)look_at_world(config, ASK_MS, on_world, sessions, &err);
	(void)str_copy(sessions->trouble, sizeof(sessions->trouble), err.text);
}

long
status_sessions_sum(const struct status_sessions *sessions,
    const struct leaver *leaver)
{
	long sum = SESSIONS_NONE;

	for (size_t b = 0; b < sessions->config->n_lbs; b++) {
		if (leaver->on[b] == SESSIONS_UNKNOWN)
			return SESSIONS_UNKNOWN;
		if (leaver->on[b] != SESSIONS_NONE)
			sum = (sum < 0 ? 0 : sum) + leaver->on[b];
	}
	return sum;
}

void
status_sessions_done(struct status_sessions *sessions)
{
	for (size_t i = 0; i < sessions->n; i++)
		free(sessions->list[i].on);
	free(sessions->list);
}
