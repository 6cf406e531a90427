/* Jobs: what all chains share. */

#include "config.h"

#include "backend/rs_do.h"

#include <stdlib.h>
#include <string.h>

#include "backend/rs_answer.h"
#include "backend/rs_form.h"
#include "base/loop.h"
#include "base/str.h"
#include "base/xmalloc.h"

static rs_next_fn *const chains[ACTION_COUNT] = {
	[ACTION_SNAPSHOT] = rs_snapshot,
	[ACTION_MIGRATE] = rs_migrate,
	[ACTION_MARK] = rs_mark,
	[ACTION_CLONE] = rs_clone,
	[ACTION_CONFIGURE] = rs_configure,
	[ACTION_LAUNCH] = rs_launch,
	[ACTION_SET_INPUT] = rs_set_input,
	[ACTION_ARRAY_OFF] = rs_array_state,
	[ACTION_ARRAY_ON] = rs_array_state,
	[ACTION_ARRAY_UPDATE] = rs_array_update,
	[ACTION_ARRAY_TRIAL] = rs_array_trial,
	[ACTION_ATTACH] = rs_attach,
	[ACTION_DETACH] = rs_detach,
	[ACTION_DRAIN] = rs_drain,
	[ACTION_UNDRAIN] = rs_undrain,
	[ACTION_LOCK] = rs_lock,
	[ACTION_UNLOCK] = rs_lock,
	[ACTION_TERMINATE] = rs_end_server,
	[ACTION_DISCARD] = rs_discard,
};

void
rs_do_cancel(struct rs_do *job)
{
	if (job == NULL)
		return;
	rs_call_cancel(job->call);
	loop_del_timer(job->timer);
	buf_done(&job->pooled);
	buf_done(&job->backups);
	buf_done(&job->inputs);
	free(job);
}

void
rs_do_end(struct rs_do *job, enum outcome outcome, const char *fmt, ...)
{
	provider_done_fn *done = job->done;
	void *arg = job->arg;
	struct buf text = { 0 };
	struct sightings batch = { 0 };
	struct sighting saw = { .kind = SAW_SNAPSHOT, .u.snapshot = job->saw };
	va_list ap;

	va_start(ap, fmt);
	buf_vprintf(&text, fmt, ap);
	va_end(ap);
	if (job->saw.state != SNAPSHOT_NONE)
		sightings_add(&batch, &saw);
	rs_do_cancel(job);
	done(outcome, text.data, batch.n > 0 ? &batch : NULL, arg);
	sightings_done(&batch);
	buf_done(&text);
}

void
rs_accepted(struct rs_do *job, const struct rs_reply *reply)
{
	(void)reply;
	rs_do_end(job, OUTCOME_OK, "accepted by RightScale");
}

void
rs_asked(struct rs_do *job, const struct rs_reply *reply)
{
	(void)reply;
	rs_do_end(job, OUTCOME_OK, "asked for; the balancers are read now");
}

bool
rs_do_runs(struct rs_do *job)
{
	if (job->server.current[0] != '\0')
		return true;
	rs_do_end(job, OUTCOME_FAILED, "%s does not run", job->action.server);
	return false;
}

bool
rs_do_known(struct rs_do *job)
{
	if (job->server.href[0] != '\0')
		return true;
	rs_do_end(job, OUTCOME_FAILED, "RightScale knows no server %s",
	    job->action.server);
	return false;
}

static void
answered(const struct rs_reply *reply, const struct err *err, void *arg)
{
	struct rs_do *job = arg;

	job->call = NULL;
	if (reply != NULL)
		job->next(job, reply);
	else
		rs_do_end(job, !job->wrote || err->code == ERR_IO ||
		    err->code == ERR_REFUSED ? OUTCOME_FAILED : OUTCOME_UNKNOWN,
		    "%s", err->text);
}

void
rs_do_call(struct rs_do *job, const char *method, const char *path,
    const struct buf *form, rs_next_fn *next)
{
	job->wrote |= !rs_answer_reads(method, path);
	job->next = next;
	job->call = rs_call_start(job->client, method, path, form, answered, job);
}

static void
paused(void *arg)
{
	struct rs_do *job = arg;

	job->timer = NULL;
	job->next(job, NULL);
}

void
rs_do_pause(struct rs_do *job, int ms, rs_next_fn *next)
{
	job->next = next;
	job->timer = loop_add_timer(job->ctx->loop, ms, paused, job);
}

void
rs_do_tag(struct rs_do *job, const char *verb, const char *href, const char *tag,
    rs_next_fn *next)
{
	struct buf form = { 0 };
	char path[64];

	(void)str_fmt(path, sizeof(path), "/api/tags/%s", verb);
	rs_form_add(&form, "resource_hrefs[]", href);
	rs_form_add(&form, "tags[]", tag);
	rs_do_call(job, "POST", path, &form, next);
	buf_done(&form);
}

void
rs_do_input(struct rs_do *job, const char *of, const char *key,
    const char *value, rs_next_fn *next)
{
	struct buf form = { 0 };
	char path[TEXT_LEN];

	rs_form_input(&form, key, value);
	(void)str_fmt(path, sizeof(path), "%s/inputs/multi_update", of);
	rs_do_call(job, "PUT", path, &form, next);
	buf_done(&form);
}

void
rs_do_template(struct rs_do *job, const char *next)
{
	struct buf form = { 0 };

	if (job->template[0] == '\0') {
		rs_do_end(job, OUTCOME_FAILED, "RightScale has no %s of the "
		    "server template", job->action.arg);
		return;
	}
	rs_form_add(&form, "instance[server_template_href]", job->template);
	rs_do_call(job, "PUT", next, &form, rs_accepted);
	buf_done(&form);
}

static void
not_here(struct rs_do *job, const struct rs_reply *reply)
{
	(void)reply;
	rs_do_end(job, OUTCOME_FAILED, "%s: not for the cloud",
	    action_name(job->action.kind));
}

struct rs_do *
rs_do_start(const struct provider_ctx *ctx, struct rs_client *client,
    const struct rs_book *book, const struct facts *facts,
    const struct action *action, provider_done_fn *done, void *arg)
{
	struct rs_do *job = xcalloc(1, sizeof(*job));

	job->ctx = ctx;
	job->client = client;
	job->action = *action;
	job->done = done;
	job->arg = arg;
	rs_do_take(job, book, facts);
	/* The first step comes from the loop too. */
	rs_do_pause(job, 0, chains[action->kind] != NULL ? chains[action->kind] :
	    not_here);
	return job;
}
