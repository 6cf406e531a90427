/* What the rules let through, and what several of them refuse. */

#include <criterion/criterion.h>

#include "test_guard_spoil.h"

/* What the rules must let through. */
SPOIL(past_return, guard_note_terminated(w->guard))

static void
weighs_nothing(struct world *w)
{
	scene_row(w, LB1, "old1")->weight = 0;
	scene_row(w, LB2, "old1")->weight = 0;
}

SPOIL(with_downtime, sql_drops(w); w->config.policy.with_downtime = true)
SPOIL(one_withdrawn, scene_withdraw(w, NEW1))

static void
one_withdrawn_tagged(struct world *w)
{
	one_withdrawn(w);
	w->servers[NEW1].tag = MARK_WITHDRAWN;
}

SPOIL(withdrawn_new3, scene_withdraw(w, NEW3))
SPOIL(trial_runs, stray_of_array(w); w->facts.array.trial = true)

static void
undo_array(struct world *w)
{
	w->plan.purpose = PLAN_UNDO;
	array_old(w);
	shadow(w);
}

SPOIL(shadow_equal, shadow(w); put(w->inputs[1].value, "r42"))
SPOIL(shadow_put_back, shadow(w); put(w->inputs[0].value, "r40"))

static void
was_blank(struct world *w)
{
	w->plan.purpose = PLAN_UNDO;
	changed_input(w, "RELEASE=r42", "RELEASE=");
}

/* Said in step 15, done, and its trial serves. */
static void
other_template(struct world *w)
{
	told_other_template(w);
	put(w->facts.array.template, "tpl-9");
	put(w->servers[NEW2].template, "tpl-9");
}

static void
stranded_ends(struct world *w)
{
	stranded_says_nothing(w);
	w->servers[SPARE].state = CLOUD_DECOMMISSIONING;
}

static void
first_probe(struct world *w)
{
	w->lbs[LB2].soft_stop = w->lbs[LB2].cuts_on_down = TRI_UNKNOWN;
	scene_row(w, LB2, "old2")->state = LB_UP;
}


/* Down for a reason of its own says nothing about soft stops. */
static void
down_by_itself(struct world *w)
{
	w->lbs[LB2].soft_stop = TRI_UNKNOWN;
	scene_row(w, LB2, "old2")->state = LB_DOWN;
	scene_row(w, LB2, "old2")->check_code = 503;
}

SPOIL(probe_shown, w->lbs[LB2].soft_stop = TRI_UNKNOWN)
SPOIL(removed_before, guard_note_removal(w->guard, "old1", NOW - 60000))
SPOIL(is_being_removed, guard_note_removal(w->guard, "old2", NOW - 1000))
SPOIL(few_errors, errors_since(w, 5))
SPOIL(queue_allowed, visitors_wait(w); w->config.policy.queue_most = 2)

static void
errors_going_back(struct world *w)
{
	one_withdrawn(w);
	w->plan.purpose = PLAN_BACK;
}

/* Many, but no more than before. */
static void
as_bad_as_before(struct world *w)
{
	scene_errors(w, LB2, NOW - 400, 5000);
}

static void
queue_going_back(struct world *w)
{
	one_withdrawn(w);
	visitors_wait(w);
	w->plan.purpose = PLAN_BACK;
}

static void
off_everywhere(struct world *w)
{
	scene_row(w, LB1, "old3")->server[0] = '\0';
	scene_row(w, LB2, "old3")->server[0] = '\0';
}

static void
maint_old2(struct world *w)
{
	/* Takes nothing: no floor, no proof, no other side is asked for. */
	scene_row(w, LB1, "old2")->state = LB_MAINT;
	scene_row(w, LB2, "old2")->state = LB_MAINT;
	w->facts.n_proofs = 0;
	floor_is_3(w);
	scene_row(w, LB2, "new1")->weight = 0;
	scene_row(w, LB2, "new2")->weight = 0;
}

static void
unproven_old1(struct world *w)
{
	/* A put back server was there before. */
	one_unhealthy(w);
	w->servers[OLD1].probe.passed = TRI_NO;
}

static void
detach_was_planned(struct world *w)
{
	w->plan.n = 0;
	plan_add(&w->plan, ACTION_DETACH, "new3", "lb1", A6);
	w->servers[NEW3].probe.passed = TRI_NO;
}

static void
drain_was_planned(struct world *w)
{
	w->plan.n = 0;
	plan_add(&w->plan, ACTION_DRAIN, "old1", NULL, NULL);
	stray_of_array(w);
}

