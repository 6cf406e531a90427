/*
 * The shape of all eighteen steps.  All functions are pure: the scene in, a
 * plan or findings out.  Carrying out is the executor's.
 */
#ifndef RUNBOOK_STEP_H
#define RUNBOOK_STEP_H

#include "model/check.h"
#include "model/choices.h"
#include "model/config.h"
#include "model/facts.h"
#include "model/plan.h"

enum step_flag {
	STEP_OPTIONAL = 1 << 0,		/* "if applicable" in the runbook */
	STEP_TYPED    = 1 << 1,		/* confirmed by typing, not by a key */
	STEP_WATCH    = 1 << 2,		/* live panes */
	STEP_ONE_WAY  = 1 << 3,		/* nothing to undo */
	STEP_PICKS    = 1 << 4,		/* the operator picks servers */
	STEP_JUDGED   = 1 << 5,		/* done when the operator says so too */
};

/* All that a step may look at. */
struct scene {
	const struct config *config;
	const struct facts *facts;
	const struct choices *choices;	/* of this step */
	const struct vault *vault;	/* tells which inputs are secret */
	const char *run_dir;		/* where CSV, snapshots, saved states go */
	bool array_was_on;		/* as found at the start of the run (D9) */
	bool attached_any;		/* some new server was ever attached */
	/* [1..18]: what stands of each step, in order; NULL: nothing */
	const struct plan *done;
	const char *array_template;	/* what step 15 was told; NULL: nothing */
};

/* A setting that the operator may make in this step (script: set KEY VALUE). */
struct step_setting {
	const char *key;		/* "template"; a trailing "." means a prefix */
	const char *unset;		/* what counts while nobody set it; or NULL */
	const char *text;		/* what it is, or what another value does */
};

struct step {
	int number;			/* as in the runbook */
	const char *name;		/* "drain": journal, scripts */
	const char *title;		/* "Fail the old health checks" */
	const char *advice;		/* what the runbook says, in our words */
	const char *undo_text;		/* how it is undone, until when, what it costs;
					 * or "none, because …": 53 cells at most, to
					 * stand behind a title of 80 columns whole */
	unsigned flags;
	const struct step_setting *settings;	/* ends with key NULL; or NULL */
	/* May this server be picked?  NULL: no picks here.  why gets the reason
	 * when not ("locked: this run marked it NEW"). */
	bool (*offers)(const struct scene *scene, const struct server *sv,
	    char *why, size_t size);
	/* Ticked beforehand, when the operator has not picked. NULL: all offered. */
	bool (*preset)(const struct scene *scene, const struct server *sv);
	/* Does the step apply at all?  NULL: always. why = the skip's reason. */
	bool (*applies)(const struct scene *scene, char *why, size_t size);
	void (*precheck)(const struct scene *scene, struct checks *checks);
	/* Lists only what is still missing: empty means done. */
	void (*plan)(const struct scene *scene, struct plan *plan);
	void (*verify)(const struct scene *scene, struct checks *checks);
	/* What takes back `done` (all that this run did in this step, in order).
	 * NULL: opposites in reverse, of what has one. */
	void (*undo)(const struct scene *scene, const struct plan *done,
	    struct plan *plan);
};

#endif
