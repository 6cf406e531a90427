/*
 * Chains about the pool: attach, detach, and the health check file.
 *
 * A request sets or takes a tag, and asks all balancers at once: for the second
 * balancer of a plan the tag says that it is done, and only the reading is left.
 * That a task is completed says nothing of the balancers; they are read.
 */

#include "config.h"

#include <string.h>

#include "backend/json_read.h"
#include "backend/rs_do.h"
#include "backend/rs_form.h"
#include "base/str.h"

static bool
runs(struct rs_do *job)
{
	if (job->server.current[0] != '\0')
		return true;
	rs_do_end(job, OUTCOME_FAILED, "%s does not run", job->action.server);
	return false;
}

static void
asked(struct rs_do *job, const struct rs_reply *reply)
{
	(void)reply;
	rs_do_end(job, OUTCOME_OK, "asked for; the balancers are read now");
}

/* ---- attach ---- */

static void
attach_ask(struct rs_do *job, const struct rs_reply *reply)
{
	(void)reply;
	rs_do_script(job, job->ctx->config->cloud.rs.attach, job->server.current,
	    asked);
}

/* Its inputs still name the pool that is none: for its decommission list too. */
static void
attach_here(struct rs_do *job, const struct rs_reply *reply)
{
	struct buf form = { 0 }, pool = { 0 };
	char path[TEXT_LEN];

	(void)reply;
	buf_printf(&pool, "text:%s", job->ctx->config->cloud.rs.pool);
	rs_form_input(&form, "lb/pools", pool.data);
	(void)str_fmt(path, sizeof(path), "%s/inputs/multi_update",
	    job->server.current);
	rs_do_call(job, "PUT", path, &form, attach_ask);
	buf_done(&form);
	buf_done(&pool);
}

static bool
is_isolated(const cJSON *inputs)
{
	const cJSON *item;

	cJSON_ArrayForEach(item, inputs) {
		const char *name = json_text(item, "name");
		const char *value = json_text(item, "value");

		if (name != NULL && strcmp(name, "lb/pools") == 0)
			return value != NULL && strcmp(value, RS_ISOLATED) == 0;
	}
	return false;
}

static void
attach_next(struct rs_do *job, const struct rs_reply *reply)
{
	struct buf form = { 0 };
	char path[TEXT_LEN];

	if (!is_isolated(reply->json)) {
		attach_ask(job, NULL);
		return;
	}
	rs_form_input(&form, "lb/pools", "inherit");
	(void)str_fmt(path, sizeof(path), "%s/inputs/multi_update",
	    job->server.next);
	rs_do_call(job, "PUT", path, &form, attach_here);
	buf_done(&form);
}

void
rs_attach(struct rs_do *job, const struct rs_reply *reply)
{
	char path[TEXT_LEN];

	(void)reply;
	if (!runs(job))
		return;
	if (job->has_tag) {
		asked(job, NULL);
		return;
	}
	if (job->server.member) {
		attach_ask(job, NULL);
		return;
	}
	(void)str_fmt(path, sizeof(path), "%s/inputs?view=inputs_2_0",
	    job->server.next);
	rs_do_call(job, "GET", path, NULL, attach_next);
}

/* ---- detach: only without the tag it stays away ---- */

static void
detach_looked(struct rs_do *job, const struct rs_reply *reply)
{
	const cJSON *item = cJSON_GetArrayItem(reply->json, 0), *tag;
	char ours[TEXT_LEN];

	(void)str_fmt(ours, sizeof(ours), "loadbalancer:%s=app",
	    job->ctx->config->cloud.rs.pool);
	if (!cJSON_IsArray(json_member(item, "tags"))) {
		rs_do_end(job, OUTCOME_UNKNOWN, "its tags cannot be read");
		return;
	}
	cJSON_ArrayForEach(tag, json_member(item, "tags")) {
		const char *name = json_text(tag, "name");

		if (name != NULL && strcmp(name, ours) == 0) {
			rs_do_end(job, OUTCOME_FAILED, "it still has the tag %s: "
			    "the balancers would attach it again", ours);
			return;
		}
	}
	asked(job, NULL);
}

static void
detach_look(struct rs_do *job, const struct rs_reply *reply)
{
	struct buf form = { 0 };

	(void)reply;
	rs_form_add(&form, "resource_hrefs[]", job->server.current);
	rs_do_call(job, "POST", "/api/tags/by_resource", &form, detach_looked);
	buf_done(&form);
}

void
rs_detach(struct rs_do *job, const struct rs_reply *reply)
{
	(void)reply;
	if (!runs(job))
		return;
	if (!job->has_tag)
		asked(job, NULL);
	else
		rs_do_script(job, job->ctx->config->cloud.rs.detach,
		    job->server.current, detach_look);
}

/* ---- the health check file ---- */

void
rs_drain(struct rs_do *job, const struct rs_reply *reply)
{
	(void)reply;
	if (runs(job))
		rs_do_script(job, job->ctx->config->cloud.rs.drain,
		    job->server.current, asked);
}

void
rs_undrain(struct rs_do *job, const struct rs_reply *reply)
{
	(void)reply;
	if (runs(job))
		rs_do_script(job, job->ctx->config->cloud.rs.undrain,
		    job->server.current, asked);
}
