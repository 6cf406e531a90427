/* Empty, gone, and then terminated: GR-19 to GR-22 and GR-27. */

#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "guard/look.h"

/* "host:port cut 3: reason": the sessions that the operator agreed to cut. */
static bool
agreed_to_cut(const struct action *action, int64_t *n)
{
	const char *cut = action_cut(action), *colon;
	char number[16];

	if (cut == NULL)
		return false;
	colon = strchr(cut, ':');
	if (colon == NULL || colon[1 + strspn(colon + 1, " \t")] == '\0')
		return false;
	return str_copy_n(number, sizeof(number), cut, (size_t)(colon - cut)) &&
	    str_to_i64(number, 0, UINT32_MAX, n);
}

/* Fewer than agreed is fine: sessions end while the operator types. */
static enum verdict
cut_is_agreed(const struct hearing *h, int64_t agreed, char *why, size_t size)
{
	unsigned now = look_sessions(h);

	if ((int64_t)now > agreed)
		return rule_bad(why, size, "%s has %u session%s now and cutting %d was "
		    "agreed to; look again and type the number", h->action->server,
		    now, str_s(now), (int)agreed);
	return rule_good(why, size, "%u session%s will be cut, as typed", now,
	    str_s(now));
}

/* No new visitors come: who is left, or came back with a cookie, will go. */
static bool
is_ending(const struct hearing *h)
{
	return h->sv != NULL && h->sv->self.health_file == TRI_NO;
}

enum verdict
rule_proven_empty(const struct hearing *h, char *why, size_t size)
{
	const char *name = h->action->server;
	const struct proof *proof = facts_proof(h->facts, name);
	int64_t agreed;

	if (h->action->kind != ACTION_DETACH || !look_in_traffic(h))
		return VERDICT_GOOD;
	if (agreed_to_cut(h->action, &agreed))
		return cut_is_agreed(h, agreed, why, size);
	if (look_sessions(h) > 0)
		return (is_ending(h) ? rule_wait : rule_bad)(why, size,
		    "%s has %u session%s; wait in step 13 or pick fewer servers",
		    name, look_sessions(h), str_s(look_sessions(h)));
	if (proof == NULL)
		return rule_bad(why, size, "nobody has watched %s becoming empty; "
		    "drain it (step 12) and wait in step 13", name);
	switch (proof->verdict) {
	case PROOF_EMPTY:
		return rule_good(why, size, "%s is empty: %u polls in a row", name,
		    proof->passed);
	case PROOF_COUNTING:
		return rule_wait(why, size, "%s looks empty, proof %u of %u; wait in "
		    "step 13", name, proof->passed, proof->needed);
	case PROOF_BUSY:
	case PROOF_UNKNOWN:
		break;
	}
	return (is_ending(h) && proof->verdict == PROOF_BUSY ? rule_wait : rule_bad)(
	    why, size, "%s is not proven empty (%s); wait in step 13", name,
	    proof->reason);
}

/* After a reload the sessions live on in a worker that the new one does not
 * know (facts of a proof that was made before are void). */
enum verdict
rule_old_workers(const struct hearing *h, char *why, size_t size)
{
	const struct config *config = h->config;
	int64_t agreed;

	if (h->action->kind != ACTION_DETACH || agreed_to_cut(h->action, &agreed))
		return VERDICT_GOOD;
	for (size_t i = 0; i < config->n_lbs; i++) {
		const struct lb *lb = facts_lb(h->facts, config->lbs[i].name);

		if (lb != NULL && lb->master != TRI_YES &&
		    (lb->leaving > 0 || lb->reloads > 0))
			return rule_bad(why, size, "%s was reloaded and its old "
			    "worker cannot be asked who is still there; configure "
			    "its master socket, or agree to cut", lb->name);
	}
	return VERDICT_GOOD;
}

