/* What a job takes along of the book and of the facts: both are made anew while it
 * works. */

#include "config.h"

#include <string.h>

#include "backend/rs_do.h"
#include "base/clock.h"
#include "base/str.h"

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
			job->crowded |= !str_add(job->clones,
			    sizeof(job->clones), "%s,", book->servers[i].href);
	(void)str_fmt(prefix, sizeof(prefix), RS_TAG_BEFORE "%s:",
	    job->action.server);
	noted = rs_tags_get(&book->tags, prefix);
	job->noted = noted != NULL;
	job->crowded |= !str_copy(job->before, sizeof(job->before),
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

void
rs_do_take(struct rs_do *job, const struct rs_book *book,
    const struct facts *facts)
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
