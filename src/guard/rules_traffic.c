/* Into service and out of it: GR-13 to GR-18. */

#include "base/str.h"
#include "guard/look.h"

/* What is not surely OLD has to prove itself; a put-back was there before. */
static bool
must_prove(const struct hearing *h)
{
	return h->action->kind == ACTION_ATTACH && h->mark != MARK_OLD &&
	    !h->is_remedy && h->sv != NULL;
}

enum verdict
rule_probed(const struct hearing *h, char *why, size_t size)
{
	unsigned want = h->config->policy.probe_passes;

	if (!must_prove(h))
		return VERDICT_GOOD;
	if (h->sv->probe.passed != TRI_YES)
		return rule_bad(why, size, "%s has not passed its tests (%s); test "
		    "it in step 9", h->sv->name, h->sv->probe.text[0] != '\0' ?
		    h->sv->probe.text : "never tested");
	if (h->sv->probe.passes < want)
		return rule_bad(why, size, "%s passed %u tests in a row and %u are "
		    "wanted; test it longer in step 9", h->sv->name,
		    h->sv->probe.passes, want);
	return rule_good(why, size, "%u tests passed in a row", h->sv->probe.passes);
}

enum verdict
rule_new_version(const struct hearing *h, char *why, size_t size)
{
	const char *want = h->config->release_to;

	if (!must_prove(h))
		return VERDICT_GOOD;
	if (h->sv->self.version[0] == '\0')
		return rule_wait(why, size, "%s does not say which version it runs; "
		    "look at the server", h->sv->name);
	if (!look_is_recent(h->facts, h->sv->self.seen_ms,
	    h->config->policy.fresh_ms))
		return rule_wait(why, size, "%s has not said lately which version "
		    "it runs; ask it again", h->sv->name);
	if (!str_eq(h->sv->self.version, want))
		return rule_bad(why, size, "%s says it runs %s, not %s; correct the "
		    "inputs (step 6) and launch it again", h->sv->name,
		    h->sv->self.version, want);
	return rule_good(why, size, "it says itself that it runs %s", want);
}

/* What is still old must not be among the new: seven of eight is not all.  Who is
 * at work and only missed a question will answer the next one. */
static enum verdict
is_not_of_them(const struct server *sv, char *why, size_t size)
{
	if (sv->self.version[0] == '\0' && sv->state == CLOUD_OPERATIONAL)
		return rule_wait(why, size, "%s is marked NEW and does not say its "
		    "version; look at the server, or discard it and launch another "
		    "(step 8)", sv->name);
	return rule_bad(why, size, "%s is marked NEW and %s%s; discard it and "
	    "launch another (step 8), before any new server is attached",
	    sv->name, sv->self.version[0] == '\0' ?
	    "does not say its version" : "still says ", sv->self.version);
}

enum verdict
rule_complement(const struct hearing *h, char *why, size_t size)
{
	const struct facts *facts = h->facts;
	const char *want = h->config->release_to;

	if (!must_prove(h))
		return VERDICT_GOOD;
	for (size_t i = 0; i < facts->n_servers; i++) {
		const struct server *sv = &facts->servers[i];

		if (sv != h->sv && server_runs(sv) &&
		    sv->state != CLOUD_DECOMMISSIONING &&
		    look_mark(h, sv) == MARK_NEW &&
		    !str_eq(sv->self.version, want))
			return is_not_of_them(sv, why, size);
	}
	return rule_good(why, size, "every new server says it runs %s", want);
}

enum verdict
rule_uniform(const struct hearing *h, char *why, size_t size)
{
	const struct facts *facts = h->facts;

	if ((h->action->kind != ACTION_DRAIN && h->action->kind != ACTION_DETACH) ||
	    h->mark != MARK_OLD)
		return VERDICT_GOOD;
	for (size_t i = 0; i < facts->n_servers; i++) {
		const struct server *sv = &facts->servers[i];

		if (look_mark(h, sv) == MARK_NEW && look_is_listed(h, sv) &&
		    !look_is_up(h, sv))
			return rule_bad(why, size, "%s is not UP on every balancer: "
			    "the site is split; attach it everywhere (step 11) or "
			    "withdraw it", sv->name);
	}
	return rule_good(why, size, "the new servers are UP on every balancer");
}

