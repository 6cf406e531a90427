/* What a front end may ask for: one small function an intent. */

#include <string.h>

#include "base/clock.h"
#include "base/exit_status.h"
#include "base/vault.h"
#include "engine/run_priv.h"

typedef int intent_fn(struct run *run, const struct intent *intent,
    struct err *err);

static enum step_state
state_now(const struct run *run)
{
	return run->states[run->step->number];
}

/* A plan that is shown and not confirmed leaves things as they were. */
static void
leave_plan(struct run *run)
{
	enum step_state was = run->plan.purpose == PLAN_UNDO ? run->before :
	    STATE_TODO;

	if (run->shown && !run->side)
		run_set_state(run, run->step->number, was, "");
	run_drop_plan(run);
}

static int
do_step(struct run *run, const struct intent *intent, struct err *err)
{
	const struct step *step = runbook_find(intent->word);
	struct event event = { .kind = EVENT_STEP };

	if (step == NULL)
		return err_set(err, ERR_USAGE, "there is no step \"%s\"",
		    intent->word);
	leave_plan(run);
	if (step != run->step)
		checks_clear(&run->checks);
	run->step = step;
	event.step = step->number;
	str_copy(event.text, sizeof(event.text), step->title);
	run_event_full(run, &event);
	return 0;
}

static bool
is_setting_of(const struct step *step, const char *key)
{
	for (const struct step_setting *s = step->settings;
	    s != NULL && s->key != NULL; s++)
		if (str_ends(s->key, ".") ? str_starts(key, s->key) &&
		    key[strlen(s->key)] != '\0' : str_eq(s->key, key))
			return true;
	return false;
}

static int
do_set(struct run *run, const struct intent *intent, struct err *err)
{
	struct record record = { .type = RECORD_SET, .step = run->step->number };
	char seal[SEAL_LEN];
	const char *value;

	if (!is_setting_of(run->step, intent->word))
		return err_set(err, ERR_USAGE, "step %s has no setting \"%s\"",
		    run->step->name, intent->word);
	if (intent->text[strspn(intent->text, " \t")] == '\0')
		return err_set(err, ERR_GUARD, "GR-08: %s: a blank value is an "
		    "error; write !unset to take an input away", intent->word);
	str_copy(record.server, sizeof(record.server), intent->word);
	value = run_seal_setting(run, intent->word, intent->text, seal);
	str_copy(record.text, sizeof(record.text), value);
	if (run_journal(run, &record) == -1)
		return err_set(err, ERR_IO, "the journal cannot be written: this "
		    "was not done");
	run_note_setting(run, run->step->number, intent->word, value);
	if (run->shown)
		run_drop_plan(run);
	run_changed(run);
	return 0;
}

/* A plan of servers that nobody knows would be empty, and look like a step that is
 * done. */
static int
want_servers(struct run *run, struct err *err)
{
	const char *why = facts_no_servers(watch_facts(run->watch));

	return why == NULL ? 0 : err_set(err, ERR_FAILED, "%s", why);
}

static int
do_plan(struct run *run, const struct intent *intent, struct err *err)
{
	(void)intent;
	if (want_servers(run, err) == -1)
		return -1;
	if (state_now(run) == STATE_DONE)
		return err_set(err, ERR_FAILED, "step %s is done; `undo` takes it "
		    "back", run->step->name);
	if (state_now(run) == STATE_VERIFYING)
		return err_set(err, ERR_FAILED, "step %s is being verified; wait for "
		    "what comes of it", run->step->name);
	run_drop_plan(run);
	run->verify_since_ms = clock_boot_ms();
	run_after_look(run, run_do_plan, 1);
	return 0;
}

static int
do_confirm(struct run *run, const struct intent *intent, struct err *err)
{
	if (state_now(run) == STATE_VERIFYING && run->asked_judge &&
	    !run->shown) {
		run->judged = true;
		run_after_look(run, run_verify, 1);
		return 0;
	}
	if (state_now(run) == STATE_SKIPPED && !run->shown) {
		run_event(run, EVENT_NOTE, "step %s was skipped: nothing to "
		    "confirm", run->step->name);
		return 0;
	}
	if (!run->shown && run->nothing) {
		run_event(run, EVENT_NOTE, "nothing was to be taken back: nothing "
		    "to confirm");
		return 0;
	}
	if (!run->shown)
		return err_set(err, ERR_FAILED, "no plan is shown: `plan` first");
	if (run->plan.typed[0] != '\0' &&
	    strcmp(run->plan.typed, intent->text) != 0)
		return err_set(err, ERR_USAGE, "to confirm, type exactly: %s",
		    run->plan.typed);
	str_copy(run->typed, sizeof(run->typed), intent->text);
	str_copy(run->place, sizeof(run->place), intent->place);
	run_after_look(run, run_do_confirm, 1);
	return 0;
}

