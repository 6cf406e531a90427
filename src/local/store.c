/* The state of a cloud on disk. */

#include "config.h"

#include "local/store.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/str.h"
#include "base/xmalloc.h"
#include "local/define.h"
#include "local/strict.h"

#define STATE_MAX (4 << 20)

/* ---- writing ---- */

static cJSON *
put_machine(const struct machine *m)
{
	cJSON *json = cJSON_CreateObject();

	cJSON_AddStringToObject(json, "id", m->id);
	cJSON_AddStringToObject(json, "name", m->name);
	cJSON_AddStringToObject(json, "addr", m->addr);
	cJSON_AddStringToObject(json, "template", m->template);
	cJSON_AddStringToObject(json, "source", m->source);
	cJSON_AddStringToObject(json, "token", m->token);
	cJSON_AddStringToObject(json, "state", machine_state_name(m->state));
	cJSON_AddBoolToObject(json, "in_array", m->in_array);
	cJSON_AddBoolToObject(json, "by_array", m->by_array);
	cJSON_AddNumberToObject(json, "launched", (double)m->launched_ms);
	cJSON_AddNumberToObject(json, "pid", m->pid);
	cJSON_AddNumberToObject(json, "started", (double)m->started);
	cJSON_AddStringToObject(json, "trouble", m->trouble);
	return json;
}

static cJSON *
put_note(const struct note *note)
{
	cJSON *json = cJSON_CreateObject();

	cJSON_AddStringToObject(json, "name", note->name);
	cJSON_AddStringToObject(json, "fault", fault_name(note->fault));
	cJSON *tags = cJSON_AddArrayToObject(json, "tags");
	for (size_t i = 0; i < note->n_tags; i++)
		cJSON_AddItemToArray(tags, cJSON_CreateString(note->tags[i]));
	return json;
}

static cJSON *
put_input(const struct input *input)
{
	cJSON *json = cJSON_CreateObject();

	cJSON_AddStringToObject(json, "key", input->key);
	cJSON_AddStringToObject(json, "value", input->value);
	cJSON_AddBoolToObject(json, "array", input->scope == INPUT_ARRAY);
	cJSON_AddBoolToObject(json, "secret", input->secret);
	if (input->unset)
		cJSON_AddBoolToObject(json, "unset", true);
	return json;
}

static void
put_array(cJSON *parent, const struct cloud_array *array)
{
	if (!array->exists)
		return;
	cJSON *json = cJSON_AddObjectToObject(parent, "array");
	cJSON_AddStringToObject(json, "name", array->name);
	cJSON_AddStringToObject(json, "template", array->template);
	cJSON_AddNumberToObject(json, "min", array->min);
	cJSON_AddNumberToObject(json, "max", array->max);
	cJSON_AddBoolToObject(json, "enabled", array->enabled);
	cJSON_AddBoolToObject(json, "trial", array->trial);
	cJSON_AddNumberToObject(json, "next", (double)array->next);
}

static cJSON *
put_cloud(const struct cloud *cloud)
{
	cJSON *json = cJSON_CreateObject();

	cJSON_AddStringToObject(json, "deployment", cloud->deployment);
	cJSON_AddStringToObject(json, "socket", cloud->socket);
	cJSON_AddStringToObject(json, "templates", cloud->templates);
	cJSON_AddStringToObject(json, "servers", cloud->servers);
	cJSON_AddNumberToObject(json, "boot_ms", cloud->boot_ms);
	cJSON_AddNumberToObject(json, "next_address", (double)cloud->next_address);
	cJSON *list = cJSON_AddArrayToObject(json, "addresses");
	for (size_t i = 0; i < cloud->n_addresses; i++)
		cJSON_AddItemToArray(list, cJSON_CreateString(cloud->addresses[i]));
	put_array(json, &cloud->array);
	list = cJSON_AddArrayToObject(json, "inputs");
	for (size_t i = 0; i < cloud->n_inputs; i++)
		cJSON_AddItemToArray(list, put_input(&cloud->inputs[i]));
	list = cJSON_AddArrayToObject(json, "notes");
	for (size_t i = 0; i < cloud->n_notes; i++)
		cJSON_AddItemToArray(list, put_note(&cloud->notes[i]));
	list = cJSON_AddArrayToObject(json, "machines");
	for (size_t i = 0; i < cloud->n_machines; i++)
		cJSON_AddItemToArray(list, put_machine(cloud->machines[i]));
	return json;
}

