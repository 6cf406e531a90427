/* The definition of a cloud. */

#include "config.h"

#include "local/define.h"

#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "base/xmalloc.h"
#include "local/template.h"

static int
take_path(const struct cloud *cloud, const cJSON *json, const char *name,
    char *dst, struct err *err)
{
	const char *path = strict_text(json, name);

	if (*path == '\0')
		return err_set(err, ERR_PARSE, "\"%s\" is empty", name);
	if (!str_fmt(dst, CLOUD_PATH, "%s%s%s", *path == '/' ? "" : cloud->dir,
	    *path == '/' ? "" : "/", path))
		return err_set(err, ERR_PARSE, "\"%s\" is too long", name);
	return 0;
}

static int
take_addresses(struct cloud *cloud, const cJSON *list, struct err *err)
{
	const cJSON *item;

	cJSON_ArrayForEach(item, list) {
		const char *addr = cJSON_GetStringValue(item);
		const char *colon = addr != NULL ? strrchr(addr, ':') : NULL;
		int64_t port;
		if (colon == NULL || !str_is_name(addr) || strlen(addr) >= NAME_LEN ||
		    !str_to_i64(colon + 1, 1, 65535, &port))
			return err_set(err, ERR_PARSE,
			    "\"addresses\": not a list of HOST:PORT");
		x_grow(cloud->addresses, cloud->n_addresses, cloud->cap_addresses);
		(void)str_copy(cloud->addresses[cloud->n_addresses++], NAME_LEN,
		    addr);
	}
	return 0;
}

int
define_head(struct cloud *cloud, const cJSON *json, struct err *err)
{
	int64_t boot_ms = strict_count(json, "boot_ms");

	if (boot_ms > 600000)
		return err_set(err, ERR_PARSE, "\"boot_ms\" is more than 600000");
	cloud->boot_ms = (int)boot_ms;
	(void)str_copy(cloud->deployment, sizeof(cloud->deployment),
	    strict_text(json, "deployment"));
	if (take_path(cloud, json, "socket", cloud->socket, err) == -1 ||
	    take_path(cloud, json, "templates", cloud->templates, err) == -1 ||
	    take_path(cloud, json, "servers", cloud->servers, err) == -1)
		return -1;
	return take_addresses(cloud, strict_get(json, "addresses"), err);
}

/* KEY: "value", or KEY: { "value": "value", "secret": true }. */
static int
take_input(struct cloud *cloud, const cJSON *item, enum input_scope scope,
    struct err *err)
{
	static const struct strict_member members[] = {
		{ "value", STRICT_TEXT, false },
		{ "secret", STRICT_BOOL, true },
		{ NULL, STRICT_ANY, false },
	};
	const char *value = cJSON_GetStringValue(item);

	if (!str_is_name(item->string) || strlen(item->string) >= NAME_LEN)
		return err_set(err, ERR_PARSE, "not a name");
	if (value == NULL && strict_members(item, members, err) == -1)
		return -1;
	if (value == NULL)
		value = strict_text(item, "value");
	if (strlen(value) >= TEXT_LEN)
		return err_set(err, ERR_PARSE, "the value is too long");
	return cloud_set_input(cloud, item->string, value, scope,
	    strict_bool(item, "secret"), err);
}

static int
take_inputs(struct cloud *cloud, const cJSON *json, enum input_scope scope,
    struct err *err)
{
	const cJSON *item;

	cJSON_ArrayForEach(item, json)
		if (take_input(cloud, item, scope, err) == -1)
			return err_prefix(err, "input %s", item->string);
	return 0;
}

static int
take_array(struct cloud *cloud, const cJSON *json, struct err *err)
{
	static const struct strict_member members[] = {
		{ "name", STRICT_NAME, false },
		{ "template", STRICT_NAME, false },
		{ "min", STRICT_COUNT, false },
		{ "max", STRICT_COUNT, false },
		{ "enabled", STRICT_BOOL, false },
		{ "inputs", STRICT_OBJECT, true },
		{ NULL, STRICT_ANY, false },
	};
	struct cloud_array *array = &cloud->array;

	if (json == NULL)
		return 0;
	if (strict_members(json, members, err) == -1)
		return -1;
	int64_t min = strict_count(json, "min"), max = strict_count(json, "max");
	if (min > max || max > CLOUD_SERVERS_MAX / 2)
		return err_set(err, ERR_PARSE, "\"min\" and \"max\" do not fit");
	*array = (struct cloud_array){ .exists = true, .min = (unsigned)min,
		.max = (unsigned)max, .enabled = strict_bool(json, "enabled"),
		.next = 1 };
	(void)str_copy(array->name, sizeof(array->name), strict_text(json, "name"));
	(void)str_copy(array->template, sizeof(array->template),
	    strict_text(json, "template"));
	return take_inputs(cloud, strict_get(json, "inputs"), INPUT_ARRAY, err);
}

static int
take_start(struct cloud *cloud, const cJSON *json, struct err *err)
{
	static const struct strict_member members[] = {
		{ "name", STRICT_NAME, false },
		{ "template", STRICT_NAME, false },
		{ "in_array", STRICT_BOOL, true },
		{ NULL, STRICT_ANY, false },
	};

	if (strict_members(json, members, err) == -1)
		return -1;
	const char *template = strict_text(json, "template");
	if (template_check(cloud, template, err) == -1)
		return -1;
	struct machine *m = cloud_add(cloud, strict_text(json, "name"), template,
	    err);
	if (m == NULL)
		return -1;
	m->in_array = strict_bool(json, "in_array");
	if (m->in_array && !cloud->array.exists)
		return err_set(err, ERR_PARSE, "%s: there is no array", m->name);
	m->state = MACHINE_PENDING;
	m->launched_ms = clock_wall_ms();
	return 0;
}

static int
take_all(struct cloud *cloud, const cJSON *json, struct err *err)
{
	static const struct strict_member members[] = {
		DEFINE_HEAD,
		{ "inputs", STRICT_OBJECT, true },
		{ "array", STRICT_OBJECT, true },
		{ "start", STRICT_LIST, true },
		{ NULL, STRICT_ANY, false },
	};
	const cJSON *item;

	if (strict_members(json, members, err) == -1 ||
	    define_head(cloud, json, err) == -1 ||
	    take_inputs(cloud, strict_get(json, "inputs"), INPUT_DEPLOYMENT,
	    err) == -1)
		return -1;
	if (take_array(cloud, strict_get(json, "array"), err) == -1)
		return err_prefix(err, "array");
	cJSON_ArrayForEach(item, strict_get(json, "start"))
		if (take_start(cloud, item, err) == -1)
			return err_prefix(err, "start");
	return 0;
}

int
define_cloud(struct cloud *cloud, const char *text, size_t len, struct err *err)
{
	cJSON *json = strict_parse(text, len, err);
	int status = json != NULL ? take_all(cloud, json, err) : -1;

	cJSON_Delete(json);
	return status;
}
