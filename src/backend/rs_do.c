/* Jobs: what all chains share. */

#include "config.h"

#include "backend/rs_do.h"

#include <stdlib.h>
#include <string.h>

#include "backend/rs_form.h"
#include "base/clock.h"
#include "base/loop.h"
#include "base/str.h"
#include "base/xmalloc.h"

static rs_next_fn *const chains[ACTION_COUNT] = {
	[ACTION_SNAPSHOT] = rs_snapshot,
	[ACTION_MIGRATE] = rs_migrate,
	[ACTION_MARK] = rs_mark,
	[ACTION_CLONE] = rs_clone,
	[ACTION_CONFIGURE] = rs_configure,
	[ACTION_LAUNCH] = rs_launch,
	[ACTION_SET_INPUT] = rs_set_input,
	[ACTION_ARRAY_OFF] = rs_array_state,
	[ACTION_ARRAY_ON] = rs_array_state,
	[ACTION_ARRAY_UPDATE] = rs_array_update,
	[ACTION_ARRAY_TRIAL] = rs_array_trial,
	[ACTION_ATTACH] = rs_attach,
	[ACTION_DETACH] = rs_detach,
	[ACTION_DRAIN] = rs_drain,
	[ACTION_UNDRAIN] = rs_undrain,
	[ACTION_LOCK] = rs_lock,
	[ACTION_UNLOCK] = rs_lock,
	[ACTION_TERMINATE] = rs_end_server,
	[ACTION_DISCARD] = rs_discard,
};

void
rs_do_cancel(struct rs_do *job)
{
	if (job == NULL)
		return;
	rs_call_cancel(job->call);
	loop_del_timer(job->timer);
	buf_done(&job->pooled);
	buf_done(&job->backups);
	buf_done(&job->inputs);
	free(job);
}

void
rs_do_end(struct rs_do *job, enum outcome outcome, const char *fmt, ...)
{
	provider_done_fn *done = job->done;
	void *arg = job->arg;
	struct buf text = { 0 };
	struct sightings batch = { 0 };
	struct sighting saw = { .kind = SAW_SNAPSHOT, .u.snapshot = job->saw };
	va_list ap;

	va_start(ap, fmt);
	buf_vprintf(&text, fmt, ap);
	va_end(ap);
	if (job->saw.state != SNAPSHOT_NONE)
		sightings_add(&batch, &saw);
	rs_do_cancel(job);
	done(outcome, text.data, batch.n > 0 ? &batch : NULL, arg);
	sightings_done(&batch);
	buf_done(&text);
}

void
rs_accepted(struct rs_do *job, const struct rs_reply *reply)
{
	(void)reply;
	rs_do_end(job, OUTCOME_OK, "accepted by RightScale");
}

void
rs_asked(struct rs_do *job, const struct rs_reply *reply)
{
	(void)reply;
	rs_do_end(job, OUTCOME_OK, "asked for; the balancers are read now");
}

bool
rs_do_runs(struct rs_do *job)
{
	if (job->server.current[0] != '\0')
		return true;
	rs_do_end(job, OUTCOME_FAILED, "%s does not run", job->action.server);
	return false;
}

bool
rs_do_known(struct rs_do *job)
{
	if (job->server.href[0] != '\0')
		return true;
	rs_do_end(job, OUTCOME_FAILED, "RightScale knows no server %s",
	    job->action.server);
	return false;
}

static void
answered(const struct rs_reply *reply, const struct err *err, void *arg)
{
	struct rs_do *job = arg;

	job->call = NULL;
	if (reply != NULL)
		job->next(job, reply);
	else
		rs_do_end(job, err->code == ERR_IO || err->code == ERR_REFUSED ?
		    OUTCOME_FAILED : OUTCOME_UNKNOWN, "%s", err->text);
}

void
rs_do_call(struct rs_do *job, const char *method, const char *path,
    const struct buf *form, rs_next_fn *next)
{
	job->next = next;
	job->call = rs_call_start(job->client, method, path, form, answered, job);
}

static void
paused(void *arg)
{
	struct rs_do *job = arg;

	job->timer = NULL;
	job->next(job, NULL);
}

void
rs_do_pause(struct rs_do *job, int ms, rs_next_fn *next)
{
	job->next = next;
	job->timer = loop_add_timer(job->ctx->loop, ms, paused, job);
}

void
rs_do_tag(struct rs_do *job, const char *verb, const char *href, const char *tag,
    rs_next_fn *next)
{
	struct buf form = { 0 };
	char path[64];

	(void)str_fmt(path, sizeof(path), "/api/tags/%s", verb);
	rs_form_add(&form, "resource_hrefs[]", href);
	rs_form_add(&form, "tags[]", tag);
	rs_do_call(job, "POST", path, &form, next);
	buf_done(&form);
}

void
rs_do_input(struct rs_do *job, const char *of, const char *key,
    const char *value, rs_next_fn *next)
{
	struct buf form = { 0 };
	char path[TEXT_LEN];

	rs_form_input(&form, key, value);
	(void)str_fmt(path, sizeof(path), "%s/inputs/multi_update", of);
	rs_do_call(job, "PUT", path, &form, next);
	buf_done(&form);
}

/* Clones are named by the platform: "app-11 v1".  Which of them is ours after a
 * crash is told by those that were there before. */
