/* Facts come in here, and nowhere else. */

#include "engine/watch.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/loop.h"
#include "base/xmalloc.h"
#include "guard/guard.h"

/* How often each kind of source is asked when nobody asks for a look. */
#define ROWS_MS 1000
#define SLOW_MS 2000
#define DATABASE_MS 10000
/* After so many missed polls the operator is told (U-27). */
#define MISSES_TOLD 3

/* One source that is asked: when the last question was put, and whether the
 * answer to that question is there. */
struct asked {
	enum source_kind kind;
	char name[NAME_LEN];
	int64_t put_ms, answered_put_ms;
	bool told_silent;
	bool again;			/* a look came while it was being asked */
};

struct watch {
	struct loop *loop;
	const struct config *config;
	struct guard *guard;
	struct backend *backend;
	struct watch_tell tell;
	struct facts facts;
	struct history history;
	struct asked *asked;
	size_t n_asked;
	struct loop_timer *timer;
	int64_t look_ms;		/* when somebody wanted a look */
	int64_t history_ms;		/* when the last reading was noted */
};

/* Whoever waits for a look gets an answer of each source: while a slow one is
 * still at its own, what a quick one said must not become old. */
static int
rhythm_ms(const struct watch *watch, enum source_kind kind)
{
	switch (kind) {
	case SOURCE_LB:
		return ROWS_MS;
	case SOURCE_DB:
		if (watch_looked_since(watch, watch->look_ms))
			return DATABASE_MS;
		break;
	case SOURCE_CLOUD:
	case SOURCE_HOST:
	case SOURCE_NONE:
		break;
	}
	return SLOW_MS;
}

static void
add_asked(struct watch *watch, enum source_kind kind, const char *name)
{
	struct asked *asked = &watch->asked[watch->n_asked++];

	asked->kind = kind;
	str_copy(asked->name, sizeof(asked->name), name);
}

struct watch *
watch_new(struct loop *loop, const struct config *config, struct guard *guard,
    const struct watch_tell *tell)
{
	struct watch *watch = xcalloc(1, sizeof(*watch));

	watch->loop = loop;
	watch->config = config;
	watch->guard = guard;
	watch->tell = *tell;
	facts_init(&watch->facts);
	watch->asked = xcalloc(config->n_lbs + 3, sizeof(*watch->asked));
	add_asked(watch, SOURCE_CLOUD, "cloud");
	for (size_t i = 0; i < config->n_lbs; i++) {
		add_asked(watch, SOURCE_LB, config->lbs[i].name);
		/* They are there, in the order of the configuration, before the
		 * first of them answers. */
		facts_missed(&watch->facts, SOURCE_LB, config->lbs[i].name,
		    "not asked yet");
	}
	add_asked(watch, SOURCE_HOST, "servers");
	if (config->db.name[0] != '\0')
		add_asked(watch, SOURCE_DB, "database");
	return watch;
}

void
watch_free(struct watch *watch)
{
	if (watch == NULL)
		return;
	loop_del_timer(watch->timer);
	facts_done(&watch->facts);
	history_done(&watch->history);
	free(watch->asked);
	free(watch);
}

static struct asked *
find_asked(const struct watch *watch, enum source_kind kind, const char *name)
{
	for (size_t i = 0; i < watch->n_asked; i++)
		if (watch->asked[i].kind == kind &&
		    strcmp(watch->asked[i].name, name) == 0)
			return &watch->asked[i];
	return NULL;
}

static void
ask(struct watch *watch, struct asked *asked)
{
	asked->put_ms = clock_boot_ms();
	asked->again = false;
	watch->facts.now_ms = asked->put_ms;
	backend_refresh(watch->backend, asked->kind, asked->name, &watch->facts);
}

static bool
is_open(const struct asked *asked)
{
	return asked->answered_put_ms < asked->put_ms;
}

void
watch_copy_marks(struct watch *watch)
{
	for (size_t i = 0; i < watch->facts.n_servers; i++) {
		struct server *sv = &watch->facts.servers[i];

		sv->mark = guard_mark_of(watch->guard, sv);
	}
}

/* While it takes new visitors its numbers are no news. */
static bool
is_draining(const struct facts *facts, const char *server)
{
	const struct lb_row *row = NULL;

	while ((row = facts_next_row(facts, server, row)) != NULL)
		if (!row->leaving && row->state != LB_NOLB &&
		    row->state != LB_DRAIN && row->state != LB_MAINT)
			return false;
	return true;
}

static void
update_proofs(struct watch *watch)
{
	struct facts *facts = &watch->facts;

	for (size_t i = 0; i < facts->n_servers; i++) {
		const struct server *sv = &facts->servers[i];

		if ((sv->mark != MARK_OLD && sv->mark != MARK_WITHDRAWN) ||
		    facts_next_row(facts, sv->name, NULL) == NULL)
			continue;
		/* Kept for each server that may be emptied. */
		struct proof *proof = facts_need_proof(facts, sv->name);
		const struct proof was = *proof;
		proof_update(proof, facts, &watch->config->policy.proof);
		if (proof->verdict == was.verdict && proof->left == was.left &&
		    proof->passed == was.passed)
			continue;
		if (!is_draining(facts, sv->name))
			continue;
		char text[TEXT_LEN];
		str_fmt(text, sizeof(text), "%u left, proof %u of %u: %s",
		    proof->left, proof->passed, proof->needed,
		    proof_verdict_name(proof->verdict));
		watch->tell.event(EVENT_SESSIONS, sv->name, "", text,
		    watch->tell.arg);
	}
}