static int
do_undo(struct run *run, const struct intent *intent, struct err *err)
{
	(void)intent;
	if (want_servers(run, err) == -1)
		return -1;
	run_after_look(run, run_plan_undo, 1);
	return 0;
}

static void
plan_back(struct run *run)
{
	const struct scene *scene = run_scene(run, run->step->number);
	struct plan done = { 0 }, plan = { 0 };

	for (int s = 1; s <= STEP_COUNT; s++)
		for (size_t i = 0; i < run->done[s].n; i++) {
			const struct action *was = &run->done[s].actions[i];
			struct action *copy = plan_add(&done, was->kind,
			    was->server, was->lb, was->arg);

			*copy = *was;
		}
	runbook_back(scene, &done, &plan);
	plan.purpose = PLAN_BACK;
	plan_done(&done);
	if (plan.n == 0) {
		run_event(run, EVENT_NOTE, "traffic is on the old servers already");
		run->nothing = true;
		plan_done(&plan);
		return;
	}
	run_plan_side(run, &plan);
}

static int
do_back(struct run *run, const struct intent *intent, struct err *err)
{
	(void)intent;
	if (run->terminated_any)
		return err_set(err, ERR_GUARD, "GR-25: old servers were terminated: "
		    "there is no way back, only forward");
	if (want_servers(run, err) == -1)
		return -1;
	run_after_look(run, plan_back, 1);
	return 0;
}

static int
do_skip(struct run *run, const struct intent *intent, struct err *err)
{
	if (intent->text[0] == '\0')
		return err_set(err, ERR_USAGE, "a skip needs a reason");
	if (state_now(run) == STATE_DONE)
		return err_set(err, ERR_FAILED, "step %s is done and cannot be left "
		    "out; `undo` takes it back", run->step->name);
	run_drop_plan(run);
	run_set_state(run, run->step->number, STATE_SKIPPED, intent->text);
	run_end_if_over(run);
	return 0;
}

static int
do_retry(struct run *run, const struct intent *intent, struct err *err)
{
	if (run->unsettled) {
		run_begin_settle(run, "asked to look again");
		return 0;
	}
	if (state_now(run) != STATE_FAILED)
		return err_set(err, ERR_FAILED, "step %s did not fail; `plan` shows "
		    "what it would do", run->step->name);
	return do_plan(run, intent, err);
}

static int
plan_alone(struct run *run, enum action_kind kind, const struct intent *intent,
    struct err *err)
{
	const struct server *sv = facts_server(watch_facts(run->watch),
	    intent->word);
	struct plan plan = { 0 };

	if (sv == NULL)
		return err_set(err, ERR_GUARD, "GR-03: there is no server \"%s\"",
		    intent->word);
	(void)plan_add(&plan, kind, sv->name, NULL,
	    kind == ACTION_DISCARD ? sv->id : intent->text);
	run_plan_side(run, &plan);
	return 0;
}

static int
do_withdraw(struct run *run, const struct intent *intent, struct err *err)
{
	if (intent->text[0] == '\0')
		return err_set(err, ERR_USAGE, "a withdrawal needs a reason");
	return plan_alone(run, ACTION_WITHDRAW, intent, err);
}

static int
do_discard(struct run *run, const struct intent *intent, struct err *err)
{
	return plan_alone(run, ACTION_DISCARD, intent, err);
}

static int
do_note(struct run *run, const struct intent *intent, struct err *err)
{
	struct record record = { .type = RECORD_NOTE, .step = run->step->number };
	char safe[TEXT_LEN];

	(void)str_safe(safe, sizeof(safe), intent->text);
	str_copy(record.text, sizeof(record.text), safe);
	if (run_journal(run, &record) == -1)
		return err_set(err, ERR_IO, "the journal cannot be written: this "
		    "was not done");
	run_event(run, EVENT_NOTE, "%s", safe);
	return 0;
}

