/* Answers of the cloud. */

#include "config.h"

#include "backend/cloud_reply.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "backend/json_read.h"
#include "base/str.h"

static cJSON *
parse(const char *text, size_t len, struct err *err)
{
	static const struct json_bounds bounds = { .depth = 6, .list = 4096 };
	cJSON *json = json_read(text, len, bounds, err);

	if (json == NULL || cJSON_IsBool(json_member(json, "ok")))
		return json;
	cJSON_Delete(json);
	err_set(err, ERR_PARSE, "its answer makes no sense: it has no \"ok\" that "
	    "is true or false");
	return NULL;
}

static int
odd(const char *what, struct err *err)
{
	char safe[NAME_LEN];

	(void)str_safe(safe, sizeof(safe), what);
	return err_set(err, ERR_PARSE, "its answer makes no sense: \"%s\" is "
	    "missing, unknown, or not as it should be", safe);
}

/* What may stand in an object.  type: of what may be left out and is not used here;
 * 0: whoever takes it looks at it. */
struct known { const char *name; int type; };
#define BOOLEAN (cJSON_True | cJSON_False)

/* Whoever misspells a member, or knows one that we do not, means something else
 * than what we would read. */
static int
only(const cJSON *json, const struct known *known, struct err *err)
{
	const cJSON *item;

	if (!cJSON_IsObject(json))
		return odd("not an object", err);
	cJSON_ArrayForEach(item, json) {
		const struct known *k = known;

		while (k->name != NULL && strcmp(k->name, item->string) != 0)
			k++;
		if (k->name == NULL || (k->type != 0 && (item->type & k->type) == 0))
			return odd(item->string, err);
	}
	return 0;
}

static int
check(const cJSON *json, const struct known *known, struct err *err)
{
	static const struct known refusal[] = {
		{ "ok", BOOLEAN }, { "error", cJSON_String }, { NULL, 0 } };
	char safe[TEXT_LEN];
	const char *error = json_text(json, "error");

	if (cJSON_IsTrue(json_member(json, "ok")))
		return only(json, known, err);
	if (only(json, refusal, err) == -1)
		return -1;
	(void)str_safe(safe, sizeof(safe), error != NULL ? error : "no reason");
	return err_set(err, ERR_REFUSED, "%s", safe);
}

int
cloud_reply_check(const char *text, size_t len, struct err *err)
{
	static const struct known known[] = { { "ok", 0 },
		{ "id", cJSON_String }, { "addr", cJSON_String }, { NULL, 0 } };
	cJSON *json = parse(text, len, err);
	int status = json != NULL ? check(json, known, err) : -1;

	cJSON_Delete(json);
	return status;
}

static int
take_name(const cJSON *json, const char *name, bool may_be_empty,
    char dst[NAME_LEN], struct err *err)
{
	const char *text = json_text(json, name);

	if (text == NULL || !str_copy(dst, NAME_LEN, text) ||
	    !(str_is_name(text) || (may_be_empty && *text == '\0')))
		return odd(name, err);
	return 0;
}

static int
take_bool(const cJSON *json, const char *name, bool *value, struct err *err)
{
	const cJSON *item = json_member(json, name);

	*value = cJSON_IsTrue(item);
	return cJSON_IsBool(item) ? 0 : odd(name, err);
}

static int
take_count(const cJSON *json, const char *name, double max, double *value,
    struct err *err)
{
	const cJSON *item = json_member(json, name);

	*value = cJSON_IsNumber(item) ? item->valuedouble : -1;
	return *value >= 0 && *value <= max && floor(*value) >= *value ? 0 :
	    odd(name, err);
}

/* The strictest of the tags counts. */
static int
take_tags(const cJSON *json, enum mark *mark, struct err *err)
{
	const cJSON *tags = json_member(json, "tags"), *tag;

	*mark = MARK_OLD;
	if (!cJSON_IsArray(tags))
		return odd("tags", err);
	cJSON_ArrayForEach(tag, tags) {
		const char *text = cJSON_GetStringValue(tag);
		if (text == NULL)
			return odd("tags", err);
		if (strcmp(text, CLOUD_TAG_NEW) == 0)
			*mark = MARK_NEW;
		else if (strcmp(text, CLOUD_TAG_WITHDRAWN) == 0 &&
		    *mark != MARK_NEW)
			*mark = MARK_WITHDRAWN;
	}
	return 0;
}

