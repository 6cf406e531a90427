/* What is only looked at. */

#include "plain/plain_priv.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "talk/standing.h"
#include "talk/text.h"

#define LOG_LINES 20
#define WHO_LINES 8

void
tell_head(struct plain *plain)
{
	const struct view *view = plain_view(plain);
	const struct step *step = view->step;
	const char *environment = view->config->environment;
	char flow[4 * TEXT_LEN];

	plain->step_said = step->number;
	say_timed(plain, "Step %d of %d. %s. %s, %s%s.", step->number, STEP_COUNT,
	    step->title, view->config->deployment, environment[0] == '\0' ?
	    "PROD?" : environment, view->dry_run ? ", DRY RUN" : "");
	say(plain, "%s", text_flow(flow, sizeof(flow), step->advice));
	say(plain, "Undo: %s.", step->undo_text);
	for (const struct step_setting *s = step->settings;
	    s != NULL && s->key != NULL; s++) {
		const char *value = choices_get(view->choices, s->key);
		if (value == NULL && s->unset != NULL)
			say(plain, "  setting %s (%s): %s", s->key, s->unset, s->text);
		else
			say(plain, "  setting %s%s%s: %s", s->key,
			    value == NULL ? "" : " ", value == NULL ? "" : value,
			    s->text);
	}
}

void
tell_steps(struct plain *plain)
{
	const struct view *view = plain_view(plain);

	for (int i = 1; i <= STEP_COUNT; i++)
		say(plain, "  %d  %s: %s%s", i, runbook_step(i)->title,
		    step_state_name(view->states[i]), i == view->step->number ?
		    ", here" : "");
	say(plain, "g NUMBER goes to a step.");
}

void
tell_log(struct plain *plain)
{
	const struct event_ring *events = plain_view(plain)->events;
	size_t i = events->n > LOG_LINES ? events->n - LOG_LINES : 0;
	char text[3 * TEXT_LEN], hms[16];

	for (; i < events->n; i++) {
		const struct event *event = event_ring_at(events, i);
		say(plain, "  step %d: %s %s", event->step, event_told(event, text,
		    sizeof(text)), clock_hms(event->wall_ms, hms, sizeof(hms)));
	}
}

/* ---- the world ---- */

static void
show_server(struct plain *plain, const struct view *view, const struct server *sv)
{
	const struct lb_row *row = NULL;
	char text[TEXT_LEN] = "";

	while ((row = facts_next_row(view->facts, sv->name, row)) != NULL) {
		const struct lb *lb = facts_lb(view->facts, row->lb);
		bool known = lb != NULL && lb->seen_ms != 0 && lb->missed == 0;
		(void)str_add(text, sizeof(text), "; %s %s", row->lb,
		    known ? row->status : "not known");
		if (known)
			(void)str_add(text, sizeof(text), " %u", row->scur + row->qcur);
	}
	say(plain, "  %s %s %s%s", mark_name(sv->mark), sv->name,
	    cloud_state_name(sv->state), text[0] == '\0' ? "; in no balancer" :
	    text);
}

void
tell_world(struct plain *plain)
{
	struct look look = plain_look(plain);
	const struct facts *facts = look.view->facts;
	char text[TEXT_LEN], age[48];

	say_timed(plain, "%s Newest reading %s.", standing_sentence(look.view,
	    look.now_ms, text, sizeof(text)), standing_age_text(standing_age_ms(
	    look.view, look.now_ms), age, sizeof(age)));
	for (size_t i = 0; i < facts->n_lbs; i++)
		say(plain, "  balancer %s: %s", facts->lbs[i].name,
		    facts->lbs[i].seen_ms != 0 && facts->lbs[i].missed == 0 ?
		    "answers" : facts->lbs[i].trouble[0] != '\0' ?
		    facts->lbs[i].trouble : "no reading");
	if (facts_no_servers(look.view->facts) != NULL)
		say(plain, "  %s", facts_no_servers(look.view->facts));
	for (size_t i = 0; i < facts->n_servers; i++)
		if (facts->servers[i].state != CLOUD_TERMINATED)
			show_server(plain, look.view, &facts->servers[i]);
}