static const struct scene_case allowances[] = {
	{ "", DRAIN("old1"), nothing, NULL },
	{ "", DETACH(A2), nothing, NULL },
	{ "", TERMINATE, nothing, NULL },
	{ "", TERMINATE, off_everywhere, NULL },
	{ "", DISCARD, nothing, NULL },
	{ "", DISCARD, withdrawn_new3, NULL },
	{ "", WITHDRAW, nothing, NULL },
	{ "", ATTACH, nothing, NULL },
	{ "", ACTION_ATTACH, "old1", "lb1", A1, unproven_old1, NULL },
	{ "", ACTION_ATTACH, "new3", "lb1", A6, NULL, detach_was_planned },
	{ "", ACTION_UNDRAIN, "old1", NULL, NULL, NULL, drain_was_planned },
	{ "", AWAIT("old2"), nothing, NULL },
	{ "", AWAIT("old1"), weighs_nothing, NULL },
	{ "", SAVE, no_return, NULL },
	{ "", SNAPSHOT, no_return, NULL },
	{ "", ACTION_MARK, "new5", NULL, "new", no_return, NULL },
	{ "", ACTION_CLONE, "new4", NULL, "old1", no_return, NULL },
	{ "", LAUNCH, nothing, NULL },
	{ "", MIGRATE, nothing, NULL },
	{ "", MIGRATE, with_downtime, NULL },
	{ "", INPUT("RELEASE=r42"), nothing, NULL },
	{ "", INPUT("RELEASE"), nothing, NULL },
	{ "", INPUT("RELEASE=a=b"), nothing, NULL },
	{ "", INPUT("RELEASE=r42"), NULL, input_is_set },
	{ "", PLAIN(ARRAY_OFF), stray_of_array, NULL },
	{ "", SAVE, stray_of_array, NULL },
	{ "", ACTION_UNDRAIN, "old1", NULL, NULL, stray_of_array, NULL },
	{ "", LAUNCH, trial_runs, NULL },
	{ "", ACTION_ARRAY_UPDATE, NULL, NULL, "tpl-2", shadow, NULL },
	{ "", PLAIN(ARRAY_TRIAL), shadow_equal, NULL },
	{ "", PLAIN(ARRAY_TRIAL), shadow_put_back, NULL },
	{ "", PLAIN(ARRAY_TRIAL), array_differs, NULL },
	{ "", INPUT("RELEASE="), was_blank, NULL },
	{ "", PLAIN(ARRAY_TRIAL), other_template, NULL },
	{ "", PLAIN(ARRAY_ON), other_template, NULL },
	{ "", ATTACH, stranded_ends, NULL },
	{ "", PLAIN(ARRAY_ON), nothing, NULL },
	{ "", PLAIN(ARRAY_ON), undo_array, NULL },
	{ "", DRAIN("new1"), one_withdrawn, NULL },
	{ "", DRAIN("new1"), one_withdrawn_tagged, NULL },
	{ "", DRAIN("new1"), queue_going_back, NULL },
	{ "", DRAIN("old1"), first_probe, NULL },
	{ "", DRAIN("old1"), probe_shown, NULL },
	{ "", DRAIN("old1"), down_by_itself, NULL },
	{ "", DETACH(A2), removed_before, NULL },
	{ "", DETACH(A2), is_being_removed, NULL },
	{ "", TERMINATE, removed_before, NULL },
	{ "", DETACH(A2), queue_allowed, NULL },
	{ "", DETACH(A2), NULL, few_errors },
	{ "", DETACH(A2), as_bad_as_before, few_errors },
	{ "", DRAIN("new1"), errors_going_back, errors_rise },
	{ "", ATTACH, errors_uncounted, NULL },
	{ "", ACTION_UNDRAIN, "old1", NULL, NULL, NULL, errors_rise },
	{ "", DETACH(A2), master_unknown, NULL },
	{ "", SAVE, visitors_wait, NULL },
	{ "", SAVE, past_return, NULL },
	{ "", DETACH(A2), past_return, NULL },
	{ "", ATTACH, visitors_wait, NULL },
	{ "", ACTION_UNDRAIN, "old1", NULL, NULL, visitors_wait, NULL },
	{ "", DETACH(A2), maint_old2, NULL },
	{ "", DETACH(A2 " cut 3: hurry"), three_sessions, NULL },
	{ "", DETACH(A2 " cut 4: one has left"), three_sessions, NULL },
	{ "", DETACH(A2 " cut 0: no master"), reloaded, NULL },
	{ "", ACTION_UNDRAIN, "old2", NULL, NULL, back_after_return, NULL },
	{ "", ACTION_ATTACH, "old1", "lb1", A1, back_after_return, NULL },
};

