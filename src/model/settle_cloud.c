/* What the cloud, the database and the servers themselves show of an action. */

#include "model/settle_ask.h"

#include <string.h>

#include "base/str.h"
#include "model/config.h"
#include "model/inputs.h"

static bool
sv_seen(const struct inquiry *q)
{
	return q->sv != NULL && q->sv->seen_ms >= q->since_ms;
}

enum settled
settle_snapshot(const struct inquiry *q)
{
	const struct snapshot *snapshot = &q->facts->db.snapshot;

	if (snapshot->state == SNAPSHOT_NONE || snapshot->at_ms < q->since_ms)
		return settled_not_seen(q, SOURCE_DB, "the snapshot");
	if (snapshot->state == SNAPSHOT_FAILED)
		return settled_say(q, SETTLED_WRONG, "the snapshot failed");
	if (snapshot->state == SNAPSHOT_PENDING)
		return settled_say(q, SETTLED_NOT_YET,
		    "the snapshot is not complete");
	if (snapshot->verified == TRI_NO)
		return settled_say(q, SETTLED_WRONG,
		    "the snapshot cannot be read back");
	if (snapshot->verified == TRI_UNKNOWN)
		return settled_say(q, SETTLED_NOT_YET,
		    "the snapshot is not verified");
	return SETTLED_YES;
}

enum settled
settle_migrate(const struct inquiry *q)
{
	const struct migration *migration =
	    facts_migration(q->facts, q->action->arg);

	if (migration == NULL || migration->seen_ms < q->since_ms ||
	    migration->applied == TRI_UNKNOWN)
		return settled_say(q, SETTLED_UNKNOWN,
		    "the database did not say whether it is applied");
	if (migration->applied == TRI_NO)
		return settled_say(q, SETTLED_NOT_YET, "it is not applied");
	return SETTLED_YES;
}

enum settled
settle_mark(const struct inquiry *q)
{
	if (!sv_seen(q))
		return settled_not_seen(q, SOURCE_CLOUD, "the tag");
	if (q->sv->tag != mark_of_name(q->action->arg))
		return settled_say(q, SETTLED_NOT_YET, "its tag says %s",
		    mark_name(q->sv->tag));
	return SETTLED_YES;
}

enum settled
settle_clone(const struct inquiry *q)
{
	/* Without an id it is only a tag that waits for its server. */
	if (!sv_seen(q) || q->sv->id[0] == '\0')
		return settled_not_seen(q, SOURCE_CLOUD, "the server");
	if (q->sv->state == CLOUD_TERMINATED)
		return settled_say(q, SETTLED_NOT_YET,
		    "there is no such server");
	if (q->sv->state == CLOUD_UNKNOWN)
		return settled_say(q, SETTLED_UNKNOWN,
		    "its state is not known");
	return SETTLED_YES;
}

enum settled
settle_configure(const struct inquiry *q)
{
	if (!sv_seen(q))
		return settled_not_seen(q, SOURCE_CLOUD, "the server");
	if (!str_eq(q->sv->template, q->action->arg))
		return settled_say(q, SETTLED_NOT_YET, "its template is %s",
		    q->sv->template);
	return SETTLED_YES;
}

enum settled
settle_save_inputs(const struct inquiry *q)
{
	const struct saved_inputs *saved = &q->facts->saved;

	if (saved->at_ms == 0 || saved->at_ms < q->since_ms ||
	    !str_eq(saved->path, q->action->arg))
		return settled_not_seen(q, SOURCE_CLOUD, "the saved copy");
	if (saved->equal == TRI_NO)
		return settled_say(q, SETTLED_WRONG,
		    "the saved copy differs from the inputs");
	if (saved->equal == TRI_UNKNOWN)
		return settled_say(q, SETTLED_UNKNOWN,
		    "the copy was not compared");
	return SETTLED_YES;
}