static int
do_resolve(struct run *run, const struct intent *intent, struct err *err)
{
	bool present = str_eq(intent->word, "present");

	if (!run->unsettled)
		return err_set(err, ERR_FAILED, "nothing is unsettled: what came of "
		    "each action is known");
	if (!present && !str_eq(intent->word, "absent"))
		return err_set(err, ERR_USAGE, "resolve present|absent REASON");
	if (intent->text[0] == '\0')
		return err_set(err, ERR_USAGE, "a resolution needs a reason");
	return run_resolve(run, present, run->driver, intent->text);
}

static int
do_stop(struct run *run, const struct intent *intent, struct err *err)
{
	(void)intent;
	(void)err;
	run_leave(run, run->ended ? STATUS_DONE : STATUS_STOPPED);
	return 0;
}

static const struct {
	intent_fn *fn;
	bool while_busy, while_unsettled;
} intents[INTENT_COUNT] = {
	[INTENT_STEP] = { do_step, false, true },
	[INTENT_PICK] = { run_pick, false, false },
	[INTENT_SET] = { do_set, false, false },
	[INTENT_PLAN] = { do_plan, false, false },
	[INTENT_CONFIRM] = { do_confirm, false, false },
	[INTENT_UNDO] = { do_undo, false, false },
	[INTENT_BACK] = { do_back, false, false },
	[INTENT_SKIP] = { do_skip, false, false },
	[INTENT_RETRY] = { do_retry, false, true },
	[INTENT_WITHDRAW] = { do_withdraw, false, false },
	[INTENT_DISCARD] = { do_discard, false, false },
	[INTENT_NOTE] = { do_note, true, true },
	[INTENT_RESOLVE] = { do_resolve, false, true },
	[INTENT_STOP] = { do_stop, true, true },
};

/* A wait that sends nothing gives way to whatever else is asked. */
static void
give_up_waiting(struct run *run)
{
	size_t index;
	int64_t since;
	const struct action *busy = executor_busy(run->executor, &index, &since);

	if (busy != NULL && action_performer(busy->kind) == BY_RUN &&
	    !run->leaving)
		executor_leave(run->executor);
}

/* "GR-03: sentence": a refusal of an intent is journalled and told as any other. */
static void
note_refusal(struct run *run, const char *text)
{
	char rule[16];
	size_t len = strcspn(text, ":");

	if (text[len] == '\0' || !str_copy_n(rule, sizeof(rule), text, len))
		return;
	(void)run_refuse(run, rule, NULL, text + len + 1 +
	    strspn(text + len + 1, " "));
}

int
run_submit(struct run *run, const struct intent *intent, struct err *err)
{
	enum intent_kind kind = intent->kind;
	unsigned refused = run->refused;
	int status;

	if (kind <= INTENT_NONE || kind >= INTENT_COUNT ||
	    intents[kind].fn == NULL)
		return err_set(err, ERR_USAGE, "%s cannot be asked here",
		    intent_word(kind));
	if (run->observed != NULL)
		return err_set(err, ERR_FAILED, "this only watches: nothing can be "
		    "done from here");
	if (run->leaving)
		return err_set(err, ERR_STOPPED, "it is about to end; nothing else is "
		    "begun");
	if (!intents[kind].while_busy) {
		give_up_waiting(run);
		if (!run->ready)
			return err_set(err, ERR_FAILED,
			    "still reading how things are; ask again soon");
		if (run_busy(run))
			return err_set(err, ERR_FAILED, "something is under way; "
			    "wait until it is done");
	}
	if (run->unsettled && !intents[kind].while_unsettled)
		return err_set(err, ERR_FAILED, "an action is unsettled: %s; `retry` "
		    "looks again, `resolve` settles it by hand",
		    run->unsettled_text);
	if (run->ended && kind != INTENT_STOP && kind != INTENT_NOTE)
		return err_set(err, ERR_FAILED, "this run is finished; the next start "
		    "begins another");
	status = intents[kind].fn(run, intent, err);
	if (status == -1 && err->code == ERR_GUARD && run->refused == refused)
		note_refusal(run, err->text);
	return status;
}