enum verdict
rule_can_end(const struct hearing *h, char *why, size_t size)
{
	const char *name = h->action->server;
	const struct lb_row *row = NULL;

	if (h->action->kind != ACTION_AWAIT_EMPTY)
		return VERDICT_GOOD;
	if (facts_next_row(h->facts, name, NULL) == NULL)
		return rule_bad(why, size, "no balancer lists %s; there is nothing to "
		    "wait for: pick one that is listed", name);
	row = h->sv == NULL ? NULL : facts_elsewhere(h->facts, h->sv);
	if (row != NULL)
		return rule_bad(why, size, "%s also sends visitors to %s through "
		    "backend %s (as %s), which is not ours to drain; take it out "
		    "there, or set it to maint there", row->lb, name, row->pxname,
		    row->svname);
	while ((row = facts_next_row(h->facts, name, row)) != NULL)
		if (lb_row_takes_new(row))
			return rule_bad(why, size, "%s still gets new visitors on %s "
			    "(%s), so the wait could last for ever; drain it in "
			    "step 12", name, row->lb, lb_state_name(row->state));
	return rule_good(why, size, "no new visitors come to %s", name);
}

static bool
is_free(const struct lb_row *row)
{
	return row->scur == 0 && row->qcur == 0 && row->used == 0;
}

/* Absent, or in MAINT and free, on every balancer and worker; all just asked. */
enum verdict
rule_detached_first(const struct hearing *h, char *why, size_t size)
{
	const char *name = h->action->server, *silent = look_silent_lb(h);
	const struct lb_row *row = NULL;

	if (h->action->kind != ACTION_TERMINATE)
		return VERDICT_GOOD;
	if (silent != NULL)
		return rule_wait(why, size, "%s does not answer and may list %s; "
		    "wait until it does", silent, name);
	while ((row = facts_next_row(h->facts, name, row)) != NULL) {
		if (row->state != LB_MAINT)
			return rule_bad(why, size, "%s still lists %s (%s); detach it "
			    "in step 14", row->lb, name, lb_state_name(row->state));
		if (!is_free(row))
			return rule_bad(why, size, "%s still has %u session%s of %s; "
			    "wait until they end", row->lb, row->scur + row->qcur,
			    str_s(row->scur + row->qcur), name);
	}
	if (h->sv != NULL && h->sv->pooled == TRI_YES)
		return rule_bad(why, size, "the cloud still counts %s to the pool, so "
		    "balancers will attach it again; detach it in step 14, or take "
		    "the tag away", name);
	row = h->sv == NULL ? NULL : look_alias(h, h->sv);
	if (row != NULL)
		return rule_bad(why, size, "%s lists the address of %s as %s in "
		    "backend %s; take that out first, or set it to maint", row->lb,
		    name, row->svname, row->pxname);
	return rule_good(why, size, "no balancer sends anybody to %s", name);
}

enum verdict
rule_baked(const struct hearing *h, char *why, size_t size)
{
	int64_t left = h->detached_ms + h->config->policy.bake_ms -
	    h->facts->now_ms;
	char span[32];

	if (h->action->kind != ACTION_TERMINATE)
		return VERDICT_GOOD;
	if (h->detached_ms == 0)
		return rule_bad(why, size, "%s was never seen off every balancer; "
		    "detach it in step 14", h->action->server);
	if (left > 0)
		return rule_wait(why, size, "%s can still be put back for %s; "
		    "terminate it after that", h->action->server,
		    clock_span(left, span, sizeof(span)));
	return rule_good(why, size, "%s was off long enough", h->action->server);
}

/* Who only looks at the server's pages keeps a worker busy for a moment, too. */
enum verdict
rule_last_look(const struct hearing *h, char *why, size_t size)
{
	if (h->action->kind != ACTION_TERMINATE || h->sv == NULL)
		return VERDICT_GOOD;
	if (h->sv->self.busy < 0)
		return rule_wait(why, size, "%s has not said whether it is busy; take "
		    "the last look first", h->sv->name);
	if (h->sv->self.busy > 0)
		return rule_wait(why, size, "%s says %d of its workers are busy; find "
		    "out with whom before it is gone", h->sv->name,
		    h->sv->self.busy);
	return rule_good(why, size, "%s says it is idle", h->sv->name);
}
