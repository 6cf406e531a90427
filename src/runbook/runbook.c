/* The table of steps, and the way back. */

#include "runbook/runbook.h"

#include "runbook/common.h"

static const struct step *const steps[STEP_COUNT] = {
	&step_snapshot, &step_migrate, &step_clone, &step_configure,
	&step_save_inputs, &step_set_inputs, &step_launch, &step_launch_more,
	&step_test, &step_array_off, &step_attach, &step_drain, &step_sessions,
	&step_detach, &step_array_update, &step_array_on, &step_test_site,
	&step_terminate,
};

static const struct phase phases[PHASE_COUNT] = {
	{ "Prepare", 1, 6 }, { "Build", 7, 9 }, { "Switch", 10, 14 },
	{ "Restore", 15, 18 },
};

const struct step *
runbook_step(int number)
{
	return number >= 1 && number <= STEP_COUNT ? steps[number - 1] : NULL;
}

const struct step *
runbook_find(const char *name)
{
	int64_t number;

	if (str_to_i64(name, 1, STEP_COUNT, &number))
		return runbook_step((int)number);
	for (int i = 0; i < STEP_COUNT; i++)
		if (str_eq(steps[i]->name, name))
			return steps[i];
	return NULL;
}

const struct phase *
runbook_phase(int index)
{
	return index >= 0 && index < PHASE_COUNT ? &phases[index] : NULL;
}

bool
runbook_is_picked(const struct step *step, const struct scene *scene,
    const struct server *sv)
{
	char why[TEXT_LEN];

	if (step->offers == NULL || !step->offers(scene, sv, why, sizeof(why)))
		return false;
	if (scene->choices->picked)
		return choices_picked(scene->choices, sv->name);
	return step->preset == NULL || step->preset(scene, sv);
}

static bool
was_done(const struct plan *done, enum action_kind kind, const char *server)
{
	for (size_t i = 0; i < done->n; i++)
		if (done->actions[i].kind == kind &&
		    str_eq(done->actions[i].server, server))
			return true;
	return false;
}

static void
back_undrain(const struct scene *scene, const struct plan *done,
    struct plan *plan)
{
	for (size_t i = 0; i < scene->facts->n_servers; i++) {
		const struct server *sv = &scene->facts->servers[i];

		if (common_is_old(sv) && (sv->self.health_file == TRI_NO ||
		    was_done(done, ACTION_DRAIN, sv->name)))
			common_add(scene, plan, ACTION_UNDRAIN, sv->name, NULL,
			    NULL);
	}
}

/* Where the run took it from, and nowhere else. */
static void
back_attach(const struct scene *scene, const struct plan *done,
    struct plan *plan)
{
	struct plan attach = { 0 };

	for (size_t i = 0; i < done->n; i++) {
		const struct action *was = &done->actions[i];
		const struct server *sv = facts_server(scene->facts, was->server);

		if (was->kind == ACTION_DETACH && sv != NULL &&
		    common_is_old(sv))
			common_add(scene, &attach, ACTION_ATTACH, sv->name,
			    was->lb, sv->addr);
	}
	common_add_save_never(scene, &attach, plan);
	for (size_t i = 0; i < attach.n; i++)
		if (!plan_has(plan, &attach.actions[i]))
			common_append(plan, &attach.actions[i]);
	plan_done(&attach);
}

static void
back_former(const struct scene *scene, const struct plan *done,
    enum action_kind kind, struct plan *plan)
{
	struct plan some = { 0 };

	for (size_t i = 0; i < done->n; i++)
		if (done->actions[i].kind == kind)
			common_append(&some, &done->actions[i]);
	common_undo(scene, &some, plan);
	plan_done(&some);
}

static void
back_array(const struct scene *scene, struct plan *plan)
{
	const struct array *array = &scene->facts->array;

	if (array->exists != TRI_YES)
		return;
	if (scene->array_was_on)
		common_add(scene, plan, ACTION_ARRAY_ON, NULL, NULL, NULL);
	else
		common_add(scene, plan, ACTION_ARRAY_OFF, NULL, NULL, NULL);
}

/* Before any is attached, to give up is to end them; later it takes a withdrawal
 * of each (GR-01). */
static size_t
back_discard(const struct scene *scene, const struct plan *done,
    struct plan *plan)
{
	size_t before = plan->n;

	for (size_t i = 0; !scene->attached_any &&
	    i < scene->facts->n_servers; i++) {
		const struct server *sv = &scene->facts->servers[i];

		if (sv->mark == MARK_NEW && sv->id[0] != '\0' &&
		    sv->state != CLOUD_TERMINATED &&
		    was_done(done, ACTION_CLONE, sv->name) &&
		    facts_next_row(scene->facts, sv->name, NULL) == NULL)
			common_add(scene, plan, ACTION_DISCARD, sv->name, NULL,
			    sv->id);
	}
	return plan->n - before;
}

static void
tell_price(struct plan *plan, size_t discarded)
{
	if (discarded > 0)
		str_fmt(plan->note, sizeof(plan->note), "It costs the %zu new server"
		    "%s, which never served, and the time to boot %s again; "
		    "visitors notice nothing.  The backup, the migrations and the "
		    "saved inputs stay.", discarded, str_s(discarded),
		    discarded == 1 ? "it" : "them");
	else
		str_copy(plan->note, sizeof(plan->note), "The new servers stay as "
		    "they are; withdraw them to take them out.");
}

/* Without guard or verdict of its own: each action asks for its permit, and
 * serving comes before all else. */
void
runbook_back(const struct scene *scene, const struct plan *done,
    struct plan *plan)
{
	size_t discarded;

	plan->purpose = PLAN_BACK;
	back_undrain(scene, done, plan);
	back_attach(scene, done, plan);
	back_former(scene, done, ACTION_SET_INPUT, plan);
	back_former(scene, done, ACTION_ARRAY_UPDATE, plan);
	discarded = back_discard(scene, done, plan);
	back_array(scene, plan);
	tell_price(plan, discarded);
}
