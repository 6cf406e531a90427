/* One run in progress: where we are, and the one function that changes it. */

#include "engine/run_priv.h"

#include <pwd.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/loop.h"
#include "base/xmalloc.h"

const char *
step_state_name(enum step_state state)
{
	static const char *const names[STATE_COUNT] = {
		[STATE_TODO] = "todo", [STATE_CHECKED] = "checked",
		[STATE_PLANNED] = "planned", [STATE_RUNNING] = "running",
		[STATE_VERIFYING] = "verifying", [STATE_DONE] = "done",
		[STATE_FAILED] = "failed", [STATE_SKIPPED] = "skipped",
		[STATE_UNDOING] = "undoing", [STATE_UNDONE] = "undone",
	};

	return state < STATE_COUNT ? names[state] : "?";
}

void
run_event_full(struct run *run, struct event *event)
{
	event->seq = ++run->seq;
	event->wall_ms = clock_wall_ms();
	if (event->step == 0 && run->step != NULL)
		event->step = run->step->number;
	event_ring_add(&run->events, event);
	if (run->front != NULL)
		run->front->event(run->front_self, event);
}

void
run_event(struct run *run, enum event_kind kind, const char *fmt, ...)
{
	struct event event = { .kind = kind };
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(event.text, sizeof(event.text), fmt, ap);
	va_end(ap);
	run_event_full(run, &event);
}

int
run_journal(struct run *run, const struct record *record)
{
	struct err err = { 0 };

	/* Who only looks on writes nothing. */
	if (run->observed != NULL || journal_add(run->journal, record, &err) == 0)
		return 0;
	run_event(run, EVENT_ERROR, "%s; nothing more is done", err.text);
	run_leave(run, 1);
	return -1;
}

void
run_note_undoing(struct run *run, int step)
{
	switch (run->states[step]) {
	case STATE_UNDOING:
		run->undoing[step] = true;
		break;
	case STATE_RUNNING: case STATE_DONE: case STATE_SKIPPED: case STATE_UNDONE:
		run->undoing[step] = run->taken_back[step] = false;
		break;
	case STATE_TODO: case STATE_CHECKED: case STATE_PLANNED: case STATE_FAILED:
	case STATE_VERIFYING: case STATE_COUNT:
		break;
	}
}

void
run_set_state(struct run *run, int step, enum step_state state, const char *why)
{
	struct record record = { .type = RECORD_STATE, .step = step };
	struct event event = { .kind = EVENT_STATE, .step = step };
	struct step_times *times = &run->times[step];

	if (run->states[step] == state)
		return;
	str_copy(record.verdict, sizeof(record.verdict), step_state_name(state));
	str_copy(record.text, sizeof(record.text), why);
	if (run_journal(run, &record) == -1)
		return;
	run->states[step] = state;
	run_note_undoing(run, step);
	if (times->began_wall_ms == 0 && state != STATE_TODO)
		times->began_wall_ms = clock_wall_ms();
	if (state == STATE_DONE || state == STATE_SKIPPED)
		times->ended_wall_ms = clock_wall_ms();
	str_copy(event.text, sizeof(event.text), step_state_name(state));
	if (why[0] != '\0')
		str_add(event.text, sizeof(event.text), ": %s", why);
	run_event_full(run, &event);
}

bool
run_busy(const struct run *run)
{
	return run->after != NULL || executor_runs(run->executor);
}

void
run_after_look(struct run *run, run_after_fn *fn, int rounds)
{
	run->after = fn;
	run->after_rounds = rounds;
	run->after_ms = clock_boot_ms();
	watch_look(run->watch);
}

static void
after_looked(struct run *run)
{
	run_after_fn *fn = run->after;

	if (--run->after_rounds > 0) {
		run_after_look(run, fn, run->after_rounds);
		return;
	}
	run->after = NULL;
	fn(run);
}

void
run_changed(struct run *run)
{
	if (run->front != NULL && run->front->changed != NULL)
		run->front->changed(run->front_self);
}

static void
on_changed(void *arg)
{
	struct run *run = arg;

	if (run->ready)
		run_note_servers(run);
	if (run->after != NULL && watch_looked_since(run->watch, run->after_ms))
		after_looked(run);
	executor_changed(run->executor);
	if (run->ready && run->step != NULL && run->after == NULL &&
	    run->states[run->step->number] == STATE_VERIFYING &&
	    watch_looked_since(run->watch, run->verify_since_ms))
		run_verify(run);
	run_changed(run);
}

static void
on_watch_event(enum event_kind kind, const char *server, const char *lb,
    const char *text, void *arg)
{
	struct run *run = arg;
	struct event event = { .kind = kind };

	str_copy(event.server, sizeof(event.server), server);
	str_copy(event.lb, sizeof(event.lb), lb);
	str_copy(event.text, sizeof(event.text), text);
	if (kind == EVENT_RELOAD && run->ready) {
		struct record record = { .type = RECORD_RELOAD };

		str_copy(record.lb, sizeof(record.lb), lb);
		if (run_journal(run, &record) == -1)
			return;
	}
	run_event_full(run, &event);
}

