/* Between view.c, which answers, and the files that make things up. */
#ifndef FAKE_VIEW_PRIV_H
#define FAKE_VIEW_PRIV_H

#include "view.h"

#define FAKE_ASKED 4096
#define FAKE_ROWS 64
#define MINUTE INT64_C(60000)

struct run {
	struct loop *loop;
	const struct front_ops *front;
	void *self;
	struct config config;
	struct facts facts;
	struct history history;
	struct traffic traffic;
	struct choices choices;
	struct scene scene;
	struct checks checks, refusals;
	struct plan plan;
	char changed[TEXT_LEN];
	struct action unsettled;
	enum step_state states[STEP_COUNT + 1];
	struct step_times times[STEP_COUNT + 1];
	unsigned undone[STEP_COUNT + 1];
	struct plan done[STEP_COUNT + 1];
	struct event_ring events;
	struct account account;
	struct usual usual;
	struct input saved[8];
	struct marking marking;
	struct view view;
	unsigned serial;
	bool refuses, moves;		/* the next confirmation */
	bool reading;			/* until it is told to look again */
	int left;
	char *asked[FAKE_ASKED];
	size_t n_asked;
};

/* view.c */
void fake_tell(struct run *run, const struct event *event);

/* view_world.c */
void fake_config(struct config *config, size_t lbs);
/* Everything as it is when this step begins; beyond the last: all is over. */
void fake_world(struct run *run, int step);
struct server *fake_add_server(struct run *run, const char *name,
    const char *addr, enum mark mark);
void fake_add_source(struct run *run, enum source_kind kind, const char *name);
void fake_add_lb(struct run *run, const char *name);
void fake_add_row(struct run *run, const char *lb, const char *server,
    enum lb_state state, unsigned sessions);
/* How the sessions of all rows came to be what they are. */
void fake_history(struct run *run);
void fake_say(struct run *run, int step, int64_t ago_ms, enum event_kind kind,
    const char *text);

/* view_watch.c */
void fake_alone(struct run *run);
void fake_watch(struct run *run);
void fake_watch_silent(struct run *run);

/* view_moments.c */
void fake_plan(struct run *run);	/* the plan of the step it is in */

#endif