/* Without "disable-on-404" in sight, the first server is the probe: it must be
 * seen in NOLB before the second one is touched. */
static enum verdict
probe_by_one(const struct hearing *h, const struct lb *lb, char *why, size_t size)
{
	const struct facts *facts = h->facts;
	const char *waiting = NULL;

	for (size_t i = 0; i < facts->n_servers; i++) {
		const struct server *sv = &facts->servers[i];
		const struct lb_row *row = facts_row(facts, sv->name, lb->name);

		if (row == NULL || str_eq(sv->name, h->action->server))
			continue;
		if (row->state == LB_NOLB)
			return VERDICT_GOOD;
		if (row->state == LB_DOWN && row->check_code == 404)
			return rule_bad(why, size, "%s went DOWN on %s when its "
			    "health check failed: sessions are cut there; set "
			    "http-check disable-on-404", sv->name, lb->name);
		if (sv->self.health_file == TRI_NO)
			waiting = sv->name;
	}
	if (waiting != NULL)
		return rule_wait(why, size, "%s is the first to fail its health check "
		    "and is not NOLB on %s yet; wait for it", waiting, lb->name);
	return VERDICT_GOOD;
}

static enum verdict
stops_softly(const struct hearing *h, const struct lb *lb, char *why, size_t size)
{
	if (lb->cuts_on_down == TRI_YES)
		return rule_bad(why, size, "%s cuts sessions when a server goes down "
		    "(on-marked-down shutdown-sessions); take that out of its "
		    "configuration", lb->name);
	switch (lb->soft_stop) {
	case TRI_YES:
		return VERDICT_GOOD;
	case TRI_UNKNOWN:
		return probe_by_one(h, lb, why, size);
	case TRI_NO:
		break;
	}
	return rule_bad(why, size, "%s has no http-check disable-on-404: a failed "
	    "check moves or cuts visitors; add it to its configuration", lb->name);
}

enum verdict
rule_soft_stop(const struct hearing *h, char *why, size_t size)
{
	const struct config *config = h->config;

	if (h->action->kind != ACTION_DRAIN)
		return VERDICT_GOOD;
	for (size_t i = 0; i < config->n_lbs; i++) {
		const struct lb *lb = facts_lb(h->facts, config->lbs[i].name);
		enum verdict verdict;

		if (lb == NULL)
			return rule_wait(why, size, "%s has not answered yet; wait "
			    "until it does", config->lbs[i].name);
		verdict = stops_softly(h, lb, why, size);
		if (verdict != VERDICT_GOOD)
			return verdict;
	}
	return rule_good(why, size, "open sessions go on when the check fails");
}

/* Those who are to serve do serve, before the others are touched. */
enum verdict
rule_other_side(const struct hearing *h, char *why, size_t size)
{
	const struct config *config = h->config;
	enum mark other = h->mark == MARK_OLD ? MARK_NEW : MARK_OLD;

	if (!look_ends_service(h->action->kind) || !look_in_traffic(h))
		return VERDICT_GOOD;
	for (size_t i = 0; i < config->n_lbs; i++) {
		const char *lb = config->lbs[i].name;

		if (look_serving_of(h, lb, other) == 0)
			return rule_bad(why, size, "no %s server serves on %s; %s "
			    "before %s is touched", mark_name(other), lb,
			    other == MARK_NEW ? "attach one (step 11)" :
			    "put one back", h->action->server);
	}
	return rule_good(why, size, "%s servers serve on every balancer",
	    mark_name(other));
}

enum verdict
rule_saved_balancer(const struct hearing *h, char *why, size_t size)
{
	const struct lb *lb = facts_lb(h->facts, h->action->lb);

	if (h->action->kind != ACTION_ATTACH && h->action->kind != ACTION_DETACH)
		return VERDICT_GOOD;
	if (lb == NULL || lb->saved_ms == 0)
		return rule_bad(why, size, "the state of %s is not saved, so it could "
		    "not be put back; save it first", h->action->lb);
	return rule_good(why, size, "the balancer's state is saved");
}
