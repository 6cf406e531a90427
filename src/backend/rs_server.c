/* Chains about servers: mark, configure, end. */

#include "config.h"

#include <string.h>

#include "backend/json_read.h"
#include "backend/rs_do.h"
#include "base/loop.h"
#include "base/str.h"

#define LOOK_MS 2000

/* ---- mark: on the deployment before there is a server, then on it too ---- */

static void
mark_server(struct rs_do *job, const struct rs_reply *reply)
{
	(void)reply;
	if (job->server.href[0] == '\0')
		rs_do_end(job, OUTCOME_OK, "the name is reserved");
	else
		rs_do_tag(job, "multi_add", job->server.href, RS_TAG_NEW,
		    rs_accepted);
}

static void
mark_withdrawn(struct rs_do *job, const struct rs_reply *reply)
{
	(void)reply;
	rs_do_tag(job, "multi_add", job->server.href, RS_TAG_WITHDRAWN, rs_accepted);
}

void
rs_mark(struct rs_do *job, const struct rs_reply *reply)
{
	char tag[TEXT_LEN];

	(void)reply;
	if (mark_of_name(job->action.arg) == MARK_WITHDRAWN) {
		if (rs_do_known(job))
			rs_do_tag(job, "multi_delete", job->server.href,
			    RS_TAG_NEW, mark_withdrawn);
		return;
	}
	(void)str_fmt(tag, sizeof(tag), RS_TAG_RESERVED "%s", job->action.server);
	rs_do_tag(job, "multi_add", job->deployment, tag, mark_server);
}

/* ---- configure: PUT on the server cannot do it, on its next instance it can ---- */

void
rs_configure(struct rs_do *job, const struct rs_reply *reply)
{
	(void)reply;
	if (rs_do_known(job))
		rs_do_template(job, job->server.next);
}

/* ---- locks: a locked instance refuses its end, and scripts ---- */

void
rs_lock(struct rs_do *job, const struct rs_reply *reply)
{
	char path[TEXT_LEN];

	(void)reply;
	if (!rs_do_runs(job))
		return;
	(void)str_fmt(path, sizeof(path), "%s/%s", job->server.current,
	    job->action.kind == ACTION_LOCK ? "lock" : "unlock");
	rs_do_call(job, "POST", path, NULL, rs_accepted);
}

/* ---- the end: a tag says which instance was ended by us ---- */

/* Is it the server that was shown?  If not, the job has ended. */
static bool
is_meant(struct rs_do *job)
{
	if (!rs_do_known(job))
		return false;
	if (strcmp(job->server.href, job->action.arg) == 0)
		return true;
	rs_do_end(job, OUTCOME_FAILED, "%s is %s now, not %s", job->action.server,
	    job->server.href, job->action.arg);
	return false;
}

static void
ask_end(struct rs_do *job, rs_next_fn *after)
{
	char path[TEXT_LEN];

	(void)str_fmt(path, sizeof(path), "%s/terminate", job->server.href);
	rs_do_call(job, "POST", path, NULL, after);
}

static void
end_now(struct rs_do *job, const struct rs_reply *reply)
{
	(void)reply;
	ask_end(job, rs_accepted);
}

void
rs_end_server(struct rs_do *job, const struct rs_reply *reply)
{
	char tag[TEXT_LEN];

	(void)reply;
	if (!is_meant(job))
		return;
	if (job->server.member) {
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
	rs_do_tag(job, "multi_delete", job->deployment, tag, rs_accepted);
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
	(void)reply;
	/* It was deleted, and nobody heard: its name is left. */
	if (job->server.href[0] == '\0' && job->reserved) {
		discard_forget(job, NULL);
		return;
	}
	if (!is_meant(job))
		return;
	job->until_ms = loop_now_ms(job->ctx->loop) +
	    job->ctx->config->boot_limit_ms;
	if (job->server.current[0] == '\0')
		discard_delete(job);
	else
		ask_end(job, discard_look);
}
