/* Where the run stands. */

#include "talk/standing.h"

#include <string.h>

#include "base/clock.h"
#include "base/str.h"

#define WATCH_STEP 13

enum step_state
standing_state(const struct view *view)
{
	return view->states[view->step->number];
}

bool
standing_runs(const struct view *view)
{
	enum step_state state = standing_state(view);

	return view->busy != NULL || state == STATE_RUNNING ||
	    state == STATE_VERIFYING || state == STATE_UNDOING;
}

bool
standing_asks(const struct view *view)
{
	return view->plan != NULL && view->plan->serial != 0 &&
	    view->unsettled == NULL && !view->ended && !standing_runs(view);
}

bool
standing_waits_for_word(const struct view *view)
{
	enum verdict worst = checks_worst(view->checks);

	return standing_state(view) == STATE_VERIFYING &&
	    (view->step->flags & STEP_JUDGED) != 0 && view->checks->n > 0 &&
	    (worst == VERDICT_GOOD || worst == VERDICT_LOOK);
}

bool
standing_is_over(enum step_state state)
{
	return state == STATE_DONE || state == STATE_SKIPPED;
}

const struct step *
standing_next(const struct view *view)
{
	int here = view->step->number;

	for (int i = here; i <= STEP_COUNT; i++)
		if (!standing_is_over(view->states[i]))
			return runbook_step(i);
	for (int i = 1; i < here; i++)
		if (!standing_is_over(view->states[i]))
			return runbook_step(i);
	return NULL;
}

bool
standing_may_undo(const struct view *view)
{
	enum step_state state = standing_state(view);

	/* Waiting sends nothing: what is undone there is the step before. */
	return view->step->number == WATCH_STEP ||
	    ((state == STATE_DONE || state == STATE_FAILED) &&
	    (view->step->flags & STEP_ONE_WAY) == 0);
}

bool
standing_may_discard(const struct view *view)
{
	return view->step->number >= 7 && view->step->number <= 9;
}

bool
standing_may_withdraw(const struct view *view)
{
	return view->step->number == 11 && view->can_go_back;
}

bool
standing_may_go_back(const struct view *view)
{
	for (int i = 11; i <= 14; i++)
		if (view->states[i] != STATE_TODO)
			return view->can_go_back && !view->watching;
	return false;
}

const char *
standing_names(const struct view *view, enum mark mark, bool running, char *dst,
    size_t size)
{
	dst[0] = '\0';
	for (size_t i = 0; i < view->facts->n_servers; i++) {
		const struct server *sv = &view->facts->servers[i];
		if (sv->mark == mark && server_runs(sv) == running)
			(void)str_add(dst, size, "%s%s", dst[0] == '\0' ? "" : ", ",
			    sv->name);
	}
	if (dst[0] == '\0')
		(void)str_copy(dst, size, facts_no_servers(view->facts) == NULL ? "none" :
		    "not known");
	return dst;
}

static void
add_step(char *dst, size_t size, int step, unsigned times)
{
	(void)str_add(dst, size, "%s%d %s", dst[0] == '\0' ? "" : "; ", step,
	    runbook_step(step)->title);
	if (times > 1)
		(void)str_add(dst, size, " (%u times)", times);
}

const char *
standing_skipped(const struct view *view, char *dst, size_t size)
{
	dst[0] = '\0';
	for (int i = 1; i <= STEP_COUNT; i++)
		if (view->states[i] == STATE_SKIPPED)
			add_step(dst, size, i, 1);
	return dst[0] != '\0' ? dst : "none";
}

/* What was done again is done, and was undone all the same. */
const char *
standing_undone(const struct view *view, char *dst, size_t size)
{
	dst[0] = '\0';
	for (int i = 1; i <= STEP_COUNT; i++)
		if (view->undone[i] > 0)
			add_step(dst, size, i, view->undone[i]);
	return dst[0] != '\0' ? dst : "none";
}

int
standing_over_in(const struct view *view, const struct phase *phase)
{
	int n = 0;

	for (int i = phase->first; i <= phase->last; i++)
		n += standing_is_over(view->states[i]);
	return n;
}

int64_t
standing_took_ms(const struct view *view, int step, int64_t wall_ms)
{
	const struct step_times *times = &view->times[step];

	if (times->began_wall_ms == 0)
		return 0;
	int64_t end = times->ended_wall_ms != 0 ? times->ended_wall_ms : wall_ms;
	return end > times->began_wall_ms ? end - times->began_wall_ms : 0;
}

