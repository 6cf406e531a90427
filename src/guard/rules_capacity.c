/* Enough servers, at every moment: GR-09 to GR-11. */

#include "base/str.h"
#include "guard/look.h"

enum verdict
rule_floor(const struct hearing *h, char *why, size_t size)
{
	const struct config *config = h->config;
	unsigned floor = config->policy.floor > 1 ? config->policy.floor : 1;

	if (!look_in_traffic(h))
		return VERDICT_GOOD;
	if (look_silent_lb(h) != NULL)
		return rule_wait(why, size, "%s does not say who serves; wait until "
		    "it answers", look_silent_lb(h));
	for (size_t i = 0; i < config->n_lbs; i++) {
		const char *lb = config->lbs[i].name;
		unsigned n = look_serving(h, lb), maybe = look_unchecked(h, lb);

		if (n < floor && n + maybe >= floor)
			return rule_wait(why, size, "%s has just begun and has not "
			    "looked at %u server%s yet; wait for its first checks",
			    lb, maybe, str_s(maybe));
		if (n < floor)
			return rule_bad(why, size, "without %s %u would serve on %s "
			    "and the floor is %u; pick fewer servers or attach "
			    "more", h->action->server, n, lb, floor);
	}
	return rule_good(why, size, "at least %u go on serving on every balancer",
	    floor);
}

enum verdict
rule_equality(const struct hearing *h, char *why, size_t size)
{
	const struct facts *facts = h->facts;
	unsigned old = 0, healthy = 0;

	if (h->action->kind != ACTION_ATTACH || h->mark == MARK_OLD ||
	    h->is_remedy)
		return VERDICT_GOOD;
	for (size_t i = 0; i < facts->n_servers; i++) {
		const struct server *sv = &facts->servers[i];
		enum mark mark = look_mark(h, sv);

		if (!server_runs(sv))
			continue;
		old += mark == MARK_OLD;
		healthy += mark == MARK_NEW && sv->probe.passed == TRI_YES;
	}
	if (healthy < old)
		return rule_bad(why, size, "%u new servers are healthy and %u old "
		    "ones run, the array's counted; launch more in step 8",
		    healthy, old);
	return rule_good(why, size, "%u healthy new servers for %u old", healthy, old);
}

static bool
is_a_removal(enum action_kind kind)
{
	return kind == ACTION_DETACH || kind == ACTION_TERMINATE;
}

enum verdict
rule_rate(const struct hearing *h, char *why, size_t size)
{
	unsigned most = h->config->policy.removals_per_minute;

	if (!is_a_removal(h->action->kind) || h->removals_last_minute < most)
		return VERDICT_GOOD;
	return rule_wait(why, size, "other servers removed in the last minute: %u; "
	    "allowed: %u; the others go on serving: wait",
	    h->removals_last_minute, most);
}

/* Going back is not stopped: the trouble may be the new servers' own doing. */
static bool
burdens_survivors(const struct hearing *h)
{
	return look_ends_service(h->action->kind) &&
	    h->plan->purpose == PLAN_FORWARD;
}

/* rule_fresh has seen to it that each balancer has just answered. */
enum verdict
rule_queue(const struct hearing *h, char *why, size_t size)
{
	const struct config *config = h->config;

	if (!burdens_survivors(h))
		return VERDICT_GOOD;
	for (size_t i = 0; i < config->n_lbs; i++) {
		const struct lb *lb = facts_lb(h->facts, config->lbs[i].name);

		if (lb != NULL && lb->backend_queue > config->policy.queue_most)
			return rule_wait(why, size, "%u visitors wait in %s's queue "
			    "(allowed: %u): the servers that stay have enough to "
			    "do; wait until it is shorter", lb->backend_queue,
			    lb->name, config->policy.queue_most);
	}
	return rule_good(why, size, "at most %u visitors wait in a queue",
	    config->policy.queue_most);
}

static enum verdict
errors_of(const struct hearing *h, size_t i, char *why, size_t size)
{
	const char *name = h->config->lbs[i].name;
	const struct lb *lb = facts_lb(h->facts, name);
	int64_t now = lb == NULL ? -1 : pace_rise(&lb->errors_pace,
	    h->facts->now_ms);
	int64_t before = h->calm == NULL ? now : h->calm[i];

	if (lb != NULL && lb->errors < 0)
		return rule_bad(why, size, "%s does not count 5xx answers (mode "
		    "tcp?), so nobody would see the servers that stay fail",
		    name);
	if (now < 0)
		return rule_wait(why, size, "%s's 5xx answers were not counted for "
		    "long enough to see a rise; wait", name);
	if (now > (before < 0 ? 0 : before) + h->config->policy.errors_most)
		return rule_wait(why, size, "%s counted %lld 5xx answers in the last "
		    "minute, and %lld in the one before this plan: the servers "
		    "that stay fail; find out why, or go back", name,
		    (long long)now, (long long)(before < 0 ? 0 : before));
	return VERDICT_GOOD;
}

enum verdict
rule_errors(const struct hearing *h, char *why, size_t size)
{
	if (!burdens_survivors(h))
		return VERDICT_GOOD;
	for (size_t i = 0; i < h->config->n_lbs; i++) {
		enum verdict verdict = errors_of(h, i, why, size);

		if (verdict != VERDICT_GOOD)
			return verdict;
	}
	return rule_good(why, size, "5xx answers do not rise on any balancer");
}
