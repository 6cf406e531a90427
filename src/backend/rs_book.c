/* Looking things up in the book. */

#include "config.h"

#include "backend/rs_book.h"

#include <stdlib.h>
#include <string.h>

#include "backend/json_read.h"
#include "base/str.h"
#include "base/xmalloc.h"

static void
tags_done(struct rs_tags *tags)
{
	for (size_t i = 0; i < tags->n; i++)
		free(tags->list[i]);
	free(tags->list);
}

void
rs_book_done(struct rs_book *book)
{
	for (size_t i = 0; i < book->n_others; i++)
		tags_done(&book->others[i].here);
	for (size_t i = 0; i < book->n; i++) {
		tags_done(&book->servers[i].tags);
		tags_done(&book->servers[i].here);
	}
	tags_done(&book->tags);
	free(book->servers);
	free(book->others);
	free(book->templates);
	free(book->inputs);
	*book = (struct rs_book){ 0 };
}

const char *
rs_tags_get(const struct rs_tags *tags, const char *prefix)
{
	for (size_t i = 0; i < tags->n; i++)
		if (str_starts(tags->list[i], prefix))
			return tags->list[i] + strlen(prefix);
	return NULL;
}

bool
rs_tags_has(const struct rs_tags *tags, const char *tag)
{
	const char *rest = NULL;

	for (size_t i = 0; i < tags->n && rest == NULL; i++)
		if (strcmp(tags->list[i], tag) == 0)
			rest = tags->list[i];
	return rest != NULL;
}

bool
rs_tags_ready(const struct rs_tags *tags)
{
	static const char *const wanted[] = { "server:uuid=",
		"appserver:listen_ip=", "appserver:listen_port=" };

	for (size_t i = 0; i < countof(wanted); i++)
		if (rs_tags_get(tags, wanted[i]) == NULL)
			return false;
	return true;
}

const struct rs_server *
rs_book_other(const struct rs_book *book, const char *name, const char *tag)
{
	for (size_t i = 0; i < book->n_others; i++)
		if (strcmp(book->others[i].name, name) == 0 &&
		    rs_tags_has(&book->others[i].here, tag))
			return &book->others[i];
	return NULL;
}

const struct rs_server *
rs_book_master(const struct rs_book *book, char *why, size_t size)
{
	const struct rs_server *master = NULL;
	const char *since = "";
	bool doubt = false;

	for (size_t i = 0; i < book->n_others; i++) {
		const struct rs_server *rs = &book->others[i];
		const char *active = rs_tags_get(&rs->here,
		    "rs_dbrepl:master_active=");

		if (rs_tags_get(&rs->here, "rs_dbrepl:master_instance_uuid=") ==
		    NULL)
			continue;
		if (active == NULL)
			active = "";
		/* Times, in an order of their own: 20260301083000-lineage. */
		int order = master == NULL ? 1 : strncmp(active, since, 14);
		doubt = order == 0 || (doubt && order < 0);
		if (order > 0) {
			master = rs;
			since = active;
		}
	}
	if (master != NULL && !doubt)
		return master;
	(void)str_copy(why, size, doubt ? "RightScale's tags name two masters of "
	    "the database, and not which is the newer one" :
	    "no server of the deployment has the tag of a database's master "
	    "(rs_dbrepl:master_instance_uuid)");
	return NULL;
}

const struct rs_server *
rs_book_server(const struct rs_book *book, const char *name)
{
	for (size_t i = 0; i < book->n; i++)
		if (strcmp(book->servers[i].name, name) == 0)
			return &book->servers[i];
	return NULL;
}

const char *
rs_book_template(const struct rs_book *book, const char *label)
{
	for (size_t i = 0; i < book->n_templates; i++)
		if (strcmp(book->templates[i].label, label) == 0)
			return book->templates[i].href;
	return NULL;
}

enum cloud_state
rs_state_of(const char *words)
{
	static const struct { const char *words; enum cloud_state state; } states[] = {
		{ "inactive", CLOUD_INACTIVE }, { "pending", CLOUD_PENDING },
		{ "queued", CLOUD_PENDING }, { "bidding", CLOUD_PENDING },
		{ "configuring", CLOUD_PENDING }, { "booting", CLOUD_BOOTING },
		{ "operational", CLOUD_OPERATIONAL },
		{ "failed", CLOUD_STRANDED }, { "error", CLOUD_STRANDED },
		{ "decommissioning", CLOUD_DECOMMISSIONING },
		{ "terminating", CLOUD_DECOMMISSIONING },
		{ "shutting-down", CLOUD_DECOMMISSIONING },
		{ "stopping", CLOUD_DECOMMISSIONING },
		{ "terminated", CLOUD_TERMINATED },
	};

	if (str_starts(words, "stranded"))
		return CLOUD_STRANDED;
	for (size_t i = 0; i < countof(states); i++)
		if (strcmp(states[i].words, words) == 0)
			return states[i].state;
	return CLOUD_UNKNOWN;
}