static void
on_action_event(enum event_kind kind, const struct action *action,
    const char *rule, const char *text, void *arg)
{
	struct run *run = arg;
	struct event event = { .kind = kind, .action = *action };

	str_copy(event.server, sizeof(event.server), action->server);
	str_copy(event.lb, sizeof(event.lb), action->lb);
	str_copy(event.rule, sizeof(event.rule), rule == NULL ? "" : rule);
	str_copy(event.text, sizeof(event.text), text);
	if (kind == EVENT_REFUSED)
		run->refused++;
	run_event_full(run, &event);
}

static void
on_output(const char *line, void *arg)
{
	struct run *run = arg;
	char safe[TEXT_LEN];

	(void)str_safe(safe, sizeof(safe), line);
	executor_output(run->executor, safe);
}

/* The back end's answers go to the watch; its output to the action in hand. */
static void
on_saw(enum source_kind kind, const char *name, const struct sightings *batch,
    bool complete, const char *trouble, void *arg)
{
	struct run *run = arg;

	watch_saw(kind, name, batch, complete, trouble, run->watch);
}

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

/* The first step that is neither done nor skipped. */
const struct step *
run_first_open_step(const struct run *run)
{
	for (int i = 1; i <= STEP_COUNT; i++)
		if (run->states[i] != STATE_DONE && run->states[i] != STATE_SKIPPED)
			return runbook_step(i);
	return runbook_step(STEP_COUNT);
}

static void
became_ready(struct run *run)
{
	run->ready = true;
	run_retell(run);
	if (!run->confirmed_any)
		run_mark_old(run);
	run_event(run, EVENT_RUN, "%s %s: %s → %s", run->resumed ? "resumed" :
	    "started", run->id, run->config->release_from,
	    run->config->release_to);
	if (run->unsettled)
		run_begin_settle(run, "found open at the start");
	run_changed(run);
}

static void
name_driver(struct run *run)
{
	char host[64] = "?";
	const struct passwd *pw = getpwuid(getuid());

	(void)gethostname(host, sizeof(host) - 1);
	str_fmt(run->driver, sizeof(run->driver), "%s@%s",
	    pw == NULL ? "?" : pw->pw_name, host);
}

int
run_open_house(struct run *run, struct err *err)
{
	const struct watch_tell watch_tell = { .event = on_watch_event,
	    .changed = on_changed, .arg = run };
	const struct executor_tell executor_tell = { .event = on_action_event,
	    .effect = run_effect, .end = run_executor_end, .arg = run };

	run->guard = guard_new(run->config);
	run->watch = watch_new(run->loop, run->config, run->guard, &watch_tell);
	run->executor = executor_new(run->loop, run->config, run->guard,
	    run->journal, run->watch, &executor_tell);
	run->backend = backend_new(run->loop, run->config, run->guard, on_saw,
	    on_output, run, err);
	if (run->backend == NULL)
		return -1;
	executor_set_backend(run->executor, run->backend);
	return 0;
}

static struct journal *
open_journal(struct run *run, struct err *err)
{
	run->resumed = run_find_open(run->config, run->dir, sizeof(run->dir));
	return run->resumed ? journal_open(run->dir, err) :
	    run_create_folder(run, err);
}

struct run *
run_open(struct loop *loop, const struct config *config,
    const struct run_options *options, struct err *err)
{
	struct run *run = xcalloc(1, sizeof(*run));

	run->loop = loop;
	run->config = config;
	run->dry_run = options->dry_run;
	run->inputs_alone = options->inputs_alone;
	if (options->watching)
		return run_observe(run, err);
	name_driver(run);
	run->journal = run->dry_run ? run_open_dry(run, err) :
	    open_journal(run, err);
	if (run->journal == NULL || run_open_house(run, err) == -1 ||
	    run_open_vault(run, err) == -1 || run_replay(run, err) == -1) {
		run_free(run);
		return NULL;
	}
	str_copy(run->id, sizeof(run->id), journal_run_id(run->journal));
	run->step = run_first_open_step(run);
	run_read_usual(run);
	watch_start(run->watch, run->backend);
	/* Twice: the servers can be asked once the cloud has named them. */
	run_after_look(run, became_ready, 2);
	return run;
}

void
run_set_front(struct run *run, const struct front_ops *front, void *self)
{
	run->front = front;
	run->front_self = self;
}

void
run_free(struct run *run)
{
	if (run == NULL)
		return;
	loop_del_timer(run->timer);
	executor_free(run->executor);
	backend_free(run->backend);
	watch_free(run->watch);
	guard_free(run->guard);
	journal_close(run->journal);
	run_close_dry(run);
	for (int i = 0; i <= STEP_COUNT; i++) {
		choices_done(&run->choices[i]);
		plan_done(&run->done[i]);
	}
	plan_done(&run->plan);
	checks_done(&run->checks);
	checks_done(&run->refusals);
	free(run->known);
	run_observe_free(run->observed);
	free(run->saved);
	free(run);
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
	view->ended = run->ended;
	view->facts = watch_facts(run->watch);
	view->history = watch_history(run->watch);
	view->step = run->step;
	view->states = run->states;
	view->times = run->times;
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

static void
leave_now(struct run *run)
{
	loop_stop(run->loop, run->leave_status);
}

void
run_leave(struct run *run, int status)
{
	if (!run->leaving)
		run->leave_status = status;
	run->leaving = true;
	run->after = NULL;
	if (executor_runs(run->executor))
		executor_leave(run->executor);
	if (!executor_runs(run->executor))
		leave_now(run);
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
