/* What an earlier life left: the journal read again. */

#include <string.h>

#include "engine/run_priv.h"

struct replay {
	struct run *run;
	struct err *err;
	int status;
};

static enum step_state
state_of_name(const char *name)
{
	for (int i = 0; i < STATE_COUNT; i++)
		if (str_eq(step_state_name((enum step_state)i), name))
			return (enum step_state)i;
	return STATE_TODO;
}

static void
replay_state(struct run *run, const struct record *record)
{
	enum step_state state = state_of_name(record->verdict);
	struct step_times *times;

	if (record->step < 1 || record->step > STEP_COUNT)
		return;
	times = &run->times[record->step];
	if (times->began_wall_ms == 0)
		times->began_wall_ms = record->wall_ms;
	if (state == STATE_DONE || state == STATE_SKIPPED)
		times->ended_wall_ms = record->wall_ms;
	run->states[record->step] = state;
	run_note_undoing(run, record->step);
	if (state == STATE_UNDONE) {
		plan_done(&run->done[record->step]);
		memset(&run->done[record->step], 0, sizeof(struct plan));
	}
}

static void
replay_pick(struct run *run, const struct record *record)
{
	struct choices *choices = &run->choices[record->step];
	char names[TEXT_LEN], *save = NULL;

	choices_unpick_all(choices);
	choices->picked = true;
	str_copy(names, sizeof(names), record->text);
	for (char *name = strtok_r(names, " ", &save); name != NULL;
	    name = strtok_r(NULL, " ", &save))
		choices_pick(choices, name);
}

static void
replay_fact(struct run *run, const struct record *record)
{
	struct sighting saw = { 0 };
	enum action_kind kind = action_of_name(record->verdict);
	struct clocks now = run_clocks(run);
	int64_t passes = 0;

	str_copy(saw.name, sizeof(saw.name), kind == ACTION_SAVE_LB ?
	    record->lb : record->server);
	if (kind == ACTION_SNAPSHOT) {
		saw.kind = SAW_SNAPSHOT;
		saw.u.snapshot.state = SNAPSHOT_COMPLETE;
		saw.u.snapshot.verified = TRI_YES;
		saw.u.snapshot.at_ms = age_began_first(record, &now);
		saw.u.snapshot.wall_ms = record->wall_ms;
		str_copy(saw.u.snapshot.id, TEXT_LEN, record->arg);
		str_copy(saw.u.snapshot.of, TEXT_LEN, record->text);
		if (!str_to_i64(record->server, 0, INT64_MAX,
		    &saw.u.snapshot.writes))
			saw.u.snapshot.writes = -1;
		watch_tell_again(run->watch, SOURCE_DB, "database", &saw);
	} else if (kind == ACTION_MIGRATE) {
		watch_tell_migrated(run->watch, record->arg);
	} else if (kind == ACTION_PROBE) {
		(void)str_to_i64(record->arg, 0, 1000, &passes);
		saw.kind = SAW_PROBE;
		saw.u.probe.passed = TRI_YES;
		saw.u.probe.passes = (unsigned)passes;
		saw.u.probe.at_ms = age_began_first(record, &now);
		str_copy(saw.u.probe.text, TEXT_LEN, record->text);
		watch_tell_again(run->watch, SOURCE_HOST, "servers", &saw);
	} else if (kind == ACTION_SAVE_LB) {
		saw.kind = SAW_LB_SAVED;
		watch_tell_again(run->watch, SOURCE_LB, record->lb, &saw);
	}
}

/* The saved inputs count only while the file is what was written (GR-07). */
static void
replay_saved(struct run *run, const struct record *record)
{
	struct sighting saw = { .kind = SAW_SAVED };
	struct clocks now = run_clocks(run);

	saw.u.saved.equal = run_read_saved(run, record->text, record->arg);
	saw.u.saved.at_ms = age_began_first(record, &now);
	str_copy(saw.u.saved.path, TEXT_LEN, record->text);
	str_copy(saw.u.saved.digest, sizeof(saw.u.saved.digest), record->arg);
	watch_tell_again(run->watch, SOURCE_CLOUD, "cloud", &saw);
	guard_note_saved(run->guard, record->arg);
}

/* "undo"; "back aside": a plan beside the steps, as discard and back make. */
static void
replay_confirm(struct run *run, const struct record *record)
{
	run->confirmed_any = true;
	str_copy(run->place, sizeof(run->place), record->server);
	run->told.purpose = str_starts(record->verdict, "undo") ? PLAN_UNDO :
	    str_starts(record->verdict, "back") ? PLAN_BACK : PLAN_FORWARD;
	run->told.side = str_ends(record->verdict, RUN_ASIDE);
}

