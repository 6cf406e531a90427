/* What was shown and confirmed, and the way back: GR-26, GR-25 and GR-23. */

#include "base/str.h"
#include "guard/look.h"

enum verdict
rule_in_plan(const struct hearing *h, char *why, size_t size)
{
	char sentence[TEXT_LEN];

	if (h->planned != NULL || h->is_remedy)
		return VERDICT_GOOD;
	return rule_bad(why, size, "\"%s\" was never shown and confirmed; make a "
	    "plan and look at it", action_sentence(h->action, sentence,
	    sizeof(sentence)));
}

static bool
plan_has_kind(const struct hearing *h, enum action_kind kind)
{
	for (size_t i = 0; i < h->plan->n; i++)
		if (h->plan->actions[i].kind == kind &&
		    str_eq(h->plan->actions[i].server, h->action->server))
			return true;
	return false;
}

/* Building a server is what the plan showed; each step of it changes what is
 * known of the server.  Who takes traffic must be who was shown, always. */
static bool
is_being_built(const struct hearing *h)
{
	return action_effect(h->action->kind) == EFFECT_SAFE &&
	    (plan_has_kind(h, ACTION_MARK) || plan_has_kind(h, ACTION_CLONE) ||
	    plan_has_kind(h, ACTION_CONFIGURE) ||
	    plan_has_kind(h, ACTION_LAUNCH));
}

/* The fingerprint as it was before this plan's own WITHDRAW. */
static void
fingerprint_before(const struct hearing *h, char hex[65])
{
	struct server sv;
	struct facts one = { .servers = &sv, .n_servers = 1 };

	hex[0] = '\0';
	if (h->sv == NULL || h->mark != MARK_WITHDRAWN ||
	    !plan_has_kind(h, ACTION_WITHDRAW))
		return;
	sv = *h->sv;
	sv.mark = MARK_NEW;
	facts_fingerprint(&one, sv.name, hex);
}

enum verdict
rule_as_shown(const struct hearing *h, char *why, size_t size)
{
	char now[65], before[65];

	if (h->planned == NULL || is_being_built(h))
		return VERDICT_GOOD;	/* rule_in_plan has spoken */
	facts_fingerprint(h->facts, h->action->server, now);
	if (str_eq(h->planned->shown, now))
		return VERDICT_GOOD;
	fingerprint_before(h, before);
	if (before[0] != '\0' && str_eq(h->planned->shown, before))
		return VERDICT_GOOD;
	return rule_bad(why, size, "%s is not any more as it was shown; look at the "
	    "plan again", h->action->server[0] != '\0' ? h->action->server :
	    "the world");
}

static enum verdict
stale(const char *who, const char *trouble, char *why, size_t size)
{
	if (trouble[0] != '\0')
		return rule_wait(why, size, "%s does not answer (%s); nothing is "
		    "taken out until it does", who, trouble);
	return rule_wait(why, size, "what %s told is too old; nothing is taken out "
	    "before it is asked again", who);
}

static enum verdict
cloud_is_fresh(const struct hearing *h, char *why, size_t size)
{
	int64_t max_age_ms = h->config->policy.fresh_ms;
	bool any = false;

	for (size_t i = 0; i < h->facts->n_sources; i++) {
		const struct source *source = &h->facts->sources[i];

		if (source->kind != SOURCE_CLOUD)
			continue;
		if (!look_is_recent(h->facts, source->seen_ms, max_age_ms))
			return stale("the cloud", source->trouble, why, size);
		any = true;
	}
	if (!any || (h->sv != NULL &&
	    !look_is_recent(h->facts, h->sv->seen_ms, max_age_ms)))
		return stale("the cloud", "", why, size);
	return VERDICT_GOOD;
}

enum verdict
rule_fresh(const struct hearing *h, char *why, size_t size)
{
	const char *silent = look_silent_lb(h);
	const struct lb *lb = silent == NULL ? NULL : facts_lb(h->facts, silent);
	enum verdict verdict;

	if (!look_takes_out(h))
		return VERDICT_GOOD;
	verdict = cloud_is_fresh(h, why, size);
	if (verdict != VERDICT_GOOD)
		return verdict;
	if (silent != NULL)
		return stale(silent, lb == NULL ? "" : lb->trouble, why, size);
	if (h->config->n_lbs == 0)
		return rule_bad(why, size, "no load balancer is configured, so "
		    "nobody can say who is in use; add them");
	return rule_good(why, size, "the cloud and all balancers have just answered");
}

enum verdict
rule_way_back(const struct hearing *h, char *why, size_t size)
{
	enum action_kind kind = h->action->kind;

	if (!h->past_return || h->plan->purpose == PLAN_FORWARD || h->is_remedy ||
	    kind == ACTION_UNDRAIN || kind == ACTION_ATTACH)
		return VERDICT_GOOD;
	return rule_bad(why, size, "old servers were terminated, so there is no way "
	    "back; repair forward, with what only adds");
}

static bool
is_a_change(enum action_kind kind)
{
	return action_effect(kind) != EFFECT_SAFE || kind == ACTION_MIGRATE ||
	    kind == ACTION_SET_INPUT || kind == ACTION_CONFIGURE ||
	    kind == ACTION_LAUNCH;
}

enum verdict
rule_return_point(const struct hearing *h, char *why, size_t size)
{
	const char *release = h->return_release;

	if (!is_a_change(h->action->kind))
		return VERDICT_GOOD;
	if (release == NULL || release[0] == '\0')
		return rule_bad(why, size, "nobody has written down where to go "
		    "back to; record the running release first");
	if (str_eq(release, h->config->release_to))
		return rule_bad(why, size, "the way back leads to %s, which is the "
		    "new release; correct release_from", release);
	return rule_good(why, size, "the way back leads to %s", release);
}
