/* The local cloud's protocol. */

#include "config.h"

#include "local/verbs.h"

#include <stdlib.h>
#include <string.h>

#include "local/array.h"
#include "local/life.h"
#include "local/listing.h"
#include "local/store.h"
#include "local/strict.h"
#include "local/template.h"

struct verb {
	const char *name;
	bool changes;			/* to be on disk before the answer */
	struct strict_member members[6];
	int (*run)(struct cloud *cloud, const cJSON *ask, cJSON *reply,
	    struct err *err);
};

#define VERB	{ "verb", STRICT_NAME, false }
#define END	{ NULL, STRICT_ANY, false }

static struct machine *
find_id(struct cloud *cloud, const cJSON *ask, struct err *err)
{
	struct machine *m = cloud_by_id(cloud, strict_text(ask, "id"));

	if (m == NULL)
		err_set(err, ERR_REFUSED, "there is no server with the id %s",
		    strict_text(ask, "id"));
	return m;
}

static int
run_list(struct cloud *cloud, const cJSON *ask, cJSON *reply, struct err *err)
{
	(void)ask, (void)err;
	listing_add(reply, cloud);
	return 0;
}

static int
run_mark(struct cloud *cloud, const cJSON *ask, cJSON *reply, struct err *err)
{
	struct note *note = cloud_note_make(cloud, strict_text(ask, "name"), err);

	(void)reply;
	return note != NULL ? note_tag(note, strict_text(ask, "tag"), err) : -1;
}

static int
clone_new(struct cloud *cloud, const cJSON *ask, struct machine **clone,
    struct err *err)
{
	const struct machine *source = cloud_by_name(cloud,
	    strict_text(ask, "source"));

	if (source == NULL)
		return err_set(err, ERR_REFUSED, "there is no server %s to clone",
		    strict_text(ask, "source"));
	/* Adding may drop a record of old, even the source's. */
	char name[NAME_LEN], template[NAME_LEN];
	(void)str_copy(name, sizeof(name), source->name);
	(void)str_copy(template, sizeof(template), source->template);
	struct machine *m = cloud_add(cloud, strict_text(ask, "name"), template,
	    err);
	if (m == NULL)
		return -1;
	(void)str_copy(m->source, sizeof(m->source), name);
	(void)str_copy(m->token, sizeof(m->token), strict_text(ask, "token"));
	*clone = m;
	return 0;
}

static int
run_clone(struct cloud *cloud, const cJSON *ask, cJSON *reply, struct err *err)
{
	struct machine *m = cloud_by_token(cloud, strict_text(ask, "token"));

	if (m != NULL && (strcmp(m->name, strict_text(ask, "name")) != 0 ||
	    strcmp(m->source, strict_text(ask, "source")) != 0))
		return err_set(err, ERR_REFUSED, "this token made %s of %s",
		    m->name, m->source);
	if (m == NULL && clone_new(cloud, ask, &m, err) == -1)
		return -1;
	cJSON_AddStringToObject(reply, "id", m->id);
	cJSON_AddStringToObject(reply, "addr", m->addr);
	return 0;
}

static int
run_configure(struct cloud *cloud, const cJSON *ask, cJSON *reply,
    struct err *err)
{
	struct machine *m = find_id(cloud, ask, err);
	const char *template = strict_text(ask, "template");

	(void)reply;
	if (m == NULL || template_check(cloud, template, err) == -1)
		return -1;
	if (m->state != MACHINE_INACTIVE)
		return err_set(err, ERR_REFUSED, "%s is %s; only an inactive server "
		    "can get another template", m->name, machine_state_name(m->state));
	(void)str_copy(m->template, sizeof(m->template), template);
	return 0;
}

static int
run_launch(struct cloud *cloud, const cJSON *ask, cJSON *reply, struct err *err)
{
	struct machine *m = find_id(cloud, ask, err);

	(void)reply;
	if (m == NULL)
		return -1;
	if (m->state == MACHINE_PENDING || m->state == MACHINE_BOOTING ||
	    m->state == MACHINE_OPERATIONAL)
		return 0;		/* asked for twice is no fault */
	if (m->state != MACHINE_INACTIVE)
		return err_set(err, ERR_REFUSED, "%s is %s; only an inactive server "
		    "can be launched", m->name, machine_state_name(m->state));
	if (template_has_inputs(cloud, m->template, m->in_array, err) == -1)
		return -1;
	life_launch(m);
	return 0;
}

static int
run_terminate(struct cloud *cloud, const cJSON *ask, cJSON *reply,
    struct err *err)
{
	struct machine *m = find_id(cloud, ask, err);

	(void)reply;
	if (m == NULL)
		return -1;
	life_terminate(m, false);
	return 0;
}

static int
run_set_input(struct cloud *cloud, const cJSON *ask, cJSON *reply,
    struct err *err)
{
	const char *scope = strict_text(ask, "scope");
	enum input_scope in = strcmp(scope, "array") == 0 ? INPUT_ARRAY :
	    INPUT_DEPLOYMENT;

	(void)reply;
	if (in == INPUT_DEPLOYMENT && strcmp(scope, "deployment") != 0)
		return err_set(err, ERR_PARSE,
		    "\"scope\" is neither deployment nor array");
	if (in == INPUT_ARRAY && !cloud->array.exists)
		return err_set(err, ERR_REFUSED, "there is no array");
	return cloud_set_input(cloud, strict_text(ask, "key"),
	    cJSON_GetStringValue(strict_get(ask, "value")), in, false, err);
}

