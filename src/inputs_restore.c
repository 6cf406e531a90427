/*
 * `cutover inputs restore FILE`: shown, asked, and then a run of its own that is
 * over after step 6, with everything that a run has: a copy of what is there now,
 * plan, guard, journal, report.
 */

#include "inputs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/exit_status.h"
#include "base/loop.h"
#include "base/vault.h"
#include "base/xmalloc.h"
#include "engine/run.h"
#include "model/inputs.h"

#define SAVE_STEP 5
#define SET_STEP 6

/* What step 6 is told, and what its plan must come to: no less and no more. */
struct wish {
	char key[NAME_LEN];
	char value[TEXT_LEN];		/* or a word: taken away, kept */
	bool differs;
};

enum stage { BEGIN, SAVE, SAVING, PLAN, SETTING };

struct restore {
	struct loop *loop;
	struct run *run;
	struct wish *wishes;
	size_t n, cap;
	enum stage stage;
	unsigned serial;		/* of the copy's plan */
};

static void
add_wish(struct restore *restore, const char *key, const char *value,
    bool differs)
{
	for (size_t i = 0; i < restore->n; i++)
		if (str_eq(restore->wishes[i].key, key))
			return;
	x_grow(restore->wishes, restore->n, restore->cap);
	struct wish *wish = &restore->wishes[restore->n++];
	wish->differs = differs;
	(void)str_copy(wish->key, sizeof(wish->key), key);
	(void)str_copy(wish->value, sizeof(wish->value), value);
}

static int
cannot_set(const struct input *was, bool is_there, struct err *err)
{
	if (was->scope != INPUT_DEPLOYMENT)
		return err_set(err, ERR_FAILED, "%s is the array's own input; set it "
		    "in the cloud", was->key);
	if (!is_there && was->secret)
		return err_set(err, ERR_FAILED, "%s is a secret that was taken out: "
		    "set it in the cloud, where it stays one", was->key);
	if (was->value[0] == '\0')
		return err_set(err, ERR_FAILED, "%s was blank, and a blank value is "
		    "never set (GR-08): make it blank in the cloud, then restore the "
		    "others", was->key);
	return 0;
}

/* Each input is said, the equal ones too: else the configuration's own new values
 * would be set beside them. */
static int
make_wishes(struct restore *restore, const struct config *config,
    const struct inputs *saved, const struct inputs *now, struct err *err)
{
	for (size_t i = 0; i < saved->n; i++) {
		const struct input *one = &saved->list[i];
		const struct input *is = inputs_find(now, one);
		bool differs = is == NULL || !str_eq(is->value, one->value);

		if (differs && cannot_set(one, is != NULL, err) == -1)
			return -1;
		if (one->scope == INPUT_DEPLOYMENT)
			add_wish(restore, one->key, differs ? one->value :
			    INPUT_KEEP, differs);
	}
	for (size_t i = 0; i < now->n; i++)
		if (now->list[i].scope == INPUT_DEPLOYMENT &&
		    inputs_find(saved, &now->list[i]) == NULL)
			add_wish(restore, now->list[i].key, INPUT_UNSET, true);
	for (size_t i = 0; i < config->n_inputs; i++)
		add_wish(restore, config->inputs[i].key, INPUT_KEEP, false);
	return 0;
}

/* ---- in its run ---- */

static void
leave(struct restore *restore, int status, const char *why)
{
	(void)fprintf(stderr, "cutover: %s\n", why);
	run_leave(restore->run, status);
}

static bool
ask_for(struct restore *restore, enum intent_kind kind, const char *word,
    const char *text)
{
	struct intent intent = { .kind = kind };
	struct err err = { 0 };
	int status;

	(void)str_copy(intent.word, sizeof(intent.word), word);
	(void)str_copy(intent.text, sizeof(intent.text), text);
	status = run_submit(restore->run, &intent, &err);
	intent_done(&intent);
	/* What the guard said was told as an event. */
	if (status == -1 && err.code == ERR_GUARD)
		run_leave(restore->run, STATUS_GUARD);
	else if (status == -1)
		leave(restore, 1, err.text);
	return status == 0;
}

/* The steps before are not this run's business, and the journal says so. */
static bool
skips_one(struct restore *restore, const struct view *view)
{
	for (int i = 1; i < SAVE_STEP; i++) {
		if (view->states[i] == STATE_SKIPPED)
			continue;
		(void)(ask_for(restore, INTENT_STEP, runbook_step(i)->name, "") &&
		    ask_for(restore, INTENT_SKIP, "", "only the inputs are put back"));
		return true;
	}
	return false;
}

static void
begin(struct restore *restore)
{
	if (ask_for(restore, INTENT_STEP, runbook_step(SAVE_STEP)->name, "") &&
	    ask_for(restore, INTENT_PLAN, "", ""))
		restore->stage = SAVE;
}

static void
begin_setting(struct restore *restore)
{
	char key[NAME_LEN + 16];

	if (!ask_for(restore, INTENT_STEP, runbook_step(SET_STEP)->name, "") ||
	    !ask_for(restore, INTENT_SET, "freeze", "no"))
		return;
	for (size_t i = 0; i < restore->n; i++) {
		(void)str_fmt(key, sizeof(key), "input.%s", restore->wishes[i].key);
		if (!ask_for(restore, INTENT_SET, key, restore->wishes[i].value))
			return;
	}
	if (ask_for(restore, INTENT_PLAN, "", ""))
		restore->stage = PLAN;
}

