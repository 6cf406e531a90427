/* What several steps ask and plan. */

#include "runbook/common.h"

#include <stdlib.h>
#include <string.h>

#include "model/settle.h"

bool
common_is_old(const struct server *sv)
{
	return sv->mark == MARK_OLD && server_runs(sv);
}

bool
common_is_new(const struct server *sv)
{
	if (sv->mark != MARK_NEW || sv->probe.passed == TRI_NO)
		return false;
	return sv->state == CLOUD_INACTIVE || sv->state == CLOUD_PENDING ||
	    sv->state == CLOUD_BOOTING || sv->state == CLOUD_OPERATIONAL;
}

bool
common_is_new_running(const struct server *sv)
{
	return common_is_new(sv) && server_runs(sv);
}

bool
common_is_tag(const struct server *sv)
{
	return sv->mark == MARK_NEW && sv->id[0] == '\0' &&
	    sv->state != CLOUD_TERMINATED;
}

bool
common_is_proven(const struct server *sv)
{
	return sv->mark == MARK_NEW && sv->state == CLOUD_OPERATIONAL &&
	    sv->probe.passed == TRI_YES;
}

/* Before it is known who a server is, nobody is told that it is somebody else. */
void
common_why_not_old(const struct server *sv, const char *otherwise, char *why,
    size_t size)
{
	bool silent = sv->mark == MARK_UNKNOWN && server_runs(sv) &&
	    sv->tag == MARK_OLD && sv->self.version[0] == '\0';

	str_copy(why, size, silent ? "not known yet: it does not say its release" :
	    otherwise);
}

bool
common_may_go(const struct scene *scene, const struct server *sv, char *why,
    size_t size)
{
	(void)scene;
	switch (sv->mark) {
	case MARK_OLD:
	case MARK_WITHDRAWN:
		if (server_runs(sv))
			return true;
		str_fmt(why, size, "it is %s", cloud_state_name(sv->state));
		return false;
	case MARK_NEW:
		str_copy(why, size, "locked: this run marked it NEW");
		return false;
	case MARK_UNKNOWN:
	case MARK_COUNT:
		break;
	}
	common_why_not_old(sv, "locked: this run does not know it as OLD", why, size);
	return false;
}

bool
common_is_marked_old(const struct scene *scene, const struct server *sv)
{
	(void)scene;
	return sv->mark == MARK_OLD;
}

const struct server *
common_next_picked(const struct step *step, const struct scene *scene,
    const struct server *after)
{
	const struct facts *facts = scene->facts;
	size_t i = after == NULL ? 0 : (size_t)(after - facts->servers) + 1;

	for (; i < facts->n_servers; i++)
		if (runbook_is_picked(step, scene, &facts->servers[i]))
			return &facts->servers[i];
	return NULL;
}

bool
common_is_listed(const struct scene *scene, const struct server *sv)
{
	for (size_t i = 0; i < scene->config->n_lbs; i++) {
		const struct lb_row *row = facts_row(scene->facts, sv->name,
		    scene->config->lbs[i].name);

		if (row != NULL && row->state != LB_MAINT)
			return true;
	}
	return false;
}

size_t
common_count(const struct facts *facts, bool (*is)(const struct server *sv))
{
	size_t n = 0;

	for (size_t i = 0; i < facts->n_servers; i++)
		n += is(&facts->servers[i]);
	return n;
}

const struct server *
common_first(const struct facts *facts, bool (*is)(const struct server *sv))
{
	for (size_t i = 0; i < facts->n_servers; i++)
		if (is(&facts->servers[i]))
			return &facts->servers[i];
	return NULL;
}

/* Taken also when only a balancer knows the name, or when a server of that
 * name was terminated: names in the journal mean one thing. */