static int
run_array(struct cloud *cloud, const cJSON *ask, cJSON *reply, struct err *err)
{
	bool enabled = strict_bool(ask, "enabled"), trial = strict_bool(ask, "trial");

	(void)reply;
	if (!cloud->array.exists)
		return err_set(err, ERR_REFUSED, "there is no array");
	if (trial && !enabled)
		return err_set(err, ERR_PARSE, "a trial of a disabled array");
	if (trial)
		return array_trial(cloud, err);
	array_enable(cloud, enabled);
	return 0;
}

static int
run_array_template(struct cloud *cloud, const cJSON *ask, cJSON *reply,
    struct err *err)
{
	const char *template = strict_text(ask, "template");

	(void)reply;
	if (!cloud->array.exists)
		return err_set(err, ERR_REFUSED, "there is no array");
	if (template_check(cloud, template, err) == -1)
		return -1;
	(void)str_copy(cloud->array.template, sizeof(cloud->array.template),
	    template);
	return 0;
}

static int
run_fault(struct cloud *cloud, const cJSON *ask, cJSON *reply, struct err *err)
{
	enum fault fault = fault_of_name(strict_text(ask, "kind"));

	(void)reply;
	if (fault == FAULT_COUNT)
		return err_set(err, ERR_PARSE, "\"kind\" is not boot, slow or none");
	struct note *note = cloud_note_make(cloud, strict_text(ask, "name"), err);
	if (note == NULL)
		return -1;
	note->fault = fault;
	return 0;
}

static int
run_shutdown(struct cloud *cloud, const cJSON *ask, cJSON *reply,
    struct err *err)
{
	(void)ask, (void)reply, (void)err;
	cloud->ending = true;
	for (size_t i = 0; i < cloud->n_machines; i++)
		if (machine_exists(cloud->machines[i]))
			life_terminate(cloud->machines[i], false);
	return 0;
}

static const struct verb verbs[] = {
	{ "list", false, { VERB, END }, run_list },
	{ "mark", true, { VERB, { "name", STRICT_NAME, false },
	    { "tag", STRICT_NAME, false }, END }, run_mark },
	{ "clone", true, { VERB, { "name", STRICT_NAME, false },
	    { "source", STRICT_NAME, false }, { "token", STRICT_NAME, false },
	    END }, run_clone },
	{ "configure", true, { VERB, { "id", STRICT_NAME, false },
	    { "template", STRICT_NAME, false }, END }, run_configure },
	{ "launch", true, { VERB, { "id", STRICT_NAME, false }, END }, run_launch },
	{ "terminate", true, { VERB, { "id", STRICT_NAME, false }, END },
	    run_terminate },
	{ "set_input", true, { VERB, { "key", STRICT_NAME, false },
	    { "value", STRICT_TEXT_OR_NULL, false },
	    { "scope", STRICT_NAME, false }, END }, run_set_input },
	{ "array", true, { VERB, { "enabled", STRICT_BOOL, false },
	    { "trial", STRICT_BOOL, false }, END }, run_array },
	{ "array_template", true, { VERB, { "template", STRICT_NAME, false },
	    END }, run_array_template },
	{ "fault", true, { VERB, { "name", STRICT_NAME, false },
	    { "kind", STRICT_NAME, false }, END }, run_fault },
	{ "shutdown", true, { VERB, END }, run_shutdown },
};

static int
answer(struct cloud *cloud, const cJSON *ask, cJSON *reply, struct err *err)
{
	const char *name = strict_text(ask, "verb");

	if (*name == '\0')
		return err_set(err, ERR_PARSE, "\"verb\" is missing");
	for (size_t i = 0; i < countof(verbs); i++) {
		const struct verb *verb = &verbs[i];
		if (strcmp(name, verb->name) != 0)
			continue;
		if (verb->changes && cloud->ending)
			return err_set(err, ERR_REFUSED, "the cloud shuts down");
		if (strict_members(ask, verb->members, err) == -1 ||
		    verb->run(cloud, ask, reply, err) == -1)
			return err_prefix(err, "%s", name);
		return verb->changes ? store_save(cloud, err) : 0;
	}
	return err_set(err, ERR_PARSE, "unknown verb \"%s\"", name);
}

void
verbs_answer(struct cloud *cloud, const char *line, size_t len,
    struct buf *out)
{
	struct err err = { 0 };
	cJSON *ask = strict_parse(line, len, &err), *reply = cJSON_CreateObject();
	bool ok = ask != NULL && answer(cloud, ask, reply, &err) == 0;

	if (!ok) {
		cJSON_Delete(reply);
		reply = cJSON_CreateObject();
		cJSON_AddStringToObject(reply, "error", err.text);
	}
	cJSON_AddBoolToObject(reply, "ok", ok);
	char *text = cJSON_PrintUnformatted(reply);
	buf_puts(out, text != NULL ? text :
	    "{\"ok\":false,\"error\":\"the answer cannot be written\"}");
	free(text);
	cJSON_Delete(reply);
	cJSON_Delete(ask);
}
