/*
 * The chain of an attach.
 *
 * On servers: a script of the server sets the pool's tag and asks all balancers at
 * once; for the second balancer of a plan the tag says that it is done.
 * On balancers: the tag is set by us, and a script of the balancer attaches all who
 * have it.  It cannot select: so nobody may have it who is not served already, but
 * the server in hand.
 * That a task is completed says nothing of the balancers; they are read.
 */

#include "config.h"

#include <string.h>

#include "backend/json_read.h"
#include "backend/rs_do.h"
#include "backend/rs_form.h"
#include "backend/rs_hrefs.h"
#include "base/str.h"

#define STRANGERS_MAX 32		/* of other deployments, asked about */

static const struct rs_config *
rs_of(const struct rs_do *job)
{
	return &job->ctx->config->cloud.rs;
}

static bool
is_on_balancers(const struct rs_do *job)
{
	return str_eq(rs_of(job)->attach_on, "balancers");
}

/* ---- on balancers ---- */

static void
run_there(struct rs_do *job, const struct rs_reply *reply)
{
	(void)reply;
	rs_do_script(job, rs_of(job)->attach, job->balancer, rs_asked);
}

static void
set_tag(struct rs_do *job)
{
	char tag[TEXT_LEN];

	(void)str_fmt(tag, sizeof(tag), "loadbalancer:%s=app", rs_of(job)->pool);
	if (job->has_tag)
		run_there(job, NULL);
	else
		rs_do_tag(job, "multi_add", job->server.current, tag, run_there);
}

/* The first who has the tag and must not; NULL: nobody. */
static const char *
find_stranger(const struct rs_do *job, const cJSON *list)
{
	const cJSON *item, *link;

	cJSON_ArrayForEach(item, list) {
		cJSON_ArrayForEach(link, json_member(item, "links")) {
			const char *rel = json_text(link, "rel");
			const char *href = json_text(link, "href");

			if (rel == NULL || strcmp(rel, "resource") != 0)
				continue;
			if (href == NULL || !rs_hrefs_have(job->pooled.data, href))
				return href == NULL ? "somebody" : href;
		}
	}
	return NULL;
}

static void
refuse_stranger(struct rs_do *job)
{
	rs_do_end(job, OUTCOME_FAILED, "%s has the tag loadbalancer:%s=app and no "
	    "balancer serves it: %s would attach it too; take its tag away first",
	    job->stranger, rs_of(job)->pool, rs_of(job)->attach);
}

static void ask_who(struct rs_do *job);

/* Tags are found in the whole account; scripts look in their own deployment. */
static void
look_where(struct rs_do *job, const struct rs_reply *reply)
{
	const char *where = rs_link(reply->json, "deployment");

	if (where == NULL || strcmp(where, job->deployment) == 0 ||
	    job->strangers++ >= STRANGERS_MAX) {
		refuse_stranger(job);
		return;
	}
	buf_printf(&job->pooled, "%s,", job->stranger);
	ask_who(job);
}

static void
compare(struct rs_do *job, const struct rs_reply *reply)
{
	const char *stranger;

	if (!cJSON_IsArray(reply->json)) {
		rs_do_end(job, OUTCOME_FAILED, "who has the pool's tag cannot be "
		    "read; not attached");
		return;
	}
	stranger = find_stranger(job, reply->json);
	if (stranger == NULL) {
		set_tag(job);
		return;
	}
	(void)str_safe(job->stranger, sizeof(job->stranger), stranger);
	if (job->account_wide || !rs_is_href(stranger))
		refuse_stranger(job);
	else
		rs_do_call(job, "GET", job->stranger, NULL, look_where);
}

static void
ask_who(struct rs_do *job)
{
	struct buf form = { 0 };
	char tag[TEXT_LEN];

	(void)str_fmt(tag, sizeof(tag), "loadbalancer:%s=app", rs_of(job)->pool);
	rs_form_add(&form, "resource_type", "instances");
	rs_form_add(&form, "tags[]", tag);
	rs_do_call(job, "POST", "/api/tags/by_tag", &form, compare);
	buf_done(&form);
}

static void
ask_balancer(struct rs_do *job)
{
	if (job->balancer[0] == '\0')
		rs_do_end(job, OUTCOME_FAILED, "RightScale runs no server %s with "
		    "the tag loadbalancer:%s=lb: a balancer's name has to be the "
		    "one it has there", job->action.lb, rs_of(job)->pool);
	else if (!job->ready || job->half[0] != '\0')
		rs_do_end(job, OUTCOME_FAILED, "%s has not told its server:uuid, "
		    "appserver:listen_ip and listen_port yet: %s would fail for "
		    "all", job->ready ? job->half : job->action.server,
		    rs_of(job)->attach);
	else if (job->stranger[0] != '\0')
		refuse_stranger(job);
	else
		ask_who(job);
}

/* ---- on servers ---- */

static void
ask(struct rs_do *job, const struct rs_reply *reply)
{
	(void)reply;
	if (is_on_balancers(job))
		ask_balancer(job);
	else
		rs_do_script(job, rs_of(job)->attach, job->server.current,
		    rs_asked);
}

/* ---- first it gets its own pool back: it was launched with none ---- */

/* For its decommission list too. */
static void
back_here(struct rs_do *job, const struct rs_reply *reply)
{
	struct buf pool = { 0 };

	(void)reply;
	buf_printf(&pool, "text:%s", rs_of(job)->pool);
	rs_do_input(job, job->server.current, rs_of(job)->pool_input, pool.data,
	    ask);
	buf_done(&pool);
}

static void
look_isolated(struct rs_do *job, const struct rs_reply *reply)
{
	const char *value = rs_input(reply->json, rs_of(job)->pool_input);

	if (value != NULL && strcmp(value, RS_ISOLATED) == 0)
		rs_do_input(job, job->server.next, rs_of(job)->pool_input,
		    "inherit", back_here);
	else
		ask(job, NULL);
}

void
rs_attach(struct rs_do *job, const struct rs_reply *reply)
{
	char path[TEXT_LEN];

	(void)reply;
	if (!rs_do_runs(job))
		return;
	if (job->has_tag && !is_on_balancers(job)) {
		rs_asked(job, NULL);
	} else if (job->server.member) {
		ask(job, NULL);
	} else {
		(void)str_fmt(path, sizeof(path), "%s/inputs?view=inputs_2_0",
		    job->server.next);
		rs_do_call(job, "GET", path, NULL, look_isolated);
	}
}
