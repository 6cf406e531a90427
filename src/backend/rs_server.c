/* Chains about servers: mark, clone, configure, launch, end. */

#include "config.h"

#include <string.h>

#include "backend/json_read.h"
#include "backend/rs_do.h"
#include "backend/rs_form.h"
#include "base/loop.h"
#include "base/str.h"

#define LOOK_MS 2000

static bool
is_known(struct rs_do *job)
{
	if (job->server.href[0] != '\0')
		return true;
	rs_do_end(job, OUTCOME_FAILED, "RightScale knows no server %s",
	    job->action.server);
	return false;
}

static void
accepted(struct rs_do *job, const struct rs_reply *reply)
{
	(void)reply;
	rs_do_end(job, OUTCOME_OK, "accepted by RightScale");
}

/* ---- mark: on the deployment before there is a server, then on it too ---- */

static void
mark_server(struct rs_do *job, const struct rs_reply *reply)
{
	(void)reply;
	if (job->server.href[0] == '\0')
		rs_do_end(job, OUTCOME_OK, "the name is reserved");
	else
		rs_do_tag(job, "multi_add", job->server.href, RS_TAG_NEW,
		    accepted);
}

static void
mark_withdrawn(struct rs_do *job, const struct rs_reply *reply)
{
	(void)reply;
	rs_do_tag(job, "multi_add", job->server.href, RS_TAG_WITHDRAWN, accepted);
}

void
rs_mark(struct rs_do *job, const struct rs_reply *reply)
{
	char tag[TEXT_LEN];

	(void)reply;
	if (mark_of_name(job->action.arg) == MARK_WITHDRAWN) {
		if (is_known(job))
			rs_do_tag(job, "multi_delete", job->server.href,
			    RS_TAG_NEW, mark_withdrawn);
		return;
	}
	(void)str_fmt(tag, sizeof(tag), RS_TAG_RESERVED "%s", job->action.server);
	rs_do_tag(job, "multi_add", job->deployment, tag, mark_server);
}

/* ---- clone: POST has neither name nor token ---- */

static void
clone_renamed(struct rs_do *job, const struct rs_reply *reply)
{
	char tag[2 * TEXT_LEN];

	(void)reply;
	(void)str_fmt(tag, sizeof(tag), RS_TAG_BEFORE "%s:%s", job->action.server,
	    job->before);
	rs_do_tag(job, "multi_delete", job->deployment, tag, accepted);
}

static void
clone_marked(struct rs_do *job, const struct rs_reply *reply)
{
	struct buf form = { 0 };

	(void)reply;
	rs_form_add(&form, "server[name]", job->action.server);
	rs_do_call(job, "PUT", job->href, &form, clone_renamed);
	buf_done(&form);
}

static void
clone_made(struct rs_do *job, const struct rs_reply *reply)
{
	if (reply != NULL && reply->status == 201 &&
	    rs_is_href(reply->location))
		(void)str_copy(job->href, sizeof(job->href), reply->location);
	if (job->href[0] == '\0')
		rs_do_end(job, OUTCOME_UNKNOWN,
		    "RightScale did not say which server it made");
	else
		rs_do_tag(job, "multi_add", job->href, RS_TAG_NEW, clone_marked);
}

static void
clone_ask(struct rs_do *job, const struct rs_reply *reply)
{
	char path[TEXT_LEN];

	(void)reply;
	(void)str_fmt(path, sizeof(path), "%s/clone", job->server.href);
	rs_do_call(job, "POST", path, NULL, clone_made);
}

/* The only clone that was not there before the first try; false: several. */
static bool
find_ours(struct rs_do *job)
{
	const char *at = job->clones;

	while (*at != '\0') {
		size_t len = strcspn(at, ",");
		char href[RS_HREF];

		if (str_copy_n(href, sizeof(href), at, len) &&
		    strstr(job->before, href) == NULL) {
			if (job->href[0] != '\0')
				return false;
			(void)str_copy(job->href, sizeof(job->href), href);
		}
		at += len + 1;
	}
	return true;
}

void
rs_clone(struct rs_do *job, const struct rs_reply *reply)
{
	char tag[2 * TEXT_LEN];

	(void)reply;
	if (job->exists)
		rs_do_end(job, OUTCOME_OK, "it is there already");
	else if (job->server.href[0] == '\0')
		rs_do_end(job, OUTCOME_FAILED, "RightScale knows no server %s",
		    job->action.arg);
	else if (!job->reserved)
		rs_do_end(job, OUTCOME_FAILED, "the name %s is not reserved by a "
		    "tag of the deployment", job->action.server);
	else if (job->noted && !find_ours(job))
		rs_do_end(job, OUTCOME_FAILED, "several servers look like the "
		    "clone that was asked for; rename or delete those that are "
		    "not wanted in RightScale");
	else if (job->href[0] != '\0')
		clone_made(job, NULL);
	else if (job->noted)
		clone_ask(job, NULL);
	else {
		(void)str_fmt(tag, sizeof(tag), RS_TAG_BEFORE "%s:%s",
		    job->action.server, job->before);
		rs_do_tag(job, "multi_add", job->deployment, tag, clone_ask);
	}
}

