/*
 * The rules: one small pure function each, in a table.  Private to this floor
 * and to the tests and manuals that print the table.
 */
#ifndef GUARD_RULES_H
#define GUARD_RULES_H

#include "model/check.h"
#include "model/config.h"
#include "model/facts.h"
#include "model/plan.h"

/* What a rule may look at. */
struct hearing {
	const struct config *config;
	const struct facts *facts;
	const struct plan *plan;	/* as confirmed */
	const struct action *action;
	const struct server *sv;	/* of action->server; NULL: not known */
	enum mark mark;			/* from the ledger; UNKNOWN when not known */
	bool was_attached;
	bool is_remedy;			/* opposite of one in the plan */
	const char *return_release;	/* NULL: no return point yet */
	const char *return_template;
	const char *saved_digest;	/* NULL: none */
	bool past_return;		/* something was terminated */
	int64_t detached_ms;		/* boot clock; 0: not seen detached */
	unsigned removals_last_minute;
	bool (*is_known)(const void *ledger, const struct server *sv);
	const void *ledger;		/* for is_known: any mark at all (GR-12) */
};

/* VERDICT_GOOD: no objection; why may then say what was looked at (shown in the
 * plan pane) or stay empty.  Anything else refuses.  Zero refuses too. */
typedef enum verdict rule_fn(const struct hearing *hearing, char *why,
    size_t size);

struct rule {
	const char *number;		/* "GR-09": stable */
	const char *name;		/* "floor" */
	const char *text;		/* one sentence for the manual */
	rule_fn *fn;
};

extern const struct rule rules[];
extern const size_t n_rules;

#endif