/* ---- sessions ---- */

static void
say_sessions(struct plain *plain, const char *const *lines, size_t n, size_t most,
    const char *trouble)
{
	if (trouble != NULL)
		say(plain, "Look: %s", trouble);
	for (size_t i = 0; i < n && i < most; i++)
		say(plain, "  %s", lines[i]);
	if (n > most)
		say(plain, "  and %zu more: s SERVER says them all", n - most);
	if (trouble == NULL && n == 0)
		say(plain, "  none is listed");
}

static void
got_first(const char *const *lines, size_t n, const char *trouble, void *arg)
{
	say_sessions(arg, lines, n, WHO_LINES, trouble);
}

static void
got_sessions(const char *const *lines, size_t n, const char *trouble, void *arg)
{
	say_sessions(arg, lines, n, SIZE_MAX, trouble);
}

void
tell_who(struct plain *plain, const char *lb, const char *server)
{
	say(plain, "%s is asked who is connected to %s.", lb, server);
	run_ask_sessions(plain->run, lb, server, got_first, plain);
}

void
tell_sessions(struct plain *plain, const char *server)
{
	const struct facts *facts = plain_view(plain)->facts;
	bool any = false;

	for (size_t i = 0; i < facts->n_lbs; i++) {
		if (facts_row(facts, server, facts->lbs[i].name) == NULL)
			continue;
		any = true;
		say(plain, "%s is asked who is connected to %s.", facts->lbs[i].name,
		    server);
		run_ask_sessions(plain->run, facts->lbs[i].name, server,
		    got_sessions, plain);
	}
	if (!any)
		say(plain, "Which server? s NAME, of one that a balancer lists; w "
		    "shows them.");
}

/* ---- the report, the end ---- */

void
tell_report(struct plain *plain)
{
	struct buf report = { 0 };
	char *rest, *line;

	run_report(plain->run, &report);
	buf_puts(&report, "");
	rest = report.data;
	while ((line = strsep(&rest, "\n")) != NULL)
		say(plain, "%s", line);
	buf_done(&report);
}

static void
say_phases(struct plain *plain, const struct look *look)
{
	char span[32];

	for (int i = 0; i < PHASE_COUNT; i++)
		say(plain, "  %s, steps %d to %d: %s", runbook_phase(i)->name,
		    runbook_phase(i)->first, runbook_phase(i)->last,
		    clock_span(standing_phase_took_ms(look->view, i, look->wall_ms),
		    span, sizeof(span)));
}

void
tell_end(struct plain *plain)
{
	struct look look = plain_look(plain);
	const struct view *view = look.view;
	char text[TEXT_LEN];

	say_timed(plain, "Upgrade %s → %s is finished. Run %s.",
	    view->config->release_from, view->config->release_to, view->run_id);
	say_phases(plain, &look);
	say(plain, "  Sessions: %s", view->account->sessions);
	say(plain, "  In service: %s", standing_names(view, MARK_NEW, true, text,
	    sizeof(text)));
	say(plain, "  Terminated: %s", standing_names(view, MARK_OLD, false, text,
	    sizeof(text)));
	say(plain, "  OLD and still running: %s", standing_names(view, MARK_OLD,
	    true, text, sizeof(text)));
	say(plain, "  Skipped: %s", standing_skipped(view, text, sizeof(text)));
	say(plain, "  Undone: %s", standing_undone(view, text, sizeof(text)));
	say(plain, "  Tried again: %s", view->account->again);
	say(plain, "  Refused by the guard: %u", view->refused);
	say(plain, "  People: %s", view->account->people);
	if (!view->dry_run)
		say(plain, "Report: %s/report.md, .txt and .json beside it.",
		    view->run_dir);
}