/* ---- configure: PUT on the server cannot do it, on its next instance it can ---- */

void
rs_configure(struct rs_do *job, const struct rs_reply *reply)
{
	struct buf form = { 0 };

	(void)reply;
	if (!is_known(job))
		return;
	if (job->template[0] == '\0') {
		rs_do_end(job, OUTCOME_FAILED, "RightScale has no %s of the "
		    "server template", job->action.arg);
		return;
	}
	rs_form_add(&form, "instance[server_template_href]", job->template);
	rs_do_call(job, "PUT", job->server.next, &form, accepted);
	buf_done(&form);
}

/* ---- launch: isolated when its boot list attaches ---- */

static void
launch_now(struct rs_do *job, const struct rs_reply *reply)
{
	char path[TEXT_LEN];

	(void)reply;
	(void)str_fmt(path, sizeof(path), "%s/launch", job->server.href);
	rs_do_call(job, "POST", path, NULL, accepted);
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
	if (!is_known(job))
		return;
	if (job->server.current[0] != '\0') {
		rs_do_end(job, OUTCOME_OK, "it is launched already");
		return;
	}
	(void)str_fmt(path, sizeof(path), "%s/runnable_bindings",
	    job->server.template);
	rs_do_call(job, "GET", path, NULL, launch_bindings);
}

/* ---- the end: a tag says which instance was ended by us ---- */

static void
end_now(struct rs_do *job, const struct rs_reply *reply)
{
	char path[TEXT_LEN];

	(void)reply;
	(void)str_fmt(path, sizeof(path), "%s/terminate", job->server.href);
	rs_do_call(job, "POST", path, NULL, accepted);
}

void
rs_end_server(struct rs_do *job, const struct rs_reply *reply)
{
	char tag[TEXT_LEN];

	(void)reply;
	if (!is_known(job))
		return;
	if (strcmp(job->server.href, job->action.arg) != 0) {
		rs_do_end(job, OUTCOME_FAILED, "%s is %s now, not %s",
		    job->action.server, job->server.href, job->action.arg);
	} else if (job->server.member) {
		end_now(job, NULL);
	} else if (job->server.current[0] == '\0') {
		rs_do_end(job, OUTCOME_OK, "it does not run");
	} else {
		(void)str_fmt(tag, sizeof(tag), RS_TAG_ENDED "%s",
		    job->server.current);
		rs_do_tag(job, "multi_add", job->server.href, tag, end_now);
	}
}

/* ---- discard: ended, then deleted ---- */

static void
discard_forget(struct rs_do *job, const struct rs_reply *reply)
{
	char tag[TEXT_LEN];

	(void)reply;
	(void)str_fmt(tag, sizeof(tag), RS_TAG_RESERVED "%s", job->action.server);
	rs_do_tag(job, "multi_delete", job->deployment, tag, accepted);
}

static void
discard_delete(struct rs_do *job)
{
	rs_do_call(job, "DELETE", job->server.href, NULL, discard_forget);
}

static void discard_look(struct rs_do *job, const struct rs_reply *reply);

static void
discard_looked(struct rs_do *job, const struct rs_reply *reply)
{
	if (rs_link(reply->json, "current_instance") == NULL &&
	    json_text(reply->json, "state") != NULL)
		discard_delete(job);
	else if (loop_now_ms(job->ctx->loop) > job->until_ms)
		rs_do_end(job, OUTCOME_UNKNOWN, "it is still %s",
		    json_text(reply->json, "state"));
	else
		rs_do_pause(job, LOOK_MS, discard_look);
}

static void
discard_look(struct rs_do *job, const struct rs_reply *reply)
{
	(void)reply;
	rs_do_call(job, "GET", job->server.href, NULL, discard_looked);
}

void
rs_discard(struct rs_do *job, const struct rs_reply *reply)
{
	char path[TEXT_LEN];

	(void)reply;
	if (!is_known(job))
		return;
	job->until_ms = loop_now_ms(job->ctx->loop) +
	    job->ctx->config->boot_limit_ms;
	if (strcmp(job->server.href, job->action.arg) != 0) {
		rs_do_end(job, OUTCOME_FAILED, "%s is %s now, not %s",
		    job->action.server, job->server.href, job->action.arg);
	} else if (job->server.current[0] == '\0') {
		discard_delete(job);
	} else {
		(void)str_fmt(path, sizeof(path), "%s/terminate",
		    job->server.href);
		rs_do_call(job, "POST", path, NULL, discard_look);
	}
}
