/*
 * The probe of one server.  A pass that fails sets the count back; as many
 * failed passes as good ones are wanted end it, so that a hiccup is forgiven
 * and a fault is told soon.
 */

#include "backend/host_probe.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backend/host_ask.h"
#include "base/clock.h"
#include "base/loop.h"
#include "base/xmalloc.h"

#define PASS_MS		5000		/* the longest that one pass may take */

struct host_probe {
	const struct provider_ctx *ctx;
	struct server server;
	char identity[TEXT_LEN];	/* the database's own */
	unsigned passes, failures;
	struct host_ask *ask;
	struct loop_timer *pause;
	provider_done_fn *done;
	void *arg;
};

void
host_say(const struct provider_ctx *ctx, const char *fmt, ...)
{
	char line[TEXT_LEN];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	ctx->output(line, ctx->output_arg);
}

static void
finish(struct host_probe *probe, enum tri passed, const char *text)
{
	struct sightings batch = { 0 };
	struct sighting saw = { .kind = SAW_PROBE, .u.probe = {
		.passed = passed, .passes = probe->passes,
		.at_ms = clock_boot_ms() } };

	(void)str_copy(saw.name, sizeof(saw.name), probe->server.name);
	(void)str_copy(saw.u.probe.text, sizeof(saw.u.probe.text), text);
	sightings_add(&batch, &saw);
	probe->done(passed == TRI_YES ? OUTCOME_OK : OUTCOME_FAILED, text,
	    &batch, probe->arg);
	sightings_done(&batch);
	free(probe);
}

/* Fills in the sentence; always false. */
static bool __attribute__((format(printf, 3, 4)))
wrong(char *text, size_t size, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(text, size, fmt, ap);
	va_end(ap);
	return false;
}

static bool
is_right_database(const struct host_probe *probe,
    const struct host_answer *answer, char *text, size_t size)
{
	const char *db = answer->self.db;

	if (db[0] == '\0')
		return wrong(text, size, "does not reach the database: %s",
		    answer->database);
	if (probe->identity[0] == '\0')
		return wrong(text, size, "uses the database %s; which one it"
		    " should be is not known yet", db);
	if (strcmp(db, probe->identity) != 0)
		return wrong(text, size, "uses the database %s, not %s", db,
		    probe->identity);
	return true;
}

/* Is this the server that we want?  text says what it is, or what is wrong. */
static bool
is_good(const struct host_probe *probe, const struct host_answer *answer,
    char *text, size_t size)
{
	const struct config *config = probe->ctx->config;
	const struct self_report *self = &answer->self;
	bool has_db = config->probe.database[0] != '\0' &&
	    config->db.name[0] != '\0';

	if (self->answers != TRI_YES)
		return wrong(text, size, "health page: %s", answer->health[0]
		    != '\0' ? answer->health : self->trouble);
	if (strcmp(self->version, config->release_to) != 0)
		return wrong(text, size, "runs %s, not %s", self->version[0] ==
		    '\0' ? "an unknown version" : self->version,
		    config->release_to);
	if (has_db && !is_right_database(probe, answer, text, size))
		return false;
	(void)str_fmt(text, size, "health %s, version %s%s%s", answer->health,
	    self->version, has_db ? ", database " : "", has_db ? self->db : "");
	return true;
}

static void next_pass(void *arg);

static void
answered(const struct host_answer *answer, void *arg)
{
	struct host_probe *probe = arg;
	const struct policy *policy = &probe->ctx->config->policy;
	unsigned wanted = policy->probe_passes > 0 ? policy->probe_passes : 1;
	char text[TEXT_LEN];

	probe->ask = NULL;
	if (is_good(probe, answer, text, sizeof(text))) {
		probe->passes++;
		host_say(probe->ctx, "pass %u of %u: %s", probe->passes,
		    wanted, text);
	} else {
		probe->passes = 0;
		probe->failures++;
		host_say(probe->ctx, "%s", text);
	}
	if (probe->passes == wanted)
		finish(probe, TRI_YES, text);
	else if (probe->failures == wanted)
		finish(probe, TRI_NO, text);
	else
		probe->pause = loop_add_timer(probe->ctx->loop,
		    (int)policy->probe_interval_ms, next_pass, probe);
}

static void
next_pass(void *arg)
{
	struct host_probe *probe = arg;

	probe->pause = NULL;
	probe->ask = host_ask_start(probe->ctx, &probe->server, HOST_WHOLE,
	    PASS_MS, answered, probe);
}

struct host_probe *
host_probe_start(const struct provider_ctx *ctx, const struct server *sv,
    const struct facts *facts, provider_done_fn *done, void *arg)
{
	struct host_probe *probe = xcalloc(1, sizeof(*probe));

	probe->ctx = ctx;
	probe->server = *sv;
	probe->done = done;
	probe->arg = arg;
	(void)str_copy(probe->identity, sizeof(probe->identity),
	    facts->db.identity);
	next_pass(probe);
	return probe;
}

void
host_probe_cancel(struct host_probe *probe)
{
	if (probe == NULL)
		return;
	host_ask_cancel(probe->ask);
	loop_del_timer(probe->pause);
	free(probe);
}