Test(guard_allow, what_is_in_order_is_permitted)
{
	for (size_t i = 0; i < countof(allowances); i++) {
		struct world *w = scene_new();
		struct action action = play(w, &allowances[i]);
		char rule[16];
		struct err why = { 0 };

		cr_expect_not_null(guard_permit(w->guard, &w->facts, &w->plan,
		    &action, rule, &why), "case %zu (%s): %s: %s", i,
		    action_name(action.kind), rule, why.text);
		scene_free(w);
	}
}

/* Who has a new server's id or address is new, whatever it is called. */
SPOIL(has_new_id, put(w->servers[OLD1].id, w->servers[NEW1].id))

static void
has_new_address(struct world *w)
{
	put(w->servers[OLD1].addr, w->servers[NEW1].addr);
	put(scene_row(w, LB1, "old1")->addr, w->servers[NEW1].addr);
	put(scene_row(w, LB2, "old1")->addr, w->servers[NEW1].addr);
}

SPOIL(lb2_never, w->facts.n_lbs = 1)
SPOIL(no_balancers, w->config.n_lbs = 0)
SPOIL(has_other_id, put(w->servers[OLD1].id, "i-77"))

/*
 * What more than one rule would refuse, and under which number it is told.  Two
 * witnesses may lie, and the screen's copy too: the ledger decides.  A silent
 * balancer stops everything that takes out, whoever asks.
 */
static const struct scene_case doubly_refused[] = {
	{ "GR-01", DRAIN("new1"), new1_cloud_says_old, NULL },
	{ "GR-01", ACTION_DETACH, "new1", "lb1", A4, new1_cloud_says_old, NULL },
	{ "GR-01", ACTION_TERMINATE, "new1", NULL, "i-new1", new1_cloud_says_old,
	    NULL },
	{ "GR-01", DRAIN("who"), spare_unknown, NULL },
	{ "GR-01", DRAIN("old1"), has_new_id, NULL },
	{ "GR-01", DRAIN("old1"), has_new_address, NULL },
	{ "GR-01", DRAIN("old1"), has_other_id, NULL },
	{ "GR-03", DRAIN(NULL), nothing, NULL },
	{ "GR-03", DRAIN("old9"), nothing, NULL },
	{ "GR-03", ACTION_ATTACH, "new3", NULL, A6, nothing, NULL },
	{ "GR-03", ACTION_DETACH, "old2", NULL, A2, nothing, NULL },
	{ "GR-03", ACTION_DETACH, "old2", "lb1;quit", A2, nothing, NULL },
	{ "GR-26", DRAIN("old1"), lb2_silent, NULL },
	{ "GR-26", DETACH(A2), lb2_silent, NULL },
	{ "GR-26", TERMINATE, lb2_silent, NULL },
	{ "GR-01", DISCARD, lb2_silent, NULL },
	{ "GR-26", DRAIN("old1"), lb2_never, NULL },
	{ "GR-26", TERMINATE, lb2_never, NULL },
	{ "GR-01", DISCARD, lb2_never, NULL },
	{ "GR-26", DRAIN("old1"), no_balancers, NULL },
	{ "GR-26", DISCARD, no_balancers, NULL },
	{ "GR-26", TERMINATE, no_balancers, NULL },
	{ "GR-01", WITHDRAW, no_balancers, NULL },
	{ "GR-24", PLAIN(ARRAY_ON), no_balancers, NULL },
};

Test(guard_allow, refusals_name_the_first_rule)
{
	for (size_t i = 0; i < countof(doubly_refused); i++) {
		const struct scene_case *c = &doubly_refused[i];
		struct world *w = scene_new();
		struct action action = play(w, c);
		char rule[16] = "";
		struct err why = { 0 };

		cr_expect_null(guard_permit(w->guard, &w->facts, &w->plan, &action,
		    rule, &why), "case %zu was permitted", i);
		cr_expect_str_eq(rule, c->rule, "case %zu: %s: %s", i, rule,
		    why.text);
		scene_free(w);
	}
}

