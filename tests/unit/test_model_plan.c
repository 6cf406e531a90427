/* model/plan: what was shown is what may happen, and the button says it all. */

#include "test_runbook_world.h"

static struct world w;

static void
begin(void)
{
	world_with_both(&w, LB_UP);
}

static void
end(void)
{
	world_end(&w);
}

TestSuite(model_plan, .init = begin, .fini = end);

static void
expect_label(const char *wanted)
{
	char label[TEXT_LEN];

	cr_expect_str_eq(plan_label(&w.plan, &w.facts, label, sizeof(label)),
	    wanted);
}

Test(model_plan, detach_says_verb_object_count_and_effect)
{
	expect_label("Nothing to do");
	plan_add(&w.plan, ACTION_DETACH, "app-11", "lb1", "");
	expect_label("Detach 1 OLD server from lb1 - 0 sessions will be cut");
	plan_add(&w.plan, ACTION_DETACH, "app-11", "lb2", "");
	plan_add(&w.plan, ACTION_DETACH, "app-12", "lb1", "");
	plan_add(&w.plan, ACTION_DETACH, "app-13", "lb1", "");
	expect_label("Detach 3 OLD servers from lb1, lb2 - "
	    "0 sessions will be cut");
	world_row(&w, "lb1", "app-12", LB_NOLB)->scur = 2;
	world_row(&w, "lb2", "app-12", LB_NOLB)->scur = 9;	/* not meant */
	expect_label("Detach 3 OLD servers from lb1, lb2 - "
	    "2 sessions will be cut");
	plan_add(&w.plan, ACTION_DETACH, "app-21", "lb1", "");
	expect_label("Detach 4 servers from lb1, lb2 - 2 sessions will be cut");
}

/* U-02, the table of cutover-walkthrough(7): a button and a question for all that
 * something brings back, and text for what nothing does.  A kind that is new to
 * ACTION_LIST wants a line here. */
static const enum asking manual[ACTION_COUNT] = {
	[ACTION_TERMINATE] = ASKS_TYPED, [ACTION_DISCARD] = ASKS_TYPED,
	[ACTION_WITHDRAW] = ASKS_TYPED,
};

Test(model_plan, what_nothing_brings_back_wants_text)
{
	for (int kind = ACTION_NONE + 1; kind < ACTION_COUNT; kind++) {
		struct plan plan = { 0 };
		bool ends = action_effect(kind) == EFFECT_TAKES_OUT &&
		    action_opposite(kind) == ACTION_NONE;

		plan_add(&plan, kind, "app-11", "lb1", "10.0.0.1:80");
		cr_expect_eq(action_asks(&plan.actions[0]), manual[kind], "%s",
		    action_name(kind));
		cr_expect(!ends || manual[kind] == ASKS_TYPED, "%s",
		    action_name(kind));
		plan_want_typed(&plan, "shop-prod");
		cr_expect_str_eq(plan.typed, manual[kind] == ASKS_TYPED ?
		    "app-11" : "", "%s", action_name(kind));
		plan_done(&plan);
	}
}

/* The text changes from case to case, so that fingers cannot learn it. */
Test(model_plan, the_text_is_the_server_or_how_many_they_are)
{
	plan_add(&w.plan, ACTION_LAST_LOOK, "app-11", NULL, NULL);
	plan_add(&w.plan, ACTION_DETACH, "app-11", "lb1", "h:80 cut 3: stuck");
	plan_add(&w.plan, ACTION_DETACH, "app-11", "lb2", "h:80 cut 3: stuck");
	plan_want_typed(&w.plan, "shop-prod");
	cr_expect_str_eq(w.plan.typed, "app-11");
	w.plan.typed[0] = '\0';
	plan_add(&w.plan, ACTION_TERMINATE, "app-12", NULL, "i-12");
	plan_want_typed(&w.plan, "shop-prod");
	cr_expect_str_eq(w.plan.typed, "2 shop-prod");
	str_copy(w.plan.typed, sizeof(w.plan.typed), "as a step wants it");
	plan_want_typed(&w.plan, "shop-prod");
	cr_expect_str_eq(w.plan.typed, "as a step wants it");
}

Test(model_plan, what_the_plan_makes_is_new)
{
	plan_add(&w.plan, ACTION_MARK, "app-24", NULL, "new");
	plan_add(&w.plan, ACTION_CLONE, "app-24", NULL, "app-21");
	expect_label("Clone 1 NEW server - not launched yet");
	plan_add(&w.plan, ACTION_LAUNCH, "app-24", NULL, NULL);
	expect_label("Launch 1 NEW server - no visitors yet; and 1 more");
}

Test(model_plan, a_silent_balancer_makes_the_number_unknown)
{
	plan_add(&w.plan, ACTION_DETACH, "app-11", "lb1", "");
	facts_missed(&w.facts, SOURCE_LB, "lb1", "no answer");
	expect_label("Detach 1 OLD server from lb1 - "
	    "an unknown number of sessions will be cut");
}

