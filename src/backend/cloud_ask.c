/* Questions to the cloud. */

#include "config.h"

#include "backend/cloud_ask.h"

#include <string.h>

#include "backend/cloud_reply.h"
#include "base/str.h"
#include "model/facts.h"

typedef int fill_fn(cJSON *ask, const struct action *action,
    const struct facts *facts, struct err *err);

cJSON *
cloud_ask(enum verb verb)
{
	cJSON *ask = cJSON_CreateObject();

	cJSON_AddStringToObject(ask, "verb", verb_name(verb));
	return ask;
}

/* The id of the action's server, as the cloud last told it. */
static int
fill_id(cJSON *ask, const struct action *action, const struct facts *facts,
    struct err *err)
{
	const struct server *sv = facts_server(facts, action->server);

	if (sv == NULL || sv->id[0] == '\0')
		return err_set(err, ERR_FAILED, "the cloud knows no server %s",
		    action->server);
	cJSON_AddStringToObject(ask, "id", sv->id);
	return 0;
}

static int
fill_mark(cJSON *ask, const struct action *action, const struct facts *facts,
    struct err *err)
{
	enum mark mark = mark_of_name(action->arg);

	(void)facts;
	if (mark != MARK_NEW && mark != MARK_WITHDRAWN)
		return err_set(err, ERR_FAILED, "there is no tag for the mark %s",
		    action->arg);
	cJSON_AddStringToObject(ask, "name", action->server);
	cJSON_AddStringToObject(ask, "tag",
	    mark == MARK_NEW ? CLOUD_TAG_NEW : CLOUD_TAG_WITHDRAWN);
	return 0;
}

static int
fill_clone(cJSON *ask, const struct action *action, const struct facts *facts,
    struct err *err)
{
	char token[NAME_LEN];

	(void)facts;
	if (!str_fmt(token, sizeof(token), "cutover-%s", action->server))
		return err_set(err, ERR_FAILED, "the name %s is too long",
		    action->server);
	cJSON_AddStringToObject(ask, "name", action->server);
	cJSON_AddStringToObject(ask, "source", action->arg);
	cJSON_AddStringToObject(ask, "token", token);
	return 0;
}

static int
fill_template(cJSON *ask, const struct action *action,
    const struct facts *facts, struct err *err)
{
	(void)facts, (void)err;
	cJSON_AddStringToObject(ask, "template", action->arg);
	return 0;
}

static int
fill_configure(cJSON *ask, const struct action *action,
    const struct facts *facts, struct err *err)
{
	return fill_id(ask, action, facts, err) == -1 ? -1 :
	    fill_template(ask, action, facts, err);
}

/* The plan said which one by its id; a name may have changed hands since. */
static int
fill_terminate(cJSON *ask, const struct action *action,
    const struct facts *facts, struct err *err)
{
	const struct server *sv = facts_server(facts, action->server);

	if (sv != NULL && sv->id[0] != '\0' && strcmp(sv->id, action->arg) != 0)
		return err_set(err, ERR_FAILED, "%s is %s now, not %s",
		    action->server, sv->id, action->arg);
	return fill_id(ask, action, facts, err);
}

static int
fill_input(cJSON *ask, const struct action *action, const struct facts *facts,
    struct err *err)
{
	const char *equals = strchr(action->arg, '=');
	char key[TEXT_LEN];

	(void)facts, (void)err;
	(void)str_copy_n(key, sizeof(key), action->arg,
	    strcspn(action->arg, "="));
	cJSON_AddStringToObject(ask, "key", key);
	if (equals != NULL)
		cJSON_AddStringToObject(ask, "value", equals + 1);
	else
		cJSON_AddNullToObject(ask, "value");
	cJSON_AddStringToObject(ask, "scope", "deployment");
	return 0;
}

static int
fill_array(cJSON *ask, const struct action *action, const struct facts *facts,
    struct err *err)
{
	(void)facts, (void)err;
	cJSON_AddBoolToObject(ask, "enabled", action->kind != ACTION_ARRAY_OFF);
	cJSON_AddBoolToObject(ask, "trial", action->kind == ACTION_ARRAY_TRIAL);
	return 0;
}

/* Which database it shall be of: a snapshot of another one is none. */
static int
fill_snapshot(cJSON *ask, const struct action *action,
    const struct facts *facts, struct err *err)
{
	(void)err;
	cJSON_AddStringToObject(ask, "label", action->arg);
	cJSON_AddStringToObject(ask, "of", facts->db.identity);
	return 0;
}

/* What was classed and shown is what may be run, down to the byte. */
static int
fill_run(cJSON *ask, const struct action *action, const struct facts *facts,
    struct err *err)
{
	const struct migration *migration = facts_migration(facts, action->arg);

	if (migration == NULL || migration->digest[0] == '\0')
		return err_set(err, ERR_FAILED, "%s was not read yet",
		    action->arg);
	cJSON_AddStringToObject(ask, "script", action->arg);
	cJSON_AddStringToObject(ask, "digest", migration->digest);
	return 0;
}

static int
fill_place(cJSON *ask, const struct action *action, const struct facts *facts,
    struct err *err)
{
	const struct server *sv = facts_server(facts, action->server);

	if (fill_id(ask, action, facts, err) == -1)
		return -1;
	cJSON_AddStringToObject(ask, "name", sv->name);
	cJSON_AddStringToObject(ask, "addr", sv->addr);
	if (action->lb[0] != '\0')
		cJSON_AddStringToObject(ask, "lb", action->lb);
	return 0;
}

static fill_fn *const fills[VERB_COUNT] = {
	[VERB_MARK] = fill_mark,
	[VERB_CLONE] = fill_clone,
	[VERB_CONFIGURE] = fill_configure,
	[VERB_SET_INPUT] = fill_input,
	[VERB_LAUNCH] = fill_id,
	[VERB_TERMINATE] = fill_terminate,
	[VERB_ARRAY] = fill_array,
	[VERB_ARRAY_TEMPLATE] = fill_template,
	[VERB_SNAPSHOT] = fill_snapshot,
	[VERB_RUN] = fill_run,
	[VERB_ATTACH] = fill_place,
	[VERB_DETACH] = fill_place,
	[VERB_DRAIN] = fill_place,
	[VERB_UNDRAIN] = fill_place,
};

cJSON *
cloud_ask_action(const struct action *action, const struct facts *facts,
    struct err *err)
{
	enum verb verb = verb_of_action(action->kind);

	if (fills[verb] == NULL) {
		err_set(err, ERR_FAILED, "%s: not for the cloud",
		    action_name(action->kind));
		return NULL;
	}
	cJSON *ask = cloud_ask(verb);
	if (fills[verb](ask, action, facts, err) == 0)
		return ask;
	cJSON_Delete(ask);
	return NULL;
}
