/*
 * One rule, one scene that only this rule refuses: with the table as it is the
 * action is refused under the rule's number, and with the table minus that rule
 * it is permitted.  So no rule can go missing without a red test (GR-31).
 */

#include <criterion/criterion.h>

#include "test_guard_spoil.h"

static const struct scene_case refusals[] = {
	{ "effect-known", ACTION_COUNT, NULL, NULL, NULL, nothing, NULL },
	{ "effect-known", ACTION_NONE, NULL, NULL, NULL, nothing, NULL },
	{ "named", ACTION_SAVE_LB, NULL, NULL, "x", nothing, NULL },
	{ "named", ACTION_UNDRAIN, "old1;quit", NULL, NULL, bad_name, NULL },
	{ "named", ACTION_MARK, NULL, NULL, "new", nothing, NULL },
	{ "exists", ACTION_UNDRAIN, "old9", NULL, NULL, nothing, NULL },
	{ "exists", ACTION_CLONE, "new4", NULL, "old9", nothing, NULL },
	{ "exists", ACTION_CLONE, "new4", NULL, NULL, nothing, NULL },
	{ "exists", ACTION_SAVE_LB, NULL, "lb9", "x", nothing, NULL },
	{ "only-old", DRAIN("new1"), new1_says_old, NULL },
	{ "once", SAVE, twice, NULL },
	{ "same-thing", ACTION_TERMINATE, "old3", NULL, "v-0815", nothing, NULL },
	{ "same-thing", ACTION_TERMINATE, "old3", NULL, NULL, nothing, NULL },
	{ "same-thing", ACTION_DISCARD, "new3", NULL, "i-new1", nothing, NULL },
	{ "same-thing", ACTION_ATTACH, "new3", "lb1", A1, nothing, NULL },
	{ "same-thing", ACTION_ATTACH, "new3", "lb1", A6 "80", nothing, NULL },
	{ "same-thing", ACTION_ATTACH, "new3", "lb1", NULL, no_address, NULL },
	{ "same-thing", DETACH(A1), nothing, NULL },
	{ "same-thing", DETACH(NULL), nothing, NULL },
	{ "discard", DISCARD, was_attached, NULL },
	{ "discard", DISCARD, new3_listed, NULL },
	{ "discard", DISCARD, new3_address_listed, NULL },
	{ "discard", ACTION_DISCARD, "old3", NULL, "i-old3", nothing, NULL },
	{ "withdraw", ACTION_WITHDRAW, "new1", NULL, NULL, nothing, NULL },
	{ "withdraw", ACTION_WITHDRAW, "new1", NULL, "  ", nothing, NULL },
	{ "withdraw", ACTION_WITHDRAW, "old1", NULL, "slow", nothing, NULL },
	{ "withdraw", WITHDRAW, no_old_serves, NULL },
	{ "withdraw", WITHDRAW, lb2_silent, NULL },
	{ "withdraw", WITHDRAW, floor_is_2, NULL },
	{ "own-clone", ACTION_LAUNCH, "old1", NULL, NULL, nothing, NULL },
	{ "own-clone", ACTION_CONFIGURE, "old1", NULL, "tpl-2", nothing, NULL },
	{ "own-clone", ACTION_LOCK, "old1", NULL, NULL, nothing, NULL },
	{ "own-clone", ACTION_UNLOCK, "old1", NULL, NULL, nothing, NULL },
	{ "own-clone", ACTION_CLONE, "new9", NULL, "old1", nothing, NULL },
	{ "in-plan", SAVE, NULL, not_in_plan },
	{ "in-plan", ACTION_UNDRAIN, "old1", NULL, NULL, NULL, not_in_plan },
	{ "as-shown", ACTION_UNDRAIN, "old1", NULL, NULL, NULL, changed_template },
	{ "as-shown", DRAIN("old1"), NULL, changed_template },
	{ "as-shown", ACTION_UNDRAIN, "old1", NULL, NULL, NULL, changed_address },
	{ "fresh", DRAIN("old1"), cloud_stale, NULL },
	{ "fresh", DRAIN("old1"), cloud_never, NULL },
	{ "fresh", DRAIN("old1"), server_stale, NULL },
	{ "way-back", SAVE, undo_after_return, NULL },
	{ "way-back", DRAIN("old1"), back_after_return, NULL },
	{ "return-point", ATTACH, no_return, NULL },
	{ "return-point", DRAIN("old1"), no_return, NULL },
	{ "return-point", MIGRATE, no_return, NULL },
	{ "return-point", INPUT("RELEASE=r42"), no_return, NULL },
	{ "return-point", LAUNCH, no_return, NULL },
	{ "return-point", ACTION_CONFIGURE, "new3", NULL, "tpl-2", no_return, NULL },
	{ "array-still", LAUNCH, stray_of_array, NULL },
	{ "array-still", DRAIN("old1"), stray_of_array, NULL },
	{ "cloud-tag", DRAIN("old1"), tag_new, NULL },
	{ "cloud-tag", DRAIN("old1"), tag_silent, NULL },
	{ "cloud-tag", TERMINATE, tag_silent_3, NULL },
	{ "cloud-tag", DRAIN("new1"), withdrawn_tagged_old, NULL },
	{ "addresses", DRAIN("old1"), other_address, NULL },
	{ "addresses", DRAIN("old1"), old_worker_other_address, NULL },
	{ "addresses", DRAIN("old1"), unlisted_old1, NULL },
	{ "addresses", DETACH(A2), off_lb1, NULL },
	{ "own-version", DRAIN("old1"), version_new, NULL },
	{ "own-version", DRAIN("old1"), version_silent, NULL },
	{ "own-version", DRAIN("old1"), version_stale, NULL },
	{ "own-version", TERMINATE, dead_old3, NULL },
	{ "own-version", DRAIN("new1"), withdrawn_says_old, NULL },
	{ "database", SNAPSHOT, db_trouble, NULL },
	{ "database", SNAPSHOT, db_nameless, NULL },
	{ "database", MIGRATE, db_stale, NULL },
	{ "snapshot", MIGRATE, no_snapshot, NULL },
	{ "snapshot", MIGRATE, pending_snapshot, NULL },
	{ "snapshot", MIGRATE, unverified, NULL },
	{ "snapshot", MIGRATE, of_other, NULL },
	{ "snapshot", MIGRATE, old_snapshot, NULL },
	{ "snapshot", MIGRATE, undated_snapshot, NULL },
	{ "additive", MIGRATE, sql_drops, NULL },
	{ "additive", MIGRATE, sql_strange, NULL },
	{ "additive", ACTION_MIGRATE, NULL, NULL, "b.sql", nothing, NULL },
	{ "saved-inputs", INPUT("RELEASE=r42"), unsaved, NULL },
	{ "saved-inputs", INPUT("RELEASE=r42"), not_equal, NULL },
	{ "saved-inputs", INPUT("RELEASE=r42"), other_digest, NULL },
	{ "input-as-shown", INPUT("RELEASE=r42"), NULL, input_appears },
	{ "blank-input", INPUT("RELEASE="), nothing, NULL },
	{ "blank-input", INPUT("RELEASE= \t"), nothing, NULL },
	{ "blank-input", INPUT("=r42"), nothing, NULL },
	{ "blank-input", INPUT(NULL), nothing, NULL },
	{ "blank-input", INPUT("RELEASE="), undo_to_blank, NULL },
	{ "shadowed-input", PLAIN(ARRAY_TRIAL), shadow, NULL },
	{ "shadowed-input", PLAIN(ARRAY_TRIAL), shadow_of_unset, NULL },
	{ "shadowed-input", PLAIN(ARRAY_TRIAL), shadow_changed_twice, NULL },
	{ "shadowed-input", PLAIN(ARRAY_ON), shadow, NULL },
	{ "one-first", PLAIN(ARRAY_ON), trial_down, NULL },
	{ "one-first", PLAIN(ARRAY_ON), trial_old_version, NULL },
	{ "one-first", PLAIN(ARRAY_ON), trial_not_of_array, NULL },
	{ "one-first", PLAIN(ARRAY_ON), trial_booting, NULL },
	{ "one-first", PLAIN(ARRAY_ON), trial_other_template, NULL },
	{ "one-first", PLAIN(ARRAY_ON), array_old, NULL },
	{ "one-first", PLAIN(ARRAY_TRIAL), array_old, NULL },
	{ "one-first", PLAIN(ARRAY_TRIAL), told_other_template, NULL },
	{ "one-first", PLAIN(ARRAY_ON), undo_to_elsewhere, NULL },
	{ "floor", DRAIN("old1"), floor_is_3, NULL },
	{ "other-side", DRAIN("old1"), no_new_on_lb2, NULL },
	{ "other-side", DRAIN("new1"), old_serves_not, NULL },
	{ "uniform", DRAIN("old1"), split, NULL },
	{ "uniform", DETACH(A2), half_attached, NULL },
	{ "equality", ATTACH, one_unhealthy, NULL },
	{ "equality", ATTACH, array_member_runs, NULL },
	{ "probed", ATTACH, two_passes, NULL },
	{ "new-version", ATTACH, wrong_release, NULL },
	{ "new-version", ATTACH, mute_release, NULL },
	{ "new-version", ATTACH, said_long_ago, NULL },
	{ "complement", ATTACH, attached_says_old, NULL },
	{ "complement", ATTACH, attached_is_mute, NULL },
	{ "complement", ATTACH, stranded_says_nothing, NULL },
	{ "saved-balancer", ATTACH, balancer_unsaved, NULL },
	{ "saved-balancer", DETACH(A2), balancer_unsaved, NULL },
	{ "soft-stop", DRAIN("old1"), no_404_rule, NULL },
	{ "soft-stop", DRAIN("old1"), cuts, NULL },
	{ "soft-stop", DRAIN("old1"), second_probe, NULL },
	{ "soft-stop", DRAIN("old1"), probe_went_down, NULL },
	{ "can-end", AWAIT("old1"), nothing, NULL },
	{ "can-end", AWAIT("old2"), back_in_service, NULL },
	{ "can-end", AWAIT("old2"), unproven, NULL },
	{ "can-end", AWAIT("new3"), nothing, NULL },
	{ "old-workers", DETACH(A2), reloaded, NULL },
	{ "old-workers", DETACH(A2), worker_leaves, NULL },
	{ "proven-empty", DETACH(A2), counting, NULL },
	{ "proven-empty", DETACH(A2), busy, NULL },
	{ "proven-empty", DETACH(A2), unsure, NULL },
	{ "proven-empty", DETACH(A2), unwatched, NULL },
	{ "proven-empty", DETACH(A2), three_sessions, NULL },
	{ "proven-empty", DETACH(A2), one_queued, NULL },
	{ "proven-empty", DETACH(A2 " cut 2: hurry"), three_sessions, NULL },
	{ "proven-empty", DETACH(A2 " cut 3:"), three_sessions, NULL },
	{ "proven-empty", DETACH(A2 " cut 3:  "), three_sessions, NULL },
	{ "proven-empty", DETACH(A2 " cut 3"), three_sessions, NULL },
	{ "proven-empty", DETACH(A2 " cut : hurry"), three_sessions, NULL },
	{ "proven-empty", DETACH(A2 " cut -3: hurry"), three_sessions, NULL },
	{ "proven-empty", DETACH(A2 " cut 3x: hurry"), three_sessions, NULL },
	{ "rate", DETACH(A2), just_removed, NULL },
	{ "rate", DETACH(A2), removed_bit_by_bit, NULL },
	{ "rate", TERMINATE, just_removed, NULL },
	{ "queue", DRAIN("old1"), visitors_wait, NULL },
	{ "queue", DETACH(A2), visitors_wait, NULL },
	{ "queue", TERMINATE, visitors_wait, NULL },
	{ "errors", DRAIN("old1"), NULL, errors_rise },
	{ "errors", DETACH(A2), NULL, errors_rise },
	{ "errors", TERMINATE, NULL, errors_rise },
	{ "errors", DETACH(A2), errors_uncounted, NULL },
	{ "errors", DETACH(A2), errors_counted_once, NULL },
	{ "errors", DETACH(A2), errors_long_ago, NULL },
	{ "detached-first", TERMINATE, old3_nolb, NULL },
	{ "detached-first", TERMINATE, old3_tunnel, NULL },
	{ "detached-first", TERMINATE, old3_pooled, NULL },
	{ "detached-first", TERMINATE, old3_alias, NULL },
	{ "baked", TERMINATE, not_baked, NULL },
	{ "baked", TERMINATE, never_off, NULL },
	{ "last-look", TERMINATE, busy_3, NULL },
	{ "last-look", TERMINATE, busy_unknown, NULL },
};

