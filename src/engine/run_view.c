/* What a front end sees of a run. */

#include "engine/run_priv.h"

const struct scene *
run_scene(struct run *run, int step)
{
	run->scene = (struct scene){
		.config = run->config,
		.facts = watch_facts(run->watch),
		.choices = &run->choices[step],
		.vault = backend_vault(run->backend),
		.run_dir = run->dir,
		.array_was_on = run->array_was_on,
		.attached_any = run->attached_any,
		.done = run->done,
		.array_template = choices_get(&run->choices[15], "template"),
	};
	return &run->scene;
}

/* As the guard counts: after a resume it begins anew. */
static int64_t
bake_ends_ms(const struct run *run, const struct facts *facts)
{
	int64_t newest = 0;

	for (size_t i = 0; run->guard != NULL && i < facts->n_servers; i++) {
		const struct server *sv = &facts->servers[i];
		int64_t since = guard_detached_ms(run->guard, sv->name);
		if (sv->mark == MARK_OLD && server_runs(sv) && since > newest)
			newest = since;
	}
	return newest == 0 ? 0 : newest + run->config->policy.bake_ms;
}

const struct view *
run_view(struct run *run)
{
	struct view *view = &run->view;

	view->config = run->config;
	view->run_id = run->id;
	view->run_dir = run->dir;
	view->driver = run->driver;
	view->dry_run = run->dry_run;
	view->met = run->met || run->observed != NULL;
	view->ended = run->ended;
	view->account = &run->account;
	view->facts = watch_facts(run->watch);
	view->history = watch_history(run->watch);
	view->step = run->step;
	view->states = run->states;
	view->times = run->times;
	view->undone = run->undone;
	view->choices = &run->choices[run->step->number];
	view->scene = run_scene(run, run->step->number);
	view->checks = &run->checks;
	view->asks = run->asked_judge && !run->judged &&
	    run->states[run->step->number] == STATE_VERIFYING;
	view->plan = &run->plan;
	view->changed = run->changed[0] == '\0' ? NULL : run->changed;
	view->refusals = &run->refusals;
	view->busy = executor_busy(run->executor, &view->busy_index,
	    &view->busy_since_ms);
	view->unsettled = run->unsettled ? &run->open_intent.action : NULL;
	view->unsettled_text = run->unsettled_text;
	view->usual = &run->usual;
	view->saved = run->saved;
	view->n_saved = run->n_saved;
	view->events = &run->events;
	view->markings = run->markings;
	view->n_markings = run->n_markings;
	view->refused = run->refused;
	view->can_go_back = !run->terminated_any;
	view->bake_ends_ms = bake_ends_ms(run, view->facts);
	view->place = run->place;
	if (run->observed != NULL)
		run_observe_view(run, view);
	return view;
}

void
run_look(struct run *run)
{
	watch_look(run->watch);
}

bool
run_idle(const struct run *run)
{
	if (run->observed != NULL)
		return !run->leaving;
	return run->ready && !run_busy(run) && !run->leaving;
}

void
run_ask_sessions(struct run *run, const char *lb, const char *server,
    void (*done)(const char *const *lines, size_t n, const char *trouble,
    void *arg), void *arg)
{
	const struct lb_row *row =
	    facts_row(watch_facts(run->watch), server, lb);

	backend_ask_sessions(run->backend, lb, row != NULL ? row->svname : server,
	    done, arg);
}
