/*
 * Script in, lines out.  The script is read one intent at a time, and the next
 * one is taken when the run is idle again, so that a line always speaks of the
 * world after the line before it.
 */

#include "headless.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/exit_status.h"
#include "base/loop.h"
#include "base/xmalloc.h"
#include "headless_lines.h"
#include "headless_priv.h"

#define TICK_MS 20

struct headless {
	struct loop *loop;
	struct run *run;
	bool json;
	struct loop_timer *timer;
	struct script_lines lines;
	struct buf read;		/* the lines up to now, for their place */
	int resume_line;		/* those before it were done by an earlier life */

	/* A step that an earlier life finished: its lines are passed over. */
	bool passing;
	int64_t await_until_ms;		/* 0: not waiting */
	char await[NAME_LEN];
	struct intent held;		/* not possible yet: submitted again */
	int64_t held_until_ms;
	bool wants_plan;		/* plan, undo, …: a plan must appear */
	bool wants_run;			/* confirm: must not be asked again */
	unsigned refused_before;
	enum step_state state_before;
	unsigned serial_before;
	bool trouble;			/* an EVENT_ERROR came */
	char reason[TEXT_LEN];		/* the newest news of what went wrong */
	bool over;
};

static void
keep_reason(struct headless *hl, const struct event *event)
{
	if (event->kind == EVENT_REFUSED)
		str_fmt(hl->reason, sizeof(hl->reason), "%s: %s", event->rule,
		    event->text);
	else if (event->kind == EVENT_ERROR)
		str_copy(hl->reason, sizeof(hl->reason), event->text);
	else if (event->kind == EVENT_STATE && hl->reason[0] == '\0' &&
	    str_starts(event->text, "failed: "))
		str_copy(hl->reason, sizeof(hl->reason),
		    event->text + strlen("failed: "));
}

static void
on_event(void *self, const struct event *event)
{
	struct headless *hl = self;

	keep_reason(hl, event);
	if (event->kind == EVENT_ERROR)
		hl->trouble = true;
	if (hl->json)
		headless_print_json(event, run_view(hl->run)->run_id);
	else
		headless_print_text(event);
	/* Whoever reads along sees each event when it happens. */
	(void)fflush(stdout);
}

/* ---- the end ---- */

static void
finish(struct headless *hl, int status)
{
	if (hl->over)
		return;
	hl->over = true;
	script_lines_stop(&hl->lines);
	loop_del_timer(hl->timer);
	hl->timer = NULL;
	run_leave(hl->run, status);
}

static void
fail(struct headless *hl, int status, const char *text)
{
	(void)fprintf(stderr, "cutover: %s:%d: %s\n", hl->lines.name, hl->lines.number,
	    text);
	finish(hl, status);
}

static int
status_of(const struct err *err)
{
	switch (err->code) {
	case ERR_GUARD: return STATUS_GUARD;
	case ERR_USAGE: return STATUS_USAGE;
	case ERR_NOT_YET:
	case ERR_STOPPED: return STATUS_STOPPED;
	default: return STATUS_FAILED;
	}
}

static void
expect(struct headless *hl, const struct intent *intent)
{
	char text[5 * TEXT_LEN];

	if (!headless_expected(run_view(hl->run), intent, text, sizeof(text)))
		fail(hl, STATUS_FAILED, text);
}

/* ---- await ---- */

static bool
is_reached(const struct view *view, const char *wanted)
{
	enum step_state state = view->states[view->step->number];

	/* A skipped step is done with, too. */
	return str_eq(step_state_name(state), wanted) ||
	    (state == STATE_SKIPPED &&
	    (str_eq(wanted, "done") || str_eq(wanted, "judged")));
}

/* True while the script must not go on. */
static bool
is_waiting(struct headless *hl)
{
	const struct view *view = run_view(hl->run);
	enum step_state state = view->states[view->step->number];
	char text[2 * TEXT_LEN];

	if (hl->await_until_ms == 0)
		return false;
	if (is_reached(view, hl->await) ||
	    (str_eq(hl->await, "judged") && view->asks)) {
		hl->await_until_ms = 0;
		return false;
	}
	if (state == STATE_FAILED && run_idle(hl->run)) {
		str_fmt(text, sizeof(text), "step %s failed%s%s", view->step->name,
		    hl->reason[0] == '\0' ? "" : ": ", hl->reason);
		fail(hl, view->refused > hl->refused_before ? STATUS_GUARD :
		    STATUS_FAILED, text);
	} else if (clock_boot_ms() > hl->await_until_ms) {
		str_fmt(text, sizeof(text), "step %s is %s, not %s, after the time "
		    "given", view->step->name, step_state_name(state), hl->await);
		fail(hl, STATUS_STOPPED, text);
	}
	return true;
}

/* ---- intents in ---- */

static void
begin_await(struct headless *hl, const struct intent *intent)
{
	str_copy(hl->await, sizeof(hl->await), intent->word);
	hl->await_until_ms = clock_boot_ms() + intent->ms;
}

/* What is said to a step although it is done. */
static bool
ends_passing(enum intent_kind kind)
{
	return kind == INTENT_UNDO || kind == INTENT_BACK || kind == INTENT_STOP ||
	    kind == INTENT_WITHDRAW || kind == INTENT_DISCARD;
}

/* Lines of a step that is done already (an earlier life did it) are passed, and so
 * is all that an earlier life of this script left behind. */
static bool
is_passed(struct headless *hl, const struct intent *intent)
{
	if (hl->lines.number < hl->resume_line && intent->kind != INTENT_STEP)
		return true;
	if (ends_passing(intent->kind))
		hl->passing = false;
	if (intent->kind != INTENT_STEP)
		return hl->passing;
	const struct view *view = run_view(hl->run);
	const struct step *step = runbook_find(intent->word);

	hl->passing = step != NULL && (view->states[step->number] == STATE_DONE ||
	    view->states[step->number] == STATE_SKIPPED);
	return false;
}

