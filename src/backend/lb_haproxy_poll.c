/*
 * One poll: the current worker, then the workers that are on their way out.
 * After a reload those keep their sessions, and only the master can ask them.
 */

#include "config.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "backend/haproxy_file.h"
#include "backend/lb_haproxy.h"
#include "base/file.h"
#include "base/loop.h"
#include "base/str.h"
#include "base/xmalloc.h"

#define AGAIN_MS 200

struct hap_poll {
	struct haproxy *self;
	struct hap_look *look;
	struct hap_ask *ask;
	struct loop_timer *timer;
	bool again;			/* this is the second attempt */
	struct lb lb;
	struct sightings rows;
	struct hap_procs procs;
	size_t asked;			/* old workers asked so far */
	provider_saw_fn *saw;
	void *arg;
};

static void
poll_free(struct hap_poll *poll)
{
	hap_look_cancel(poll->look);
	hap_ask_cancel(poll->ask);
	loop_del_timer(poll->timer);
	sightings_done(&poll->rows);
	free(poll);
}

void
hap_poll_cancel(struct haproxy *self)
{
	if (self->poll != NULL)
		poll_free(self->poll);
	self->poll = NULL;
}

/* trouble NULL: the whole answer is in rows. */
static void
end(struct hap_poll *poll, const char *trouble)
{
	struct haproxy *self = poll->self;

	self->poll = NULL;
	poll->saw(trouble == NULL ? &poll->rows : NULL, trouble, poll->arg);
	poll_free(poll);
}

static void
add_row(struct hap_poll *poll, const struct lb_row *row)
{
	struct sighting saw = { .kind = SAW_ROW, .u.row = *row };

	saw.u.row.seen_ms = loop_now_ms(poll->self->ctx.loop);
	(void)str_copy(saw.name, sizeof(saw.name), row->svname);
	sightings_add(&poll->rows, &saw);
}

static void
add_rows(struct hap_poll *poll, const struct hap_worker *worker)
{
	for (size_t i = 0; i < worker->n; i++)
		add_row(poll, &worker->servers[i].row);
	for (size_t i = 0; i < worker->n_elsewhere; i++)
		add_row(poll, &worker->elsewhere[i]);
}

/* Does this server stand in the file?  If not, a reload loses it. */
static void
compare_with_file(struct hap_poll *poll, const struct hap_file *file)
{
	if (file->soft_stop == TRI_UNKNOWN)
		return;			/* it has conditional lines */
	poll->lb.file_has_all = TRI_YES;
	for (size_t i = 0; i < poll->rows.n; i++) {
		struct lb_row *row = &poll->rows.list[i].u.row;

		if (row->leaving || row->elsewhere)
			continue;
		row->in_file = haproxy_file_has(file, row->svname) ? TRI_YES :
		    TRI_NO;
		if (row->in_file == TRI_NO && (row->admin & HAP_ADMIN_MAINT) == 0)
			poll->lb.file_has_all = TRI_NO;
	}
}

/* What only the configuration file tells; stays unknown without it. */
static void
read_file(struct hap_poll *poll, const struct lb_config *config)
{
	struct buf text = { .data = NULL };
	struct hap_file file = { .servers = NULL };

	if (config->file[0] != '\0' &&
	    file_read(config->file, HAPROXY_FILE_MAX, &text, NULL) == 0 &&
	    haproxy_file_read(&file, text.data, text.len, config->backend,
	    NULL) == 0) {
		poll->lb.soft_stop = file.soft_stop;
		poll->lb.cuts_on_down = file.cuts_on_down;
		compare_with_file(poll, &file);
	}
	haproxy_file_done(&file);
	buf_done(&text);
}

static void
finish(struct hap_poll *poll)
{
	struct haproxy *self = poll->self;
	struct sighting saw = { .kind = SAW_LB };

	read_file(poll, self->ctx.lb);
	self->n_leaving = poll->procs.n_old;
	memcpy(self->leaving, poll->procs.old, sizeof(self->leaving));
	saw.u.lb = poll->lb;
	saw.u.lb.seen_ms = loop_now_ms(self->ctx.loop);
	(void)str_copy(saw.name, sizeof(saw.name), poll->lb.name);
	sightings_add(&poll->rows, &saw);
	end(poll, NULL);
}

static void ask_worker(struct hap_poll *poll);

static void
fail(struct hap_poll *poll, enum hap_socket which, struct err *err)
{
	(void)hap_where(&poll->self->ctx, which, err);
	end(poll, err->text);
}

static void
on_timer(void *arg)
{
	struct hap_poll *poll = arg;

	poll->timer = NULL;
	ask_worker(poll);
}

