/* A list of actions, in order: what was shown is what may happen. */
#ifndef MODEL_PLAN_H
#define MODEL_PLAN_H

#include <stdint.h>

#include "base/str.h"
#include "model/action.h"

struct facts;

enum plan_purpose { PLAN_FORWARD, PLAN_UNDO, PLAN_BACK };
const char *plan_purpose_name(enum plan_purpose purpose);	/* "back" */

struct plan {
	struct action *actions;
	size_t n, cap;
	enum plan_purpose purpose;
	unsigned serial;		/* the run raises it when a plan is shown */
	char typed[TEXT_LEN];		/* what must be typed to confirm; empty: yes */
	char note[TEXT_LEN];		/* how it is undone and what that costs */
};

/* Returns the new action, zeroed but for these, to be filled further; valid
 * until the next add.  lb and arg may be NULL. */
struct action *plan_add(struct plan *plan, enum action_kind kind,
    const char *server, const char *lb, const char *arg);
/* Writes each action's fingerprint of what is shown. */
void plan_seal(struct plan *plan, const struct facts *facts);
/* What must be typed, where an action wants it: the one server's name, or the number
 * of servers and the deployment.  What its maker wants typed stands. */
void plan_want_typed(struct plan *plan, const char *deployment);
bool plan_equal(const struct plan *a, const struct plan *b);
bool plan_has(const struct plan *plan, const struct action *action);
void plan_copy(struct plan *dst, const struct plan *src);	/* dst is replaced */
void plan_done(struct plan *plan);
/* Sentences, each with a blank before it: what came, what went, whose servers are
 * others now.  Empty: the order alone. */
const char *plan_difference(const struct plan *shown, const struct plan *now,
    char *dst, size_t size);
/* One line per action. */
void plan_print(const struct plan *plan, struct buf *out);
/* The button: verb, kind, number, object and effect, as GR-32 wants it:
 * "Detach 3 OLD servers from lb1, lb2 - 0 sessions will be cut". */
const char *plan_label(const struct plan *plan, const struct facts *facts,
    char *dst, size_t size);

#endif