static int
state_path(const struct cloud *cloud, const char *file, char *dst, size_t size,
    struct err *err)
{
	if (!str_fmt(dst, size, "%s/%s", cloud->dir, file))
		return err_set(err, ERR_IO, "%s: the path is too long", cloud->dir);
	return 0;
}

int
store_save(const struct cloud *cloud, struct err *err)
{
	char path[CLOUD_PATH];

	if (state_path(cloud, "state.json", path, sizeof(path), err) == -1)
		return -1;
	cJSON *json = put_cloud(cloud);
	char *text = cJSON_Print(json);
	cJSON_Delete(json);
	if (text == NULL)
		return err_set(err, ERR_IO, "the state cannot be written down");
	int status = file_write(path, text, strlen(text), 0600, err);
	free(text);
	return status;
}

/* ---- reading ---- */

static int
take_machine(struct cloud *cloud, const cJSON *json, struct err *err)
{
	static const struct strict_member members[] = {
		{ "id", STRICT_NAME, false }, { "name", STRICT_NAME, false },
		{ "addr", STRICT_NAME, false }, { "template", STRICT_NAME, false },
		{ "source", STRICT_TEXT, false }, { "token", STRICT_TEXT, false },
		{ "state", STRICT_NAME, false }, { "in_array", STRICT_BOOL, false },
		{ "by_array", STRICT_BOOL, false },
		{ "launched", STRICT_COUNT, false }, { "pid", STRICT_COUNT, false },
		{ "started", STRICT_COUNT, false },
		{ "trouble", STRICT_TEXT, false }, { NULL, STRICT_ANY, false },
	};

	if (strict_members(json, members, err) == -1)
		return -1;
	struct machine *m = xcalloc(1, sizeof(*m));
	x_grow(cloud->machines, cloud->n_machines, cloud->cap_machines);
	cloud->machines[cloud->n_machines++] = m;
	(void)str_copy(m->id, sizeof(m->id), strict_text(json, "id"));
	(void)str_copy(m->name, sizeof(m->name), strict_text(json, "name"));
	(void)str_copy(m->addr, sizeof(m->addr), strict_text(json, "addr"));
	(void)str_copy(m->template, sizeof(m->template),
	    strict_text(json, "template"));
	(void)str_copy(m->source, sizeof(m->source), strict_text(json, "source"));
	(void)str_copy(m->token, sizeof(m->token), strict_text(json, "token"));
	(void)str_copy(m->trouble, sizeof(m->trouble),
	    strict_text(json, "trouble"));
	m->state = machine_state_of_name(strict_text(json, "state"));
	m->in_array = strict_bool(json, "in_array");
	m->by_array = strict_bool(json, "by_array");
	m->launched_ms = strict_count(json, "launched");
	m->pid = (pid_t)strict_count(json, "pid");
	m->started = (uint64_t)strict_count(json, "started");
	m->cloud = cloud;
	m->pidfd = -1;
	return m->state != MACHINE_UNKNOWN ? 0 :
	    err_set(err, ERR_PARSE, "%s: unknown state", m->name);
}

static int
take_note(struct cloud *cloud, const cJSON *json, struct err *err)
{
	static const struct strict_member members[] = {
		{ "name", STRICT_NAME, false }, { "fault", STRICT_NAME, false },
		{ "tags", STRICT_LIST, false }, { NULL, STRICT_ANY, false },
	};
	const cJSON *tag;

	if (strict_members(json, members, err) == -1)
		return -1;
	struct note *note = cloud_note_make(cloud, strict_text(json, "name"), err);
	if (note == NULL)
		return -1;
	note->fault = fault_of_name(strict_text(json, "fault"));
	if (note->fault == FAULT_COUNT)
		note->fault = FAULT_NONE;
	cJSON_ArrayForEach(tag, strict_get(json, "tags"))
		if (!cJSON_IsString(tag) || !str_is_name(tag->valuestring) ||
		    note_tag(note, tag->valuestring, err) == -1)
			return err_set(err, ERR_PARSE, "%s: its tags", note->name);
	return 0;
}