static bool
is_wished(const struct restore *restore, const struct action *action)
{
	const struct vault *vault = run_view(restore->run)->scene->vault;
	char whole[NAME_LEN + TEXT_LEN], seal[SEAL_LEN];

	for (size_t i = 0; i < restore->n; i++) {
		const struct wish *wish = &restore->wishes[i];
		bool unset = str_eq(wish->value, INPUT_UNSET);

		(void)str_fmt(whole, sizeof(whole), "%s%s%s", wish->key,
		    unset ? "" : "=", unset ? "" : vault_seen(vault, wish->key,
		    wish->value, seal));
		if (wish->differs && str_eq(whole, action->arg))
			return true;
	}
	return false;
}

/* As it was shown and agreed to, or not at all. */
static bool
is_as_shown(const struct restore *restore, const struct plan *plan)
{
	size_t wanted = 0;

	for (size_t i = 0; i < restore->n; i++)
		wanted += restore->wishes[i].differs;
	if (plan->n != wanted)
		return false;
	for (size_t i = 0; i < plan->n; i++)
		if (plan->actions[i].kind != ACTION_SET_INPUT ||
		    !is_wished(restore, &plan->actions[i]))
			return false;
	return true;
}

static void
confirm_setting(struct restore *restore, const struct plan *plan)
{
	if (!is_as_shown(restore, plan))
		leave(restore, 1, "the inputs have changed since they were shown; "
		    "nothing was set");
	else if (ask_for(restore, INTENT_CONFIRM, "", ""))
		restore->stage = SETTING;
}

static void
go_on(struct restore *restore)
{
	const struct view *view = run_view(restore->run);

	switch (restore->stage) {
	case BEGIN:
		if (!skips_one(restore, view))
			begin(restore);
		break;
	case SAVE:
		if (view->states[SAVE_STEP] != STATE_PLANNED)
			break;
		restore->serial = view->plan->serial;
		if (ask_for(restore, INTENT_CONFIRM, "", ""))
			restore->stage = SAVING;
		break;
	case SAVING:
		if (view->states[SAVE_STEP] == STATE_DONE)
			begin_setting(restore);
		break;
	case PLAN:
		if (view->states[SET_STEP] == STATE_PLANNED &&
		    view->plan->serial != restore->serial)
			confirm_setting(restore, view->plan);
		break;
	case SETTING:
		if (view->ended)
			run_leave(restore->run, 0);
		break;
	}
}

static void
on_idle(void *arg)
{
	struct restore *restore = arg;

	if (run_idle(restore->run))
		go_on(restore);
}

static void
on_event(void *self, const struct event *event)
{
	struct restore *restore = self;
	char text[3 * TEXT_LEN];

	switch (event->kind) {
	case EVENT_DONE:
	case EVENT_NOTE:
		break;
	case EVENT_REFUSED:
		leave(restore, STATUS_GUARD, event_sentence(event, text,
		    sizeof(text)));
		break;
	case EVENT_ERROR:
	case EVENT_FAILED:
	case EVENT_UNCERTAIN:
		leave(restore, 1, event_sentence(event, text, sizeof(text)));
		break;
	case EVENT_STATE:
		if (run_view(restore->run)->states[event->step] == STATE_FAILED)
			leave(restore, 1, event_sentence(event, text, sizeof(text)));
		break;
	default:
		break;
	}
}

static void
on_changed(void *self)
{
	(void)self;
}

static int
perform(struct restore *restore, const struct config *config, struct err *err)
{
	static const struct front_ops front = { .name = "restore",
		.event = on_event, .changed = on_changed };
	const struct run_options options = { .inputs_alone = true };
	int status = -1;

	restore->loop = loop_new(err);
	if (restore->loop != NULL)
		restore->run = run_open(restore->loop, config, &options, err);
	if (restore->run != NULL) {
		run_set_front(restore->run, &front, restore);
		loop_on_idle(restore->loop, on_idle, restore);
		status = loop_run(restore->loop);
		run_set_front(restore->run, NULL, NULL);
	}
	if (status == 0)
		(void)printf("The inputs are as in the file. Run %s has the journal "
		    "and the report.\n", run_view(restore->run)->run_id);
	run_free(restore->run);
	loop_free(restore->loop);
	return status;
}

/* ---- the command ---- */

static bool
agrees(size_t n)
{
	char line[16];

	(void)printf("Set %zu input%s back to what the file has (-)? Type yes: ", n,
	    str_s(n));
	(void)fflush(stdout);
	return fgets(line, sizeof(line), stdin) != NULL && str_eq(line, "yes\n");
}

static int
no_open_run(const struct config *config, struct err *err)
{
	char dir[TEXT_LEN];

	if (!run_find_open(config, dir, sizeof(dir)))
		return 0;
	return err_set(err, ERR_FAILED, "a run is open, %s: undo its step 6 instead",
	    dir);
}

static int
show_and_do(struct restore *restore, const struct command_options *options,
    const struct config *config, const struct inputs *saved,
    const struct inputs *now, struct err *err)
{
	if (make_wishes(restore, config, saved, now, err) == -1)
		return -1;
	size_t n = inputs_print(saved, now);
	if (n == 0) {
		(void)printf("Nothing is to be restored: all are the same.\n");
		return 0;
	}
	if (options->dry_run) {
		(void)printf("DRY RUN: nothing was set.\n");
		return 0;
	}
	if (!agrees(n)) {
		(void)printf("\nNothing was changed.\n");
		return STATUS_STOPPED;
	}
	return perform(restore, config, err);
}

int
inputs_restore(const struct command_options *options, const struct config *config,
    struct err *err)
{
	struct inputs saved = { 0 }, now = { 0 };
	struct restore restore = { 0 };
	int status = -1;

	if (no_open_run(config, err) == 0 &&
	    inputs_load(options->file, &saved, err) == 0 &&
	    inputs_now(config, &now, err) == 0)
		status = show_and_do(&restore, options, config, &saved, &now, err);
	free(restore.wishes);
	inputs_done(&saved);
	inputs_done(&now);
	return status;
}