static int
add_server(struct sightings *batch, const struct server *sv, struct err *err)
{
	struct sighting saw = { .kind = SAW_SERVER, .u.server = *sv };

	for (size_t i = 0; i < batch->n; i++)
		if (batch->list[i].kind == SAW_SERVER &&
		    strcmp(batch->list[i].name, sv->name) == 0)
			return odd(sv->name, err);
	(void)str_copy(saw.name, sizeof(saw.name), sv->name);
	sightings_add(batch, &saw);
	return 0;
}

static int
take_server(const cJSON *json, struct sightings *batch, struct err *err)
{
	static const struct known known[] = { { "id", 0 }, { "name", 0 },
		{ "addr", 0 }, { "template", 0 }, { "source", 0 }, { "state", 0 },
		{ "in_array", 0 }, { "launched", 0 }, { "tags", 0 },
		{ "alive", BOOLEAN }, { "trouble", cJSON_String }, { NULL, 0 } };
	struct server sv = { 0 };
	char state[NAME_LEN];
	double launched;

	if (only(json, known, err) == -1 ||
	    take_name(json, "id", false, sv.id, err) == -1 ||
	    take_name(json, "name", false, sv.name, err) == -1 ||
	    take_name(json, "addr", true, sv.addr, err) == -1 ||
	    take_name(json, "template", false, sv.template, err) == -1 ||
	    take_name(json, "source", true, sv.source, err) == -1 ||
	    take_name(json, "state", false, state, err) == -1 ||
	    take_bool(json, "in_array", &sv.in_array, err) == -1 ||
	    take_count(json, "launched", 9e15, &launched, err) == -1 ||
	    take_tags(json, &sv.tag, err) == -1)
		return -1;
	sv.state = cloud_state_of_name(state);
	sv.launched_ms = (int64_t)launched;
	return add_server(batch, &sv, err);
}

static int
take_reserved(const cJSON *json, struct sightings *batch, struct err *err)
{
	static const struct known known[] = { { "name", 0 }, { "tags", 0 },
		{ NULL, 0 } };
	struct server sv = { .state = CLOUD_INACTIVE };

	if (only(json, known, err) == -1 ||
	    take_name(json, "name", false, sv.name, err) == -1 ||
	    take_tags(json, &sv.tag, err) == -1)
		return -1;
	return add_server(batch, &sv, err);
}

/* The value stays as it is, down to the byte: it is compared and saved. */
static int
take_input(const cJSON *json, struct sightings *batch, struct err *err)
{
	static const struct known known[] = { { "key", 0 }, { "value", 0 },
		{ "scope", 0 }, { "secret", 0 }, { NULL, 0 } };
	struct sighting saw = { .kind = SAW_INPUT };
	struct input *input = &saw.u.input;
	const char *value = json_text(json, "value");
	char scope[NAME_LEN];

	if (only(json, known, err) == -1 ||
	    take_name(json, "key", false, input->key, err) == -1 ||
	    take_name(json, "scope", false, scope, err) == -1 ||
	    take_bool(json, "secret", &input->secret, err) == -1)
		return -1;
	if (value == NULL || !str_copy(input->value, sizeof(input->value), value))
		return odd("value", err);
	input->scope = strcmp(scope, "array") == 0 ? INPUT_ARRAY :
	    INPUT_DEPLOYMENT;
	if (input->scope == INPUT_DEPLOYMENT && strcmp(scope, "deployment") != 0)
		return odd("scope", err);
	(void)str_copy(saw.name, sizeof(saw.name), input->key);
	sightings_add(batch, &saw);
	return 0;
}

