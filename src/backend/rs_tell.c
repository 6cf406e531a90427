/* What the book says, in our words. */

#include "config.h"

#include <string.h>

#include "backend/rs_book.h"
#include "base/str.h"

static const char *
label_of(const struct rs_book *book, const char *href)
{
	for (size_t i = 0; i < book->n_templates; i++)
		if (strcmp(book->templates[i].href, href) == 0)
			return book->templates[i].label;
	return "other";
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

static void
tell_scope(const struct rs_book *book, const struct config *config,
    struct sightings *batch)
{
	struct sighting saw = { .kind = SAW_REMARK,
		.u.remark = { .about = REMARK_TAGS } };

	if (!book->account_wide || config->cloud.rs.attach[0] == '\0')
		return;
	(void)str_copy(saw.u.remark.text, sizeof(saw.u.remark.text),
	    "the deployment's server_tag_scope is \"account\": its scripts reach "
	    "balancers and servers of every other deployment that have the same "
	    "pool");
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
	tell_scope(book, config, batch);
}
