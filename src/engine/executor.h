/*
 * Carries out one confirmed plan, action by action: look, permit, intent on disk,
 * send, read back, outcome on disk.  It decides nothing: the guard does, the plan
 * did, settle() sees.
 */
#ifndef ENGINE_EXECUTOR_H
#define ENGINE_EXECUTOR_H

#include "backend/backend.h"
#include "engine/journal.h"
#include "engine/watch.h"
#include "model/event.h"
#include "model/plan.h"

struct executor;
struct guard;
struct loop;

enum executor_end {
	EXECUTOR_DONE,			/* every action took effect */
	EXECUTOR_FAILED,		/* one failed for certain */
	EXECUTOR_REFUSED,		/* the guard, or the journal, said no */
	EXECUTOR_UNCERTAIN,		/* an outcome is unknown: must be settled */
	EXECUTOR_LEFT,			/* stopped on request between two actions */
};

struct executor_tell {
	/* rule may be NULL; action is of the plan. */
	void (*event)(enum event_kind kind, const struct action *action,
	    const char *rule, const char *text, void *arg);
	/* An action took effect: remember it for undo and for the guard. */
	void (*effect)(const struct action *action, void *arg);
	/* The plan is over.  Called exactly once per executor_start(). */
	void (*end)(enum executor_end end, const char *text, void *arg);
	void *arg;
};

struct executor *executor_new(struct loop *loop, const struct config *config,
    struct guard *guard, struct journal *journal, struct watch *watch,
    const struct executor_tell *tell);
void executor_free(struct executor *executor);
void executor_set_backend(struct executor *executor, struct backend *backend);
/* plan is lent until the end is told. */
void executor_start(struct executor *executor, int step, const struct plan *plan);
/* Live output of the action in hand (the back end's backend_output_fn). */
void executor_output(struct executor *executor, const char *line);
/* Facts moved: look whether the action in hand has taken effect. */
void executor_changed(struct executor *executor);
/* Stop after the action in hand; a mere wait is given up at once. */
void executor_leave(struct executor *executor);
bool executor_runs(const struct executor *executor);
/* The action in hand, its place in the plan and since when; NULL: none. */
const struct action *executor_busy(const struct executor *executor,
    size_t *index, int64_t *since_ms);

#endif