static int
take_array(const cJSON *json, struct sightings *batch, struct err *err)
{
	static const struct known known[] = { { "name", 0 }, { "template", 0 },
		{ "min", 0 }, { "max", 0 }, { "running", 0 }, { "trial", 0 },
		{ "enabled", 0 }, { "trouble", cJSON_String }, { NULL, 0 } };
	struct sighting saw = { .kind = SAW_ARRAY };
	struct array *array = &saw.u.array;
	double min = 0, max = 0, running = 0;
	bool enabled = false;

	array->exists = cJSON_IsNull(json) ? TRI_NO : TRI_YES;
	if (array->exists == TRI_YES &&
	    (only(json, known, err) == -1 ||
	    take_name(json, "name", false, array->name, err) == -1 ||
	    take_name(json, "template", false, array->template, err) == -1 ||
	    take_count(json, "min", 1e6, &min, err) == -1 ||
	    take_count(json, "max", 1e6, &max, err) == -1 ||
	    take_count(json, "running", 1e6, &running, err) == -1 ||
	    take_bool(json, "trial", &array->trial, err) == -1 ||
	    take_bool(json, "enabled", &enabled, err) == -1))
		return -1;
	array->enabled = enabled ? TRI_YES : TRI_NO;
	array->min = (unsigned)min;
	array->max = (unsigned)max;
	array->running = (unsigned)running;
	(void)str_copy(saw.name, sizeof(saw.name), array->name);
	sightings_add(batch, &saw);
	return 0;
}

static int
take_list(const cJSON *json, const char *name, struct sightings *batch,
    int (*take)(const cJSON *, struct sightings *, struct err *),
    struct err *err)
{
	const cJSON *list = json_member(json, name), *item;

	if (!cJSON_IsArray(list))
		return odd(name, err);
	cJSON_ArrayForEach(item, list)
		if (take(item, batch, err) == -1)
			return -1;
	return 0;
}

/* Servers of another deployment may have the names of ours. */
static int
check_deployment(const cJSON *json, const char *deployment, struct err *err)
{
	const char *told = json_text(json, "deployment");
	char safe[NAME_LEN];

	if (told == NULL || str_eq(told, deployment))
		return 0;
	(void)str_safe(safe, sizeof(safe), told);
	return err_set(err, ERR_PARSE, "the cloud tells of the deployment %s, and "
	    "the configuration has %s", safe, deployment);
}

int
cloud_reply_list(const char *text, size_t len, const char *deployment,
    struct sightings *batch, struct err *err)
{
	static const struct known known[] = { { "ok", 0 }, { "servers", 0 },
		{ "reserved", 0 }, { "inputs", 0 }, { "array", 0 },
		{ "deployment", cJSON_String }, { "now", cJSON_Number },
		{ NULL, 0 } };
	cJSON *json = parse(text, len, err);
	int status = -1;

	if (json != NULL && check(json, known, err) == 0 &&
	    check_deployment(json, deployment, err) == 0 &&
	    take_list(json, "servers", batch, take_server, err) == 0 &&
	    take_list(json, "reserved", batch, take_reserved, err) == 0 &&
	    take_list(json, "inputs", batch, take_input, err) == 0)
		status = take_array(json_member(json, "array"), batch, err);
	if (status == -1)
		sightings_done(batch);
	cJSON_Delete(json);
	return status;
}

/* A sentence or a path, one line of it. */
static int
take_text(const cJSON *json, const char *name, char dst[TEXT_LEN],
    struct err *err)
{
	const char *text = json_text(json, name);

	if (text == NULL || *text == '\0' || !str_safe(dst, TEXT_LEN, text) ||
	    strcmp(dst, text) != 0)
		return odd(name, err);
	return 0;
}

static int
take_snapshot(const cJSON *json, struct snapshot *snapshot, struct err *err)
{
	static const struct known known[] = { { "id", 0 }, { "of", 0 },
		{ "bytes", 0 }, { "verified", 0 }, { NULL, 0 } };
	struct snapshot made = *snapshot;
	double bytes = 0;
	bool verified = false;

	if (only(json, known, err) == -1 ||
	    take_text(json, "id", made.id, err) == -1 ||
	    take_text(json, "of", made.of, err) == -1 ||
	    take_count(json, "bytes", 9e15, &bytes, err) == -1 ||
	    take_bool(json, "verified", &verified, err) == -1)
		return -1;
	made.bytes = (int64_t)bytes;
	made.state = SNAPSHOT_COMPLETE;
	made.verified = verified ? TRI_YES : TRI_NO;
	*snapshot = made;
	return 0;
}

int
cloud_reply_snapshot(const char *text, size_t len, struct snapshot *snapshot,
    struct err *err)
{
	static const struct known known[] = { { "ok", 0 }, { "snapshot", 0 },
		{ NULL, 0 } };
	cJSON *json = parse(text, len, err);
	int status = -1;

	if (json != NULL && check(json, known, err) == 0)
		status = take_snapshot(json_member(json, "snapshot"), snapshot,
		    err);
	cJSON_Delete(json);
	return status;
}