static bool
permitted_without(struct world *w, const struct action *action, size_t out)
{
	struct rule table[128];
	struct hearing hearing;
	const struct rule *by;
	char why[TEXT_LEN];
	size_t n = 0;

	cr_assert_lt(n_rules, countof(table));
	for (size_t i = 0; i < n_rules; i++)
		if (i != out)
			table[n++] = rules[i];
	guard_prepare(w->guard, &w->facts, &w->plan, action, &hearing);
	if (rules_hear(table, n, &hearing, &by, why, sizeof(why)) == VERDICT_GOOD)
		return true;
	cr_log_error("without %s, %s refuses: %s", rules[out].name, by->name, why);
	return false;
}

static size_t
rule_index(const char *name)
{
	for (size_t i = 0; i < n_rules; i++)
		if (str_eq(rules[i].name, name))
			return i;
	cr_assert_fail("no rule is called %s", name);
	return 0;
}

static bool
changes_by_itself(const char *name)
{
	return str_eq(name, "rate") || str_eq(name, "queue");
}

/* No waiting makes a new server an old one. */
static bool
is_about_who(const char *number)
{
	return str_eq(number, "GR-03") || str_eq(number, "GR-31");
}

Test(guard_rules, only_this_rule_refuses)
{
	for (size_t i = 0; i < countof(refusals); i++) {
		const struct scene_case *c = &refusals[i];
		size_t at = rule_index(c->rule);
		struct world *w = scene_new();
		struct action action = play(w, c);
		char rule[16] = "";
		struct err why = { 0 };

		cr_expect_null(guard_permit(w->guard, &w->facts, &w->plan, &action,
		    rule, &why), "case %zu (%s) was permitted", i, c->rule);
		cr_expect_str_eq(rule, rules[at].number, "case %zu (%s): %s: %s",
		    i, c->rule, rule, why.text);
		/* "Not yet" is for what changes by itself: waiting helps. */
		if (changes_by_itself(c->rule))
			cr_expect_eq(why.code, ERR_NOT_YET, "%s", c->rule);
		if (is_about_who(rules[at].number))
			cr_expect_eq(why.code, ERR_GUARD, "%s", c->rule);
		cr_expect_gt(strlen(why.text), 20, "case %zu: \"%s\"", i, why.text);
		cr_expect(permitted_without(w, &action, at), "case %zu (%s)", i,
		    c->rule);
		scene_free(w);
	}
}