/* What is not possible yet is submitted again until the time of a change is over. */
static void
hold(struct headless *hl, struct intent *intent, const char *why)
{
	int64_t now = clock_boot_ms();

	if (hl->held_until_ms == 0)
		hl->held_until_ms = now + run_view(hl->run)->config->change_limit_ms;
	if (now > hl->held_until_ms) {
		fail(hl, STATUS_STOPPED, why);
		return;
	}
	hl->held = *intent;
	*intent = (struct intent){ 0 };
}

static void
submit(struct headless *hl, struct intent *intent)
{
	const struct view *view = run_view(hl->run);
	struct err err = { 0 };

	hl->refused_before = view->refused;
	hl->serial_before = view->plan->serial;
	hl->trouble = false;
	hl->reason[0] = '\0';
	hl->wants_plan = intent->kind == INTENT_PLAN ||
	    intent->kind == INTENT_WITHDRAW || intent->kind == INTENT_DISCARD ||
	    intent->kind == INTENT_UNDO || intent->kind == INTENT_BACK ||
	    intent->kind == INTENT_RETRY;
	hl->wants_run = intent->kind == INTENT_CONFIRM;
	if (hl->wants_run)
		headless_place(&hl->read, hl->lines.number, intent->place);
	if (run_submit(hl->run, intent, &err) == 0)
		hl->held_until_ms = 0;
	else if (err.code == ERR_NOT_YET)
		hold(hl, intent, err.text);
	else
		fail(hl, status_of(&err), err.text);
}

/* True while the script must not go on. */
static bool
is_held(struct headless *hl)
{
	struct intent intent = hl->held;

	hl->held = (struct intent){ 0 };
	if (intent.kind != INTENT_NONE)
		submit(hl, &intent);
	intent_done(&intent);
	return hl->held.kind != INTENT_NONE;
}

static void
take(struct headless *hl, const char *line)
{
	struct intent intent = { 0 };
	struct err err = { 0 };

	headless_place_add(&hl->read, line);
	if (intent_parse(line, &intent, &err) == -1 ||
	    headless_check_intent(&intent, &err) == -1) {
		fail(hl, STATUS_USAGE, err.text);
	} else if (intent.kind == INTENT_NONE || is_passed(hl, &intent)) {
		;
	} else if (intent.kind == INTENT_AWAIT) {
		begin_await(hl, &intent);
	} else if (intent.kind == INTENT_EXPECT) {
		expect(hl, &intent);
	} else {
		submit(hl, &intent);
	}
	intent_done(&intent);
}

/* What the last intent led to, now that the run is idle again. */
static bool
went_well(struct headless *hl)
{
	const struct view *view = run_view(hl->run);
	char text[2 * TEXT_LEN];

	if (view->refused > hl->refused_before) {
		str_fmt(text, sizeof(text), "refused: %s", hl->reason);
		fail(hl, STATUS_GUARD, text);
		return false;
	}
	if (hl->wants_run && view->plan->serial != hl->serial_before &&
	    view->changed != NULL) {
		fail(hl, STATUS_STOPPED, "the world moved, and the plan must be "
		    "confirmed again; nothing was sent");
		return false;
	}
	if ((hl->wants_plan || hl->wants_run) && hl->trouble) {
		fail(hl, STATUS_FAILED, hl->reason);
		return false;
	}
	hl->wants_plan = hl->wants_run = false;
	return true;
}

static void
end_of_script(struct headless *hl)
{
	const struct view *view = run_view(hl->run);

	finish(hl, view->ended ? 0 : view->refused > hl->refused_before ?
	    STATUS_GUARD : STATUS_STOPPED);
}

static void
go_on(struct headless *hl)
{
	while (!hl->over && !is_waiting(hl) && !hl->over && run_idle(hl->run) &&
	    went_well(hl) && !is_held(hl) && !hl->over) {
		char *line = script_lines_next(&hl->lines);

		if (line != NULL)
			take(hl, line);
		else if (hl->lines.eof)
			end_of_script(hl);
		else
			break;
	}
}

static void
on_tick(void *arg)
{
	struct headless *hl = arg;

	hl->timer = loop_add_timer(hl->loop, TICK_MS, on_tick, hl);
	if (hl->lines.trouble != NULL)
		fail(hl, STATUS_USAGE, hl->lines.trouble);
	else
		go_on(hl);
}

static int
open_front(void **self, struct loop *loop, struct run *run,
    const struct front_options *options, struct err *err)
{
	struct headless *hl = xcalloc(1, sizeof(*hl));

	hl->loop = loop;
	hl->run = run;
	hl->json = options->json;
	/* Those of earlier lives are not this script's. */
	hl->refused_before = run_view(run)->refused;
	if (script_lines_open(&hl->lines, loop, options->script, err) == -1) {
		free(hl);
		return -1;
	}
	if (!str_eq(options->script, "-"))
		hl->resume_line = headless_place_resume(options->script,
		    run_view(run));
	hl->timer = loop_add_timer(loop, TICK_MS, on_tick, hl);
	*self = hl;
	return 0;
}

static void
close_front(void *self)
{
	struct headless *hl = self;

	loop_del_timer(hl->timer);
	script_lines_close(&hl->lines);
	buf_done(&hl->read);
	intent_done(&hl->held);
	free(hl);
}

const struct front_ops front_headless = {
	.name = "script",
	.open = open_front,
	.event = on_event,
	.close = close_front,
};
