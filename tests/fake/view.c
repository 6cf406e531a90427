/* A made-up run: the engine's side of front.h, and what it was asked. */

#include "view.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/loop.h"
#include "base/str.h"
#include "base/xmalloc.h"
#include "view_priv.h"

int64_t fake_wall_ms = INT64_C(1795530067000);

void
fake_set_front(struct run *run, const struct front_ops *front, void *self)
{
	run->front = front;
	run->self = self;
}

size_t
fake_intents(const struct run *run)
{
	return run == NULL ? 0 : run->n_asked;
}

const char *
fake_intent(const struct run *run, size_t i)
{
	return i < run->n_asked ? run->asked[i] : "";
}

int
fake_left(const struct run *run)
{
	return run == NULL ? -1 : run->left;
}

struct facts *
fake_facts(struct run *run)
{
	return &run->facts;
}

const struct view *
run_view(struct run *run)
{
	run->scene = (struct scene){ .config = &run->config, .facts = &run->facts,
		.choices = &run->choices, .run_dir = "/run/20261124-1", .done = run->done,
		.array_was_on = true, .attached_any = run->view.step->number > 11 };
	run->view.scene = &run->scene;
	run->view.choices = &run->choices;
	run->view.plan = &run->plan;
	run->view.changed = run->changed[0] == '\0' ? NULL : run->changed;
	return &run->view;
}

void
fake_tell(struct run *run, const struct event *event)
{
	struct event copy = *event;

	copy.seq = run->events.n + 1;
	if (copy.wall_ms == 0)
		copy.wall_ms = fake_wall_ms;
	if (copy.step == 0)
		copy.step = run->view.step->number;
	event_ring_add(&run->events, &copy);
	if (run->front != NULL)
		run->front->event(run->self, &copy);
}

static void
changed(struct run *run)
{
	if (run->front != NULL)
		run->front->changed(run->self);
}

static void
note_asked(struct run *run, const struct intent *intent)
{
	char text[TEXT_LEN];

	(void)str_fmt(text, sizeof(text), "%s", intent_word(intent->kind));
	if (intent->word[0] != '\0')
		(void)str_add(text, sizeof(text), " %s", intent->word);
	for (size_t i = 0; i < intent->n_names; i++)
		(void)str_add(text, sizeof(text), " %s", intent->names[i]);
	if (intent->text[0] != '\0')
		(void)str_add(text, sizeof(text), " %s", intent->text);
	if (run->n_asked < FAKE_ASKED)
		run->asked[run->n_asked++] = xstrdup(text);
}

static int
refuse(struct run *run, const char *server, struct err *err)
{
	struct event event = { .kind = EVENT_REFUSED, .rule = "GR-01",
		.verdict = VERDICT_BAD };

	event.action.kind = ACTION_DETACH;
	(void)str_copy(event.action.server, NAME_LEN, server);
	(void)str_copy(event.action.lb, NAME_LEN, "lb-1");
	(void)str_copy(event.server, NAME_LEN, server);
	(void)str_fmt(event.text, sizeof(event.text), "%s is marked NEW. It stays "
	    "attached.", server);
	run->view.refused++;
	fake_tell(run, &event);
	return err_set(err, ERR_GUARD, "%s", event.text);
}

static int
do_pick(struct run *run, const struct intent *intent, struct err *err)
{
	char why[TEXT_LEN];

	for (size_t i = 0; i < intent->n_names; i++) {
		const struct server *sv = facts_server(&run->facts,
		    intent->names[i]);
		if (sv == NULL || !run->view.step->offers(run_view(run)->scene, sv,
		    why, sizeof(why)))
			return refuse(run, intent->names[i], err);
	}
	choices_unpick_all(&run->choices);
	run->choices.picked = true;
	for (size_t i = 0; i < intent->n_names; i++)
		choices_pick(&run->choices, intent->names[i]);
	plan_done(&run->plan);
	run->plan = (struct plan){ 0 };
	return 0;
}

static int
do_confirm(struct run *run, const struct intent *intent, struct err *err)
{
	if (run->plan.typed[0] != '\0' && !str_eq(run->plan.typed, intent->text))
		return err_set(err, ERR_USAGE, "to confirm, type exactly: %s",
		    run->plan.typed);
	if (run->refuses)
		return refuse(run, "app-21", err);
	if (run->moves) {
		run->moves = false;
		fake_change_plan(run, "The world moved: app-12 is gone.");
		return 0;
	}
	run->states[run->view.step->number] = STATE_RUNNING;
	run->changed[0] = '\0';
	run->view.busy = run->plan.n > 0 ? &run->plan.actions[0] : NULL;
	run->view.busy_since_ms = run->facts.now_ms;
	return 0;
}

