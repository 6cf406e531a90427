/*
 * The local cloud: servers are directories with a command, looked after by a
 * supervisor of its own, which is asked over a socket.  A question that got no
 * answer may have been heard; one that could not be sent was not.
 */

#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "backend/inputs_save.h"
#include "backend/local_ask.h"
#include "backend/local_reply.h"
#include "backend/provider.h"
#include "base/loop.h"
#include "base/sock.h"
#include "base/xmalloc.h"

struct cloud_local {
	struct provider_ctx ctx;
	/* The listing under way. */
	struct local_ask *listing;
	provider_saw_fn *saw;
	void *saw_arg;
	/* The action in hand. */
	struct local_ask *change;
	struct inputs_save *save;
	struct local_ask *inputs;	/* of the save */
	inputs_got_fn *got;
	void *got_arg;
	struct loop_timer *refusal;
	struct err err;			/* of the refusal */
	provider_done_fn *done;
	void *done_arg;
};

static int
cloud_open(void **self, const struct provider_ctx *ctx, struct err *err)
{
	if (!sock_address_ok(ctx->config->cloud.socket, err))
		return -1;
	struct cloud_local *cloud = xcalloc(1, sizeof(*cloud));
	cloud->ctx = *ctx;
	*self = cloud;
	return 0;
}

static void
listed(const char *reply, size_t len, const struct err *failed, void *arg)
{
	struct cloud_local *cloud = arg;
	struct sightings batch = { 0 };
	struct err err = { 0 };

	cloud->listing = NULL;
	if (failed != NULL)
		cloud->saw(NULL, failed->text, cloud->saw_arg);
	else if (local_reply_list(reply, len, &batch, &err) == -1)
		cloud->saw(NULL, err.text, cloud->saw_arg);
	else
		cloud->saw(&batch, NULL, cloud->saw_arg);
	sightings_done(&batch);
}

static void
cloud_refresh(void *self, const struct facts *facts, provider_saw_fn *saw,
    void *arg)
{
	struct cloud_local *cloud = self;

	(void)facts;
	cloud->saw = saw;
	cloud->saw_arg = arg;
	cloud->listing = local_ask_start(&cloud->ctx, local_question("list"),
	    listed, cloud);
}

/* ---- the questions ---- */

/* The id of the action's server, as the cloud last told it. */
static cJSON *
about_server(const char *verb, const struct action *action,
    const struct facts *facts, struct err *err)
{
	const struct server *sv = facts_server(facts, action->server);

	if (sv == NULL || sv->id[0] == '\0') {
		err_set(err, ERR_FAILED, "the cloud knows no server %s",
		    action->server);
		return NULL;
	}
	cJSON *ask = local_question(verb);
	cJSON_AddStringToObject(ask, "id", sv->id);
	return ask;
}

static cJSON *
ask_mark(const struct action *action, const struct facts *facts,
    struct err *err)
{
	enum mark mark = mark_of_name(action->arg);

	(void)facts;
	if (mark != MARK_NEW && mark != MARK_WITHDRAWN) {
		err_set(err, ERR_FAILED, "there is no tag for the mark %s",
		    action->arg);
		return NULL;
	}
	cJSON *ask = local_question("mark");
	cJSON_AddStringToObject(ask, "name", action->server);
	cJSON_AddStringToObject(ask, "tag",
	    mark == MARK_NEW ? LOCAL_TAG_NEW : LOCAL_TAG_WITHDRAWN);
	return ask;
}

static cJSON *
ask_clone(const struct action *action, const struct facts *facts,
    struct err *err)
{
	char token[NAME_LEN];

	(void)facts;
	if (!str_fmt(token, sizeof(token), "cutover-%s", action->server)) {
		err_set(err, ERR_FAILED, "the name %s is too long",
		    action->server);
		return NULL;
	}
	cJSON *ask = local_question("clone");
	cJSON_AddStringToObject(ask, "name", action->server);
	cJSON_AddStringToObject(ask, "source", action->arg);
	cJSON_AddStringToObject(ask, "token", token);
	return ask;
}

static cJSON *
ask_configure(const struct action *action, const struct facts *facts,
    struct err *err)
{
	cJSON *ask = about_server("configure", action, facts, err);

	if (ask != NULL)
		cJSON_AddStringToObject(ask, "template", action->arg);
	return ask;
}

static cJSON *
ask_launch(const struct action *action, const struct facts *facts,
    struct err *err)
{
	return about_server("launch", action, facts, err);
}

/* The plan said which one by its id; a name may have changed hands since. */
static cJSON *
ask_terminate(const struct action *action, const struct facts *facts,
    struct err *err)
{
	const struct server *sv = facts_server(facts, action->server);

	if (sv != NULL && sv->id[0] != '\0' && strcmp(sv->id, action->arg) != 0) {
		err_set(err, ERR_FAILED, "%s is %s now, not %s", action->server,
		    sv->id, action->arg);
		return NULL;
	}
	return about_server("terminate", action, facts, err);
}

static cJSON *
ask_set_input(const struct action *action, const struct facts *facts,
    struct err *err)
{
	const char *equals = strchr(action->arg, '=');
	char key[TEXT_LEN];

	(void)facts, (void)err;
	(void)str_copy_n(key, sizeof(key), action->arg,
	    strcspn(action->arg, "="));
	cJSON *ask = local_question("set_input");
	cJSON_AddStringToObject(ask, "key", key);
	if (equals != NULL)
		cJSON_AddStringToObject(ask, "value", equals + 1);
	else
		cJSON_AddNullToObject(ask, "value");
	cJSON_AddStringToObject(ask, "scope", "deployment");
	return ask;
}