int64_t
standing_phase_took_ms(const struct view *view, int phase, int64_t wall_ms)
{
	int64_t took = 0;

	for (int i = runbook_phase(phase)->first; i <= runbook_phase(phase)->last;
	    i++)
		took += standing_took_ms(view, i, wall_ms);
	return took;
}

int
standing_phase_of(int step)
{
	for (int i = 0; i < PHASE_COUNT; i++)
		if (step >= runbook_phase(i)->first && step <= runbook_phase(i)->last)
			return i;
	return 0;
}

static bool
tells_of(const struct event *event, const struct action *action)
{
	switch (event->kind) {
	case EVENT_STARTED:
	case EVENT_DONE:
	case EVENT_FAILED:
	case EVENT_UNCERTAIN:
	case EVENT_REFUSED:
		return action_equal(&event->action, action);
	default:
		return false;
	}
}

const struct event *
standing_event(const struct view *view, const struct action *action)
{
	for (size_t i = view->events->n; i-- > 0;) {
		const struct event *event = event_ring_at(view->events, i);
		if (tells_of(event, action))
			return event;
		if (event->kind == EVENT_PLANNED)
			return NULL;
	}
	return NULL;
}

int64_t
standing_action_took_ms(const struct view *view, const struct action *action)
{
	int64_t ended = -1;

	for (size_t i = view->events->n; i-- > 0;) {
		const struct event *event = event_ring_at(view->events, i);
		if (event->kind == EVENT_PLANNED)
			break;
		if (!tells_of(event, action))
			continue;
		if (event->kind != EVENT_STARTED)
			ended = ended < 0 ? event->wall_ms : ended;
		else
			return ended < event->wall_ms ? -1 : ended - event->wall_ms;
	}
	return -1;
}

int64_t
standing_limit_wall_ms(const struct view *view)
{
	/* The later one: after an undo the watch began before the drain did. */
	int64_t from = view->times[12].ended_wall_ms;

	if (view->times[13].began_wall_ms > from)
		from = view->times[13].began_wall_ms;
	return from == 0 ? 0 : from + view->config->drain_limit_ms;
}

const char *
standing_action_text(const struct view *view, const struct action *action,
    char *dst, size_t size)
{
	char whole[TEXT_LEN + 2 * NAME_LEN];
	size_t len = strlen(view->run_dir);

	(void)action_sentence(action, whole, sizeof(whole));
	char *dir = len == 0 ? NULL : strstr(whole, view->run_dir);
	if (dir == NULL)
		(void)str_copy(dst, size, whole);
	else
		(void)str_fmt(dst, size, "%.*s…%s", (int)(dir - whole), whole,
		    dir + len);
	return dst;
}

static const char *
sentence_running(const struct view *view, int64_t now_ms, char *dst, size_t size)
{
	char what[TEXT_LEN], span[32];

	if (standing_waits_for_word(view)) {
		(void)str_fmt(dst, size, "Step %d waits for your word.",
		    view->step->number);
		return dst;
	}
	if (view->busy == NULL) {
		(void)str_fmt(dst, size, "Step %d: reading back what was done.",
		    view->step->number);
		return dst;
	}
	(void)str_fmt(dst, size, "Running: %s, %s.",
	    standing_action_text(view, view->busy, what, sizeof(what)),
	    clock_span(now_ms - view->busy_since_ms, span, sizeof(span)));
	return dst;
}

const char *
standing_sentence(const struct view *view, int64_t now_ms, char *dst, size_t size)
{
	const struct source *silent = standing_silent_source(view);

	if (silent != NULL)
		(void)str_fmt(dst, size, "%s does not answer: %s", silent->name,
		    silent->trouble);
	else if (view->watching && view->run_id[0] == '\0')
		(void)str_copy(dst, size, "No run is open: the balancers as they are.");
	else if (view->watching && view->ended)
		(void)str_copy(dst, size, "The run is finished.");
	else if (view->watching && !standing_runs(view))
		(void)str_fmt(dst, size, "Run %s, step %d is %s; %s drives.",
		    view->run_id, view->step->number,
		    step_state_name(standing_state(view)), view->driver);
	else if (view->unsettled != NULL)
		(void)str_copy(dst, size, "One action is unsettled. Nothing is sent.");
	else if (view->ended)
		(void)str_copy(dst, size, "Finished. Exit status will be 0.");
	else if (standing_runs(view))
		return sentence_running(view, now_ms, dst, size);
	else if (standing_asks(view))
		(void)str_copy(dst, size, STANDING_ASKS);
	else
		(void)str_copy(dst, size, "Ready. Nothing is running.");
	return dst;
}