static int
take_input(struct cloud *cloud, const cJSON *json, struct err *err)
{
	static const struct strict_member members[] = {
		{ "key", STRICT_NAME, false }, { "value", STRICT_TEXT, false },
		{ "array", STRICT_BOOL, false }, { "secret", STRICT_BOOL, false },
		{ "unset", STRICT_BOOL, true },
		{ NULL, STRICT_ANY, false },
	};

	if (strict_members(json, members, err) == -1)
		return -1;
	const char *key = strict_text(json, "key");
	enum input_scope scope = strict_bool(json, "array") ? INPUT_ARRAY :
	    INPUT_DEPLOYMENT;
	if (cloud_set_input(cloud, key, strict_text(json, "value"), scope,
	    strict_bool(json, "secret"), err) == -1)
		return -1;
	return strict_bool(json, "unset") ?
	    cloud_set_input(cloud, key, NULL, scope, true, err) : 0;
}

static int
take_array(struct cloud *cloud, const cJSON *json, struct err *err)
{
	static const struct strict_member members[] = {
		{ "name", STRICT_NAME, false }, { "template", STRICT_NAME, false },
		{ "min", STRICT_COUNT, false }, { "max", STRICT_COUNT, false },
		{ "enabled", STRICT_BOOL, false }, { "trial", STRICT_BOOL, false },
		{ "next", STRICT_COUNT, false },
		{ NULL, STRICT_ANY, false },
	};
	struct cloud_array *array = &cloud->array;

	if (json == NULL)
		return 0;
	if (strict_members(json, members, err) == -1)
		return -1;
	array->exists = true;
	(void)str_copy(array->name, sizeof(array->name), strict_text(json, "name"));
	(void)str_copy(array->template, sizeof(array->template),
	    strict_text(json, "template"));
	array->min = (unsigned)strict_count(json, "min");
	array->max = (unsigned)strict_count(json, "max");
	array->enabled = strict_bool(json, "enabled");
	array->trial = strict_bool(json, "trial");
	array->next = (uint64_t)strict_count(json, "next");
	return 0;
}

static int
take_list(struct cloud *cloud, const cJSON *json, const char *name,
    int (*take)(struct cloud *, const cJSON *, struct err *), struct err *err)
{
	const cJSON *item;

	cJSON_ArrayForEach(item, strict_get(json, name))
		if (take(cloud, item, err) == -1)
			return err_prefix(err, "%s", name);
	return 0;
}

static int
take_cloud(struct cloud *cloud, const cJSON *json, struct err *err)
{
	static const struct strict_member members[] = {
		DEFINE_HEAD,
		{ "next_address", STRICT_COUNT, false },
		{ "array", STRICT_OBJECT, true },
		{ "inputs", STRICT_LIST, false },
		{ "notes", STRICT_LIST, false },
		{ "machines", STRICT_LIST, false },
		{ NULL, STRICT_ANY, false },
	};

	if (strict_members(json, members, err) == -1 ||
	    define_head(cloud, json, err) == -1 ||
	    take_array(cloud, strict_get(json, "array"), err) == -1)
		return -1;
	cloud->next_address = (size_t)strict_count(json, "next_address");
	if (take_list(cloud, json, "inputs", take_input, err) == -1 ||
	    take_list(cloud, json, "notes", take_note, err) == -1)
		return -1;
	return take_list(cloud, json, "machines", take_machine, err);
}

static int
take_state(struct cloud *cloud, const char *text, size_t len, struct err *err)
{
	cJSON *json = strict_parse(text, len, err);
	int status = json != NULL ? take_cloud(cloud, json, err) : -1;

	cJSON_Delete(json);
	return status;
}

int
store_load(struct cloud *cloud, struct err *err)
{
	char path[CLOUD_PATH];
	struct buf text = { 0 };
	int (*take)(struct cloud *, const char *, size_t, struct err *) = take_state;

	if (state_path(cloud, "state.json", path, sizeof(path), err) == -1)
		return -1;
	if (access(path, F_OK) == -1) {
		take = define_cloud;
		if (state_path(cloud, "cloud.json", path, sizeof(path), err) == -1)
			return -1;
	}
	int status = file_read(path, STATE_MAX, &text, err);
	if (status == 0 && (status = take(cloud, text.data, text.len, err)) == -1)
		err_prefix(err, "%s", path);
	buf_done(&text);
	return status;
}
