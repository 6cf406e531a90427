/* Who is still connected to a server: asked on demand, since one line of it is
 * as long as a server's statistics. */

#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "backend/lb_haproxy.h"
#include "base/str.h"
#include "base/xmalloc.h"

#define MAX_LINES 200

struct hap_who {
	struct haproxy *self;
	char backend[NAME_LEN], server[NAME_LEN];
	struct hap_ask *ask;
	char *lines[MAX_LINES + 1];
	size_t n, total;
	int leaving;			/* pid of the old worker that is asked */
	size_t asked;			/* old workers asked so far */
	backend_lines_fn *done;
	void *arg;
};

static void
who_free(struct hap_who *who)
{
	hap_ask_cancel(who->ask);
	for (size_t i = 0; i < who->n; i++)
		free(who->lines[i]);
	free(who);
}

void
hap_who_cancel(struct haproxy *self)
{
	if (self->who != NULL)
		who_free(self->who);
	self->who = NULL;
}

static void
end(struct hap_who *who, const char *trouble)
{
	char more[64];

	who->self->who = NULL;
	if (who->total > MAX_LINES) {
		(void)str_fmt(more, sizeof(more), "and %zu more",
		    who->total - MAX_LINES);
		who->lines[who->n++] = xstrdup(more);
	}
	who->done((const char *const *)who->lines, trouble == NULL ? who->n : 0,
	    trouble, who->arg);
	who_free(who);
}

static void
on_session(const char *line, void *arg)
{
	struct hap_who *who = arg;
	char text[TEXT_LEN];

	if (++who->total > MAX_LINES)
		return;
	(void)str_copy(text, sizeof(text), line);
	if (who->leaving != 0)
		(void)str_add(text, sizeof(text), " (leaving worker %d)",
		    who->leaving);
	who->lines[who->n++] = xstrdup(text);
}

static void ask_next(struct hap_who *who);

static void
on_reply(const char *reply, size_t len, const struct err *failed, void *arg)
{
	struct hap_who *who = arg;
	const struct provider_ctx *ctx = &who->self->ctx;
	struct hap_text text = { reply, reply + len };
	struct err err;

	who->ask = NULL;
	if (failed != NULL) {
		end(who, failed->text);
	} else if (who->leaving != 0 && (len == 0 ||
	    hap_past(&text, "Can't find the target PID"))) {
		ask_next(who);		/* it has ended, and its sessions */
	} else if (hap_parse_sessions(reply, len, who->backend, who->server,
	    on_session, who, &err) == -1) {
		(void)hap_where(ctx, who->leaving == 0 ? HAP_WORKER : HAP_MASTER,
		    &err);
		end(who, err.text);
	} else {
		ask_next(who);
	}
}

/* The old workers that the last poll saw. */
static void
ask_next(struct hap_who *who)
{
	char request[64];

	if (who->asked == who->self->n_leaving) {
		end(who, NULL);
		return;
	}
	who->leaving = (int)who->self->leaving[who->asked++];
	(void)str_fmt(request, sizeof(request), "@!%d show sess\n",
	    who->leaving);
	who->ask = hap_ask_start(&who->self->ctx, HAP_MASTER, request, on_reply,
	    who);
}

static void
name_server(struct hap_who *who, const char *server)
{
	const char *slash = strchr(server, '/');

	(void)str_copy(who->server, sizeof(who->server),
	    slash == NULL ? server : slash + 1);
	if (slash == NULL)
		(void)str_copy(who->backend, sizeof(who->backend),
		    who->self->ctx.lb->backend);
	else
		(void)str_copy_n(who->backend, sizeof(who->backend), server,
		    (size_t)(slash - server));
}

void
hap_who_start(struct haproxy *self, const char *server, backend_lines_fn *done,
    void *arg)
{
	if (self->who != NULL) {
		done(NULL, 0, "is being asked already; a moment later, once more",
		    arg);
		return;
	}
	if (hap_web_is(&self->ctx)) {
		done(NULL, 0, "is read over HTTP, which does not tell who is there; "
		    "only its socket does", arg);
		return;
	}
	self->who = xcalloc(1, sizeof(*self->who));
	self->who->self = self;
	self->who->done = done;
	self->who->arg = arg;
	name_server(self->who, server);
	self->who->ask = hap_ask_start(&self->ctx, HAP_WORKER, "show sess\n",
	    on_reply, self->who);
}
