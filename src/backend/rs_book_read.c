/* Answers that become the book. */

#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "backend/json_read.h"
#include "backend/rs_book.h"
#include "base/str.h"
#include "base/xmalloc.h"

static int
odd(const char *what, struct err *err)
{
	return err_set(err, ERR_PARSE, "RightScale's list of %s makes no sense",
	    what);
}

/* An href goes back into a path as it is. */
bool
rs_is_href(const char *href)
{
	static const char good[] = "abcdefghijklmnopqrstuvwxyz0123456789"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ_-./";

	return href != NULL && str_starts(href, "/api/") &&
	    strlen(href) < RS_HREF && href[strspn(href, good)] == '\0' &&
	    strstr(href, "..") == NULL;
}

const char *
rs_link(const cJSON *resource, const char *rel)
{
	const cJSON *link;

	cJSON_ArrayForEach(link, json_member(resource, "links")) {
		const char *is = json_text(link, "rel");
		const char *href = json_text(link, "href");

		if (is != NULL && strcmp(is, rel) == 0)
			return rs_is_href(href) ? href : NULL;
	}
	return NULL;
}

static bool
take_link(const cJSON *resource, const char *rel, char dst[RS_HREF])
{
	const char *href = rs_link(resource, rel);

	return href != NULL && str_copy(dst, RS_HREF, href);
}

/* Filters match in part and whatever the case: the name is compared whole here.
 * NULL with err when it is not there exactly once. */
static const cJSON *
only(const cJSON *list, const char *what, const char *name, struct err *err)
{
	const cJSON *item, *found = NULL;

	cJSON_ArrayForEach(item, list) {
		const char *is = json_text(item, "name");

		if (is == NULL || strcmp(is, name) != 0)
			continue;
		if (found != NULL) {
			(void)err_set(err, ERR_FAILED,
			    "RightScale has two %ss named \"%s\"", what, name);
			return NULL;
		}
		found = item;
	}
	if (found == NULL)
		(void)err_set(err, ERR_FAILED,
		    "RightScale has no %s named \"%s\"", what, name);
	return found;
}

int
rs_book_deployment(struct rs_book *book, const cJSON *list, const char *name,
    struct err *err)
{
	if (!cJSON_IsArray(list))
		return odd("deployments", err);
	const cJSON *found = only(list, "deployment", name, err);

	if (found == NULL)
		return -1;
	return take_link(found, "self", book->deployment) ? 0 :
	    odd("deployments", err);
}

int
rs_book_templates(struct rs_book *book, const cJSON *list, const char *name,
    struct err *err)
{
	const cJSON *item;

