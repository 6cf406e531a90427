/*
 * The servers themselves: asked over HTTP directly, their health check file
 * moved here or by a fixed command.  Nothing here decides.
 */

#include <stdlib.h>
#include <string.h>

#include "backend/host_ask.h"
#include "backend/host_file.h"
#include "backend/host_probe.h"
#include "backend/provider.h"
#include "base/loop.h"
#include "base/xmalloc.h"

#define ROUND_MS	1900		/* a whole refresh, all in parallel */
#define LOOK_MS		5000

struct host;

/* One server of a refresh. */
struct part {
	struct host *host;
	char name[NAME_LEN];
	struct host_ask *ask;
};

struct host {
	struct provider_ctx ctx;
	/* The refresh under way. */
	struct part *parts;
	size_t n_parts, pending;
	struct sightings batch;
	struct loop_timer *empty;	/* there was nobody to ask */
	provider_saw_fn *saw;
	void *saw_arg;
	/* The action in hand: one of these. */
	char server[NAME_LEN];
	struct host_file *file;
	struct host_ask *ask;
	struct host_probe *probe;
	struct host_site *site;
	struct loop_timer *refusal;
	const char *why;		/* of the refusal: a constant */
	provider_done_fn *done;
	void *done_arg;
};

static int
host_open(void **self, const struct provider_ctx *ctx, struct err *err)
{
	const struct config *config = ctx->config;
	/* What the far side's shell leaves alone. */
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "abcdefghijklmnopqrstuvwxyz0123456789_./%-";

	if (config->host.via.words != NULL && config->host.health_file[strspn(
	    config->host.health_file, plain)] != '\0')
		return err_set(err, ERR_CONFIG, "host.health_file: only letters,"
		    " digits and _ . / - when host.via is set");
	struct host *host = xcalloc(1, sizeof(*host));

	host->ctx = *ctx;
	*self = host;
	return 0;
}

static void
add_self(struct sightings *batch, const char *name,
    const struct self_report *self)
{
	struct sighting saw = { .kind = SAW_SELF, .u.self = *self };

	(void)str_copy(saw.name, sizeof(saw.name), name);
	sightings_add(batch, &saw);
}

/* The refresh. */

static void
round_done(void *arg)
{
	struct host *host = arg;
	struct sightings batch = host->batch;

	host->empty = NULL;
	free(host->parts);
	host->parts = NULL;
	host->n_parts = 0;
	host->batch = (struct sightings){ 0 };
	host->saw(&batch, NULL, host->saw_arg);
	sightings_done(&batch);
}

static void
part_done(const struct host_answer *answer, void *arg)
{
	struct part *part = arg;
	struct host *host = part->host;

	part->ask = NULL;
	add_self(&host->batch, part->name, &answer->self);
	if (--host->pending == 0)
		round_done(host);
}

static void
host_refresh(void *self, const struct facts *facts, provider_saw_fn *saw,
    void *arg)
{
	struct host *host = self;

	host->saw = saw;
	host->saw_arg = arg;
	host->parts = xcalloc(facts->n_servers + 1, sizeof(*host->parts));
	for (size_t i = 0; i < facts->n_servers; i++) {
		const struct server *sv = &facts->servers[i];
		if (!server_runs(sv) || sv->addr[0] == '\0')
			continue;
		struct part *part = &host->parts[host->n_parts++];
		part->host = host;
		(void)str_copy(part->name, sizeof(part->name), sv->name);
		part->ask = host_ask_start(&host->ctx, sv, HOST_GLANCE,
		    ROUND_MS, part_done, part);
	}
	host->pending = host->n_parts;
	if (host->pending == 0)
		host->empty = loop_add_timer(host->ctx.loop, 0, round_done,
		    host);
}

/* The actions. */

static void
refuse_now(void *arg)
{
	struct host *host = arg;

	host->refusal = NULL;
	host->done(OUTCOME_FAILED, host->why, NULL, host->done_arg);
}

static void
refuse(struct host *host, const char *why)
{
	host->why = why;
	host->refusal = loop_add_timer(host->ctx.loop, 0, refuse_now, host);
}

