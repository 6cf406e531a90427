/* The chain of a launch: isolated when the boot list would attach. */

#include "config.h"

#include <string.h>

#include "backend/json_read.h"
#include "backend/rs_do.h"
#include "backend/rs_form.h"
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
is_script(const cJSON *binding, const char *script)
{
	const char *recipe = json_text(binding, "recipe");
	const char *name = json_text(json_member(binding, "right_script"), "name");

	if (str_starts(script, "recipe:"))
		return recipe != NULL && strcmp(recipe, script + 7) == 0;
	return name != NULL && str_starts(script, "script:") &&
	    strcmp(name, script + 7) == 0;
}

static bool
attaches_at_boot(const struct rs_do *job, const cJSON *bindings)
{
	const char *script = job->ctx->config->cloud.rs.attach;
	const cJSON *binding;

	cJSON_ArrayForEach(binding, bindings) {
		const char *when = json_text(binding, "sequence");

		if (when != NULL && strcmp(when, "boot") == 0 &&
		    is_script(binding, script))
			return true;
	}
	return false;
}

static void
launch_bindings(struct rs_do *job, const struct rs_reply *reply)
{
	struct buf form = { 0 };
	char path[TEXT_LEN];

	if (!cJSON_IsArray(reply->json)) {
		rs_do_end(job, OUTCOME_FAILED, "the boot list of %s cannot be "
		    "read: it might attach itself; not launched",
		    job->action.server);
		return;
	}
	if (!attaches_at_boot(job, reply->json)) {
		launch_now(job, reply);
		return;
	}
	rs_form_input(&form, "lb/pools", RS_ISOLATED);
	(void)str_fmt(path, sizeof(path), "%s/inputs/multi_update",
	    job->server.next);
	rs_do_call(job, "PUT", path, &form, launch_now);
	buf_done(&form);
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
	rs_do_call(job, "GET", path, NULL, launch_bindings);
}
