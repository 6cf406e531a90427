/* A cloud that is asked in JSON. */

#include "config.h"

#include "backend/cloud_json.h"

#include <stdlib.h>

#include "backend/cloud_ask.h"
#include "backend/cloud_reply.h"
#include "backend/inputs_save.h"
#include "base/clock.h"
#include "base/loop.h"
#include "base/xmalloc.h"

struct cloud_json {
	struct provider_ctx ctx;
	const struct cloud_wire *wire;
	/* The listing under way, and who waits for one.  Never two at once: some
	 * clouds pay for each, and would tell the two in any order. */
	void *listing;
	bool listing_inputs;		/* it is the one that got waits for */
	provider_saw_fn *saw;		/* NULL: nobody waits */
	void *saw_arg;
	inputs_got_fn *got;		/* NULL: nobody waits */
	void *got_arg;
	/* The action in hand. */
	void *change;
	struct snapshot snapshot;	/* what is known of it before it is made */
	struct inputs_save *save;
	struct loop_timer *refusal;
	struct err err;			/* of the refusal */
	provider_done_fn *done;
	void *done_arg;
};

struct cloud_json *
cloud_json_new(const struct provider_ctx *ctx, const struct cloud_wire *wire)
{
	struct cloud_json *cloud = xcalloc(1, sizeof(*cloud));

	cloud->ctx = *ctx;
	cloud->wire = wire;
	return cloud;
}

static void *
start(struct cloud_json *cloud, cJSON *ask, cloud_wire_fn *done)
{
	const cJSON *verb = cJSON_GetObjectItemCaseSensitive(ask, "verb");
	char *text = cJSON_PrintUnformatted(ask);
	void *question = cloud->wire->start(&cloud->ctx,
	    verb_of_name(cJSON_GetStringValue(verb)), text, done, cloud);

	cJSON_free(text);
	cJSON_Delete(ask);
	return question;
}

/* ---- listing ---- */

static void listed(const char *reply, size_t len, const struct err *failed,
    void *arg);

static void
list_for_whoever_waits(struct cloud_json *cloud)
{
	if (cloud->listing != NULL || (cloud->got == NULL && cloud->saw == NULL))
		return;
	cloud->listing_inputs = cloud->got != NULL;
	cloud->listing = start(cloud, cloud_ask(VERB_LIST), listed);
}

static void
listed(const char *reply, size_t len, const struct err *failed, void *arg)
{
	struct cloud_json *cloud = arg;
	inputs_got_fn *got = cloud->listing_inputs ? cloud->got : NULL;
	provider_saw_fn *saw = got == NULL ? cloud->saw : NULL;
	struct sightings batch = { 0 };
	struct err err = { 0 };

	cloud->listing = NULL;
	if (got != NULL)
		cloud->got = NULL;
	else
		cloud->saw = NULL;
	/* Now: whoever is told may end us. */
	list_for_whoever_waits(cloud);
	if (failed == NULL && cloud_reply_list(reply, len,
	    cloud->ctx.config->deployment, &batch, &err) == -1)
		failed = &err;
	if (got != NULL)
		got(failed == NULL ? &batch : NULL, failed, cloud->got_arg);
	else
		saw(failed == NULL ? &batch : NULL,
		    failed != NULL ? failed->text : NULL, cloud->saw_arg);
	sightings_done(&batch);
}

void
cloud_json_refresh(void *self, const struct facts *facts, provider_saw_fn *saw,
    void *arg)
{
	struct cloud_json *cloud = self;

	(void)facts;
	cloud->saw = saw;
	cloud->saw_arg = arg;
	list_for_whoever_waits(cloud);
}

/* ---- saving the inputs ---- */

static void
ask_inputs(void *self, inputs_got_fn *got, void *arg)
{
	struct cloud_json *cloud = self;

	cloud->got = got;
	cloud->got_arg = arg;
	list_for_whoever_waits(cloud);
}

static void
cancel_inputs(void *self)
{
	struct cloud_json *cloud = self;

	cloud->got = NULL;
	if (cloud->listing == NULL || !cloud->listing_inputs)
		return;
	cloud->wire->cancel(cloud->listing);
	cloud->listing = NULL;
	list_for_whoever_waits(cloud);
}