static void
moved(enum outcome outcome, enum tri there, const char *text, void *arg)
{
	struct host *host = arg;

	(void)there;
	host->file = NULL;
	host->done(outcome, text, NULL, host->done_arg);
}

static void
move_file(struct host *host, const struct server *sv, enum host_file_verb verb)
{
	host->file = host_file_start(&host->ctx, sv, verb,
	    (int)host->ctx.config->command_limit_ms, moved, host);
}

static void
looked(const struct host_answer *answer, void *arg)
{
	struct host *host = arg;
	const struct self_report *self = &answer->self;
	struct sightings batch = { 0 };
	char text[TEXT_LEN];

	host->ask = NULL;
	add_self(&batch, host->server, self);
	if (self->busy >= 0)
		(void)str_fmt(text, sizeof(text), "%d busy workers, version %s",
		    self->busy, self->version);
	else
		(void)str_fmt(text, sizeof(text), "busy workers unknown: %s",
		    self->trouble[0] != '\0' ? self->trouble :
		    "no status page");
	host_say(&host->ctx, "%s", text);
	host->done(OUTCOME_OK, text, &batch, host->done_arg);
	sightings_done(&batch);
}

static void
probed(enum outcome outcome, const char *text, const struct sightings *batch,
    void *arg)
{
	struct host *host = arg;

	host->probe = NULL;
	host->site = NULL;
	host->done(outcome, text, batch, host->done_arg);
}

static void
start_drain(struct host *host, const struct server *sv,
    const struct facts *facts)
{
	(void)facts;
	move_file(host, sv, FILE_ASIDE);
}

static void
start_undrain(struct host *host, const struct server *sv,
    const struct facts *facts)
{
	(void)facts;
	move_file(host, sv, FILE_BACK);
}

static void
start_probe(struct host *host, const struct server *sv,
    const struct facts *facts)
{
	host->probe = host_probe_start(&host->ctx, sv, facts, probed, host);
}

static void
start_last_look(struct host *host, const struct server *sv,
    const struct facts *facts)
{
	(void)facts;
	host->ask = host_ask_start(&host->ctx, sv, HOST_WHOLE, LOOK_MS, looked,
	    host);
}

/* What is done to one server. */
static const struct {
	enum action_kind kind;
	void (*start)(struct host *host, const struct server *sv,
	    const struct facts *facts);
} jobs[] = {
	{ ACTION_DRAIN, start_drain },
	{ ACTION_UNDRAIN, start_undrain },
	{ ACTION_PROBE, start_probe },
	{ ACTION_LAST_LOOK, start_last_look },
};

static void
perform_on(struct host *host, const struct action *action,
    const struct server *sv, const struct facts *facts)
{
	(void)str_copy(host->server, sizeof(host->server), sv->name);
	for (size_t i = 0; i < countof(jobs); i++)
		if (jobs[i].kind == action->kind) {
			jobs[i].start(host, sv, facts);
			return;
		}
	refuse(host, "the servers themselves cannot do that");
}

static void
host_perform(void *self, const struct action *action,
    const struct facts *facts, provider_done_fn *done, void *arg)
{
	struct host *host = self;
	const struct server *sv = facts_server(facts, action->server);

	host->done = done;
	host->done_arg = arg;
	if (action->kind == ACTION_LOOK_SITE)
		host->site = host_site_start(&host->ctx, action->lb, facts,
		    probed, host);
	else if (sv == NULL)
		refuse(host, "no such server");
	else
		perform_on(host, action, sv, facts);
}

static void
host_close(void *self)
{
	struct host *host = self;

	if (host == NULL)
		return;
	for (size_t i = 0; i < host->n_parts; i++)
		host_ask_cancel(host->parts[i].ask);
	free(host->parts);
	sightings_done(&host->batch);
	loop_del_timer(host->empty);
	host_file_cancel(host->file);
	host_ask_cancel(host->ask);
	host_probe_cancel(host->probe);
	host_site_cancel(host->site);
	loop_del_timer(host->refusal);
	free(host);
}

const struct provider_ops host_exec = {
	.name = "host",
	.open = host_open,
	.refresh = host_refresh,
	.perform = host_perform,
	.close = host_close,
};