static void
take_clones(struct rs_do *job, const struct rs_book *book)
{
	const struct rs_server *source = rs_book_server(book, job->action.arg);
	char prefix[2 * TEXT_LEN];
	const char *noted;

	if (source == NULL)
		return;
	job->server = *source;
	job->exists = rs_book_server(book, job->action.server) != NULL;
	(void)str_fmt(prefix, sizeof(prefix), "%s v", source->nick);
	for (size_t i = 0; i < book->n; i++)
		if (str_starts(book->servers[i].nick, prefix))
			(void)str_add(job->clones, sizeof(job->clones), "%s,",
			    book->servers[i].href);
	(void)str_fmt(prefix, sizeof(prefix), RS_TAG_BEFORE "%s:",
	    job->action.server);
	noted = rs_tags_get(&book->tags, prefix);
	job->noted = noted != NULL;
	(void)str_copy(job->before, sizeof(job->before),
	    noted != NULL ? noted : job->clones);
}

static bool
has_trial(const struct rs_book *book)
{
	for (size_t i = 0; i < book->n; i++)
		if (book->servers[i].member &&
		    strcmp(book->servers[i].template, book->array.template) == 0)
			return true;
	return false;
}

/* A balancer serves it: its tag says nothing new. */
static bool
is_served(const struct facts *facts, const char *name)
{
	const struct lb_row *row = NULL;

	while ((row = facts_next_row(facts, name, row)) != NULL)
		if (!row->leaving && row->state != LB_MAINT)
			return true;
	return false;
}

/* Where balancers attach all who have the tag: who these may be. */
static void
take_pool(struct rs_do *job, const struct rs_book *book,
    const struct facts *facts, const char *pool_tag)
{
	char tag[TEXT_LEN];
	const struct rs_server *lb;

	(void)str_fmt(tag, sizeof(tag), "loadbalancer:%s=lb",
	    job->ctx->config->cloud.rs.pool);
	lb = rs_book_other(book, job->action.lb, tag);
	if (lb != NULL)
		(void)str_copy(job->balancer, sizeof(job->balancer), lb->current);
	job->account_wide = book->account_wide;
	for (size_t i = 0; i < book->n; i++) {
		const struct rs_server *rs = &book->servers[i];

		if (rs->current[0] == '\0')
			continue;
		bool has_tag = rs_tags_has(&rs->here, pool_tag);
		if (has_tag && !rs_tags_ready(&rs->here))
			(void)str_copy(job->half, sizeof(job->half), rs->name);
		if (strcmp(rs->name, job->action.server) == 0 ||
		    is_served(facts, rs->name))
			buf_printf(&job->pooled, "%s,", rs->current);
		else if (has_tag)
			(void)str_copy(job->stranger, sizeof(job->stranger),
			    rs->name);
	}
}

/* What the database is now, and who in RightScale is its master. */
static void
take_database(struct rs_do *job, const struct rs_book *book,
    const struct facts *facts)
{
	const struct rs_server *master = rs_book_master(book, job->no_master,
	    sizeof(job->no_master));
	const struct migration *migration = facts_migration(facts,
	    job->action.arg);

	if (master != NULL)
		(void)str_copy(job->master, sizeof(job->master), master->current);
	job->applied = migration != NULL && migration->applied == TRI_YES;
	/* Read before: what is written while it is made may be in it or not. */
	job->saw = (struct snapshot){ .bytes = -1, .at_ms = clock_boot_ms(),
		.wall_ms = clock_wall_ms(), .writes = facts->db.writes };
	(void)str_copy(job->saw.of, sizeof(job->saw.of), facts->db.identity);
}

/* What the job needs of the book, which is made anew while it works. */
static void
take(struct rs_do *job, const struct rs_book *book, const struct facts *facts)
{
	const struct action *action = &job->action;
	const struct rs_server *rs = rs_book_server(book, action->server);
	const char *template = rs_book_template(book, action->arg);
	char tag[TEXT_LEN];

	(void)str_copy(job->deployment, sizeof(job->deployment),
	    book->deployment);
	(void)str_copy(job->array, sizeof(job->array), book->array.href);
	(void)str_copy(job->array_next, sizeof(job->array_next),
	    book->array.next);
	if (template != NULL)
		(void)str_copy(job->template, sizeof(job->template), template);
	(void)str_fmt(tag, sizeof(tag), RS_TAG_RESERVED "%s", action->server);
	job->reserved = rs_tags_has(&book->tags, tag);
	(void)str_fmt(tag, sizeof(tag), "loadbalancer:%s=app",
	    job->ctx->config->cloud.rs.pool);
	if (action->kind == ACTION_CLONE)
		take_clones(job, book);
	else if (action->kind == ACTION_ARRAY_TRIAL)
		job->exists = has_trial(book);
	else if (rs != NULL) {
		job->server = *rs;
		job->has_tag = rs_tags_has(&rs->here, tag);
		job->ready = rs_tags_ready(&rs->here);
		job->ours = rs_tags_has(&rs->tags, RS_TAG_NEW);
	}
	if (action->kind == ACTION_SNAPSHOT || action->kind == ACTION_MIGRATE)
		take_database(job, book, facts);
	if (action->kind == ACTION_ATTACH)
		take_pool(job, book, facts, tag);
	job->server.tags = job->server.here = (struct rs_tags){ 0 };
}

static void
not_here(struct rs_do *job, const struct rs_reply *reply)
{
	(void)reply;
	rs_do_end(job, OUTCOME_FAILED, "%s: not for the cloud",
	    action_name(job->action.kind));
}

struct rs_do *
rs_do_start(const struct provider_ctx *ctx, struct rs_client *client,
    const struct rs_book *book, const struct facts *facts,
    const struct action *action, provider_done_fn *done, void *arg)
{
	struct rs_do *job = xcalloc(1, sizeof(*job));

	job->ctx = ctx;
	job->client = client;
	job->action = *action;
	job->done = done;
	job->arg = arg;
	take(job, book, facts);
	/* The first step comes from the loop too. */
	rs_do_pause(job, 0, chains[action->kind] != NULL ? chains[action->kind] :
	    not_here);
	return job;
}
