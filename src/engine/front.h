/*
 * All that a front end may see of a run: a const view, intents down, events up.
 */
#ifndef ENGINE_FRONT_H
#define ENGINE_FRONT_H

#include "base/err.h"
#include "model/check.h"
#include "model/choices.h"
#include "model/config.h"
#include "model/event.h"
#include "model/facts.h"
#include "model/history.h"
#include "model/intent.h"
#include "model/plan.h"
#include "model/traffic.h"
#include "model/usual.h"
#include "runbook/runbook.h"

struct loop;
struct run;

enum step_state {
	STATE_TODO, STATE_CHECKED, STATE_PLANNED, STATE_RUNNING, STATE_VERIFYING,
	STATE_DONE, STATE_FAILED, STATE_SKIPPED, STATE_UNDOING, STATE_UNDONE,
	STATE_COUNT
};
const char *step_state_name(enum step_state state);	/* "done", "planned" */

/* Who a server is in this run, since when, and by whose word. */
struct marking {
	char server[NAME_LEN], who[NAME_LEN];	/* who: "maria@bastion" */
	enum mark mark;
	int step;			/* 0: beside the steps, as at the start */
	int64_t wall_ms;
};

/* What a run came to, told from its journal: the same words in every window and in
 * the report. */
struct account {
	long cut;			/* sessions that were cut off; -1: not known */
	char sessions[TEXT_LEN];	/* "73 open when drained (14:12), 0 at 14:28; none
					 * cut off" */
	char again[TEXT_LEN];		/* "launch app-22 (2 times)"; "none" */
	char people[TEXT_LEN];		/* "maria@bastion drove, confirmed 14 plans" */
};

struct step_times { int64_t began_wall_ms, ended_wall_ms; };

/* Const, valid until the loop turns. */
struct view {
	const struct config *config;
	const char *run_id, *run_dir, *driver;
	bool watching;			/* read-only: intents are refused */
	const struct traffic *traffic;	/* only while watching, else NULL */
	bool dry_run;
	bool met;			/* the servers were looked at: who is OLD and
					 * who NEW is known */
	bool ended;			/* all steps done or skipped */
	const struct account *account;	/* whole once it has ended */
	const struct facts *facts;
	const struct history *history;
	const struct step *step;	/* the current one; never NULL */
	const enum step_state *states;	/* [1..18] */
	const struct step_times *times;	/* [1..18] */
	const unsigned *undone;		/* [1..18]: how often, since the run began */
	const struct choices *choices;	/* of the current step */
	const struct scene *scene;	/* for step->offers, runbook_is_picked */
	const struct checks *checks;	/* precheck or verify findings */
	bool asks;			/* verified; waits for the operator's own yes:
					 * a confirm without a plan (STEP_JUDGED) */
	const struct plan *plan;	/* as shown; serial rises when it changes */
	const char *changed;		/* when the plan was asked again: what differs
					 * from the one shown before; else NULL */
	const struct checks *refusals;	/* the guard's review of the plan */
	const struct action *busy;	/* being performed, or NULL */
	int64_t busy_since_ms;
	size_t busy_index;		/* position in the plan */
	const struct action *unsettled;	/* open intent from before, or NULL */
	const char *unsettled_text;	/* what looking found so far */
	const struct usual *usual;	/* how long things took in earlier runs */
	const struct input *saved;	/* the values that step 5 saved */
	size_t n_saved;
	const struct event_ring *events;
	const struct marking *markings;
	size_t n_markings;
	unsigned refused;		/* guard refusals so far */
	bool can_go_back;		/* nothing was terminated yet */
	int64_t bake_ends_ms;		/* boot clock: of all OLD servers that are off
					 * every balancer (GR-27); 0: none is */
	const char *place;		/* of the newest confirmation, in the script
					 * that said it; empty when no script did */
};

const struct view *run_view(struct run *run);
/* 0: taken.  -1: not possible now; err->code ERR_GUARD when a rule refused (it
 * is an event too), ERR_NOT_YET when it may be possible by itself a little later,
 * ERR_USAGE when the words were wrong, else ERR_FAILED. */
int run_submit(struct run *run, const struct intent *intent, struct err *err);
/* Ask all sources now. */
void run_look(struct run *run);
/* Nothing is under way, nothing is being asked. */
bool run_idle(const struct run *run);
/* Finish the action in hand, journal, then stop the loop with this status. */
void run_leave(struct run *run, int status);
/* Who is still connected; answers through the callback. */
void run_ask_sessions(struct run *run, const char *lb, const char *server,
    void (*done)(const char *const *lines, size_t n, const char *trouble,
    void *arg), void *arg);
/* The Markdown report of the run so far. */
void run_report(struct run *run, struct buf *out);

struct front_options {
	const char *script;		/* headless: path or "-" */
	bool json;
	bool plain;			/* lines, also on a terminal */
	const char *keys, *dump;	/* ui: replay instead of a terminal */
	bool ascii, no_colour;
	int columns, rows;		/* ui replay */
	const char *why_plain;		/* why lines were chosen; NULL: asked for */
};

struct front_ops {
	const char *name;
	int (*open)(void **self, struct loop *loop, struct run *run,
	    const struct front_options *options, struct err *err);
	void (*event)(void *self, const struct event *event);
	/* Facts or states moved: what is shown may be old. */
	void (*changed)(void *self);
	/* SIGTERM, SIGHUP: leave soon. */
	void (*close)(void *self);
};

#endif
