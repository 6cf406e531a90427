/* A pick: every server in it is known, offered and named once, or none is picked. */

#include "engine/run_priv.h"

/* Steps that take servers out: the kind that a pick there will ask for. */
static enum action_kind
takes_out_kind(const struct step *step)
{
	switch (step->number) {
	case 12: return ACTION_DRAIN;
	case 14: return ACTION_DETACH;
	case 18: return ACTION_TERMINATE;
	default: return ACTION_NONE;
	}
}

/* The guard's own words on a server that may not be picked here. */
static int
refuse_pick(struct run *run, const struct server *sv, const char *why,
    struct err *err)
{
	enum action_kind kind = takes_out_kind(run->step);
	struct checks checks = { 0 };
	const struct check *found = NULL;
	struct plan plan = { 0 };
	struct action action;

	if (kind == ACTION_NONE)
		return err_set(err, ERR_USAGE, "%s cannot be picked here: %s",
		    sv->name, why);
	(void)plan_add(&plan, kind, sv->name, kind == ACTION_DETACH ?
	    run->config->lbs[0].name : NULL,
	    kind == ACTION_TERMINATE ? sv->id : sv->addr);
	plan_seal(&plan, watch_facts(run->watch));
	guard_review(run->guard, watch_facts(run->watch), &plan, &checks);
	for (size_t i = 0; i < checks.n && found == NULL; i++)
		if (checks.list[i].verdict == VERDICT_BAD &&
		    str_eq(checks.list[i].rule, "GR-01"))
			found = &checks.list[i];
	if (found == NULL)
		found = checks_first(&checks, VERDICT_BAD);
	action = plan.actions[0];
	(void)run_refuse(run, found == NULL ? "GR-03" : found->rule, &action,
	    found == NULL ? why : found->text);
	(void)err_set(err, ERR_GUARD, "%s", found == NULL ? why : found->text);
	plan_done(&plan);
	checks_done(&checks);
	return -1;
}

static int
may_pick(struct run *run, const struct intent *intent, size_t i,
    struct err *err)
{
	const char *name = intent->names[i];
	const struct scene *scene = run_scene(run, run->step->number);
	const struct server *sv = facts_server(scene->facts, name);
	char why[TEXT_LEN] = "";

	for (size_t k = 0; k < i; k++)
		if (str_eq(intent->names[k], name))
			return err_set(err, ERR_GUARD,
			    "GR-03: %s is picked twice", name);
	if (sv == NULL)
		return err_set(err, ERR_GUARD, "GR-03: there is no server \"%s\" "
		    "in this deployment; nothing is picked", name);
	if (run->step->offers(scene, sv, why, sizeof(why)))
		return 0;
	return run_is_undecided(run, name) ? err_set(err, ERR_NOT_YET, "it is not known "
	    "yet whether %s is OLD: it does not say its release; pick it when its page "
	    "answers", name) : refuse_pick(run, sv, why, err);
}

int
run_pick(struct run *run, const struct intent *intent, struct err *err)
{
	struct choices *choices = &run->choices[run->step->number];
	struct record record = { .type = RECORD_PICK,
	    .step = run->step->number };

	if (run->step->offers == NULL)
		return err_set(err, ERR_USAGE,
		    "there is nothing to pick in step %s", run->step->name);
	if (intent->n_names == 0)
		return err_set(err, ERR_GUARD, "GR-03: an empty pick is an error, "
		    "it never means all; name the servers");
	for (size_t i = 0; i < intent->n_names; i++)
		if (may_pick(run, intent, i, err) == -1)
			return -1;
	choices_unpick_all(choices);
	choices->picked = true;
	for (size_t i = 0; i < intent->n_names; i++) {
		choices_pick(choices, intent->names[i]);
		str_add(record.text, sizeof(record.text), "%s%s",
		    i > 0 ? " " : "", intent->names[i]);
	}
	if (run_journal(run, &record) == -1)
		return err_set(err, ERR_IO, "the journal cannot be written: this "
		    "was not done");
	if (run->shown)
		run_drop_plan(run);
	run_changed(run);
	return 0;
}
