/*
 * The action in hand.  No reply proves an effect: each command is sent on a
 * connection of its own, and then the state is read back.
 */

#include "config.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backend/lb_haproxy.h"
#include "base/loop.h"
#include "base/str.h"
#include "base/xmalloc.h"

#define SEE_EVERY_MS 200

static void
work_free(struct hap_work *work)
{
	hap_ask_cancel(work->ask);
	hap_web_cancel(work->web);
	hap_look_cancel(work->look);
	hap_edit_cancel(work->edit);
	loop_del_timer(work->timer);
	sightings_done(&work->batch);
	free(work);
}

void
hap_work_cancel(struct haproxy *self)
{
	if (self->work != NULL)
		work_free(self->work);
	self->work = NULL;
}

static void
end(struct hap_work *work, enum outcome outcome, const char *text)
{
	work->self->work = NULL;
	work->done(outcome, text, work->batch.n == 0 ? NULL : &work->batch,
	    work->arg);
	work_free(work);
}

void
hap_finish(struct hap_work *work, enum outcome outcome, const char *fmt, ...)
{
	char text[2 * TEXT_LEN];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	end(work, outcome, text);
}

/* Has the server the state again that it had before we came? */
static void
is_put_back(struct hap_work *work)
{
	unsigned bit = str_eq(work->put_back, "maint") ? HAP_ADMIN_FMAINT :
	    HAP_ADMIN_FDRAIN;

	if (!work->listed)		/* added at run time, lost by a reload */
		hap_finish(work, OUTCOME_FAILED, "%s; it is not listed any more",
		    work->why);
	else if ((work->server.row.admin & bit) != 0)
		hap_finish(work, OUTCOME_FAILED, "%s; it is back in %s",
		    work->why, bit == HAP_ADMIN_FMAINT ? "MAINT" : "DRAIN");
	else
		hap_finish(work, OUTCOME_UNKNOWN, "%s; and it could not be put "
		    "back into %s", work->why, work->put_back);
}

static void
see_put_back(struct hap_work *work)
{
	hap_see(work, is_put_back);
}

static void
put_back(struct hap_work *work)
{
	hap_tell(work, see_put_back, "set server %s/%s state %s",
	    work->self->ctx.lb->backend, work->action.server, work->put_back);
}

/* outcome: what it comes to when there is nothing to put back. */
static void
give_up(struct hap_work *work, enum outcome outcome, const char *why)
{
	if (work->put_back == NULL) {
		hap_finish(work, outcome, "%s%s", why,
		    work->file_changed ? "; its line is out of the file" : "");
	} else if (work->why[0] != '\0') {
		/* Putting back has failed as well. */
		hap_finish(work, OUTCOME_UNKNOWN, "%s; and it could not be put "
		    "back into %s: %s", work->why, work->put_back, why);
	} else {
		(void)str_copy(work->why, sizeof(work->why), why);
		put_back(work);
	}
}

void
hap_fail(struct hap_work *work, const char *fmt, ...)
{
	char text[TEXT_LEN];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	give_up(work, OUTCOME_FAILED, text);
}

static void
on_told(const char *reply, size_t len, const struct err *failed, void *arg)
{
	struct hap_work *work = arg;
	struct hap_text text = { reply, reply + len }, line;
	char raw[200] = "";

	work->ask = NULL;
	if (failed != NULL) {
		give_up(work, failed->code == ERR_IO ? OUTCOME_FAILED :
		    OUTCOME_UNKNOWN, failed->text);
		return;
	}
	if (len > 0 && hap_line(&text, &line))
		(void)hap_copy(line, raw, sizeof(raw));
	(void)str_safe(work->reply, sizeof(work->reply), raw);
	work->next(work);
}

void
hap_tell(struct hap_work *work, hap_next_fn *next, const char *fmt, ...)
{
	struct buf request = { .data = NULL };
	va_list ap;

	va_start(ap, fmt);
	buf_vprintf(&request, fmt, ap);
	va_end(ap);
	work->self->ctx.output(request.data, work->self->ctx.output_arg);
	buf_puts(&request, "\n");
	work->next = next;
	work->ask = hap_ask_start(&work->self->ctx, HAP_WORKER, request.data,
	    on_told, work);
	buf_done(&request);
}