/* One question that was missed fails no step; what was said stands. */
Test(guard_rules, who_says_nothing_is_asked_again)
{
	static const struct {
		struct scene_case scene;
		enum err_code code;
	} cases[] = {
		{ { "own-version", DRAIN("old1"), version_silent, NULL },
		    ERR_NOT_YET },
		{ { "database", SNAPSHOT, db_trouble, NULL }, ERR_NOT_YET },
		{ { "new-version", ATTACH, mute_release, NULL }, ERR_NOT_YET },
		{ { "fresh", DRAIN("old1"), lb2_dead, NULL }, ERR_NOT_YET },
		{ { "complement", ATTACH, attached_is_mute, NULL }, ERR_NOT_YET },
		{ { "last-look", TERMINATE, busy_unknown, NULL }, ERR_NOT_YET },
		{ { "last-look", TERMINATE, busy_3, NULL }, ERR_NOT_YET },
		{ { "complement", ATTACH, stranded_says_nothing, NULL },
		    ERR_GUARD },
		{ { "complement", ATTACH, attached_says_old, NULL }, ERR_GUARD },
		{ { "new-version", ATTACH, wrong_release, NULL }, ERR_GUARD },
	};

	for (size_t i = 0; i < countof(cases); i++) {
		struct world *w = scene_new();
		struct action action = play(w, &cases[i].scene);
		char rule[16] = "";
		struct err why = { 0 };

		cr_expect_null(guard_permit(w->guard, &w->facts, &w->plan, &action,
		    rule, &why), "case %zu", i);
		cr_expect_eq(why.code, cases[i].code, "case %zu: %s", i, why.text);
		scene_free(w);
	}
}