static cJSON *
ask_array(const struct action *action, const struct facts *facts,
    struct err *err)
{
	cJSON *ask = local_question("array");

	(void)facts, (void)err;
	cJSON_AddBoolToObject(ask, "enabled", action->kind != ACTION_ARRAY_OFF);
	cJSON_AddBoolToObject(ask, "trial", action->kind == ACTION_ARRAY_TRIAL);
	return ask;
}

static cJSON *
ask_array_update(const struct action *action, const struct facts *facts,
    struct err *err)
{
	cJSON *ask = local_question("array_template");

	(void)facts, (void)err;
	cJSON_AddStringToObject(ask, "template", action->arg);
	return ask;
}

static cJSON *
question(const struct action *action, const struct facts *facts, struct err *err)
{
	static cJSON *(*const asks[ACTION_COUNT])(const struct action *,
	    const struct facts *, struct err *) = {
		[ACTION_MARK] = ask_mark,
		[ACTION_CLONE] = ask_clone,
		[ACTION_CONFIGURE] = ask_configure,
		[ACTION_LAUNCH] = ask_launch,
		[ACTION_SET_INPUT] = ask_set_input,
		[ACTION_ARRAY_OFF] = ask_array,
		[ACTION_ARRAY_TRIAL] = ask_array,
		[ACTION_ARRAY_ON] = ask_array,
		[ACTION_ARRAY_UPDATE] = ask_array_update,
		[ACTION_TERMINATE] = ask_terminate,
		[ACTION_DISCARD] = ask_terminate,
	};

	if ((unsigned)action->kind < ACTION_COUNT && asks[action->kind] != NULL)
		return asks[action->kind](action, facts, err);
	err_set(err, ERR_FAILED, "%s: not for the cloud",
	    action_name(action->kind));
	return NULL;
}

/* ---- saving the inputs ---- */

static void
got_inputs(const char *reply, size_t len, const struct err *failed, void *arg)
{
	struct cloud_local *cloud = arg;
	struct sightings batch = { 0 };
	struct err err = { 0 };

	cloud->inputs = NULL;
	if (failed == NULL && local_reply_list(reply, len, &batch, &err) == -1)
		failed = &err;
	cloud->got(failed == NULL ? &batch : NULL, failed, cloud->got_arg);
	sightings_done(&batch);
}

static void
ask_inputs(void *self, inputs_got_fn *got, void *arg)
{
	struct cloud_local *cloud = self;

	cloud->got = got;
	cloud->got_arg = arg;
	cloud->inputs = local_ask_start(&cloud->ctx, local_question("list"),
	    got_inputs, cloud);
}

static void
cancel_inputs(void *self)
{
	struct cloud_local *cloud = self;

	local_ask_cancel(cloud->inputs);
	cloud->inputs = NULL;
}

/* ---- performing ---- */

static void
changed(const char *reply, size_t len, const struct err *failed, void *arg)
{
	struct cloud_local *cloud = arg;
	struct err err = { 0 };

	cloud->change = NULL;
	if (failed != NULL)
		cloud->done(failed->code == ERR_IO ? OUTCOME_FAILED :
		    OUTCOME_UNKNOWN, failed->text, NULL, cloud->done_arg);
	else if (local_reply_check(reply, len, &err) == -1)
		cloud->done(err.code == ERR_REFUSED ? OUTCOME_FAILED :
		    OUTCOME_UNKNOWN, err.text, NULL, cloud->done_arg);
	else
		cloud->done(OUTCOME_OK, "accepted by the cloud", NULL,
		    cloud->done_arg);
}

static void
saved(enum outcome outcome, const char *text, const struct sightings *batch,
    void *arg)
{
	struct cloud_local *cloud = arg;

	cloud->save = NULL;
	cloud->done(outcome, text, batch, cloud->done_arg);
}

static void
refused(void *arg)
{
	struct cloud_local *cloud = arg;

	cloud->refusal = NULL;
	cloud->done(OUTCOME_FAILED, cloud->err.text, NULL, cloud->done_arg);
}

static void
cloud_perform(void *self, const struct action *action, const struct facts *facts,
    provider_done_fn *done, void *arg)
{
	struct cloud_local *cloud = self;

	cloud->done = done;
	cloud->done_arg = arg;
	if (action->kind == ACTION_SAVE_INPUTS) {
		const struct inputs_source source = { ask_inputs, cancel_inputs,
			cloud };

		cloud->save = inputs_save_start(&source, action->arg, saved,
		    cloud);
		return;
	}
	cJSON *ask = question(action, facts, &cloud->err);
	if (ask != NULL)
		cloud->change = local_ask_start(&cloud->ctx, ask, changed, cloud);
	else
		cloud->refusal = loop_add_timer(cloud->ctx.loop, 0, refused,
		    cloud);
}

static void
cloud_close(void *self)
{
	struct cloud_local *cloud = self;

	if (cloud == NULL)
		return;
	local_ask_cancel(cloud->listing);
	local_ask_cancel(cloud->change);
	inputs_save_cancel(cloud->save);
	loop_del_timer(cloud->refusal);
	free(cloud);
}

const struct provider_ops cloud_local = {
	.name = "local",
	.open = cloud_open,
	.refresh = cloud_refresh,
	.perform = cloud_perform,
	.close = cloud_close,
};
