/* What is asked beside plans. */

#include "talk/question.h"

#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "base/vault.h"
#include "talk/question_priv.h"
#include "talk/standing.h"

#define INPUT "input."

void
question_begin(struct question *question, const char *title, const char *yes,
    const char *no)
{
	*question = (struct question){ 0 };
	(void)str_copy(question->title, sizeof(question->title), title);
	(void)str_copy(question->yes, sizeof(question->yes), yes);
	(void)str_copy(question->no, sizeof(question->no), no);
}

void
question_done(struct question *question)
{
	lines_done(&question->lines);
}

static void
add_field(struct question *question, const char *label, const char *text)
{
	size_t i = question->n_fields++;

	(void)str_copy(question->fields[i].label, TEXT_LEN, label);
	(void)str_copy(question->fields[i].text, TEXT_LEN, text);
}

/* ---- the guard ---- */

/* "13:18:50 UTC in step 3 by maria@bastion, 1 h 14 m ago". */
static void
add_marking(struct lines *lines, const struct view *view,
    const struct event *event)
{
	char when[16], age[24], step[24] = "";
	const struct marking *m = NULL;

	for (size_t i = 0; i < view->n_markings; i++)
		if (str_eq(view->markings[i].server, event->server))
			m = &view->markings[i];
	if (m == NULL)
		return;
	if (m->step != 0)
		(void)str_fmt(step, sizeof(step), " in step %d", m->step);
	lines_add(lines, LINE_PART, "Marked %-6s %s UTC%s by %s, %s ago",
	    mark_name(m->mark), clock_hms(m->wall_ms, when, sizeof(when)), step,
	    m->who, clock_span(event->wall_ms - m->wall_ms, age, sizeof(age)));
}

static void
add_carries(struct lines *lines, const struct view *view, const char *server)
{
	long sessions = standing_sessions(view, server, NULL);

	if (server[0] != '\0' && sessions >= 0)
		lines_add(lines, LINE_PART, "It carries    %ld session%s now",
		    sessions, str_s(sessions));
}

static void
add_way_out(struct lines *lines, const struct view *view, const char *server)
{
	const struct server *sv = facts_server(view->facts, server);

	if (sv == NULL || sv->mark != MARK_NEW)
		return;
	lines_add(lines, LINE_TEXT, "%s", "");
	lines_add(lines, LINE_TEXT, "Is %s broken? Undo step 12 first, so that the OLD "
	    "servers serve; then withdraw it in step 11. One that no balancer ever "
	    "listed is discarded in step 7, 8 or 9.", server);
}

/* The guard judges each action when its turn comes: others may be done by then. */
static bool
has_begun(const struct view *view, int step)
{
	for (size_t i = view->events->n; i-- > 0;) {
		const struct event *event = event_ring_at(view->events, i);
		if (event->kind == EVENT_PLANNED)
			return false;
		if (event->kind == EVENT_STARTED && event->step == step)
			return true;
	}
	return false;
}

void
question_guard(struct question *question, const struct view *view,
    const struct event *event)
{
	struct lines *lines = &question->lines;
	char text[TEXT_LEN + 2 * NAME_LEN];

	question_begin(question, "Blocked by the guard", "", "OK");
	lines_add(lines, LINE_LOCKED, "%s", event->text);
	lines_add(lines, LINE_TEXT, "%s", "");
	if (event->action.kind != ACTION_NONE)
		lines_add(lines, LINE_PART, "You asked     %s",
		    action_sentence(&event->action, text, sizeof(text)));
	if (event->rule[0] != '\0')
		lines_add(lines, LINE_PART, "Rule          %s", event->rule);
	add_marking(lines, view, event);
	add_carries(lines, view, event->server);
	lines_add(lines, LINE_TEXT, "%s", "");
	lines_add(lines, LINE_TEXT, has_begun(view, event->step) ?
	    "This was not sent. What was done before it stands." :
	    "Nothing was sent.");
	lines_add(lines, LINE_TEXT, "There is no way to force this.");
	add_way_out(lines, view, event->server);
}

/* ---- smaller questions ---- */

