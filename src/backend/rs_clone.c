/*
 * The chain of a clone.  POST has neither name nor token: which server is ours after
 * a crash is told by those that stood there before the first try.
 */

#include "config.h"

#include <string.h>

#include "backend/rs_do.h"
#include "backend/rs_form.h"
#include "backend/rs_hrefs.h"
#include "base/str.h"

static void
renamed(struct rs_do *job, const struct rs_reply *reply)
{
	char tag[2 * TEXT_LEN];

	(void)reply;
	(void)str_fmt(tag, sizeof(tag), RS_TAG_BEFORE "%s:%s", job->action.server,
	    job->before);
	rs_do_tag(job, "multi_delete", job->deployment, tag, rs_accepted);
}

static void
marked(struct rs_do *job, const struct rs_reply *reply)
{
	struct buf form = { 0 };

	(void)reply;
	rs_form_add(&form, "server[name]", job->action.server);
	rs_do_call(job, "PUT", job->href, &form, renamed);
	buf_done(&form);
}

static void
made(struct rs_do *job, const struct rs_reply *reply)
{
	if (reply != NULL && reply->status == 201 &&
	    rs_is_href(reply->location))
		(void)str_copy(job->href, sizeof(job->href), reply->location);
	if (job->href[0] == '\0')
		rs_do_end(job, OUTCOME_UNKNOWN,
		    "RightScale did not say which server it made");
	else
		rs_do_tag(job, "multi_add", job->href, RS_TAG_NEW, marked);
}

static void
ask(struct rs_do *job, const struct rs_reply *reply)
{
	char path[TEXT_LEN];

	(void)reply;
	(void)str_fmt(path, sizeof(path), "%s/clone", job->server.href);
	rs_do_call(job, "POST", path, NULL, made);
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
	else if (job->crowded)
		rs_do_end(job, OUTCOME_FAILED, "too many servers look like clones "
		    "of %s to tell a new one apart; rename or delete those that "
		    "are not wanted in RightScale", job->server.name);
	else if (job->noted && !rs_hrefs_only_new(job->before, job->clones,
	    job->href))
		rs_do_end(job, OUTCOME_FAILED, "several servers look like the "
		    "clone that was asked for; rename or delete those that are "
		    "not wanted in RightScale");
	else if (job->href[0] != '\0')
		made(job, NULL);
	else if (job->noted)
		ask(job, NULL);
	else {
		(void)str_fmt(tag, sizeof(tag), RS_TAG_BEFORE "%s:%s",
		    job->action.server, job->before);
		rs_do_tag(job, "multi_add", job->deployment, tag, ask);
	}
}