static void
on_seen(const struct hap_worker *worker, const struct err *failed, void *arg)
{
	struct hap_work *work = arg;
	const struct hap_server *server;

	work->look = NULL;
	if (failed != NULL) {
		/* Looking has changed nothing. */
		give_up(work, OUTCOME_FAILED, failed->text);
		return;
	}
	if (work->pid != 0 && work->pid != worker->pid) {
		work->pid = worker->pid;
		hap_fail(work, "%s was reloaded meanwhile",
		    work->self->ctx.lb->name);
		return;
	}
	work->pid = worker->pid;
	work->major = worker->major;
	work->minor = worker->minor;
	(void)str_copy(work->cookie, sizeof(work->cookie), worker->cookie);
	server = hap_worker_server(worker, work->action.server);
	work->listed = server != NULL;
	memset(&work->server, 0, sizeof(work->server));
	if (server != NULL)
		work->server = *server;
	work->next(work);
}

void
hap_see(struct hap_work *work, hap_next_fn *next)
{
	work->next = next;
	work->look = hap_look_start(&work->self->ctx, on_seen,
	    work);
}

void
hap_wait_begins(struct hap_work *work)
{
	work->deadline_ms = loop_now_ms(work->self->ctx.loop) +
	    work->self->ctx.config->change_limit_ms;
}

static void
on_timer(void *arg)
{
	struct hap_work *work = arg;

	work->timer = NULL;
	hap_see(work, work->next);
}

bool
hap_see_again(struct hap_work *work, hap_next_fn *next)
{
	if (loop_now_ms(work->self->ctx.loop) >= work->deadline_ms)
		return false;
	work->next = next;
	work->timer = loop_add_timer(work->self->ctx.loop, SEE_EVERY_MS,
	    on_timer, work);
	return true;
}

static void
on_edited(const struct err *failed, void *arg)
{
	struct hap_work *work = arg;

	work->edit = NULL;
	if (failed != NULL)
		hap_fail(work, "%s: file %s: %s", work->self->ctx.lb->name,
		    work->self->ctx.lb->file, failed->text);
	else
		work->next(work);
}

void
hap_change_file(struct hap_work *work, bool remove, bool put,
    hap_next_fn *next)
{
	const struct lb_config *lb = work->self->ctx.lb;
	struct hap_change change = {
		.backend = lb->backend,
		.server = work->action.server,
		.addr = work->addr_text,
		.options = lb->server_options,
		.remove = remove,
	};

	work->next = next;
	work->edit = hap_edit_start(&work->self->ctx, &change, put, on_edited,
	    work);
}

static void
refuse(void *arg)
{
	struct hap_work *work = arg;

	work->timer = NULL;
	end(work, OUTCOME_FAILED, work->why);
}

/* Nothing but checked names and numbers gets into a command (C13). */
static bool
names_ok(struct hap_work *work)
{
	const struct action *action = &work->action;
	char *rest;

	(void)str_copy(work->addr_text, sizeof(work->addr_text), action->arg);
	rest = strchr(work->addr_text, ' ');	/* " cut N: reason" */
	if (rest != NULL)
		*rest = '\0';
	return str_is_name(action->server) &&
	    hap_addr_parse(&work->addr, work->addr_text) &&
	    work->addr.family != 0;
}

static void
begin(struct hap_work *work)
{
	struct haproxy *self = work->self;
	enum action_kind kind = work->action.kind;

	if (kind == ACTION_SAVE_LB && work->action.arg[0] == '/') {
		hap_save(work);
		return;
	}
	if (kind == ACTION_ATTACH && names_ok(work)) {
		hap_attach(work);
		return;
	}
	if (kind == ACTION_DETACH && names_ok(work)) {
		hap_detach(work);
		return;
	}
	(void)str_fmt(work->why, sizeof(work->why), "%s cannot be asked to do "
	    "this: no such action, or its server, address or path is not well "
	    "formed", self->ctx.lb->name);
	work->timer = loop_add_timer(self->ctx.loop, 0, refuse, work);
}

void
hap_work_start(struct haproxy *self, const struct action *action,
    provider_done_fn *done, void *arg)
{
	assert(self->work == NULL);
	assert(str_eq(action->lb, self->ctx.lb->name));
	self->work = xcalloc(1, sizeof(*self->work));
	self->work->self = self;
	self->work->action = *action;
	self->work->done = done;
	self->work->arg = arg;
	begin(self->work);
}