enum settled
settle_set_input(const struct inquiry *q)
{
	const char *arg = q->action->arg;

	if (!settled_answered(q, SOURCE_CLOUD))
		return settled_say(q, SETTLED_UNKNOWN,
		    "the inputs were not read since");
	if (!inputs_hold(q->facts, arg))
		return settled_say(q, SETTLED_NOT_YET,
		    "the input %.*s is not so yet", (int)strcspn(arg, "="), arg);
	return SETTLED_YES;
}

enum settled
settle_launch(const struct inquiry *q)
{
	if (!sv_seen(q))
		return settled_not_seen(q, SOURCE_CLOUD, "the server");
	switch (q->sv->state) {
	case CLOUD_OPERATIONAL:
		return SETTLED_YES;
	case CLOUD_INACTIVE:
	case CLOUD_PENDING:
	case CLOUD_BOOTING:
		return settled_say(q, SETTLED_NOT_YET, "it is %s",
		    cloud_state_name(q->sv->state));
	case CLOUD_STRANDED:
		return settled_say(q, SETTLED_WRONG, "it is stranded: it did not "
		    "boot; read its log, then discard it, or go back");
	case CLOUD_DECOMMISSIONING:
	case CLOUD_TERMINATED:
		return settled_say(q, SETTLED_WRONG, "it is %s",
		    cloud_state_name(q->sv->state));
	case CLOUD_UNKNOWN:
	case CLOUD_STATE_COUNT:
		break;
	}
	return settled_say(q, SETTLED_UNKNOWN, "its state is not known");
}

enum settled
settle_probe(const struct inquiry *q)
{
	if (q->sv == NULL || q->sv->probe.at_ms == 0 ||
	    q->sv->probe.at_ms < q->since_ms ||
	    q->sv->probe.passed == TRI_UNKNOWN)
		return settled_not_seen(q, SOURCE_HOST, "the test's result");
	if (q->sv->probe.passed == TRI_NO)
		return settled_say(q, SETTLED_WRONG, "its test failed: %s",
		    q->sv->probe.text);
	return SETTLED_YES;
}

static bool
array_seen(const struct inquiry *q)
{
	return q->facts->array.exists == TRI_YES &&
	    q->facts->array.seen_ms >= q->since_ms;
}

enum settled
settle_array_off(const struct inquiry *q)
{
	if (!array_seen(q) || q->facts->array.enabled == TRI_UNKNOWN)
		return settled_say(q, SETTLED_UNKNOWN,
		    "the array was not seen since");
	if (q->facts->array.enabled == TRI_YES)
		return settled_say(q, SETTLED_NOT_YET, "the array is enabled");
	return SETTLED_YES;
}

enum settled
settle_array_on(const struct inquiry *q)
{
	if (!array_seen(q) || q->facts->array.enabled == TRI_UNKNOWN)
		return settled_say(q, SETTLED_UNKNOWN,
		    "the array was not seen since");
	if (q->facts->array.enabled == TRI_NO || q->facts->array.trial)
		return settled_say(q, SETTLED_NOT_YET,
		    "the array is not enabled");
	return SETTLED_YES;
}

enum settled
settle_array_update(const struct inquiry *q)
{
	if (!array_seen(q))
		return settled_say(q, SETTLED_UNKNOWN,
		    "the array was not seen since");
	if (!str_eq(q->facts->array.template, q->action->arg))
		return settled_say(q, SETTLED_NOT_YET, "its template is %s",
		    q->facts->array.template);
	return SETTLED_YES;
}

/* The right version, and in service everywhere by the array's own doing. */
static bool
serves_as_wanted(const struct inquiry *q, const struct server *sv)
{
	if (q->config->release_to[0] != '\0' &&
	    !str_eq(sv->self.version, q->config->release_to))
		return false;
	for (size_t i = 0; i < q->config->n_lbs; i++) {
		const struct lb_row *row = facts_row(q->facts, sv->name,
		    q->config->lbs[i].name);

		if (row == NULL || !lb_row_serves(row))
			return false;
	}
	return true;
}

