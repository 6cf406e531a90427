/*
 * A made-up run for tests of the screens: it answers what engine/front.h
 * promises, from memory, and remembers what was asked of it.  One upgrade,
 * r41 → r42, two balancers, two OLD and two NEW servers.
 */
#ifndef FAKE_VIEW_H
#define FAKE_VIEW_H

#include "engine/front.h"

/* What people's clocks say there: 2026-11-24 14:21:07 UTC, so that pictures can be
 * compared.  Whoever shows a run live sets it to now, before fake_run_new(). */
extern int64_t fake_wall_ms;

/* The names of the steps are the plan of that step; "asks-" and a kind of action, a
 * plan of that one; the others are in a table at the end of view_moments.c. */
struct run *fake_run_new(struct loop *loop, const char *moment);
void fake_run_free(struct run *run);
void fake_set_front(struct run *run, const struct front_ops *front, void *self);

/* What was submitted, in order: "pick app-11 app-12", "confirm 2 shop-prod".  Of no
 * run: nothing. */
size_t fake_intents(const struct run *run);
const char *fake_intent(const struct run *run, size_t i);
/* As the engine does: the plan is another one now, and says so. */
void fake_change_plan(struct run *run, const char *why);
int fake_left(const struct run *run);		/* -1: nobody left */
/* The world moves: sessions of this server on this balancer. */
void fake_set_sessions(struct run *run, const char *server, const char *lb,
    unsigned sessions);
/* As the configuration would have it; command: words parted by one blank.  NULL:
 * as it is. */
void fake_set_notify(struct run *run, const char *notify, const char *command);
/* Before the screen is opened: neither bell nor title. */
void fake_set_quiet(struct run *run);
struct facts *fake_facts(struct run *run);

#endif
