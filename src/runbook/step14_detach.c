/* Step 14: no balancer lists the old servers any more. */

#include "runbook/common.h"

#include <string.h>

static const struct step_setting settings[] = {
	{ "cut.", NULL, "\"2 why\": detach that server, cutting 2 sessions" },
	{ NULL, NULL, NULL },
};

static bool
touches(const struct scene *scene, const char *lb)
{
	const struct server *sv = NULL;

	while ((sv = common_next_picked(&step_detach, scene, sv)) != NULL) {
		const struct lb_row *row = facts_row(scene->facts, sv->name, lb);

		if (row != NULL && row->state != LB_MAINT)
			return true;
	}
	return false;
}

/* "12 stuck upload" set for this server, or NULL. */
static const char *
cut_of(const struct scene *scene, const struct server *sv)
{
	char key[NAME_LEN + 8];

	str_fmt(key, sizeof(key), "cut.%s", sv->name);
	return choices_get(scene->choices, key);
}

/* "host:port", and the typed override of GR-21 when there is one. */
static void
arg_of(const struct scene *scene, const struct server *sv, char *arg, size_t size)
{
	const char *cut = cut_of(scene, sv);

	str_copy(arg, size, sv->addr);
	if (cut == NULL)
		return;

	size_t digits = strspn(cut, "0123456789");
	const char *reason = cut + digits + strspn(cut + digits, " ");
	str_add(arg, size, " cut %.*s: %s", (int)digits, cut, reason);
}

static bool
is_cut_well_formed(const char *cut)
{
	size_t digits = strspn(cut, "0123456789");

	return digits > 0 && cut[digits] == ' ' &&
	    cut[digits + strspn(cut + digits, " ")] != '\0';
}

static unsigned
sessions_of(const struct scene *scene, const struct server *sv)
{
	const struct lb_row *row = NULL;
	unsigned n = 0;

	while ((row = facts_next_row(scene->facts, sv->name, row)) != NULL)
		n += row->scur + row->qcur;
	return n;
}

/* Fewer is fine, more was not agreed to. */
static void
check_cut(const struct scene *scene, struct checks *checks,
    const struct server *sv, const char *cut)
{
	unsigned now = sessions_of(scene, sv);
	char number[24] = "";
	int64_t agreed = -1;

	if (!is_cut_well_formed(cut) || !str_copy_n(number, sizeof(number), cut,
	    strspn(cut, "0123456789")) ||
	    !str_to_i64(number, 0, UINT32_MAX, &agreed))
		common_say(checks, VERDICT_BAD, "GR-21", 0,
		    "cut.%s wants the number of sessions and a reason", sv->name);
	else if ((int64_t)now > agreed)
		common_say(checks, VERDICT_BAD, "GR-21", 13, "%s has %u session%s "
		    "now and cutting %s was agreed to; set cut.%s again", sv->name,
		    now, str_s(now), number, sv->name);
	else
		common_say(checks, VERDICT_LOOK, "GR-21", 0,
		    "%s is not proven empty; sessions will be cut: %s", sv->name,
		    cut);
}

static void
check_empty(const struct scene *scene, struct checks *checks,
    const struct server *sv)
{
	const struct proof *proof = facts_proof(scene->facts, sv->name);

	if (proof != NULL && proof->verdict == PROOF_EMPTY)
		common_say(checks, VERDICT_GOOD, "GR-21", 0,
		    "%s is proven empty", sv->name);
	else if (cut_of(scene, sv) != NULL)
		check_cut(scene, checks, sv, cut_of(scene, sv));
	else
		/* Drained, and somebody came back with a cookie, or we are new
		 * here and count again: it will be empty by itself. */
		common_say(checks, sv->self.health_file == TRI_NO ? VERDICT_WAIT :
		    VERDICT_BAD, "GR-21", 13, "%s is not proven empty (%s); wait "
		    "in step 13, or pick fewer servers", sv->name,
		    proof == NULL ? "not counted yet" : proof->reason);
}

static void
precheck(const struct scene *scene, struct checks *checks)
{
	const struct server *sv = NULL;

	common_check_picks(&step_detach, scene, checks);
	common_check_successors(&step_detach, scene, checks);
	while ((sv = common_next_picked(&step_detach, scene, sv)) != NULL)
		if (common_is_listed(scene, sv))
			check_empty(scene, checks, sv);
}

static void
plan(const struct scene *scene, struct plan *plan)
{
	const struct server *sv = NULL;
	size_t servers = 0;

	common_add_save_lb(scene, plan, touches);
	while ((sv = common_next_picked(&step_detach, scene, sv)) != NULL) {
		size_t before = plan->n;
		char arg[TEXT_LEN];

		arg_of(scene, sv, arg, sizeof(arg));
		for (size_t j = 0; j < scene->config->n_lbs; j++)
			common_add(scene, plan, ACTION_DETACH, sv->name,
			    scene->config->lbs[j].name, arg);
		servers += plan->n > before;
	}
	if (servers > 0)
		str_fmt(plan->typed, sizeof(plan->typed), "%zu %s", servers,
		    scene->config->deployment);
}

static void
verify_one(const struct scene *scene, struct checks *checks,
    const struct server *sv)
{
	size_t good = 0;

	for (size_t i = 0; i < scene->config->n_lbs; i++) {
		const char *lb = scene->config->lbs[i].name;
		const struct lb_row *row = facts_row(scene->facts, sv->name, lb);

		if (row == NULL || row->state == LB_MAINT)
			good++;
		else
			common_say(checks, VERDICT_BAD, "GR-15", 14,
			    "split: %s still lists %s (%s)", lb, sv->name,
			    row->status);
	}
	if (sv->pooled == TRI_YES)
		common_say(checks, VERDICT_BAD, "GR-27", 14, "the cloud still counts "
		    "%s to the pool: balancers will attach it again", sv->name);
	else if (good == scene->config->n_lbs)
		common_say(checks, VERDICT_GOOD, "GR-15", 0,
		    "no balancer lists %s", sv->name);
}

static void
verify(const struct scene *scene, struct checks *checks)
{
	const struct server *sv = NULL;

	common_check_successors(&step_detach, scene, checks);
	while ((sv = common_next_picked(&step_detach, scene, sv)) != NULL)
		verify_one(scene, checks, sv);
}

/* Drained, it would not become UP: its health check file goes back first. */
static void
undo(const struct scene *scene, const struct plan *done, struct plan *plan)
{
	struct plan attach = { 0 };

	common_undo(scene, done, &attach);
	for (size_t i = 0; i < attach.n; i++) {
		const struct action *action = &attach.actions[i];
		struct action first = { .kind = ACTION_UNDRAIN };

		str_copy(first.server, sizeof(first.server), action->server);
		if (action->kind == ACTION_ATTACH && !plan_has(plan, &first) &&
		    common_is_missing(scene, &first))
			common_append(plan, &first);
	}
	for (size_t i = 0; i < attach.n; i++)
		common_append(plan, &attach.actions[i]);
	plan_done(&attach);
}

const struct step step_detach = {
	.number = 14,
	.name = "detach",
	.title = "Detach the old servers",
	.advice = "Take the old servers, and only those, out of every balancer.  "
	    "They go on\nrunning, so that they can come back in seconds.",
	.undo_text = "attaches them again, until step 18; takes seconds",
	.flags = STEP_TYPED | STEP_PICKS,
	.settings = settings,
	.offers = common_may_go,
	.preset = common_is_marked_old,
	.precheck = precheck,
	.plan = plan,
	.verify = verify,
	.undo = undo,
};
