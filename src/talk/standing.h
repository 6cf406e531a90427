/* Where the run stands: questions that several screens ask of a view.  Pure. */
#ifndef TALK_STANDING_H
#define TALK_STANDING_H

#include <stdbool.h>
#include <stddef.h>

#include "engine/front.h"

/* Something is being done or verified now. */
bool standing_runs(const struct view *view);
/* A plan is shown and waits for the operator's word. */
bool standing_asks(const struct view *view);
/* All is verified, and the step wants the operator to say so too. */
bool standing_waits_for_word(const struct view *view);
enum step_state standing_state(const struct view *view);
bool standing_is_over(enum step_state state);	/* done or skipped */
/* The step to be at: the current one while it is open, else the first open one
 * behind it, else the first open one at all; NULL when none is open. */
const struct step *standing_next(const struct view *view);
/* What the step at hand leaves open beside going on. */
bool standing_may_undo(const struct view *view);
bool standing_may_discard(const struct view *view);
bool standing_may_withdraw(const struct view *view);
bool standing_may_go_back(const struct view *view);
/* "app-21, app-22" of those that still run, or that do not any more; "none"; "not
 * known". */
const char *standing_names(const struct view *view, enum mark mark, bool running,
    char *dst, size_t size);
/* "16 Enable the array; …": the steps that were skipped, or ever undone, by name;
 * "none". */
const char *standing_skipped(const struct view *view, char *dst, size_t size);
const char *standing_undone(const struct view *view, char *dst, size_t size);
/* Steps of this phase that are over. */
int standing_over_in(const struct view *view, const struct phase *phase);
/* 0 when it did not begin. */
int64_t standing_took_ms(const struct view *view, int step, int64_t wall_ms);
int64_t standing_phase_took_ms(const struct view *view, int phase,
    int64_t wall_ms);
int standing_phase_of(int step);
/* Newest reading of any balancer: its age, or -1. */
int64_t standing_age_ms(const struct view *view, int64_t now_ms);
/* Time since this balancer told all of it; -1: it never did. */
int64_t standing_lb_age_ms(const struct view *view, const char *lb,
    int64_t now_ms);
/* It never answered, or not for three polls: what it holds is not known.  One
 * poll that is late is not silence. */
bool standing_is_silent(const struct view *view, const char *lb);
/* The first balancer of the configuration that is silent; NULL: none. */
const char *standing_silent_lb(const struct view *view);
/* Anybody, cloud and servers too, who did not answer lately; NULL: none. */
const struct source *standing_silent_source(const struct view *view);
/* What the cloud told holds now: it told something, and is not silent since. */
bool standing_hears_cloud(const struct view *view);
/* Sessions and queue of a server on one balancer (lb NULL: on all); -1 when it is
 * not listed there, or the balancer (lb NULL: any) is silent. */
long standing_sessions(const struct view *view, const char *server,
    const char *lb);
/* The newest event about this action since the plan was made; NULL: none. */
const struct event *standing_event(const struct view *view,
    const struct action *action);
/* From its start to its end, by the events; -1: not known. */
int64_t standing_action_took_ms(const struct view *view,
    const struct action *action);
/* "usual 50 s – 1 m 30 s". */
const char *standing_usual_text(const struct usual_span *span, char *dst,
    size_t size);
/* "15 m", "5 m 30 s": a limit, without seconds that are 0. */
const char *standing_round_span(int64_t ms, char *dst, size_t size);
/* action_sentence(), with "…" for the run's own folder. */
const char *standing_action_text(const struct view *view,
    const struct action *action, char *dst, size_t size);
#define STANDING_ASKS "Nothing has been sent. The button asks once more."
/* The sentence of the message line when nothing else is to be said. */
const char *standing_sentence(const struct view *view, int64_t now_ms, char *dst,
    size_t size);
/* "0.4 s old", "no reading yet". */
const char *standing_age_text(int64_t age_ms, char *dst, size_t size);
/* "about 4 – 7 min": a span of minutes for people, rounded. */
const char *standing_range_text(const struct estimate *estimate, char *dst,
    size_t size);
/* When the drain is over at the latest, by the limit; wall clock, 0 unknown. */
int64_t standing_limit_wall_ms(const struct view *view);

#endif
