/* The chain of a launch: isolated when the boot list would attach. */

#include "config.h"

#include <string.h>

#include "backend/json_read.h"
#include "backend/rs_do.h"
#include "base/str.h"

static void
launch_now(struct rs_do *job, const struct rs_reply *reply)
{
	char path[TEXT_LEN];

	(void)reply;
	(void)str_fmt(path, sizeof(path), "%s/launch", job->server.href);
	rs_do_call(job, "POST", path, NULL, rs_accepted);
}

/* "recipe:lb::do_attach_request" or "script:NAME", as in the configuration. */
static bool
is_script(const char *recipe, const char *name, const char *script)
{
	if (str_starts(script, "recipe:"))
		return recipe != NULL && strcmp(recipe, script + 7) == 0;
	return name != NULL && str_starts(script, "script:") &&
	    strcmp(name, script + 7) == 0;
}

/* What is known to attach the server it runs on, whatever is configured: it may be
 * attached otherwise, and have this in its boot list all the same. */
static bool
attaches(const struct rs_do *job, const char *recipe, const char *name)
{
	static const char *const known[] = { "recipe:lb::do_attach_request",
		"script:LB Application to HAProxy Connect",
		"script:PHP Appserver Application Backend - chef" };

	for (size_t i = 0; i < countof(known); i++)
		if (is_script(recipe, name, known[i]))
			return true;
	return is_script(recipe, name, job->ctx->config->cloud.rs.attach);
}

/* Unknown: an entry that does not say what it runs, or when. */
static enum tri
attaches_at_boot(const struct rs_do *job, const cJSON *bindings)
{
	enum tri found = TRI_NO;
	const cJSON *binding;

	if (!cJSON_IsArray(bindings))
		return TRI_UNKNOWN;
	cJSON_ArrayForEach(binding, bindings) {
		const char *when = json_text(binding, "sequence");
		const char *recipe = json_text(binding, "recipe");
		const char *name = json_text(json_member(binding,
		    "right_script"), "name");

		if (when == NULL || (recipe == NULL && name == NULL))
			return TRI_UNKNOWN;
		if (strcmp(when, "boot") == 0 && attaches(job, recipe, name))
			found = TRI_YES;
	}
	return found;
}

/* An input that is not known there is ignored without a word. */
static void
isolated(struct rs_do *job, const struct rs_reply *reply)
{
	const char *key = job->ctx->config->cloud.rs.pool_input;
	const char *value = rs_input(reply->json, key);

	if (value != NULL && strcmp(value, RS_ISOLATED) == 0)
		launch_now(job, NULL);
	else
		rs_do_end(job, OUTCOME_FAILED, "%s would attach itself at its boot, "
		    "and RightScale does not take its input %s (pool_input) away "
		    "from the pool; not launched", job->action.server, key);
}

static void
read_back(struct rs_do *job, const struct rs_reply *reply)
{
	char path[TEXT_LEN];

	(void)reply;
	(void)str_fmt(path, sizeof(path), "%s/inputs?view=inputs_2_0",
	    job->server.next);
	rs_do_call(job, "GET", path, NULL, isolated);
}

static void
look_bindings(struct rs_do *job, const struct rs_reply *reply)
{
	switch (attaches_at_boot(job, reply->json)) {
	case TRI_NO:
		launch_now(job, reply);
		return;
	case TRI_YES:
		rs_do_input(job, job->server.next,
		    job->ctx->config->cloud.rs.pool_input, RS_ISOLATED,
		    read_back);
		return;
	case TRI_UNKNOWN:
		break;
	}
	rs_do_end(job, OUTCOME_FAILED, "the boot list of %s cannot be read: it might "
	    "attach itself; not launched", job->action.server);
}

void
rs_launch(struct rs_do *job, const struct rs_reply *reply)
{
	char path[TEXT_LEN];

	(void)reply;
	if (!rs_do_known(job))
		return;
	if (job->server.current[0] != '\0') {
		rs_do_end(job, OUTCOME_OK, "it is launched already");
		return;
	}
	(void)str_fmt(path, sizeof(path), "%s/runnable_bindings",
	    job->server.template);
	rs_do_call(job, "GET", path, NULL, look_bindings);
}
