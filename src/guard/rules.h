/*
 * The rules: one small pure function each, in a table.  Private to this floor
 * and to the tests and manuals that print the table.
 */
#ifndef GUARD_RULES_H
#define GUARD_RULES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/check.h"
#include "model/config.h"
#include "model/facts.h"
#include "model/plan.h"

struct guard;

/* What a rule may look at. */
struct hearing {
	const struct config *config;
	const struct facts *facts;
	const struct plan *plan;	/* as confirmed */
	const struct action *action;
	const struct action *planned;	/* the same one in the plan; NULL: not there */
	const struct server *sv;	/* of action->server; NULL: not known */
	enum mark mark;			/* from the ledger; UNKNOWN when not known */
	bool was_attached;
	bool is_remedy;			/* opposite of one in the plan */
	const char *return_release;	/* NULL: no return point yet */
	const char *return_template;
	const char *saved_digest;	/* NULL: none */
	const char *array_template;	/* what the array is to launch */
	const struct plan *inputs;	/* this run's first change of each */
	bool past_return;		/* something was terminated */
	int64_t detached_ms;		/* boot clock; 0: not seen detached */
	unsigned removals_last_minute;	/* of other servers */
	const int64_t *calm;		/* 5xx in the minute before the plan, by
					 * balancer; -1 not known; NULL: the plan
					 * is not confirmed yet */
	enum mark (*mark_of)(const void *ledger, const struct server *sv);
	const void *ledger;		/* for mark_of */
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
	/* What may make it good when it is done to the same server before, in the
	 * same plan (what adds capacity: to any server).  The review then says "not
	 * yet" instead of "no"; permits do not care. */
	enum action_kind helped_by[3];
};

extern const struct rule rules[];
extern const size_t n_rules;

/*
 * Put one action before a table of rules.  GOOD only when there is at least one
 * rule and every one says GOOD; else the first that does not is in *by (NULL when
 * the table was empty) and its sentence in why.
 */
enum verdict rules_hear(const struct rule *table, size_t n,
    const struct hearing *hearing, const struct rule **by, char *why, size_t size);
/* What the guard knows about this action.  Everything in hearing is lent. */
void guard_prepare(const struct guard *guard, const struct facts *facts,
    const struct plan *plan, const struct action *action,
    struct hearing *hearing);

/* rules_identity.c */
rule_fn rule_effect_known, rule_named, rule_exists, rule_once, rule_same_thing;
/* rules_mark.c */
rule_fn rule_only_old, rule_discard, rule_withdraw, rule_own_clone;
rule_fn rule_cloud_tag, rule_addresses, rule_own_version;
/* rules_plan.c */
rule_fn rule_in_plan, rule_as_shown, rule_fresh, rule_way_back, rule_return_point;
/* rules_database.c */
rule_fn rule_database, rule_snapshot, rule_additive;
rule_fn rule_saved_inputs, rule_input_as_shown, rule_blank_input;
/* rules_array.c */
rule_fn rule_array_still, rule_shadowed_input, rule_one_first;
/* rules_capacity.c */
rule_fn rule_floor, rule_equality, rule_rate, rule_queue, rule_errors;
/* rules_traffic.c */
rule_fn rule_probed, rule_new_version, rule_complement, rule_uniform, rule_soft_stop;
rule_fn rule_other_side, rule_saved_balancer;
/* rules_drain.c */
rule_fn rule_proven_empty, rule_old_workers, rule_can_end;
rule_fn rule_detached_first, rule_baked, rule_last_look;

#endif