/* Building changes what is known of a server; serving does not. */
Test(guard_allow, a_server_may_change_while_it_is_built)
{
	struct world *w = scene_new();
	char rule[16] = "";
	struct err why = { 0 };

	plan_add(&w->plan, ACTION_CLONE, "new4", NULL, "old1");
	plan_add(&w->plan, ACTION_LAUNCH, "new4", NULL, NULL);
	plan_add(&w->plan, ACTION_PROBE, "new4", NULL, NULL);
	plan_add(&w->plan, ACTION_ATTACH, "new4", "lb1", "10.0.0.7:80");
	plan_add(&w->plan, ACTION_PROBE, "new3", NULL, NULL);
	scene_ready(w);
	plan_seal(&w->plan, &w->facts);
	scene_server(w, SPARE, "new4", MARK_NEW);
	put(w->servers[NEW3].template, "tpl-9");
	for (size_t i = 0; i < w->plan.n; i++) {
		bool is_fine = i < 3;

		cr_expect_eq(guard_permit(w->guard, &w->facts, &w->plan,
		    &w->plan.actions[i], rule, &why) != NULL, is_fine,
		    "action %zu: %s", i, why.text);
		if (!is_fine)
			cr_expect_str_eq(rule, "GR-26", "%s", why.text);
	}
	scene_free(w);
}

/* The plan of going back: what it withdraws itself is as it was shown. */
Test(guard_allow, withdraw_and_drain_in_one_plan)
{
	struct world *w = scene_new();
	char rule[16] = "";
	struct err why = { 0 };

	w->plan.purpose = PLAN_BACK;
	plan_add(&w->plan, ACTION_WITHDRAW, "new1", NULL, "slow");
	plan_add(&w->plan, ACTION_DRAIN, "new1", NULL, NULL);
	scene_ready(w);
	plan_seal(&w->plan, &w->facts);
	cr_expect_null(guard_permit(w->guard, &w->facts, &w->plan,
	    &w->plan.actions[1], rule, &why));
	cr_expect_str_eq(rule, "GR-01");
	scene_withdraw(w, NEW1);
	cr_expect_not_null(guard_permit(w->guard, &w->facts, &w->plan,
	    &w->plan.actions[1], rule, &why), "%s: %s", rule, why.text);
	put(w->servers[NEW1].template, "tpl-9");
	cr_expect_null(guard_permit(w->guard, &w->facts, &w->plan,
	    &w->plan.actions[1], rule, &why));
	cr_expect_str_eq(rule, "GR-26");
	scene_free(w);
}

/* After a reload a server counts once it was looked at: no refusal before, no leave
 * either. */
Test(guard_allow, floor_waits_for_the_first_checks_of_a_new_worker)
{
	struct world *w = scene_new();
	struct lb_row *row = scene_row(w, LB1, "new2");
	char rule[16] = "";
	struct err why = { 0 };

	w->config.policy.floor = 2;
	plan_add(&w->plan, DRAIN("old1"));
	plan_add(&w->plan, DRAIN("old2"));
	scene_ready(w);
	plan_seal(&w->plan, &w->facts);
	row->state = LB_UNPROVEN;
	put(row->check, "INI");
	cr_expect_null(guard_permit(w->guard, &w->facts, &w->plan,
	    &w->plan.actions[0], rule, &why));
	cr_expect_str_eq(rule, "GR-09");
	cr_expect_eq(why.code, ERR_NOT_YET);
	row->state = LB_DOWN;
	cr_expect_null(guard_permit(w->guard, &w->facts, &w->plan,
	    &w->plan.actions[0], rule, &why));
	cr_expect_neq(why.code, ERR_NOT_YET);
	scene_free(w);
}

/* The floor holds for the plan, not for its first action. */
Test(guard_allow, floor_counts_the_whole_plan)
{
	struct world *w = scene_new();
	char rule[16] = "";

	w->config.policy.floor = 3;
	scene_row(w, LB1, "old2")->state = LB_UP;
	scene_row(w, LB2, "old2")->state = LB_UP;
	plan_add(&w->plan, ACTION_DRAIN, "old1", NULL, NULL);
	scene_ready(w);
	plan_seal(&w->plan, &w->facts);
	cr_expect_not_null(guard_permit(w->guard, &w->facts, &w->plan,
	    &w->plan.actions[0], rule, NULL), "%s", rule);
	plan_add(&w->plan, ACTION_DRAIN, "old2", NULL, NULL);
	plan_seal(&w->plan, &w->facts);
	cr_expect_null(guard_permit(w->guard, &w->facts, &w->plan,
	    &w->plan.actions[0], rule, NULL));
	cr_expect_str_eq(rule, "GR-09");
	scene_free(w);
}
