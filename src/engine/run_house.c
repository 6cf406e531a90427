/* The rooms that a run works in, and what comes back from them. */

#include "engine/run_priv.h"

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

/* They are looked at twice before they are met, as at a start: the cloud has only just
 * named them. */
static bool
is_late(const struct run *run)
{
	return run->ready && !run->met && !run_busy(run) &&
	    facts_no_servers(watch_facts(run->watch)) == NULL;
}

static void
on_changed(void *arg)
{
	struct run *run = arg;

	if (run->ready) {
		run_decide_late(run);
		run_note_servers(run);
	}
	if (is_late(run))
		run_after_look(run, run_meet_servers, 2);
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