	if (!cJSON_IsArray(list))
		return odd("templates", err);
	cJSON_ArrayForEach(item, list) {
		const char *is = json_text(item, "name");
		const cJSON *revision = json_member(item, "revision");
		struct rs_template template;

		if (is == NULL || strcmp(is, name) != 0)
			continue;
		if (!cJSON_IsNumber(revision) || revision->valuedouble < 0 ||
		    revision->valuedouble > 1e6 ||
		    !take_link(item, "self", template.href))
			return odd("templates", err);
		(void)str_fmt(template.label, sizeof(template.label), "rev%d",
		    revision->valueint);
		if (rs_book_template(book, template.label) != NULL)
			return err_set(err, ERR_FAILED, "two templates \"%s\" have "
			    "revision %d", name, revision->valueint);
		x_grow(book->templates, book->n_templates, book->cap_templates);
		book->templates[book->n_templates++] = template;
	}
	return book->n_templates > 0 ? 0 : err_set(err, ERR_FAILED,
	    "RightScale has no server template named \"%s\"", name);
}

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
	    !take_link(item, "self", rs.href) ||
	    !take_link(next, "self", rs.next) ||
	    !take_link(next, "server_template", rs.template))
		return odd("servers", err);
	if (!is_ours(book, rs.template))
		return 0;
	if (!str_copy(rs.nick, sizeof(rs.nick), nick) ||
	    !take_name(nick, rs.name) ||
	    !str_copy(rs.state, sizeof(rs.state), state))
		return odd("servers", err);
	if (cJSON_IsObject(current)) {
		/* What it runs, not what it would be launched of. */
		if (!take_link(current, "self", rs.current) ||
		    !take_link(current, "server_template", rs.template))
			return odd("servers", err);
		rs.locked = cJSON_IsTrue(json_member(current, "locked"));
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
		return odd("servers", err);
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
		return odd("arrays", err);
	const cJSON *found = only(list, "server array", name, err);

	if (found == NULL)
		return -1;
	const cJSON *next = json_member(found, "next_instance");
	const cJSON *bounds = json_member(json_member(found,
	    "elasticity_params"), "bounds");
	const char *state = json_text(found, "state");

	if (state == NULL || !take_link(found, "self", book->array.href) ||
	    !take_link(next, "self", book->array.next) ||
	    !take_link(next, "server_template", book->array.template) ||
	    !take_count(bounds, "min_count", &book->array.min) ||
	    !take_count(bounds, "max_count", &book->array.max) ||
	    (strcmp(state, "enabled") != 0 && strcmp(state, "disabled") != 0))
		return odd("arrays", err);
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
		return odd("array's instances", err);
	cJSON_ArrayForEach(item, list) {
		struct rs_server rs = { .member = true };
		const char *nick = json_text(item, "name");
		const char *state = json_text(item, "state");

		if (state == NULL || !take_name(nick, rs.name) ||
		    !str_copy(rs.nick, sizeof(rs.nick), nick) ||
		    !str_copy(rs.state, sizeof(rs.state), state) ||
		    !take_link(item, "self", rs.href) ||
		    !take_link(item, "server_template", rs.template))
			return odd("array's instances", err);
		if (rs_state_of(state) == CLOUD_TERMINATED)
			continue;
		(void)str_copy(rs.current, sizeof(rs.current), rs.href);
		rs.locked = cJSON_IsTrue(json_member(item, "locked"));
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

static struct rs_tags *
tags_of(struct rs_book *book, const char *href)
{
	if (strcmp(book->deployment, href) == 0)
		return &book->tags;
	for (size_t i = 0; i < book->n; i++) {
		if (strcmp(book->servers[i].current, href) == 0)
			return &book->servers[i].here;
		if (strcmp(book->servers[i].href, href) == 0)
			return &book->servers[i].tags;
	}
	return NULL;
}

static int
take_tags(struct rs_tags *tags, const cJSON *list, struct err *err)
{
	const cJSON *item;
	int n = cJSON_GetArraySize(list);

	tags->list = xrealloc(tags->list, tags->n + (size_t)n + 1,
	    sizeof(*tags->list));
	cJSON_ArrayForEach(item, list) {
		const char *name = json_text(item, "name");

		if (name == NULL)
			return odd("tags", err);
		tags->list[tags->n++] = xstrdup(name);
	}
	return 0;
}

/* One element may be about several resources that share its tags. */
int
rs_book_tags(struct rs_book *book, const cJSON *list, struct err *err)
{
	const cJSON *item, *link;

	if (!cJSON_IsArray(list))
		return odd("tags", err);
	cJSON_ArrayForEach(item, list) {
		const cJSON *tags = json_member(item, "tags");

		if (!cJSON_IsArray(tags))
			return odd("tags", err);
		cJSON_ArrayForEach(link, json_member(item, "links")) {
			const char *href = json_text(link, "href");
			struct rs_tags *of = href == NULL ? NULL :
			    tags_of(book, href);

			if (of != NULL && take_tags(of, tags, err) == -1)
				return -1;
		}
	}
	return 0;
}

static const struct input *
find_input(const struct rs_book *book, const char *key, enum input_scope scope)
{
	for (size_t i = 0; i < book->n_inputs; i++)
		if (book->inputs[i].scope == scope &&
		    strcmp(book->inputs[i].key, key) == 0)
			return &book->inputs[i];
	return NULL;
}

/* An array's next instance shows what it inherits too: what equals the deployment's
 * is not its own. */
static bool
is_inherited(const struct rs_book *book, const struct input *input)
{
	const struct input *below;

	if (input->scope != INPUT_ARRAY)
		return false;
	below = find_input(book, input->key, INPUT_DEPLOYMENT);
	return below == NULL || strcmp(below->value, input->value) == 0;
}

int
rs_book_inputs(struct rs_book *book, const cJSON *list, enum input_scope scope,
    struct err *err)
{
	const cJSON *item;

	if (!cJSON_IsArray(list))
		return odd("inputs", err);
	cJSON_ArrayForEach(item, list) {
		struct input input = { .scope = scope };
		const char *key = json_text(item, "name");
		const char *value = json_text(item, "value");
		bool set;

		if (key == NULL || value == NULL ||
		    !str_copy(input.key, sizeof(input.key), key))
			return odd("inputs", err);
		if (!rs_value_read(value, input.value, sizeof(input.value), &set))
			return err_set(err, ERR_PARSE, "the value of the input %s "
			    "is too long or in no notation that is known", key);
		if (!set || is_inherited(book, &input))
			continue;
		x_grow(book->inputs, book->n_inputs, book->cap_inputs);
		book->inputs[book->n_inputs++] = input;
	}
	return 0;
}
