/* Looking things up in the book, and telling what it says. */

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

static const char *
label_of(const struct rs_book *book, const char *href)
{
	for (size_t i = 0; i < book->n_templates; i++)
		if (strcmp(book->templates[i].href, href) == 0)
			return book->templates[i].label;
	return "other";
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

/* Nothing runs: never launched, or ended by us (then a tag says which). */
static enum cloud_state
state_of(const struct rs_server *rs)
{
	if (rs->current[0] == '\0' &&
	    rs_tags_get(&rs->tags, RS_TAG_ENDED) != NULL)
		return CLOUD_TERMINATED;
	return rs_state_of(rs->state);
}

static enum mark
mark_of(const struct rs_book *book, const struct rs_server *rs)
{
	char reserved[TEXT_LEN];

	(void)str_fmt(reserved, sizeof(reserved), RS_TAG_RESERVED "%s", rs->name);
	if (rs_tags_has(&rs->tags, RS_TAG_WITHDRAWN))
		return MARK_WITHDRAWN;
	if (rs_tags_has(&rs->tags, RS_TAG_NEW) ||
	    rs_tags_has(&book->tags, reserved))
		return MARK_NEW;
	return MARK_OLD;
}

/* Where balancers find it: its recipes publish that as tags, and so may anybody. */
static void
fill_address(const struct rs_server *rs, const struct config *config,
    struct server *sv)
{
	const char *host = rs_tags_get(&rs->here, "appserver:listen_ip=");
	const char *port = rs_tags_get(&rs->here, "appserver:listen_port=");
	const char *uuid = rs_tags_get(&rs->here, "server:uuid=");
	int64_t number;

	if (host == NULL)
		host = rs->host;
	if (port == NULL)
		port = config->cloud.rs.port;
	if (str_is_name(host) && strchr(host, ':') == NULL &&
	    str_to_i64(port, 1, 65535, &number))
		(void)str_fmt(sv->addr, sizeof(sv->addr), "%s:%s", host, port);
	if (uuid != NULL && str_is_name(uuid))
		(void)str_copy(sv->row, sizeof(sv->row), uuid);
}

/* Balancers attach who has the pool's tag.  They read it on instances alone. */
static enum tri
pooled_of(const struct rs_server *rs, const struct config *config)
{
	char tag[TEXT_LEN];

	if (config->cloud.rs.attach[0] == '\0')
		return TRI_UNKNOWN;
	(void)str_fmt(tag, sizeof(tag), "loadbalancer:%s=app",
	    config->cloud.rs.pool);
	return rs_tags_has(&rs->here, tag) ? TRI_YES : TRI_NO;
}

static void
tell_server(const struct rs_book *book, const struct rs_server *rs,
    const struct config *config, struct sightings *batch)
{
	struct sighting saw = { .kind = SAW_SERVER };
	struct server *sv = &saw.u.server;

	(void)str_copy(saw.name, sizeof(saw.name), rs->name);
	(void)str_copy(sv->name, sizeof(sv->name), rs->name);
	(void)str_copy(sv->id, sizeof(sv->id), rs->href);
	(void)str_copy(sv->template, sizeof(sv->template),
	    label_of(book, rs->template));
	sv->state = state_of(rs);
	sv->tag = mark_of(book, rs);
	sv->in_array = rs->member;
	sv->pooled = pooled_of(rs, config);
	sv->locked = rs->locked;
	fill_address(rs, config, sv);
	sightings_add(batch, &saw);
}

/* Names that are marked before there is a server. */
static void
tell_reserved(const struct rs_book *book, struct sightings *batch)
{
	for (size_t i = 0; i < book->tags.n; i++) {
		struct sighting saw = { .kind = SAW_SERVER,
			.u.server = { .state = CLOUD_INACTIVE, .tag = MARK_NEW } };
		const char *name = book->tags.list[i] + strlen(RS_TAG_RESERVED);

		if (!str_starts(book->tags.list[i], RS_TAG_RESERVED) ||
		    !str_is_name(name) || rs_book_server(book, name) != NULL ||
		    !str_copy(saw.name, sizeof(saw.name), name))
			continue;
		(void)str_copy(saw.u.server.name, NAME_LEN, name);
		sightings_add(batch, &saw);
	}
}

static void
tell_array(const struct rs_book *book, struct sightings *batch)
{
	struct sighting saw = { .kind = SAW_ARRAY };
	struct array *array = &saw.u.array;

	array->exists = book->array.href[0] != '\0' ? TRI_YES : TRI_NO;
	array->enabled = book->array.enabled ? TRI_YES : TRI_NO;
	array->min = book->array.min;
	array->max = book->array.max;
	array->running = book->array.running;
	(void)str_copy(saw.name, sizeof(saw.name), book->array.name);
	(void)str_copy(array->name, sizeof(array->name), book->array.name);
	(void)str_copy(array->template, sizeof(array->template),
	    label_of(book, book->array.template));
	sightings_add(batch, &saw);
}

void
rs_book_sightings(const struct rs_book *book, const struct config *config,
    struct sightings *batch)
{
	for (size_t i = 0; i < book->n; i++)
		tell_server(book, &book->servers[i], config, batch);
	tell_reserved(book, batch);
	for (size_t i = 0; i < book->n_inputs; i++) {
		struct sighting saw = { .kind = SAW_INPUT,
			.u.input = book->inputs[i] };

		(void)str_copy(saw.name, sizeof(saw.name), book->inputs[i].key);
		sightings_add(batch, &saw);
	}
	tell_array(book, batch);
}
