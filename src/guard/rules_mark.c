/* Old or new, and who says so: GR-01 and GR-02. */

#include <string.h>

#include "base/str.h"
#include "guard/look.h"

static bool
needs_old(const struct hearing *h)
{
	return look_ends_service(h->action->kind);
}

/* The ledger decides, not what stands in the facts for showing. */
enum verdict
rule_only_old(const struct hearing *h, char *why, size_t size)
{
	const char *name = h->action->server;

	if (!needs_old(h))
		return VERDICT_GOOD;
	switch (h->mark) {
	case MARK_OLD:
		return rule_good(why, size, "%s is OLD", name);
	case MARK_WITHDRAWN:
		return rule_good(why, size, "%s is WITHDRAWN", name);
	case MARK_NEW:
		return rule_bad(why, size, "%s is NEW, and new servers are never "
		    "taken out; to give it up, withdraw it first", name);
	case MARK_UNKNOWN:
	case MARK_COUNT:
		break;
	}
	return rule_bad(why, size, "it is not known whether %s is old, which counts "
	    "as new; leave it, or confirm it as old in a new run", name);
}

/* Shut down what never served. */
enum verdict
rule_discard(const struct hearing *h, char *why, size_t size)
{
	const char *name = h->action->server, *silent = look_silent_lb(h);
	const struct lb_row *row;

	if (h->action->kind != ACTION_DISCARD)
		return VERDICT_GOOD;
	if (h->mark != MARK_NEW && h->mark != MARK_WITHDRAWN)
		return rule_bad(why, size, "%s is not a new server of this run "
		    "(%s); only those can be discarded", name,
		    mark_name(h->mark));
	if (h->was_attached)
		return rule_bad(why, size, "%s was attached once and may have "
		    "visitors; withdraw it, drain it, detach it", name);
	if (silent != NULL)
		return rule_wait(why, size, "%s does not answer and may list %s; "
		    "wait until it does", silent, name);
	row = facts_next_row(h->facts, name, NULL);
	if (row == NULL && h->sv != NULL)
		row = look_alias(h, h->sv);
	if (row != NULL)
		return rule_bad(why, size, "%s lists %s as %s (%s); what a balancer "
		    "lists cannot be discarded", row->lb, name, row->svname,
		    lb_state_name(row->state));
	return rule_good(why, size, "%s is on no balancer and never was", name);
}

static unsigned
floor_of(const struct hearing *h)
{
	return h->config->policy.floor > 1 ? h->config->policy.floor : 1;
}

enum verdict
rule_withdraw(const struct hearing *h, char *why, size_t size)
{
	const struct config *config = h->config;
	const char *name = h->action->server, *silent = look_silent_lb(h);

	if (h->action->kind != ACTION_WITHDRAW)
		return VERDICT_GOOD;
	if (h->mark != MARK_NEW)
		return rule_bad(why, size, "%s is %s; only a NEW server can be "
		    "withdrawn", name, mark_name(h->mark));
	if (h->action->arg[strspn(h->action->arg, " \t")] == '\0')
		return rule_bad(why, size, "no reason is given for withdrawing %s; "
		    "say why", name);
	if (silent != NULL || config->n_lbs == 0)
		return rule_wait(why, size, "%s does not answer, so nobody knows "
		    "who serves; wait until it does",
		    silent != NULL ? silent : "no load balancer");
	for (size_t i = 0; i < config->n_lbs; i++) {
		const char *lb = config->lbs[i].name;
		unsigned n = look_serving_of(h, lb, MARK_OLD);

		if (n < floor_of(h))
			return rule_bad(why, size, "%u old servers serve on %s and "
			    "the floor is %u; put old ones back first", n, lb,
			    floor_of(h));
	}
	return rule_good(why, size, "the old servers alone hold the floor");
}

/* A clone gets its mark before it exists; nobody else's machine is rebuilt. */
enum verdict
rule_own_clone(const struct hearing *h, char *why, size_t size)
{
	enum action_kind kind = h->action->kind;

	if (kind != ACTION_CLONE && kind != ACTION_CONFIGURE &&
	    kind != ACTION_LAUNCH && kind != ACTION_LOCK && kind != ACTION_UNLOCK)
		return VERDICT_GOOD;
	if (h->mark == MARK_NEW)
		return VERDICT_GOOD;
	if (h->mark == MARK_UNKNOWN)
		return rule_bad(why, size, "%s has no mark yet; mark it NEW before it "
		    "is built", h->action->server);
	return rule_bad(why, size, "%s is marked %s; build nothing but what is NEW",
	    h->action->server, mark_name(h->mark));
}

enum verdict
rule_cloud_tag(const struct hearing *h, char *why, size_t size)
{
	const char *name = h->action->server;
	enum mark tag = h->sv == NULL ? MARK_UNKNOWN : h->sv->tag;
	bool agrees = tag == h->mark ||
	    (h->mark == MARK_WITHDRAWN && tag == MARK_NEW);

	if (!needs_old(h))
		return VERDICT_GOOD;
	if (tag == MARK_UNKNOWN)
		return rule_bad(why, size, "the cloud does not say whether %s is "
		    "old; look at its tags, then again", name);
	if (!agrees)
		return rule_bad(why, size, "the cloud says %s is %s and we say %s; "
		    "find out who is right and correct the tag", name,
		    mark_name(tag), mark_name(h->mark));
	return rule_good(why, size, "the cloud says so too");
}

/* No row, no witness; but what is to be terminated is off already. */
static const char *
who_is_silent(const struct hearing *h)
{
	const char *name = h->action->server;

	if (h->action->kind == ACTION_DRAIN &&
	    facts_next_row(h->facts, name, NULL) == NULL)
		return "every balancer";
	if (h->action->kind == ACTION_DETACH &&
	    facts_row(h->facts, name, h->action->lb) == NULL)
		return h->action->lb;
	return NULL;
}

enum verdict
rule_addresses(const struct hearing *h, char *why, size_t size)
{
	const char *name = h->action->server, *silent = who_is_silent(h);
	const struct lb_row *row = NULL;

	if (!needs_old(h) || h->sv == NULL)
		return VERDICT_GOOD;
	if (silent != NULL)
		return rule_bad(why, size, "%s is not listed by %s; nothing to do "
		    "there: make the plan again", name, silent);
	while ((row = facts_next_row(h->facts, name, row)) != NULL)
		if (!facts_row_agrees(h->sv, row))
			return rule_bad(why, size, "%s has %s at %s and the cloud "
			    "at %s: maybe another server; correct the balancer",
			    row->lb, name, row->addr, h->sv->addr);
	return rule_good(why, size, "the balancers have its address");
}

enum verdict
rule_own_version(const struct hearing *h, char *why, size_t size)
{
	const struct config *config = h->config;
	const char *want = h->mark == MARK_WITHDRAWN ? config->release_to :
	    config->release_from;

	if (!needs_old(h) || h->sv == NULL)
		return VERDICT_GOOD;
	if (h->sv->self.version[0] == '\0')
		return rule_wait(why, size, "%s does not say which version it runs; "
		    "a silent witness is none: look at the server",
		    h->sv->name);
	if (!look_is_recent(h->facts, h->sv->self.seen_ms,
	    config->policy.fresh_ms))
		return rule_wait(why, size, "%s has not said lately which version "
		    "it runs; ask it again", h->sv->name);
	if (!str_eq(h->sv->self.version, want))
		return rule_bad(why, size, "%s says it runs %s, not %s; it is not "
		    "what it is taken for: leave it", h->sv->name,
		    h->sv->self.version, want);
	return rule_good(why, size, "it says itself that it runs %s", want);
}
