/* What the verb "list" tells: everything. */

#include "config.h"

#include "local/listing.h"

#include "base/clock.h"
#include "local/array.h"

static void
put_tags(cJSON *json, const struct note *note)
{
	cJSON *tags = cJSON_AddArrayToObject(json, "tags");

	for (size_t i = 0; note != NULL && i < note->n_tags; i++)
		cJSON_AddItemToArray(tags, cJSON_CreateString(note->tags[i]));
}

static cJSON *
put_server(const struct cloud *cloud, const struct machine *m)
{
	cJSON *json = cJSON_CreateObject();

	cJSON_AddStringToObject(json, "id", m->id);
	cJSON_AddStringToObject(json, "name", m->name);
	cJSON_AddStringToObject(json, "addr", m->addr);
	cJSON_AddStringToObject(json, "template", m->template);
	cJSON_AddStringToObject(json, "source", m->source);
	cJSON_AddStringToObject(json, "state", machine_state_name(m->state));
	put_tags(json, cloud_note(cloud, m->name));
	cJSON_AddBoolToObject(json, "in_array", m->in_array);
	cJSON_AddNumberToObject(json, "launched", (double)m->launched_ms);
	cJSON_AddBoolToObject(json, "alive", m->alive);
	cJSON_AddStringToObject(json, "trouble", m->trouble);
	return json;
}

static cJSON *
put_array(const struct cloud *cloud)
{
	const struct cloud_array *array = &cloud->array;

	if (!array->exists)
		return cJSON_CreateNull();
	cJSON *json = cJSON_CreateObject();
	cJSON_AddStringToObject(json, "name", array->name);
	cJSON_AddStringToObject(json, "template", array->template);
	cJSON_AddNumberToObject(json, "min", array->min);
	cJSON_AddNumberToObject(json, "max", array->max);
	cJSON_AddNumberToObject(json, "running", array_running(cloud));
	cJSON_AddBoolToObject(json, "enabled", array->enabled);
	cJSON_AddBoolToObject(json, "trial", array->trial);
	cJSON_AddStringToObject(json, "trouble", array->trouble);
	return json;
}

static cJSON *
put_input(const struct input *input)
{
	cJSON *json = cJSON_CreateObject();

	cJSON_AddStringToObject(json, "key", input->key);
	cJSON_AddStringToObject(json, "value", input->value);
	cJSON_AddStringToObject(json, "scope",
	    input->scope == INPUT_ARRAY ? "array" : "deployment");
	cJSON_AddBoolToObject(json, "secret", input->secret);
	return json;
}

/* Tags of names that no server has yet. */
static void
put_reserved(cJSON *reply, const struct cloud *cloud)
{
	cJSON *list = cJSON_AddArrayToObject(reply, "reserved");

	for (size_t i = 0; i < cloud->n_notes; i++) {
		const struct note *note = &cloud->notes[i];
		if (note->n_tags == 0 || cloud_by_name(cloud, note->name) != NULL)
			continue;
		cJSON *json = cJSON_CreateObject();
		cJSON_AddStringToObject(json, "name", note->name);
		put_tags(json, note);
		cJSON_AddItemToArray(list, json);
	}
}

void
listing_add(cJSON *reply, const struct cloud *cloud)
{
	cJSON_AddStringToObject(reply, "deployment", cloud->deployment);
	cJSON_AddNumberToObject(reply, "now", (double)clock_wall_ms());
	cJSON *list = cJSON_AddArrayToObject(reply, "servers");
	for (size_t i = 0; i < cloud->n_machines; i++)
		cJSON_AddItemToArray(list, put_server(cloud, cloud->machines[i]));
	cJSON_AddItemToObject(reply, "array", put_array(cloud));
	list = cJSON_AddArrayToObject(reply, "inputs");
	for (size_t i = 0; i < cloud->n_inputs; i++)
		if (!cloud->inputs[i].unset)
			cJSON_AddItemToArray(list, put_input(&cloud->inputs[i]));
	put_reserved(reply, cloud);
}
