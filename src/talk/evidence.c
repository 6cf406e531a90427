/* What speaks for ending the old servers. */

#include "talk/evidence.h"

#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "talk/standing.h"

#define SNAPSHOT_STEP 1
#define DETACH_STEP 14
#define SITE_STEP 17
#define DAY_MS (24 * 3600 * INT64_C(1000))

/* "14:34"; with the day when it is another one, which an hour would hide. */
static const char *
moment(const struct look *look, int64_t wall_ms, char *dst, size_t size)
{
	char iso[32], hms[16];

	(void)clock_hms(wall_ms, hms, sizeof(hms));
	(void)clock_iso(wall_ms, iso, sizeof(iso));
	if (look->wall_ms / DAY_MS == wall_ms / DAY_MS)
		(void)str_fmt(dst, size, "%.5s", hms);
	else
		(void)str_fmt(dst, size, "%.10s %.5s", iso, hms);
	return dst;
}

/* When this step was done, while it is; 0: it is not, or not in this run. */
static int64_t
done_at(const struct view *view, int step)
{
	return view->states[step] == STATE_DONE ?
	    view->times[step].ended_wall_ms : 0;
}

/* ---- the balancers and their sessions ---- */

typedef bool is_so_fn(const struct view *view, const char *server);

/* The first of the servers that the plan ends of which this is so; NULL: none. */
static const char *
first_of(const struct view *view, is_so_fn *is_so)
{
	for (size_t i = 0; i < view->plan->n; i++) {
		const struct action *action = &view->plan->actions[i];
		if (action->kind == ACTION_TERMINATE && is_so(view, action->server))
			return action->server;
	}
	return NULL;
}

static bool
is_listed(const struct view *view, const char *server)
{
	return facts_listed(view->facts, server, INT64_MAX) == TRI_YES;
}

static bool
has_sessions(const struct view *view, const char *server)
{
	return standing_sessions(view, server, NULL) > 0;
}

/* The first balancer whose newest answer is too old to go by; NULL: none. */
static const char *
first_old(const struct look *look)
{
	const struct config *config = look->view->config;

	for (size_t i = 0; i < config->n_lbs; i++) {
		int64_t age = standing_lb_age_ms(look->view, config->lbs[i].name,
		    look->now_ms);
		if (age < 0 || age > config->policy.fresh_ms)
			return config->lbs[i].name;
	}
	return NULL;
}

static void
add_no_session(struct lines *lines, const struct look *look, int64_t since)
{
	const char *busy = first_of(look->view, has_sessions);
	int64_t limit = look->view->config->drain_limit_ms;
	int64_t none = look->wall_ms > since ? look->wall_ms - since : 0;
	char span[32], most[32];

	if (busy != NULL) {
		lines_add(lines, LINE_BAD, "%s still has sessions", busy);
		return;
	}
	lines_add(lines, none >= limit ? LINE_GOOD : LINE_LOOK,
	    "no session for %s; the session limit is %s", standing_round_span(none, span,
	    sizeof(span)), standing_round_span(limit, most, sizeof(most)));
}

static void
add_balancers(struct lines *lines, const struct look *look)
{
	const char *listed = first_of(look->view, is_listed);
	const char *old = first_old(look);
	int64_t since = done_at(look->view, DETACH_STEP);
	char text[32];

	if (listed != NULL) {
		lines_add(lines, LINE_BAD, "%s is in a load balancer now", listed);
	} else if (old != NULL) {
		lines_add(lines, LINE_UNKNOWN, "whether a load balancer lists them is "
		    "not known: %s does not answer", old);
	} else if (since == 0) {
		lines_add(lines, LINE_LOOK, "in no load balancer, asked just now; "
		    "since when is not known: step 14 is not done");
	} else {
		lines_add(lines, LINE_GOOD, "in no load balancer since %s, asked "
		    "again just now", moment(look, since, text, sizeof(text)));
		add_no_session(lines, look, since);
	}
}

/* ---- the site ---- */

static void
add_serving(char *dst, size_t size, const struct view *view)
{
	char names[TEXT_LEN];
	long sum = facts_no_servers(view->facts) == NULL ? 0 : -1;

	for (size_t i = 0; i < view->facts->n_servers && sum >= 0; i++) {
		const struct server *sv = &view->facts->servers[i];
		long one = standing_sessions(view, sv->name, NULL);
		if (sv->mark == MARK_NEW && facts_next_row(view->facts, sv->name,
		    NULL) != NULL)
			sum = one < 0 ? -1 : sum + one;
	}
	if (sum < 0)
		(void)str_add(dst, size, "; how many sessions the NEW servers have is "
		    "not known");
	else
		(void)str_add(dst, size, "; %s: %ld session%s now",
		    standing_names(view, MARK_NEW, true, names, sizeof(names)), sum,
		    str_s(sum));
}