static void
do_undo(struct run *run)
{
	plan_done(&run->plan);
	run->plan = (struct plan){ .purpose = PLAN_UNDO, .serial = ++run->serial };
	(void)plan_add(&run->plan, ACTION_UNDRAIN, "app-11", NULL, NULL);
	(void)plan_add(&run->plan, ACTION_UNDRAIN, "app-12", NULL, NULL);
	run->view.busy = NULL;
	run->states[run->view.step->number] = STATE_PLANNED;
}

int
run_submit(struct run *run, const struct intent *intent, struct err *err)
{
	int got = 0;

	note_asked(run, intent);
	if (run->view.watching)
		return err_set(err, ERR_FAILED, "this only watches");
	if (run->reading && intent->kind != INTENT_NOTE)
		return err_set(err, ERR_FAILED, "still reading how things are; ask "
		    "again soon");
	switch (intent->kind) {
	case INTENT_PICK:
		got = do_pick(run, intent, err);
		break;
	case INTENT_STEP:
		run->view.step = runbook_find(intent->word);
		run->view.busy = NULL;
		break;
	case INTENT_SET:
		choices_set(&run->choices, intent->word, intent->text);
		break;
	case INTENT_PLAN:
		fake_plan(run);
		break;
	case INTENT_CONFIRM:
		got = do_confirm(run, intent, err);
		break;
	case INTENT_UNDO:
		do_undo(run);
		break;
	default:
		break;
	}
	changed(run);
	return got;
}

void
fake_change_plan(struct run *run, const char *why)
{
	run->plan.serial = ++run->serial;
	(void)str_copy(run->changed, sizeof(run->changed), why);
	changed(run);
}

void
fake_set_quiet(struct run *run)
{
	run->config.bell = run->config.title = false;
}

void
fake_set_notify(struct run *run, const char *notify, const char *command)
{
	struct argv *argv = &run->config.notify_command;
	char *rest = command == NULL ? NULL : xstrdup(command), *all = rest, *word;

	if (notify != NULL)
		(void)str_copy(run->config.notify, NAME_LEN, notify);
	while (rest != NULL && (word = strsep(&rest, " ")) != NULL) {
		argv->words = xrealloc(argv->words, argv->n + 2,
		    sizeof(*argv->words));
		argv->words[argv->n++] = xstrdup(word);
		argv->words[argv->n] = NULL;
	}
	free(all);
}

void
fake_set_sessions(struct run *run, const char *server, const char *lb,
    unsigned sessions)
{
	for (size_t i = 0; i < run->facts.n_rows; i++)
		if (str_eq(run->facts.rows[i].svname, server) &&
		    str_eq(run->facts.rows[i].lb, lb))
			run->facts.rows[i].scur = sessions;
	changed(run);
}

void
run_look(struct run *run)
{
	run->reading = false;
	changed(run);
}

bool
run_idle(const struct run *run)
{
	return run->view.busy == NULL && !run->reading;
}

void
run_leave(struct run *run, int status)
{
	if (run->left == -1)
		run->left = status;
	loop_stop(run->loop, status);
}

void
run_ask_sessions(struct run *run, const char *lb, const char *server,
    void (*done)(const char *const *lines, size_t n, const char *trouble,
    void *arg), void *arg)
{
	static const char *const lines[] = {
		"10.9.3.7:51544  through www  open 41 min  18 MB sent",
		"10.9.3.7:51546  through www  open 41 min  17 MB sent",
	};

	(void)run;
	(void)server;
	if (str_eq(lb, "lb-1"))
		done(NULL, 0, "lb-1: no answer in 2 s", arg);
	else
		done(lines, countof(lines), NULL, arg);
}

void
run_report(struct run *run, struct buf *out)
{
	(void)run;
	buf_puts(out, "# Upgrade r41 to r42\n\nAll eighteen steps are done.\n");
}

void
fake_run_free(struct run *run)
{
	for (size_t i = 0; i < run->n_asked; i++)
		free(run->asked[i]);
	plan_done(&run->plan);
	for (int i = 0; i <= STEP_COUNT; i++)
		plan_done(&run->done[i]);
	choices_done(&run->choices);
	checks_done(&run->checks);
	checks_done(&run->refusals);
	history_done(&run->history);
	traffic_done(&run->traffic);
	facts_done(&run->facts);
	config_done(&run->config);
	free(run);
}
