/* The database and the inputs: GR-04 to GR-08. */

#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "guard/look.h"
#include "model/inputs.h"

/* Which database it is, is what it says itself. */
enum verdict
rule_database(const struct hearing *h, char *why, size_t size)
{
	const struct database *db = &h->facts->db;

	if (h->action->kind != ACTION_MIGRATE &&
	    h->action->kind != ACTION_SNAPSHOT)
		return VERDICT_GOOD;
	if (db->trouble[0] != '\0')
		return rule_wait(why, size, "the database does not answer (%s); "
		    "repair that first", db->trouble);
	if (db->configured != TRI_YES || db->identity[0] == '\0')
		return rule_bad(why, size, "the database has not said which one it "
		    "is; look at db.identify in the configuration");
	if (!look_is_recent(h->facts, db->seen_ms, h->config->policy.fresh_ms))
		return rule_wait(why, size, "the database said long ago which one "
		    "it is; ask it again");
	return rule_good(why, size, "the database says it is %s", db->identity);
}

enum verdict
rule_snapshot(const struct hearing *h, char *why, size_t size)
{
	const struct snapshot *snap = &h->facts->db.snapshot;
	char span[32];

	if (h->action->kind != ACTION_MIGRATE)
		return VERDICT_GOOD;
	if (snap->state == SNAPSHOT_PENDING)
		return rule_wait(why, size, "the snapshot is not complete; wait for "
		    "it in step 1");
	if (snap->state != SNAPSHOT_COMPLETE)
		return rule_bad(why, size, "there is no complete snapshot to go "
		    "back to; make one in step 1");
	if (snap->verified != TRI_YES)
		return rule_bad(why, size, "the snapshot was not read back, so it "
		    "may be worthless; make another in step 1");
	if (snap->of[0] == '\0' || !str_eq(snap->of, h->facts->db.identity))
		return rule_bad(why, size, "the snapshot is of %s and this is %s; "
		    "make one of this database in step 1", snap->of,
		    h->facts->db.identity);
	if (!look_is_recent(h->facts, snap->at_ms,
	    h->config->policy.snapshot_max_age_ms))
		return rule_bad(why, size, "the snapshot is older than %s; make "
		    "another in step 1", clock_span(
		    h->config->policy.snapshot_max_age_ms, span, sizeof(span)));
	return rule_good(why, size, "there is a snapshot of this database");
}

enum verdict
rule_additive(const struct hearing *h, char *why, size_t size)
{
	const struct migration *migration;

	if (h->action->kind != ACTION_MIGRATE)
		return VERDICT_GOOD;
	migration = facts_migration(h->facts, h->action->arg);
	if (migration == NULL)
		return rule_bad(why, size, "nobody has read the migration %s; list "
		    "it in the configuration", h->action->arg);
	if (migration->class == SQL_ADDITIVE)
		return rule_good(why, size, "the migration only adds");
	if (h->config->policy.with_downtime)
		return rule_good(why, size, "the run is marked \"with downtime\"");
	return rule_bad(why, size, "%s does not only add (%s) and would break the old "
	    "servers; rewrite it, or plan a downtime", migration->file,
	    migration->class == SQL_UNKNOWN ? "not understood" : migration->why);
}

enum verdict
rule_saved_inputs(const struct hearing *h, char *why, size_t size)
{
	const struct saved_inputs *saved = &h->facts->saved;

	if (h->action->kind != ACTION_SET_INPUT)
		return VERDICT_GOOD;
	if (h->saved_digest == NULL || saved->digest[0] == '\0')
		return rule_bad(why, size, "the inputs are not saved, so they could "
		    "not be put back; save them in step 5");
	if (saved->equal != TRI_YES)
		return rule_bad(why, size, "the saved inputs were not equal to the "
		    "live ones; save them again in step 5");
	if (!str_eq(saved->digest, h->saved_digest))
		return rule_bad(why, size, "the saved inputs are not those in the "
		    "journal; save them again in step 5");
	return rule_good(why, size, "the former inputs are in %s", saved->path);
}

/* Who changed it meanwhile would lose that unseen, and an undo would not bring it
 * back. */
enum verdict
rule_input_as_shown(const struct hearing *h, char *why, size_t size)
{
	const struct action *action = h->action;

	if (action->kind != ACTION_SET_INPUT ||
	    h->plan->purpose != PLAN_FORWARD ||
	    inputs_hold(h->facts, action->arg))
		return VERDICT_GOOD;
	if (action->former[0] == '\0' ||
	    !inputs_hold(h->facts, action->former))
		return rule_bad(why, size, "somebody changed %.*s since it was "
		    "shown; look at the plan again",
		    (int)strcspn(action->arg, "="), action->arg);
	return rule_good(why, size, "what is replaced is what was shown");
}

/* What stood there before this run; said so in the plan that puts it back. */
static bool
was_blank(const struct hearing *h, const char *key)
{
	const struct action *first = inputs_first_change(h->inputs, key);

	return h->plan->purpose != PLAN_FORWARD && first != NULL &&
	    str_eq(first->former, h->action->arg);
}

/* "KEY=VALUE" sets, "KEY" alone unsets, "KEY=" is a slip. */
enum verdict
rule_blank_input(const struct hearing *h, char *why, size_t size)
{
	const char *arg = h->action->arg, *equal = strchr(arg, '=');
	char key[TEXT_LEN], safe[NAME_LEN];

	if (h->action->kind != ACTION_SET_INPUT)
		return VERDICT_GOOD;
	str_copy_n(key, sizeof(key), arg,
	    equal == NULL ? strlen(arg) : (size_t)(equal - arg));
	if (!str_is_name(key)) {
		str_safe(safe, sizeof(safe), key);
		return rule_bad(why, size, "\"%s\" is not the name of an input; "
		    "correct it", safe);
	}
	if (equal != NULL && equal[1 + strspn(equal + 1, " \t")] == '\0' &&
	    !was_blank(h, key))
		return rule_bad(why, size, "%s would become blank; give a value, or "
		    "say that it is to be unset", key);
	return VERDICT_GOOD;
}
