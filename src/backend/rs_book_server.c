/* Answers about servers and the array, for the book. */

#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "backend/json_read.h"
#include "backend/rs_book.h"
#include "backend/rs_read.h"
#include "base/str.h"
#include "base/xmalloc.h"

/* A nickname may hold anything; names here do not. */
static bool
take_name(const char *nick, char name[NAME_LEN])
{
	if (nick == NULL || nick[0] == '\0' || !str_copy(name, NAME_LEN, nick))
		return false;
	for (char *at = name; *at != '\0'; at++) {
		char one[2] = { *at, '\0' };

		if (*at == '-' && at == name)
			*at = '_';
		else if (*at != '-' && !str_is_name(one))
			*at = '_';
	}
	return str_is_name(name);
}

static bool
is_ours(const struct rs_book *book, const char *template)
{
	for (size_t i = 0; i < book->n_templates; i++)
		if (strcmp(book->templates[i].href, template) == 0)
			return true;
	return false;
}

static int
add_server(struct rs_book *book, const struct rs_server *rs, struct err *err)
{
	if (rs_book_server(book, rs->name) != NULL)
		return err_set(err, ERR_FAILED, "two servers are named %s; rename "
		    "one of them in RightScale", rs->name);
	x_grow(book->servers, book->n, book->cap);
	book->servers[book->n++] = *rs;
	return 0;
}

static void
take_host(const cJSON *instance, const struct config *config, char *host)
{
	const cJSON *list = json_member(instance, str_eq(config->cloud.rs.address,
	    "public") ? "public_ip_addresses" : "private_ip_addresses");
	const char *first = cJSON_GetStringValue(cJSON_GetArrayItem(list, 0));

	if (first != NULL && str_is_name(first))
		(void)str_copy(host, NAME_LEN, first);
}

static enum tri
lock_of(const cJSON *instance)
{
	const cJSON *locked = json_member(instance, "locked");

	return cJSON_IsTrue(locked) ? TRI_YES : cJSON_IsFalse(locked) ? TRI_NO :
	    TRI_UNKNOWN;
}

/* Not an application server: who runs is known by its tags later. */
static void
add_other(struct rs_book *book, const struct rs_server *rs, const char *nick,
    const cJSON *current)
{
	struct rs_server other = *rs;

	if (!cJSON_IsObject(current) || !take_name(nick, other.name) ||
	    !rs_take_link(current, "self", other.current))
		return;
	x_grow(book->others, book->n_others, book->cap_others);
	book->others[book->n_others++] = other;
}

static int
take_server(struct rs_book *book, const cJSON *item, const struct config *config,
    struct err *err)
{
	struct rs_server rs = { 0 };
	const cJSON *next = json_member(item, "next_instance");
	const cJSON *current = json_member(item, "current_instance");
	const char *nick = json_text(item, "name");
	const char *state = json_text(item, "state");

	if (nick == NULL || state == NULL || !cJSON_IsObject(next) ||
	    !rs_take_link(item, "self", rs.href) ||
	    !rs_take_link(next, "self", rs.next) ||
	    !rs_take_link(next, "server_template", rs.template))
		return rs_odd("servers", err);
	if (!is_ours(book, rs.template)) {
		add_other(book, &rs, nick, current);
		return 0;
	}
	if (!str_copy(rs.nick, sizeof(rs.nick), nick) ||
	    !take_name(nick, rs.name) ||
	    !str_copy(rs.state, sizeof(rs.state), state))
		return rs_odd("servers", err);
	if (cJSON_IsObject(current)) {
		/* What it runs, not what it would be launched of. */
		if (!rs_take_link(current, "self", rs.current) ||
		    !rs_take_link(current, "server_template", rs.template))
			return rs_odd("servers", err);
		rs.locked = lock_of(current);
		take_host(current, config, rs.host);
	}
	return add_server(book, &rs, err);
}

int
rs_book_servers(struct rs_book *book, const cJSON *list,
    const struct config *config, struct err *err)
{
	const cJSON *item;

	if (!cJSON_IsArray(list))
		return rs_odd("servers", err);
	cJSON_ArrayForEach(item, list)
		if (take_server(book, item, config, err) == -1)
			return -1;
	return 0;
}

static bool
take_count(const cJSON *bounds, const char *name, unsigned *count)
{
	const char *text = json_text(bounds, name);
	int64_t n;

	if (text == NULL || !str_to_i64(text, 0, 100000, &n))
		return false;
	*count = (unsigned)n;
	return true;
}

int
rs_book_array(struct rs_book *book, const cJSON *list, const char *name,
    struct err *err)
{
	if (!cJSON_IsArray(list))
		return rs_odd("arrays", err);
	const cJSON *found = rs_only(list, "server array", name, err);

	if (found == NULL)
		return -1;
	const cJSON *next = json_member(found, "next_instance");
	const cJSON *bounds = json_member(json_member(found,
	    "elasticity_params"), "bounds");
	const char *state = json_text(found, "state");

	if (state == NULL || !rs_take_link(found, "self", book->array.href) ||
	    !rs_take_link(next, "self", book->array.next) ||
	    !rs_take_link(next, "server_template", book->array.template) ||
	    !take_count(bounds, "min_count", &book->array.min) ||
	    !take_count(bounds, "max_count", &book->array.max) ||
	    (strcmp(state, "enabled") != 0 && strcmp(state, "disabled") != 0))
		return rs_odd("arrays", err);
	book->array.enabled = strcmp(state, "enabled") == 0;
	(void)str_copy(book->array.name, sizeof(book->array.name), name);
	return 0;
}

int
rs_book_members(struct rs_book *book, const cJSON *list,
    const struct config *config, struct err *err)
{
	const cJSON *item;

	if (!cJSON_IsArray(list))
		return rs_odd("array's instances", err);
	cJSON_ArrayForEach(item, list) {
		struct rs_server rs = { .member = true };
		const char *nick = json_text(item, "name");
		const char *state = json_text(item, "state");

		if (state == NULL || !take_name(nick, rs.name) ||
		    !str_copy(rs.nick, sizeof(rs.nick), nick) ||
		    !str_copy(rs.state, sizeof(rs.state), state) ||
		    !rs_take_link(item, "self", rs.href) ||
		    !rs_take_link(item, "server_template", rs.template))
			return rs_odd("array's instances", err);
		if (rs_state_of(state) == CLOUD_TERMINATED)
			continue;
		(void)str_copy(rs.current, sizeof(rs.current), rs.href);
		rs.locked = lock_of(item);
		take_host(item, config, rs.host);
		book->array.running++;
		/* Members of one array often share its name. */
		if (rs_book_server(book, rs.name) != NULL)
			(void)str_fmt(rs.name, sizeof(rs.name), "%.40s.%s",
			    book->array.name, strrchr(rs.href, '/') + 1);
		if (add_server(book, &rs, err) == -1)
			return -1;
	}
	return 0;
}
