/*
 * The guard: a ledger of marks that only grows, and the only maker of permits.
 *
 * A permit is a sealed action with its own copy of the target; the back end gets
 * the target out of the permit.  Every action needs one.  There is no force.
 */
#ifndef GUARD_GUARD_H
#define GUARD_GUARD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "model/action.h"
#include "model/check.h"
#include "model/config.h"
#include "model/facts.h"
#include "model/plan.h"

struct guard;
struct permit;				/* defined in guard.c and nowhere else */

struct guard *guard_new(const struct config *config);
void guard_free(struct guard *guard);

/*
 * The ledger.  By name, id and address; the worst mark of the three counts
 * (NEW, then UNKNOWN, then WITHDRAWN, then OLD).  A mark never gets better: NEW may become
 * WITHDRAWN and nothing else; OLD may become NEW.  id and addr may be empty and
 * be added later under the same name.  -1 with GR-01's sentence otherwise.
 */
int guard_mark(struct guard *guard, const char *name, const char *id,
    const char *addr, enum mark mark, struct err *err);
enum mark guard_mark_of(const struct guard *guard, const struct server *sv);
/* A server that was asked to be attached once; NEW ones can then not be
 * discarded any more. */
void guard_note_attached(struct guard *guard, const char *name);
/* Where to go back to, recorded before the first change (GR-23). */
int guard_return_point(struct guard *guard, const char *release,
    const char *template, struct err *err);
/* The saved inputs' digest, from the journal (GR-07). */
void guard_note_saved(struct guard *guard, const char *digest);
/* A SET_INPUT is asked for: what was there before the run's first change of it is
 * what an undo may put back, and what the array must not hide (GR-08). */
void guard_note_input(struct guard *guard, const struct action *action);
/* What the operator said in step 15 that the array is to be built of; else it is
 * what the configuration says (GR-24). */
void guard_note_array_template(struct guard *guard, const char *template);
/* A TERMINATE has been sent: from now on there is no way back (GR-25). */
void guard_note_terminated(struct guard *guard);
/* This server's removal was asked for, for the rate limit (GR-11).  One server is
 * one removal, on however many balancers. */
void guard_note_removal(struct guard *guard, const char *server, int64_t now_ms);
/* When this server was seen detached everywhere, for the bake time (GR-27). */
void guard_note_detached(struct guard *guard, const char *name, int64_t now_ms);
int64_t guard_detached_ms(const struct guard *guard, const char *name);	/* or 0 */

/*
 * A permit for one action of the confirmed plan, or NULL and the sentence of the
 * rule that refuses: rule gets its number ("GR-09"); why->code is ERR_NOT_YET when
 * it may say yes later by itself, else ERR_GUARD.  An action that is not in
 * the plan is refused, but for the exact opposite of one in it when that opposite
 * only adds (the put-back of GR-16).
 */
struct permit *guard_permit(struct guard *guard, const struct facts *facts,
    const struct plan *confirmed, const struct action *action, char rule[16],
    struct err *why);
/* Use up a permit: single use, two seconds.  False when it is not one of ours,
 * used, or too old; action is then untouched. */
bool permit_redeem(struct guard *guard, struct permit *permit, int64_t now_ms,
    struct action *action);

/* What would be refused (BAD) and what was looked at (GOOD), for the plan pane:
 * one check per rule that has something to say.  Gives no permits. */
void guard_review(const struct guard *guard, const struct facts *facts,
    const struct plan *plan, struct checks *checks);

#endif