/* A reload went on, or an old worker ended, while we asked.  The master lists
 * such a worker for some moments more, so a little later, once. */
static void
begin_again(struct hap_poll *poll, enum hap_socket which, struct err *err)
{
	if (poll->again) {
		fail(poll, which, err);
		return;
	}
	poll->again = true;
	poll->asked = 0;
	sightings_done(&poll->rows);
	poll->timer = loop_add_timer(poll->self->ctx.loop, AGAIN_MS, on_timer,
	    poll);
}

static void ask_old(struct hap_poll *poll);

static void
on_old(const char *reply, size_t len, const struct err *failed, void *arg)
{
	struct hap_poll *poll = arg;
	const struct lb_config *lb = poll->self->ctx.lb;
	struct hap_worker worker = { .pid = 0 };
	struct err err;

	poll->ask = NULL;
	if (failed != NULL) {
		end(poll, failed->text);
		return;
	}
	if (hap_parse_leaving(reply, len, lb->name, lb->backend, &worker,
	    &err) == -1) {
		(void)err_prefix(&err, "old worker %d",
		    (int)poll->procs.old[poll->asked]);
		begin_again(poll, HAP_MASTER, &err);
	} else {
		add_rows(poll, &worker);
		poll->asked++;
		ask_old(poll);
	}
	hap_worker_done(&worker);
}

static void
ask_old(struct hap_poll *poll)
{
	char request[128];
	int pid;

	if (poll->asked == poll->procs.n_old) {
		finish(poll);
		return;
	}
	/* All backends: in the old worker ours may have another number. */
	pid = (int)poll->procs.old[poll->asked];
	(void)str_fmt(request, sizeof(request), "@!%d show info;"
	    "@!%d show stat -1 6 -1\n", pid, pid);
	poll->ask = hap_ask_start(&poll->self->ctx, HAP_MASTER, request, on_old,
	    poll);
}

/* The worker that we asked must be the master's current one. */
static void
compare(struct hap_poll *poll)
{
	struct err err;

	if (hap_procs_current(&poll->procs, poll->lb.pid, &err) == 0) {
		poll->lb.leaving = (unsigned)poll->procs.n_old;
		poll->lb.reload_failed = poll->procs.failed ? TRI_YES : TRI_NO;
		ask_old(poll);
	} else {
		begin_again(poll, HAP_MASTER, &err);
	}
}

static void
on_procs(const char *reply, size_t len, const struct err *failed, void *arg)
{
	struct hap_poll *poll = arg;
	struct err err;

	poll->ask = NULL;
	if (failed != NULL)
		end(poll, failed->text);
	else if (hap_parse_procs(reply, len, &poll->procs, &err) == -1)
		fail(poll, HAP_MASTER, &err);
	else
		compare(poll);
}

static void
note_worker(struct hap_poll *poll, const struct hap_worker *worker)
{
	const struct lb_config *config = poll->self->ctx.lb;
	struct lb *lb = &poll->lb;

	memset(lb, 0, sizeof(*lb));
	(void)str_copy(lb->name, sizeof(lb->name), config->name);
	(void)str_copy(lb->backend, sizeof(lb->backend), config->backend);
	(void)str_copy(lb->version, sizeof(lb->version), worker->version);
	lb->pid = worker->pid;
	lb->start_s = worker->start_s;
	lb->uptime_s = worker->uptime_s;
	lb->curr_conns = worker->curr_conns;
	lb->backend_queue = worker->backend_queue;
	lb->errors = worker->backend_errors;
	lb->admin = worker->admin ? TRI_YES : TRI_NO;
	lb->master = config->master[0] != '\0' ? TRI_YES : TRI_NO;
}

static void
on_worker(const struct hap_worker *worker, const struct err *failed, void *arg)
{
	struct hap_poll *poll = arg;

	poll->look = NULL;
	if (failed != NULL) {
		end(poll, failed->text);
		return;
	}
	note_worker(poll, worker);
	add_rows(poll, worker);
	if (poll->lb.master == TRI_YES)
		poll->ask = hap_ask_start(&poll->self->ctx, HAP_MASTER,
		    "show proc\n", on_procs, poll);
	else
		finish(poll);
}

static void
ask_worker(struct hap_poll *poll)
{
	poll->look = hap_look_start(&poll->self->ctx, on_worker, poll);
}

void
hap_poll_start(struct haproxy *self, provider_saw_fn *saw, void *arg)
{
	assert(self->poll == NULL);
	self->poll = xcalloc(1, sizeof(*self->poll));
	self->poll->self = self;
	self->poll->saw = saw;
	self->poll->arg = arg;
	ask_worker(self->poll);
}
