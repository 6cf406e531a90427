/* The question before a plan is carried out. */

#include "talk/question.h"

#include "base/str.h"
#include "talk/evidence.h"
#include "talk/question_priv.h"
#include "talk/standing.h"

static bool
takes_out(const struct view *view, const struct server *sv)
{
	for (size_t i = 0; i < view->plan->n; i++)
		if (action_effect(view->plan->actions[i].kind) == EFFECT_TAKES_OUT &&
		    str_eq(view->plan->actions[i].server, sv->name))
			return true;
	return false;
}

static bool
takes_out_any(const struct plan *plan)
{
	for (size_t i = 0; i < plan->n; i++)
		if (action_effect(plan->actions[i].kind) == EFFECT_TAKES_OUT)
			return true;
	return false;
}

/* What is said of each server that is taken out, before the first action on it:
 * role, address, sessions now. */
static void
add_target(struct lines *lines, const struct view *view, size_t index)
{
	const struct action *action = &view->plan->actions[index];
	const struct server *sv = facts_server(view->facts, action->server);
	long sessions = standing_sessions(view, action->server, NULL);

	for (size_t i = 0; i < index; i++)
		if (str_eq(view->plan->actions[i].server, action->server))
			return;
	if (sv == NULL || !takes_out(view, sv))
		return;
	if (sessions < 0)
		lines_add(lines, LINE_TEXT, "%s %s  %s  %s  %s", mark_name(sv->mark),
		    sv->name, sv->addr, sv->id,
		    facts_next_row(view->facts, sv->name, NULL) == NULL ?
		    "in no balancer" : "sessions not known");
	else
		lines_add(lines, LINE_TEXT, "%s %s  %s  %s  %ld session%s now",
		    mark_name(sv->mark), sv->name, sv->addr, sv->id, sessions,
		    str_s(sessions));
}

static void
add_stays(struct lines *lines, const struct view *view)
{
	char text[TEXT_LEN] = "";

	for (size_t i = 0; i < view->facts->n_servers; i++) {
		const struct server *sv = &view->facts->servers[i];
		if (sv->mark == MARK_NEW && server_runs(sv) &&
		    !takes_out(view, sv))
			(void)str_add(text, sizeof(text), "%s%s NEW",
			    text[0] == '\0' ? "" : ", ", sv->name);
	}
	if (text[0] != '\0')
		lines_add(lines, LINE_TEXT, "These stay: %s", text);
}

static void
add_undo(struct lines *lines, const struct view *view)
{
	if (view->plan->note[0] != '\0')
		lines_add(lines, LINE_TEXT, "Undo: %s", view->plan->note);
	else if (view->plan->purpose == PLAN_FORWARD)
		lines_add(lines, LINE_TEXT, "Undo: %s", view->step->undo_text);
}

static void
add_plan(struct lines *lines, const struct look *look)
{
	const struct view *view = look->view;
	const struct plan *plan = view->plan;
	char text[TEXT_LEN + 2 * NAME_LEN];

	if (view->dry_run)
		lines_add(lines, LINE_STRONG, "DRY RUN: nothing will be sent, "
		    "whatever is answered.");
	if (view->changed != NULL)
		lines_add(lines, LINE_LOOK, "%s", view->changed);
	if (plan->n == 0)
		lines_add(lines, LINE_STRONG, "Nothing is sent: what this step wants "
		    "is there already.");
	lines_add_findings(lines, view->refusals);
	evidence_add(lines, look);
	if (takes_out_any(plan))
		add_stays(lines, view);
	for (size_t i = 0; i < plan->n; i++) {
		add_target(lines, view, i);
		lines_add(lines, LINE_PART, "%s", standing_action_text(view,
		    &plan->actions[i], text, sizeof(text)));
	}
	lines_add_good(lines, view->refusals);
	add_undo(lines, view);
}

static void
add_gone(struct question *question)
{
	lines_add(&question->lines, LINE_LOOK,
	    "This plan does not stand any more. Nothing was sent.");
	question->yes[0] = '\0';
}

void
question_confirm(struct question *question, const struct look *look)
{
	const struct view *view = look->view;
	const struct plan *plan = view->plan;
	bool typed = plan->typed[0] != '\0';
	/* A backup is one-way too, but hurts nobody. */
	bool final = typed && takes_out_any(plan) &&
	    (view->step->flags & STEP_ONE_WAY) != 0;

	question_begin(question, final ? "This cannot be undone" : "Do this?",
	    "Check it and go on", "Cancel");
	if (!standing_asks(view)) {
		add_gone(question);
		return;
	}
	question->danger = typed;
	question->serial = plan->serial;
	(void)str_copy(question->wanted, sizeof(question->wanted), plan->typed);
	if (plan->n > 0)
		(void)plan_label(plan, view->facts, question->yes,
		    sizeof(question->yes));
	add_plan(&question->lines, look);
}

void
question_judge(struct question *question, const struct look *look)
{
	const struct view *view = look->view;
	char bake[TEXT_LEN];

	question_begin(question, "Is it good?", "It is good", "Not yet");
	lines_add(&question->lines, LINE_TEXT, "Step %d, %s. Your word is what ends "
	    "it; it is kept in the journal.", view->step->number,
	    view->step->title);
	lines_add_findings(&question->lines, view->checks);
	lines_add_good(&question->lines, view->checks);
	lines_add(&question->lines, LINE_TEXT, "%s", evidence_bake_text(look, bake,
	    sizeof(bake)));
}
