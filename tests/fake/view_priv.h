/* Between view.c, which answers, and view_moments.c, which makes things up. */
#ifndef FAKE_VIEW_PRIV_H
#define FAKE_VIEW_PRIV_H

#include "view.h"

#define FAKE_ASKED 64
/* 2026-11-24 14:21:07 UTC */
#define FAKE_WALL_MS INT64_C(1795530067000)

struct run {
	struct loop *loop;
	const struct front_ops *front;
	void *self;
	struct config config;
	struct facts facts;
	struct history history;
	struct choices choices;
	struct scene scene;
	struct checks checks, refusals;
	struct plan plan;
	char changed[TEXT_LEN];
	struct action unsettled;
	enum step_state states[STEP_COUNT + 1];
	struct step_times times[STEP_COUNT + 1];
	struct event_ring events;
	struct view view;
	unsigned serial;
	bool refuses, moves;		/* the next confirmation */
	int left;
	char *asked[FAKE_ASKED];
	size_t n_asked;
};

void fake_tell(struct run *run, const struct event *event);
void fake_plan(struct run *run);	/* the plan of the step it is in */

#endif