static void
saved(enum outcome outcome, const char *text, const struct sightings *batch,
    void *arg)
{
	struct cloud_json *cloud = arg;

	cloud->save = NULL;
	cloud->done(outcome, text, batch, cloud->done_arg);
}

/* ---- changing ---- */

static enum outcome
outcome_of(const struct err *err)
{
	return err->code == ERR_IO || err->code == ERR_REFUSED ? OUTCOME_FAILED :
	    OUTCOME_UNKNOWN;
}

static void
changed(const char *reply, size_t len, const struct err *failed, void *arg)
{
	struct cloud_json *cloud = arg;
	struct err err = { 0 };

	cloud->change = NULL;
	if (failed == NULL && cloud_reply_check(reply, len, &err) == -1)
		failed = &err;
	if (failed != NULL)
		cloud->done(outcome_of(failed), failed->text, NULL,
		    cloud->done_arg);
	else
		cloud->done(OUTCOME_OK, "accepted by the cloud", NULL,
		    cloud->done_arg);
}

static void
snapshot_made(const char *reply, size_t len, const struct err *failed, void *arg)
{
	struct cloud_json *cloud = arg;
	struct sightings batch = { 0 };
	struct sighting saw = { .kind = SAW_SNAPSHOT,
		.u.snapshot = cloud->snapshot };
	struct err err = { 0 };

	cloud->change = NULL;
	if (failed == NULL && cloud_reply_snapshot(reply, len,
	    &saw.u.snapshot, &err) == -1)
		failed = &err;
	if (failed == NULL)
		sightings_add(&batch, &saw);
	cloud->done(failed == NULL ? OUTCOME_OK : outcome_of(failed),
	    failed == NULL ? saw.u.snapshot.id : failed->text, &batch,
	    cloud->done_arg);
	sightings_done(&batch);
}

static void
refused(void *arg)
{
	struct cloud_json *cloud = arg;

	cloud->refusal = NULL;
	cloud->done(OUTCOME_FAILED, cloud->err.text, NULL, cloud->done_arg);
}

/* NULL with err: there is none, and so nothing was done. */
static cJSON *
question_of(const struct cloud_json *cloud, const struct action *action,
    const struct facts *facts, struct err *err)
{
	if (config_asks_cloud(cloud->ctx.config, verb_of_action(action->kind)))
		return cloud_ask_action(action, facts, err);
	err_set(err, ERR_FAILED, "%s: not for the cloud",
	    action_name(action->kind));
	return NULL;
}

void
cloud_json_perform(void *self, const struct action *action,
    const struct facts *facts, provider_done_fn *done, void *arg)
{
	struct cloud_json *cloud = self;

	cloud->done = done;
	cloud->done_arg = arg;
	if (action->kind == ACTION_SAVE_INPUTS) {
		const struct inputs_source source = { ask_inputs, cancel_inputs,
			cloud };

		cloud->save = inputs_save_start(&source, action->arg, saved,
		    cloud);
		return;
	}
	/* Read before: what is written while it is made may be in it or not. */
	cloud->snapshot = (struct snapshot){ .at_ms = clock_boot_ms(),
		.wall_ms = clock_wall_ms(), .writes = facts->db.writes };
	cJSON *ask = question_of(cloud, action, facts, &cloud->err);
	if (ask != NULL)
		cloud->change = start(cloud, ask,
		    action->kind == ACTION_SNAPSHOT ? snapshot_made : changed);
	else
		cloud->refusal = loop_add_timer(cloud->ctx.loop, 0, refused,
		    cloud);
}

void
cloud_json_close(void *self)
{
	struct cloud_json *cloud = self;

	if (cloud == NULL)
		return;
	cloud->saw = NULL;
	inputs_save_cancel(cloud->save);
	cloud->wire->cancel(cloud->listing);
	cloud->wire->cancel(cloud->change);
	loop_del_timer(cloud->refusal);
	free(cloud);
}
