/* What happened, in the words of scripts and in those of people. */
#ifndef MODEL_EVENT_H
#define MODEL_EVENT_H

#include <stdint.h>
#include <stddef.h>

#include "model/action.h"
#include "model/check.h"

#define EVENT_LIST(X) \
	X(RUN, "run")			/* a run was started or resumed */ \
	X(STEP, "step")			/* a step is the current one */ \
	X(STATE, "state")		/* a step's state changed: text = state */ \
	X(CHECK, "check")		/* a finding: verdict, text */ \
	X(PLAN, "plan")			/* one action of a plan that is shown */ \
	X(PLANNED, "planned")		/* the plan is whole: text = label */ \
	X(ASK, "ask")			/* what must be typed to confirm: text */ \
	X(STARTED, "started")		/* an action: intent is on disk, sent now */ \
	X(OUTPUT, "output")		/* a line of output of the action in hand */ \
	X(DONE, "done")			/* an action took effect, read back */ \
	X(FAILED, "failed")		/* an action failed, for certain */ \
	X(UNCERTAIN, "uncertain")	/* outcome unknown: will be looked up */ \
	X(REFUSED, "refused")		/* by the guard: rule, text */ \
	X(SESSIONS, "sessions")		/* a proof moved: server, text "3 left" */ \
	X(RELOAD, "reload")		/* a balancer has a new worker: lb */ \
	X(SILENT, "silent")		/* a source stopped answering: text */ \
	X(ANSWERS, "answers")		/* and answers again */ \
	X(SURPRISE, "surprise")		/* the world moved by itself */ \
	X(NOTE, "note") \
	X(ERROR, "error") \
	X(END, "end")			/* text = how it ended */

enum event_kind {
	EVENT_NONE,
#define X(kind, word) EVENT_##kind,
	EVENT_LIST(X)
#undef X
	EVENT_COUNT
};

struct event {
	uint64_t seq;			/* rises by one */
	int64_t wall_ms;
	enum event_kind kind;
	int step;			/* 0: none */
	enum verdict verdict;
	struct action action;		/* kind NONE: not about an action */
	char server[NAME_LEN], lb[NAME_LEN];
	char rule[16];
	char text[TEXT_LEN];
};

const char *event_word(enum event_kind kind);
/* "done: detach app-11 from lb1": what a script prints. */
const char *event_sentence(const struct event *event, char *dst, size_t size);
/* The same for a person: "nothing was sent", not "note: nothing was sent". */
const char *event_told(const struct event *event, char *dst, size_t size);

/* The newest events, oldest first. */
#define EVENT_RING 512
struct event_ring {
	struct event list[EVENT_RING];
	size_t first, n;
};
const struct event *event_ring_at(const struct event_ring *ring, size_t i);
void event_ring_add(struct event_ring *ring, const struct event *event);

#endif