static void
add_site(struct lines *lines, const struct look *look)
{
	int64_t at = done_at(look->view, SITE_STEP);
	char text[2 * TEXT_LEN], when[32];

	if (at == 0)
		(void)str_copy(text, sizeof(text), look->view->states[SITE_STEP] ==
		    STATE_SKIPPED ? "the site was not tested: step 17 was skipped" :
		    "the site was not tested: step 17 is not done");
	else
		(void)str_fmt(text, sizeof(text), "the site test passed at %s",
		    moment(look, at, when, sizeof(when)));
	add_serving(text, sizeof(text), look->view);
	lines_add(lines, at == 0 ? LINE_LOOK : LINE_GOOD, "%s", text);
}

/* ---- the backup ---- */

static void
add_backup(struct lines *lines, const struct look *look)
{
	const struct snapshot *snapshot = &look->view->facts->db.snapshot;
	const char *name = strrchr(snapshot->id, '/');
	char when[32];

	name = name == NULL ? snapshot->id : name + 1;
	if (snapshot->state == SNAPSHOT_NONE)
		lines_add(lines, LINE_LOOK, "no backup of this run is known%s",
		    look->view->states[SNAPSHOT_STEP] == STATE_SKIPPED ?
		    ": step 1 was skipped" : "");
	else if (snapshot->state != SNAPSHOT_COMPLETE)
		lines_add(lines, LINE_LOOK, "backup %s is not complete", name);
	else if (snapshot->verified != TRI_YES)
		lines_add(lines, LINE_LOOK, "backup %s of %s was not read back: "
		    "whether it can be restored is not known", name, moment(look,
		    snapshot->wall_ms, when, sizeof(when)));
	else
		lines_add(lines, LINE_GOOD, "backup %s of %s was read back: it can be "
		    "restored", name, moment(look, snapshot->wall_ms, when,
		    sizeof(when)));
}

static bool
terminates(const struct plan *plan)
{
	for (size_t i = 0; i < plan->n; i++)
		if (plan->actions[i].kind == ACTION_TERMINATE)
			return true;
	return false;
}

bool
evidence_is_shown(const struct look *look)
{
	return look->view->step->number == STEP_COUNT &&
	    terminates(look->view->plan);
}

void
evidence_add(struct lines *lines, const struct look *look)
{
	if (!evidence_is_shown(look))
		return;
	add_balancers(lines, look);
	add_site(lines, look);
	add_backup(lines, look);
}

/* "14:34", "11-26 22:57": which year it is nobody asks on one line. */
static const char *
moment_brief(const struct look *look, int64_t wall_ms, char *dst, size_t size)
{
	char whole[32];

	(void)moment(look, wall_ms, whole, sizeof(whole));
	(void)str_copy(dst, size, whole + (strlen(whole) > strlen("14:34") ?
	    strlen("2026-") : 0));
	return dst;
}

const char *
evidence_brief(const struct look *look, char *dst, size_t size)
{
	int64_t since = done_at(look->view, DETACH_STEP);
	char off[32], site[32], backup[32];

	(void)str_fmt(dst, size, "off, no session since %s; site good %s; backup %s",
	    moment_brief(look, since, off, sizeof(off)),
	    moment_brief(look, done_at(look->view, SITE_STEP), site, sizeof(site)),
	    moment_brief(look, look->view->facts->db.snapshot.wall_ms, backup,
	    sizeof(backup)));
	return dst;
}

const char *
evidence_bake_text(const struct look *look, char *dst, size_t size)
{
	int64_t end = look->view->bake_ends_ms;
	int64_t left = end - look->now_ms;
	char when[32], span[32];

	dst[0] = '\0';
	(void)moment(look, look->wall_ms + left, when, sizeof(when));
	/* Who only watches has no guard to ask. */
	if (look->view->watching)
		return dst;
	if (end == 0)
		(void)str_copy(dst, size, "Step 18 needs step 14: no OLD server is off "
		    "every balancer.");
	else if (left > 0)
		(void)str_fmt(dst, size, "Step 18 may begin at %s, in %s: the bake time "
		    "after step 14.", when, clock_span(left, span, sizeof(span)));
	else
		(void)str_fmt(dst, size, "Step 18 may begin: the bake time after step "
		    "14 was over at %s.", when);
	return dst;
}