void
question_leave(struct question *question, const struct view *view)
{
	struct lines *lines = &question->lines;
	char text[TEXT_LEN + 2 * NAME_LEN];

	question_begin(question, "Leave now?", "Finish it and leave", "Stay");
	if (view->busy != NULL)
		lines_add(lines, LINE_TEXT, "In hand: %s. It is finished and written "
		    "down first.", action_sentence(view->busy, text, sizeof(text)));
	else
		lines_add(lines, LINE_TEXT, "All was sent; what came of it is still "
		    "being read back.");
	lines_add(lines, LINE_TEXT, "Nothing else of the plan is begun; the next start "
	    "goes on from there.");
}

void
question_note(struct question *question)
{
	question_begin(question, "A comment for the journal", "Write it down",
	    "Cancel");
	add_field(question, "Comment", "");
}

void
question_skip(struct question *question, const struct view *view)
{
	const struct step *step = view->step;

	question_begin(question, "Skip this step", "", "Cancel");
	(void)str_fmt(question->yes, sizeof(question->yes), "Skip step %d",
	    step->number);
	lines_add(&question->lines, LINE_TEXT, "Step %d, %s, is left out. The reason "
	    "goes into the journal and the report.", step->number, step->title);
	if ((step->flags & STEP_OPTIONAL) == 0)
		lines_add(&question->lines, LINE_LOOK,
		    "The runbook does not call this step optional.");
	add_field(question, "Reason", "");
}

void
question_resolve(struct question *question, const struct view *view, bool present)
{
	char text[TEXT_LEN + 2 * NAME_LEN];

	question_begin(question, present ? "It took effect" :
	    "It did not take effect", present ? "It took effect" : "It did not",
	    "Cancel");
	lines_add(&question->lines, LINE_TEXT, "You say of: %s",
	    action_sentence(view->unsettled, text, sizeof(text)));
	lines_add(&question->lines, LINE_TEXT, present ?
	    "It is there. The run goes on from that." :
	    "It is not there. The plan will list it again.");
	add_field(question, "How do you know?", "");
}

static void
add_setting(struct question *question, const struct step *step, const char *key)
{
	for (const struct step_setting *s = step->settings;
	    s != NULL && s->key != NULL; s++) {
		if (!str_eq(s->key, key))
			continue;
		lines_add(&question->lines, LINE_TEXT, "%s", s->text);
		if (s->unset != NULL)
			lines_add(&question->lines, LINE_TEXT,
			    "While it is not set: %s.", s->unset);
	}
}

bool
question_is_secret(const struct view *view, const char *key)
{
	const char *input = key + strlen(INPUT);

	if (!str_starts(key, INPUT))
		return false;
	const struct input *now = facts_input(view->facts, input, INPUT_DEPLOYMENT);
	return (now != NULL && now->secret) ||
	    vault_has_name(view->scene->vault, input);
}

void
question_setting(struct question *question, const struct view *view,
    const char *key)
{
	const char *value = choices_get(view->choices, key);
	char label[TEXT_LEN];

	question_begin(question, key, "Set it", "Cancel");
	add_setting(question, view->step, key);
	lines_add(&question->lines, LINE_TEXT,
	    "It is a choice for the plan: nothing is sent yet.");
	if (str_ends(key, ".")) {
		(void)str_fmt(label, sizeof(label), "%sNAME: the name", key);
		add_field(question, label, "");
	}
	/* What a seal stands for cannot be edited. */
	add_field(question, "Value", value == NULL || seal_is(value) ? "" : value);
}

/* Both make a plan that is shown and asked about: nothing happens here. */
void
question_give_up(struct question *question, enum intent_kind kind)
{
	bool discard = kind == INTENT_DISCARD;

	question_begin(question, discard ? "Discard a NEW server" :
	    "Withdraw a NEW server", "Show the plan", "Cancel");
	lines_add(&question->lines, LINE_TEXT, discard ? "For a NEW server that no "
	    "balancer ever listed: it is shut down for good." : "For a NEW server "
	    "that serves: it is marked WITHDRAWN, and may then be drained and "
	    "detached like an old one. Only while the OLD servers alone can carry "
	    "the traffic.");
	lines_add(&question->lines, LINE_TEXT,
	    "The plan is shown and asked about first.");
	add_field(question, "Server", "");
	if (!discard)
		add_field(question, "Reason", "");
}