Test(guard_rules, every_rule_has_a_scene)
{
	for (size_t i = 0; i < n_rules; i++) {
		bool found = false;

		for (size_t k = 0; k < countof(refusals); k++)
			found = found || str_eq(refusals[k].rule, rules[i].name);
		cr_expect(found, "no scene for %s", rules[i].name);
	}
}

Test(guard_rules, table_is_in_order)
{
	for (size_t i = 0; i < n_rules; i++) {
		cr_expect(str_starts(rules[i].number, "GR-"));
		cr_expect_eq(strlen(rules[i].number), 5);
		cr_expect(str_ends(rules[i].text, "."));
		cr_expect_not_null(rules[i].fn);
		for (size_t k = i + 1; k < n_rules; k++)
			cr_expect_str_neq(rules[i].name, rules[k].name);
	}
}

static enum verdict
says_nothing(const struct hearing *hearing, char *why, size_t size)
{
	(void)hearing;
	(void)why;
	(void)size;
	return VERDICT_UNKNOWN;
}

Test(guard_rules, no_table_and_no_answer_refuse)
{
	static const struct rule mute = { "GR-99", "mute", "It is mute.",
	    says_nothing, { ACTION_NONE } };
	struct world *w = scene_new();
	struct hearing hearing;
	const struct rule *by;
	char why[TEXT_LEN];
	struct action *action = plan_add(&w->plan, SAVE);

	guard_prepare(w->guard, &w->facts, &w->plan, action, &hearing);
	cr_expect_neq(rules_hear(rules, 0, &hearing, &by, why, sizeof(why)),
	    VERDICT_GOOD);
	cr_expect_null(by);
	cr_expect_neq(rules_hear(&mute, 1, &hearing, &by, why, sizeof(why)),
	    VERDICT_GOOD);
	cr_expect_str_eq(why, "It is mute.");
	scene_free(w);
}
