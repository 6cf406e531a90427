/*
 * Chains about the pool: detach, and the health check file.
 *
 * A request takes a tag, and asks all balancers at once: for the second balancer of
 * a plan the tag says that it is done, and only the reading is left.  That a task is
 * completed says nothing of the balancers; they are read.
 */

#include "config.h"

#include <string.h>

#include "backend/json_read.h"
#include "backend/rs_do.h"
#include "backend/rs_form.h"
#include "base/str.h"

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
	rs_asked(job, NULL);
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
	if (!rs_do_runs(job))
		return;
	if (!job->has_tag)
		rs_asked(job, NULL);
	else
		rs_do_script(job, job->ctx->config->cloud.rs.detach,
		    job->server.current, detach_look);
}

/* ---- the health check file ---- */

void
rs_drain(struct rs_do *job, const struct rs_reply *reply)
{
	(void)reply;
	if (rs_do_runs(job))
		rs_do_script(job, job->ctx->config->cloud.rs.drain,
		    job->server.current, rs_asked);
}

void
rs_undrain(struct rs_do *job, const struct rs_reply *reply)
{
	(void)reply;
	if (rs_do_runs(job))
		rs_do_script(job, job->ctx->config->cloud.rs.undrain,
		    job->server.current, rs_asked);
}