static bool
is_taken(const struct scene *scene, const struct plan *plan, const char *name)
{
	if (facts_server(scene->facts, name) != NULL ||
	    facts_next_row(scene->facts, name, NULL) != NULL)
		return true;
	for (size_t i = 0; i < plan->n; i++)
		if (str_eq(plan->actions[i].server, name))
			return true;
	return false;
}

void
common_free_name(const struct scene *scene, const struct plan *plan,
    const char *source, bool new_ten, char name[NAME_LEN])
{
	size_t stem = strlen(source);
	const char *dash = "";

	while (stem > 0 && source[stem - 1] >= '0' && source[stem - 1] <= '9')
		stem--;
	if (source[stem] == '\0')
		dash = "-";

	long number = strtol(source + stem, NULL, 10);
	number = new_ten ? (number / 10 + 1) * 10 + 1 : number + 1;
	do {
		str_fmt(name, NAME_LEN, "%.*s%s%ld", (int)stem, source, dash,
		    number++);
	} while (is_taken(scene, plan, name));
}

const char *
common_setting(const struct scene *scene, const char *key, const char *otherwise)
{
	const char *value = choices_get(scene->choices, key);

	return value == NULL ? otherwise : value;
}

/* A row that is there but not yet UP needs patience, not a second attach. */
static bool
is_attached(const struct scene *scene, const struct action *action)
{
	const struct lb_row *row =
	    facts_row(scene->facts, action->server, action->lb);

	return row != NULL && row->state != LB_MAINT;
}

static enum tri
health_file(const struct scene *scene, const struct action *action)
{
	const struct server *sv = facts_server(scene->facts, action->server);

	return sv == NULL ? TRI_UNKNOWN : sv->self.health_file;
}

bool
common_is_missing(const struct scene *scene, const struct action *action)
{
	char why[TEXT_LEN];

	if (action->kind == ACTION_ATTACH)
		return !is_attached(scene, action);
	if (action->kind == ACTION_DETACH)
		return is_attached(scene, action);
	if (action->kind == ACTION_DRAIN)
		return health_file(scene, action) != TRI_NO;
	if (action->kind == ACTION_UNDRAIN)
		return health_file(scene, action) != TRI_YES;
	return settle(scene->facts, scene->config, action, 0, why,
	    sizeof(why)) != SETTLED_YES;
}

struct action *
common_add(const struct scene *scene, struct plan *plan, enum action_kind kind,
    const char *server, const char *lb, const char *arg)
{
	struct action *action = plan_add(plan, kind, server, lb, arg);

	if (common_is_missing(scene, action))
		return action;
	plan->n--;
	return NULL;
}

void
common_append(struct plan *plan, const struct action *action)
{
	*plan_add(plan, action->kind, NULL, NULL, NULL) = *action;
}

/* Once in a run, before the first change: a state that was saved later would
 * overwrite the one to go back to. */
static void
add_save_lb(const struct scene *scene, struct plan *plan, const char *name)
{
	const struct lb *lb = facts_lb(scene->facts, name);
	char path[TEXT_LEN];

	if (lb != NULL && lb->saved_ms != 0)
		return;
	str_fmt(path, sizeof(path), "%s/%s.state", scene->run_dir, name);
	plan_add(plan, ACTION_SAVE_LB, NULL, name, path);
}

void
common_add_save_lb(const struct scene *scene, struct plan *plan,
    bool (*touches)(const struct scene *scene, const char *lb))
{
	for (size_t i = 0; i < scene->config->n_lbs; i++)
		if (touches(scene, scene->config->lbs[i].name))
			add_save_lb(scene, plan, scene->config->lbs[i].name);
}

static bool
moved_servers_of(const struct plan *done, const char *lb)
{
	for (size_t i = 0; i < done->n; i++)
		if ((done->actions[i].kind == ACTION_ATTACH ||
		    done->actions[i].kind == ACTION_DETACH) &&
		    str_eq(done->actions[i].lb, lb))
			return true;
	return false;
}