/* An action that took effect, in the order of the journal. */
static void
replay_effect(struct run *run, const struct record *record)
{
	const struct action *action = &record->action;
	int step = record->step >= 0 && record->step <= STEP_COUNT &&
	    !run->told.side ? record->step : 0;

	run_remember(run, step, action, run->told.purpose);
	if (action->kind == ACTION_TERMINATE)
		run->terminated_any = true;
}

static void
replay_intent(struct run *run, const struct record *record)
{
	struct clocks now = run_clocks(run);

	if (record->action.kind == ACTION_ATTACH) {
		guard_note_attached(run->guard, record->action.server);
		run->attached_any = true;
	}
	if (record->action.kind == ACTION_TERMINATE)
		guard_note_terminated(run->guard);
	if (record->action.kind == ACTION_SET_INPUT)
		guard_note_input(run->guard, &record->action);
	if (record->action.kind == ACTION_DETACH ||
	    record->action.kind == ACTION_TERMINATE)
		guard_note_removal(run->guard, record->action.server,
		    age_began_last(record, &now));
}

static void
replay_identity(struct run *run, const struct record *record)
{
	struct known *known = run_known(run, record->server);

	if (record->arg[0] != '\0')
		str_copy(known->id, sizeof(known->id), record->arg);
	if (record->lb[0] != '\0')
		str_copy(known->addr, sizeof(known->addr), record->lb);
	known->undecided = false;
}

int
run_replay_record(struct run *run, const struct record *record, struct err *err)
{
	bool has_step = record->step >= 1 && record->step <= STEP_COUNT;

	switch (record->type) {
	case RECORD_RETURN_POINT:
		run->array_was_on = str_eq(record->verdict, "array-on");
		run->has_return_point = true;
		return guard_return_point(run->guard, record->server,
		    record->arg, err);
	case RECORD_MARK:
		replay_identity(run, record);
		run_replay_mark(run, record);
		return guard_mark(run->guard, record->server,
		    record->arg, record->lb, mark_of_name(record->verdict), err);
	case RECORD_STATE:
		replay_state(run, record);
		break;
	case RECORD_PICK:
		if (has_step)
			replay_pick(run, record);
		break;
	case RECORD_SET:
		if (has_step)
			run_note_setting(run, record->step, record->server,
			    record->text);
		break;
	case RECORD_CONFIRM:
		replay_confirm(run, record);
		break;
	case RECORD_SAVED:
		replay_saved(run, record);
		break;
	case RECORD_INTENT:
		replay_intent(run, record);
		break;
	case RECORD_OUTCOME:
	case RECORD_RESOLVED:
		if (str_eq(record->verdict, "ok"))
			replay_effect(run, record);
		break;
	case RECORD_REFUSED:
		run->refused++;
		break;
	case RECORD_NOTE:
		run_replay_silent(run, record);
		break;
	case RECORD_RUN:
		run->inputs_alone = str_eq(record->verdict, RUN_INPUTS_ALONE);
		break;
	case RECORD_NONE: case RECORD_GUARD: case RECORD_OBSERVED:
	case RECORD_FACT:
	case RECORD_WITHDRAW: case RECORD_TAKEOVER: case RECORD_RELOAD:
	case RECORD_SURPRISE: case RECORD_END: case RECORD_COUNT:
		break;
	}
	return 0;
}

static bool
replay_one(const struct record *record, void *arg)
{
	struct replay *replay = arg;

	replay->status = run_replay_record(replay->run, record, replay->err);
	return replay->status == 0;
}

int
run_replay(struct run *run, struct err *err)
{
	struct replay replay = { .run = run, .err = err };
	int open;

	if (!run->resumed)
		return run_begin_journal(run, err);
	if (journal_each(run->journal, replay_one, &replay, err) == -1 ||
	    replay.status == -1 ||
	    journal_newest_serial(run->journal, &run->serial, err) == -1)
		return -1;
	open = journal_unsettled(run->journal, &run->open_intent, err);
	if (open == -1)
		return -1;
	run->unsettled = open == 1;
	/* What was under way is planned again from facts: nothing is taken as
	 * done because it was begun. */
	for (int i = 1; i <= STEP_COUNT; i++)
		if (run->states[i] != STATE_DONE && run->states[i] != STATE_SKIPPED &&
		    run->states[i] != STATE_UNDONE)
			run->states[i] = STATE_TODO;
	return 0;
}

static bool
retell_one(const struct record *record, void *arg)
{
	if (record->type == RECORD_FACT)
		replay_fact(arg, record);
	return true;
}

void
run_retell(struct run *run)
{
	struct err err = { 0 };

	if (run->resumed &&
	    journal_each(run->journal, retell_one, run, &err) == -1)
		run_event(run, EVENT_ERROR, "%s", err.text);
}
