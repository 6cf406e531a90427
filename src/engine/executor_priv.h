/*
 * One plan in progress, as executor.c (which asks and sends) and executor_outcome.c
 * (which sees what became of it) know it.
 */
#ifndef ENGINE_EXECUTOR_PRIV_H
#define ENGINE_EXECUTOR_PRIV_H

#include "engine/executor.h"

enum phase { PHASE_IDLE, PHASE_LOOK, PHASE_WAIT, PHASE_SEND, PHASE_READ_BACK,
	PHASE_SETTLED };

struct executor {
	struct loop *loop;
	const struct config *config;
	struct guard *guard;
	struct journal *journal;
	struct watch *watch;
	struct backend *backend;
	struct executor_tell tell;
	struct loop_timer *timer;

	const struct plan *plan;
	int step;
	size_t index;
	enum phase phase;
	struct action action;		/* in hand: of the plan, or its remedy */
	bool is_remedy;
	char remedy_for[TEXT_LEN];	/* why the opposite is being done */
	int64_t action_id, looked_ms, sent_ms, performed_ms;
	int64_t wanted_ms;		/* since when a permit is wanted */
	char told[TEXT_LEN];		/* why not yet, as it was told */
	bool leaving;
};

void executor_say(struct executor *ex, enum event_kind kind, const char *rule,
    const char *text);
/* The action in hand, from its first look. */
void executor_begin(struct executor *ex);
/* It took effect: the one after it, or the end. */
void executor_next(struct executor *ex);
/* The plan is over. */
void executor_over(struct executor *ex, enum executor_end how, const char *text);
void executor_look_again_in(struct executor *ex, int ms);

/* Has the action that was sent taken effect by now?  Then on; else looked again. */
void executor_consider(struct executor *ex);
/* It failed for certain. */
void executor_went_wrong(struct executor *ex, const char *why);

#endif