static void
tell_silence(struct watch *watch, struct asked *asked)
{
	const struct source *source = facts_source(&watch->facts, asked->kind,
	    asked->name);
	const char *lb = asked->kind == SOURCE_LB ? asked->name : "";
	char text[TEXT_LEN];

	if (source == NULL)
		return;
	if (!asked->told_silent && source->missed >= MISSES_TOLD) {
		asked->told_silent = true;
		/* A balancer has a place of its own in the event. */
		(void)str_fmt(text, sizeof(text), "%s%s%s", lb[0] != '\0' ? "" :
		    asked->name, lb[0] != '\0' ? "" : ": ", source->trouble);
		watch->tell.event(EVENT_SILENT, "", lb, text, watch->tell.arg);
	} else if (asked->told_silent && source->missed == 0) {
		asked->told_silent = false;
		watch->tell.event(EVENT_ANSWERS, "", lb, asked->name,
		    watch->tell.arg);
	}
}

static unsigned
reloads_of(const struct facts *facts, const char *lb)
{
	const struct lb *found = facts_lb(facts, lb);

	return found == NULL ? 0 : found->reloads;
}

void
watch_saw(enum source_kind kind, const char *name, const struct sightings *batch,
    bool complete, const char *trouble, void *arg)
{
	struct watch *watch = arg;
	struct facts *facts = &watch->facts;
	struct asked *asked = find_asked(watch, kind, name);
	unsigned reloads = reloads_of(facts, name);

	assert(asked != NULL);		/* nobody tells unasked */
	facts->now_ms = clock_boot_ms();
	if (batch != NULL)
		facts_merge(facts, kind, name, batch, complete);
	else
		facts_missed(facts, kind, name, trouble);
	watch_copy_marks(watch);
	if (kind == SOURCE_LB && reloads_of(facts, name) != reloads)
		watch->tell.event(EVENT_RELOAD, "", name,
		    "a new worker: states are read again, proofs begin again",
		    watch->tell.arg);
	if (complete || batch == NULL) {
		asked->answered_put_ms = asked->put_ms;
		if (kind == SOURCE_LB)
			update_proofs(watch);
		tell_silence(watch, asked);
	}
	watch->tell.changed(watch->tell.arg);
	if (asked->again && !is_open(asked))
		ask(watch, asked);
}

static void
tick(void *arg)
{
	struct watch *watch = arg;
	int64_t now = clock_boot_ms();
	int64_t next = ROWS_MS;

	for (size_t i = 0; i < watch->n_asked; i++) {
		struct asked *asked = &watch->asked[i];
		int64_t due = asked->put_ms + rhythm_ms(watch, asked->kind);

		if (!is_open(asked) && now >= due)
			ask(watch, asked);
		due = asked->put_ms + rhythm_ms(watch, asked->kind);
		if (due - now > 0 && due - now < next)
			next = due - now;
	}
	if (now - watch->history_ms >= ROWS_MS) {
		watch->history_ms = now;
		watch->facts.now_ms = now;
		history_add(&watch->history, &watch->facts);
	}
	watch->timer = loop_add_timer(watch->loop, (int)next, tick, watch);
}

void
watch_start(struct watch *watch, struct backend *backend)
{
	watch->backend = backend;
	for (size_t i = 0; i < watch->n_asked; i++)
		ask(watch, &watch->asked[i]);
	watch->timer = loop_add_timer(watch->loop, ROWS_MS, tick, watch);
}

void
watch_look(struct watch *watch)
{
	watch->look_ms = clock_boot_ms();
	for (size_t i = 0; i < watch->n_asked; i++) {
		if (is_open(&watch->asked[i]))
			watch->asked[i].again = true;
		else
			ask(watch, &watch->asked[i]);
	}
}

bool
watch_looked_since(const struct watch *watch, int64_t t_ms)
{
	for (size_t i = 0; i < watch->n_asked; i++)
		if (watch->asked[i].answered_put_ms < t_ms)
			return false;
	return true;
}

bool
watch_lb_looked_since(const struct watch *watch, const char *lb, int64_t t_ms)
{
	const struct asked *asked = find_asked(watch, SOURCE_LB, lb);

	return asked != NULL && asked->answered_put_ms >= t_ms;
}

const struct facts *
watch_facts(struct watch *watch)
{
	watch->facts.now_ms = clock_boot_ms();
	return &watch->facts;
}

const struct history *
watch_history(const struct watch *watch)
{
	return &watch->history;
}

void
watch_tell_again(struct watch *watch, enum source_kind kind, const char *name,
    const struct sighting *saw)
{
	struct sightings batch = { 0 };

	sightings_add(&batch, saw);
	watch->facts.now_ms = clock_boot_ms();
	facts_merge(&watch->facts, kind, name, &batch, false);
	sightings_done(&batch);
}

void
watch_tell_migrated(struct watch *watch, const char *file)
{
	struct sighting saw = { .kind = SAW_MIGRATED };

	(void)str_copy(saw.u.migration.file, sizeof(saw.u.migration.file), file);
	watch_tell_again(watch, SOURCE_DB, "database", &saw);
}
