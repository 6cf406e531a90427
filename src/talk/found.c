/* Where the world is not as the finished steps left it. */

#include "talk/found.h"

#include "base/str.h"
#include "talk/standing.h"

static void
array_is_off(const struct view *view, struct checks *checks)
{
	if (view->facts->array.enabled == TRI_YES)
		checks_add(checks, VERDICT_LOOK, "%s is enabled, though step 10 "
		    "stopped it.", view->facts->array.name);
}

static void
new_is_tagged(const struct view *view, const struct server *sv,
    struct checks *checks)
{
	(void)view;
	if (sv->mark == MARK_NEW && sv->tag != MARK_NEW)
		checks_add(checks, VERDICT_LOOK, "%s is NEW, but its tag in the "
		    "cloud says %s.", sv->name, mark_name(sv->tag));
}

/* Whom the run gave up itself it does not miss. */
static bool
launch_stands(const struct view *view, const struct server *sv)
{
	const struct plan *done = view->scene->done;

	for (int s = 1; done != NULL && s <= STEP_COUNT; s++)
		for (size_t i = 0; i < done[s].n; i++)
			if (done[s].actions[i].kind == ACTION_LAUNCH &&
			    str_eq(done[s].actions[i].server, sv->name))
				return true;
	return false;
}

static void
new_runs(const struct view *view, const struct server *sv, struct checks *checks)
{
	if (sv->mark == MARK_NEW && !server_runs(sv) && launch_stands(view, sv))
		checks_add(checks, VERDICT_LOOK, "%s is NEW and %s, though it was "
		    "launched and tested.", sv->name, cloud_state_name(sv->state));
}

/* Listed there, and not in MAINT. */
static const struct lb_row *
row_on(const struct view *view, const struct server *sv, const char *lb)
{
	const struct lb_row *row = facts_row(view->facts, sv->name, lb);

	return row == NULL || row->state == LB_MAINT ? NULL : row;
}

static void
new_is_listed(const struct view *view, const struct server *sv,
    struct checks *checks)
{
	for (size_t i = 0; i < view->config->n_lbs; i++) {
		const char *lb = view->config->lbs[i].name;
		if (sv->mark == MARK_NEW && server_runs(sv) &&
		    !standing_is_silent(view, lb) && row_on(view, sv, lb) == NULL)
			checks_add(checks, VERDICT_LOOK, "%s is NEW and %s does "
			    "not list it, though step 11 is done.", sv->name, lb);
	}
}

static void
old_gets_none(const struct view *view, const struct server *sv,
    struct checks *checks)
{
	for (size_t i = 0; i < view->config->n_lbs; i++) {
		const char *lb = view->config->lbs[i].name;
		const struct lb_row *row = row_on(view, sv, lb);
		if (sv->mark == MARK_OLD && row != NULL && lb_row_serves(row) &&
		    !standing_is_silent(view, lb))
			checks_add(checks, VERDICT_LOOK, "%s is OLD and UP on %s, "
			    "though step 12 is done.", sv->name, lb);
	}
}

static void
old_is_off(const struct view *view, const struct server *sv,
    struct checks *checks)
{
	for (size_t i = 0; i < view->config->n_lbs; i++) {
		const char *lb = view->config->lbs[i].name;
		const struct lb_row *row = row_on(view, sv, lb);
		if (sv->mark == MARK_OLD && row != NULL &&
		    !standing_is_silent(view, lb))
			checks_add(checks, VERDICT_LOOK, "%s is OLD and %s lists "
			    "it (%s), though step 14 is done.", sv->name, lb,
			    lb_state_name(row->state));
	}
}

/* Holds from the end of one step until another begins. */
static const struct {
	int done, until;
	void (*world)(const struct view *view, struct checks *checks);
	void (*each)(const struct view *view, const struct server *sv,
	    struct checks *checks);
} beliefs[] = {
	{ 14, STEP_COUNT + 1, NULL, old_is_off },
	{ 12, 14, NULL, old_gets_none },
	{ 11, STEP_COUNT + 1, NULL, new_is_listed },
	{ 9, STEP_COUNT + 1, NULL, new_runs },
	{ 3, STEP_COUNT + 1, NULL, new_is_tagged },
	{ 10, 16, array_is_off, NULL },
};

static bool
holds(const struct view *view, int done, int until)
{
	return view->states[done] == STATE_DONE && (until > STEP_COUNT ||
	    view->states[until] == STATE_TODO ||
	    view->states[until] == STATE_CHECKED ||
	    view->states[until] == STATE_PLANNED);
}

void
found_differences(const struct view *view, struct checks *checks)
{
	if (standing_runs(view) || view->unsettled != NULL || view->ended)
		return;
	for (size_t b = 0; b < countof(beliefs); b++) {
		if (!holds(view, beliefs[b].done, beliefs[b].until))
			continue;
		if (beliefs[b].world != NULL)
			beliefs[b].world(view, checks);
		for (size_t i = 0; beliefs[b].each != NULL &&
		    i < view->facts->n_servers; i++)
			beliefs[b].each(view, &view->facts->servers[i], checks);
	}
}