void
common_add_save_never(const struct scene *scene, const struct plan *done,
    struct plan *plan)
{
	for (size_t i = 0; i < scene->config->n_lbs; i++) {
		const char *name = scene->config->lbs[i].name;

		if (moved_servers_of(done, name))
			add_save_lb(scene, plan, name);
	}
}

/* SET_INPUT aims at its key, all others at a server or a balancer. */
static bool
same_target(const struct action *a, const struct action *b)
{
	size_t key = strcspn(a->arg, "=");

	if (a->kind != b->kind)
		return false;
	if (a->kind == ACTION_SET_INPUT)
		return key == strcspn(b->arg, "=") &&
		    strncmp(a->arg, b->arg, key) == 0;
	return str_eq(a->server, b->server) && str_eq(a->lb, b->lb);
}

/* Only what the first change replaced is worth going back to. */
static bool
is_first_change(const struct plan *done, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (same_target(&done->actions[i], &done->actions[at]))
			return false;
	return true;
}

static bool
is_planned(const struct plan *plan, enum action_kind kind, const char *server,
    const char *lb)
{
	for (size_t i = 0; i < plan->n; i++)
		if (plan->actions[i].kind == kind &&
		    str_eq(plan->actions[i].server, server) &&
		    str_eq(plan->actions[i].lb, lb))
			return true;
	return false;
}

static void
undo_by_discard(const struct scene *scene, const struct action *was,
    struct plan *plan)
{
	const struct server *sv = facts_server(scene->facts, was->server);

	if (sv != NULL && sv->id[0] != '\0' && sv->state != CLOUD_TERMINATED)
		plan_add(plan, ACTION_DISCARD, was->server, NULL, sv->id);
}

/* A launch and its clone are undone by the same discard, a trial and what it
 * was for by the same stop; what is discarded needs no former values. */
static bool
is_undone_by_other(const struct action *was, const struct plan *plan)
{
	enum action_kind opposite = action_opposite(was->kind);

	if (opposite != was->kind)
		return is_planned(plan, opposite, was->server, was->lb);
	return was->server[0] != '\0' &&
	    is_planned(plan, ACTION_DISCARD, was->server, "");
}

/* What was done to a server ends with it. */
static bool
is_gone(const struct scene *scene, const char *name)
{
	const struct server *sv = facts_server(scene->facts, name);

	return sv != NULL && sv->state == CLOUD_TERMINATED;
}

static void
undo_one(const struct scene *scene, const struct plan *done, size_t at,
    struct plan *plan)
{
	const struct action *was = &done->actions[at];
	enum action_kind opposite = action_opposite(was->kind);
	char arg[TEXT_LEN];

	if (opposite == ACTION_NONE || !is_first_change(done, at) ||
	    is_undone_by_other(was, plan) || is_gone(scene, was->server))
		return;
	if (opposite == ACTION_DISCARD) {
		undo_by_discard(scene, was, plan);
		return;
	}
	if (opposite == ACTION_ARRAY_ON && !scene->array_was_on)
		return;
	str_copy(arg, sizeof(arg), opposite == was->kind ? was->former :
	    was->arg);
	if (opposite == ACTION_ATTACH)
		arg[strcspn(arg, " ")] = '\0';	/* the override of a detach */

	struct action *action = common_add(scene, plan, opposite, was->server,
	    was->lb, arg);
	if (action != NULL && opposite == was->kind)
		str_copy(action->former, sizeof(action->former), was->arg);
}

void
common_undo(const struct scene *scene, const struct plan *done,
    struct plan *plan)
{
	struct plan opposites = { 0 };

	for (size_t i = done->n; i > 0; i--)
		undo_one(scene, done, i - 1, &opposites);
	common_add_save_never(scene, &opposites, plan);
	for (size_t i = 0; i < opposites.n; i++)
		common_append(plan, &opposites.actions[i]);
	plan_done(&opposites);
}