Test(model_plan, every_kind_has_a_label_with_a_number)
{
	char label[TEXT_LEN];

	for (int kind = ACTION_NONE + 1; kind < ACTION_COUNT; kind++) {
		w.plan.n = 0;
		plan_add(&w.plan, kind, "app-11", "lb1", "x");
		plan_label(&w.plan, &w.facts, label, sizeof(label));
		cr_expect_not_null(strstr(label, " 1 "), "%s", label);
		cr_expect_not_null(strstr(label, " - "), "%s", label);
	}
}

Test(model_plan, the_heaviest_kind_names_the_button)
{
	plan_add(&w.plan, ACTION_SAVE_LB, NULL, "lb1", "");
	plan_add(&w.plan, ACTION_DETACH, "app-11", "lb1", "");
	expect_label("Detach 1 OLD server from lb1 - 0 sessions will be cut");
	plan_add(&w.plan, ACTION_UNDRAIN, "app-12", NULL, NULL);
	expect_label("Detach 1 OLD server from lb1 - 0 sessions will be cut; "
	    "and 1 more");
	w.plan.purpose = PLAN_UNDO;
	w.plan.n = 0;
	plan_add(&w.plan, ACTION_ATTACH, "app-11", "lb2", "");
	expect_label("Undo: Attach 1 OLD server to lb2 - "
	    "they get visitors at once");
}

Test(model_plan, equal_when_kind_target_and_picture_are)
{
	struct plan other = { 0 };

	plan_add(&w.plan, ACTION_DRAIN, "app-11", NULL, NULL);
	plan_seal(&w.plan, &w.facts);
	plan_copy(&other, &w.plan);
	cr_expect(plan_equal(&w.plan, &other));
	cr_expect(plan_has(&w.plan, &other.actions[0]));

	/* The server behind the name became another: the picture differs. */
	str_copy(world_get(&w, "app-11")->addr, NAME_LEN, "h:1");
	plan_seal(&other, &w.facts);
	cr_expect_not(plan_equal(&w.plan, &other));
	cr_expect(plan_has(&w.plan, &other.actions[0]));

	str_copy(other.actions[0].server, NAME_LEN, "app-12");
	cr_expect_not(plan_has(&w.plan, &other.actions[0]));
	plan_copy(&other, &w.plan);
	plan_add(&other, ACTION_DRAIN, "app-12", NULL, NULL);
	cr_expect_not(plan_equal(&w.plan, &other));
	plan_done(&other);
}

static void
expect_difference(const struct plan *shown, const char *wanted)
{
	char text[2 * TEXT_LEN];

	cr_expect_str_eq(plan_difference(shown, &w.plan, text, sizeof(text)),
	    wanted);
}

Test(model_plan, the_difference_names_what_came_what_went_and_who_is_another)
{
	struct plan shown = { 0 };

	plan_add(&w.plan, ACTION_DRAIN, "app-11", NULL, NULL);
	plan_seal(&w.plan, &w.facts);
	plan_copy(&shown, &w.plan);
	expect_difference(&shown, "");

	plan_add(&w.plan, ACTION_DRAIN, "app-12", NULL, NULL);
	expect_difference(&shown, " New: fail the health check of app-12.");
	w.plan.n = 0;
	expect_difference(&shown, " No longer: fail the health check of app-11.");
	plan_copy(&w.plan, &shown);
	str_copy(world_get(&w, "app-11")->addr, NAME_LEN, "h:1");
	plan_seal(&w.plan, &w.facts);
	expect_difference(&shown, " app-11 is not any more as it was shown.");

	for (int i = 0; i < 5; i++)
		plan_add(&w.plan, ACTION_LAUNCH, i == 0 ? "a" : i == 1 ? "b" :
		    i == 2 ? "c" : i == 3 ? "d" : "e", NULL, NULL);
	expect_difference(&shown, " New: launch a, launch b, launch c and 2 more."
	    " app-11 is not any more as it was shown.");
	plan_done(&shown);
}

/* Whoever confirms it would overwrite what she has not seen. */
Test(model_plan, a_value_that_somebody_changed_is_another_plan)
{
	struct plan shown = { 0 };
	struct action *set = plan_add(&w.plan, ACTION_SET_INPUT, NULL, NULL,
	    "RELEASE=r42");

	str_copy(set->former, TEXT_LEN, "RELEASE=r41");
	plan_copy(&shown, &w.plan);
	expect_difference(&shown, "");
	str_copy(set->former, TEXT_LEN, "RELEASE=r40");
	cr_expect_not(plan_equal(&shown, &w.plan));
	expect_difference(&shown, " What \"set input RELEASE to r42\" replaces is"
	    " not what it was.");
	plan_done(&shown);
}

Test(model_plan, copies_are_their_own)
{
	struct plan other = { 0 };

	plan_add(&w.plan, ACTION_DRAIN, "app-11", NULL, NULL);
	str_copy(w.plan.typed, TEXT_LEN, "2 shop");
	plan_copy(&other, &w.plan);
	plan_copy(&other, &w.plan);		/* replaced, not added to */
	cr_expect_eq(other.n, 1);
	cr_expect_str_eq(other.typed, "2 shop");
	other.actions[0].server[0] = 'X';
	cr_expect_str_eq(w.plan.actions[0].server, "app-11");
	plan_done(&other);
}
