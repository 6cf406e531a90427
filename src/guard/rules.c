/*
 * The table of rules.
 *
 * GR-28 (one wheel), GR-29 (at most once) and GR-30 (no debt at the end) are not
 * about one action: the journal and the run hold them, their numbers stay free
 * here.  GR-32 is about what a button says and lives in plan_label().
 */

#include "guard/rules.h"

#include "base/str.h"

#define RULE(number, name, fn, text, ...)				\
	{ number, name, text, fn, { __VA_ARGS__ } }

/* The first refusal is the one that is told: who before how, how before when. */
const struct rule rules[] = {
	RULE("GR-31", "effect-known", rule_effect_known,
	    "A kind of action whose effect nobody has written down is refused.",
	    ACTION_NONE),
	RULE("GR-03", "named", rule_named,
	    "An action names its server and balancer, with proper names; empty "
	    "never means all.", ACTION_NONE),
	RULE("GR-03", "exists", rule_exists,
	    "Whatever an action names exists.", ACTION_CLONE),
	RULE("GR-01", "only-old", rule_only_old,
	    "Only OLD and WITHDRAWN servers are drained, detached or terminated; "
	    "unknown counts as new.", ACTION_WITHDRAW),
	RULE("GR-01", "discard", rule_discard,
	    "Only a server of this run that was never attached, and that no "
	    "balancer lists, is discarded.", ACTION_NONE),
	RULE("GR-01", "withdraw", rule_withdraw,
	    "A NEW server is withdrawn with a reason, while the old ones alone "
	    "hold the floor on every balancer.", ACTION_ATTACH, ACTION_UNDRAIN),
	RULE("GR-03", "once", rule_once,
	    "The same action does not stand twice in a plan.", ACTION_NONE),
	RULE("GR-03", "same-thing", rule_same_thing,
	    "The id or address that an action carries is the named server's.",
	    ACTION_CLONE, ACTION_LAUNCH),
	RULE("GR-03", "own-clone", rule_own_clone,
	    "Only servers that this run marked NEW are built, changed, launched or "
	    "locked.",
	    ACTION_MARK),
	RULE("GR-26", "in-plan", rule_in_plan,
	    "Only what was shown and confirmed is done, and the put-back of it.",
	    ACTION_NONE),
	RULE("GR-26", "as-shown", rule_as_shown,
	    "A server is still as it was when the plan was shown.", ACTION_NONE),
	RULE("GR-25", "way-back", rule_way_back,
	    "After the first terminate, undo and going back only add.",
	    ACTION_NONE),
	RULE("GR-23", "return-point", rule_return_point,
	    "Where to go back to is recorded before the first change, and is not "
	    "the new release.", ACTION_NONE),
	RULE("GR-12", "array-still", rule_array_still,
	    "While the release moves, a server that the array launched by itself "
	    "stops everything.", ACTION_NONE),
	RULE("GR-26", "fresh", rule_fresh,
	    "Nothing is taken out unless the cloud and every balancer have just "
	    "answered.", ACTION_NONE),
	RULE("GR-02", "cloud-tag", rule_cloud_tag,
	    "The cloud's tag agrees that the server may be taken out.",
	    ACTION_WITHDRAW),
	RULE("GR-02", "addresses", rule_addresses,
	    "Every balancer that lists the server has the cloud's address of it.",
	    ACTION_NONE),
	RULE("GR-02", "own-version", rule_own_version,
	    "The server itself says that it runs the release that it is taken for.",
	    ACTION_WITHDRAW, ACTION_LAST_LOOK),
	RULE("GR-05", "database", rule_database,
	    "The database itself has just said which one it is.", ACTION_NONE),
	RULE("GR-04", "snapshot", rule_snapshot,
	    "No migration without a complete, verified and recent snapshot of this "
	    "database.", ACTION_SNAPSHOT),
	RULE("GR-06", "additive", rule_additive,
	    "A migration only adds, unless the run is marked with downtime.",
	    ACTION_NONE),
	RULE("GR-07", "saved-inputs", rule_saved_inputs,
	    "No input is changed before all are saved, read back and noted in the "
	    "journal.", ACTION_SAVE_INPUTS),
	RULE("GR-26", "input-as-shown", rule_input_as_shown,
	    "An input is changed only while it still is what the plan showed.",
	    ACTION_NONE),
	RULE("GR-08", "blank-input", rule_blank_input,
	    "No input becomes blank, unless it was and that is undone; to unset one "
	    "is said explicitly.",
	    ACTION_NONE),
	RULE("GR-08", "shadowed-input", rule_shadowed_input,
	    "The array launches nothing while one of its inputs hides what this "
	    "run changed for the deployment.", ACTION_NONE),
	RULE("GR-24", "one-first", rule_one_first,
	    "The array is enabled after one server of it was seen to serve the new "
	    "release.", ACTION_ARRAY_UPDATE, ACTION_ARRAY_TRIAL),
	RULE("GR-09", "floor", rule_floor,
	    "After the whole plan, enough servers go on serving on every balancer.",
	    ACTION_ATTACH, ACTION_UNDRAIN),
	RULE("GR-17", "other-side", rule_other_side,
	    "Those who are to serve do serve on every balancer before the others "
	    "are touched.", ACTION_ATTACH, ACTION_UNDRAIN),
	RULE("GR-15", "uniform", rule_uniform,
	    "No old server is touched while a new one is UP on some balancers only.",
	    ACTION_ATTACH),
	RULE("GR-10", "equality", rule_equality,
	    "New servers are attached when as many are healthy as old ones run, "
	    "the array's counted.", ACTION_NONE),
	RULE("GR-13", "probed", rule_probed,
	    "A new server has passed its tests several times in a row.",
	    ACTION_PROBE),
	RULE("GR-14", "new-version", rule_new_version,
	    "A new server says itself that it runs the new release.",
	    ACTION_LAUNCH, ACTION_PROBE),
	RULE("GR-14", "complement", rule_complement,
	    "No new server is attached while another one that is marked NEW does "
	    "not run the new release.", ACTION_LAUNCH, ACTION_DISCARD),
	RULE("GR-18", "saved-balancer", rule_saved_balancer,
	    "A balancer's state is saved before servers are attached or detached.",
	    ACTION_SAVE_LB),
	RULE("GR-16", "soft-stop", rule_soft_stop,
	    "No health check is failed where that would move or cut visitors.",
	    ACTION_NONE),
	RULE("GR-22", "can-end", rule_can_end,
	    "Nobody waits for a server to become empty that still gets new visitors.",
	    ACTION_DRAIN),
	RULE("GR-20", "old-workers", rule_old_workers,
	    "After a reload the old workers are asked too before a server counts as "
	    "empty.", ACTION_NONE),
	RULE("GR-21", "proven-empty", rule_proven_empty,
	    "A server is detached when it is proven empty (GR-19), or the number of "
	    "sessions to cut was typed with a reason.", ACTION_DRAIN,
	    ACTION_AWAIT_EMPTY),
	RULE("GR-11", "rate", rule_rate,
	    "Only so many servers are removed in a minute.", ACTION_NONE),
	RULE("GR-11", "queue", rule_queue,
	    "Nothing is taken out while visitors wait in a queue.", ACTION_NONE),
	RULE("GR-11", "errors", rule_errors,
	    "Nothing is taken out while a balancer counts more 5xx answers than "
	    "when the plan was confirmed.", ACTION_NONE),
	RULE("GR-27", "detached-first", rule_detached_first,
	    "Only what no balancer uses is terminated.", ACTION_DETACH),
	RULE("GR-27", "baked", rule_baked,
	    "A server is terminated only when it was detached for the bake time.",
	    ACTION_DETACH),
	RULE("GR-27", "last-look", rule_last_look,
	    "A server that is to be terminated says itself that it is idle.",
	    ACTION_LAST_LOOK),
};

const size_t n_rules = countof(rules);

enum verdict
rules_hear(const struct rule *table, size_t n, const struct hearing *hearing,
    const struct rule **by, char *why, size_t size)
{
	*by = NULL;
	if (n == 0) {		/* nobody objects where nobody looks */
		(void)str_copy(why, size, "there are no rules, so nothing is allowed");
		return VERDICT_UNKNOWN;
	}
	for (size_t i = 0; i < n; i++) {
		enum verdict verdict;

		why[0] = '\0';
		verdict = table[i].fn(hearing, why, size);
		if (verdict != VERDICT_GOOD) {
			*by = &table[i];
			if (why[0] == '\0')
				(void)str_copy(why, size, table[i].text);
			return verdict;
		}
	}
	why[0] = '\0';
	return VERDICT_GOOD;
}