/* The server that the trial made: of the new template, and not one that the
 * run found in the array at its start. */
enum settled
settle_array_trial(const struct inquiry *q)
{
	const char *template = q->facts->array.template[0] != '\0' ?
	    q->facts->array.template : q->config->template_to;

	if (!array_seen(q))
		return settled_say(q, SETTLED_UNKNOWN,
		    "the array was not seen since");
	for (size_t i = 0; i < q->facts->n_servers; i++) {
		const struct server *sv = &q->facts->servers[i];

		if (!sv->in_array || sv->mark == MARK_OLD ||
		    sv->seen_ms < q->since_ms ||
		    !str_eq(sv->template, template))
			continue;
		if (sv->state == CLOUD_OPERATIONAL && serves_as_wanted(q, sv))
			return SETTLED_YES;
		if (sv->state == CLOUD_STRANDED)
			return settled_say(q, SETTLED_WRONG,
			    "%s is stranded", sv->name);
	}
	return settled_say(q, SETTLED_NOT_YET,
	    "no server of the array serves yet");
}

enum settled
settle_look_site(const struct inquiry *q)
{
	for (size_t i = 0; i < q->config->n_lbs; i++) {
		const char *lb = q->config->lbs[i].name;
		const struct site_look *look = NULL;

		if (q->action->lb[0] != '\0' && !str_eq(q->action->lb, lb))
			continue;
		for (size_t j = 0; j < q->facts->n_site; j++)
			if (str_eq(q->facts->site[j].lb, lb))
				look = &q->facts->site[j];
		if (look == NULL || look->at_ms < q->since_ms ||
		    look->good == TRI_UNKNOWN)
			return settled_not_seen(q, SOURCE_HOST,
			    "the site's answer");
		if (look->good == TRI_NO)
			return settled_say(q, SETTLED_WRONG,
			    "%s: %s", lb, look->text);
	}
	return SETTLED_YES;
}

static enum settled
lock_is(const struct inquiry *q, enum tri wanted)
{
	if (!sv_seen(q) || q->sv->locked == TRI_UNKNOWN)
		return settled_not_seen(q, SOURCE_CLOUD, "the lock");
	if (q->sv->locked != wanted)
		return settled_say(q, SETTLED_NOT_YET, "locked: %s",
		    tri_name(q->sv->locked));
	return SETTLED_YES;
}

enum settled
settle_lock(const struct inquiry *q)
{
	return lock_is(q, TRI_YES);
}

enum settled
settle_unlock(const struct inquiry *q)
{
	return lock_is(q, TRI_NO);
}

enum settled
settle_last_look(const struct inquiry *q)
{
	if (q->sv == NULL || q->sv->self.seen_ms == 0 ||
	    q->sv->self.seen_ms < q->since_ms)
		return settled_say(q, SETTLED_UNKNOWN,
		    "it was not asked since");
	return SETTLED_YES;
}

/* By id: its name may belong to another one by now. */
enum settled
settle_gone(const struct inquiry *q)
{
	const struct server *sv = q->sv;

	for (size_t i = 0; i < q->facts->n_servers; i++)
		if (q->action->arg[0] != '\0' &&
		    str_eq(q->facts->servers[i].id, q->action->arg))
			sv = &q->facts->servers[i];
	if (sv == NULL || sv->seen_ms < q->since_ms ||
	    (q->action->arg[0] != '\0' && !str_eq(sv->id, q->action->arg)))
		return settled_say(q, SETTLED_UNKNOWN,
		    "the cloud did not tell of it");
	if (sv->state != CLOUD_TERMINATED)
		return settled_say(q, SETTLED_NOT_YET, "it is %s",
		    cloud_state_name(sv->state));
	return SETTLED_YES;
}

enum settled
settle_withdraw(const struct inquiry *q)
{
	if (q->sv == NULL || q->sv->mark != MARK_WITHDRAWN)
		return settled_say(q, SETTLED_NOT_YET, "it is not withdrawn");
	return SETTLED_YES;
}
