/* runbook, steps 10 to 14: traffic moves from the old servers to the new. */

#include "test_runbook_traffic.h"

TestSuite(runbook_switch, .init = begin, .fini = end);

Test(runbook_switch, array_off)
{
	struct plan done = { 0 };

	cr_expect_not(world_applies(&w, "array-off"));
	str_copy(w.config.array, NAME_LEN, "shop-array");
	cr_expect_eq(world_precheck(&w, "array-off"), VERDICT_UNKNOWN);
	world_array(&w, TRI_YES);
	cr_expect(world_applies(&w, "array-off"));
	cr_expect_eq(world_precheck(&w, "array-off"), VERDICT_GOOD);
	expect_plan(&w, "array-off", "1. stop the server array\n");
	cr_expect_eq(world_verify(&w, "array-off"), VERDICT_BAD);
	plan_copy(&done, &w.plan);
	w.facts.array.enabled = TRI_NO;
	expect_plan(&w, "array-off", "");
	cr_expect_eq(world_verify(&w, "array-off"), VERDICT_GOOD);
	expect_undo(&w, "array-off", &done, "1. enable the server array\n");
	w.scene.array_was_on = false;
	expect_undo(&w, "array-off", &done, "");
	w.facts.array.exists = TRI_NO;		/* none is an error, not a skip */
	cr_expect_eq(world_precheck(&w, "array-off"), VERDICT_BAD);
	plan_done(&done);
}

Test(runbook_switch, attach)
{
	cr_expect_eq(world_precheck(&w, "attach"), VERDICT_GOOD);
	expect_plan(&w, "attach",
	    "1. save the state of lb1 to /run/lb1.state\n"
	    "2. save the state of lb2 to /run/lb2.state\n"
	    "3. attach app-21 to lb1\n4. attach app-21 to lb2\n"
	    "5. attach app-22 to lb1\n6. attach app-22 to lb2\n"
	    "7. attach app-23 to lb1\n8. attach app-23 to lb2\n");
	cr_expect_str_eq(w.plan.actions[2].arg, "app-21.test:80");
	cr_expect_eq(world_verify(&w, "attach"), VERDICT_BAD);

	/* Half of it happened. */
	world_rows(&w, "app-21", LB_UP);
	world_row(&w, "lb1", "app-22", LB_UP);
	world_rows(&w, "app-23", LB_UP);
	expect_plan(&w, "attach", "1. save the state of lb2 to /run/lb2.state\n"
	    "2. attach app-22 to lb2\n");
	cr_expect_eq(world_verify(&w, "attach"), VERDICT_BAD);
	expect_finding(&w, VERDICT_BAD, "GR-15", 11);
	cr_expect_not_null(strstr(checks_first(&w.checks, VERDICT_BAD)->text,
	    "split"));

	world_row(&w, "lb2", "app-22", LB_UNPROVEN);
	expect_plan(&w, "attach", "");		/* it needs patience only */
	cr_expect_eq(world_verify(&w, "attach"), VERDICT_WAIT);
	world_row(&w, "lb2", "app-22", LB_UP);
	cr_expect_eq(world_verify(&w, "attach"), VERDICT_GOOD);
	w.facts.lbs[1].seen_ms -= 5001;
	cr_expect_eq(world_verify(&w, "attach"), VERDICT_UNKNOWN);
}

/* What was saved before the first change is what to go back to: a retry must
 * not write over it. */
Test(runbook_switch, attach_saves_a_balancer_once)
{
	w.facts.lbs[0].saved_ms = NOW - 60000;
	world_rows(&w, "app-22", LB_UP);
	world_rows(&w, "app-23", LB_UP);
	expect_plan(&w, "attach", "1. save the state of lb2 to /run/lb2.state\n"
	    "2. attach app-21 to lb1\n3. attach app-21 to lb2\n");
}

Test(runbook_switch, attach_another_address_is_not_it)
{
	attach_new();
	str_copy(world_row(&w, "lb2", "app-22", LB_UP)->addr, NAME_LEN, "x:1");
	cr_expect_eq(world_verify(&w, "attach"), VERDICT_BAD);
}

Test(runbook_switch, attach_wants_equal_numbers_tests_and_a_still_array)
{
	world_get(&w, "app-23")->probe.passed = TRI_UNKNOWN;
	cr_expect_eq(world_precheck(&w, "attach"), VERDICT_BAD);
	expect_finding(&w, VERDICT_BAD, "GR-13", 9);
	world_get(&w, "app-23")->state = CLOUD_TERMINATED;
	cr_expect_eq(world_precheck(&w, "attach"), VERDICT_BAD);
	expect_finding(&w, VERDICT_BAD, "GR-10", 8);
	world_proven(&w, "app-23");
	world_array(&w, TRI_YES);
	cr_expect_eq(world_precheck(&w, "attach"), VERDICT_BAD);
	expect_finding(&w, VERDICT_BAD, "GR-12", 10);
	w.facts.array.enabled = TRI_NO;
	w.facts.lbs[0].seen_ms -= 5001;
	cr_expect_eq(world_precheck(&w, "attach"), VERDICT_UNKNOWN);
}

Test(runbook_switch, attach_of_picked_ones_only)
{
	choices_pick(&w.choices, "app-22");
	expect_plan(&w, "attach",
	    "1. save the state of lb1 to /run/lb1.state\n"
	    "2. save the state of lb2 to /run/lb2.state\n"
	    "3. attach app-22 to lb1\n4. attach app-22 to lb2\n");
	choices_pick(&w.choices, "app-11");	/* an old one */
	cr_expect_eq(world_precheck(&w, "attach"), VERDICT_BAD);
}

/* The plan is honest, and the guard refuses it while they are NEW. */
Test(runbook_switch, attach_undo_would_detach)
{
	struct plan done = { 0 };

	plan_add(&done, ACTION_SAVE_LB, NULL, "lb1", "x");
	plan_add(&done, ACTION_ATTACH, "app-21", "lb1", "app-21.test:80");
	plan_add(&done, ACTION_ATTACH, "app-21", "lb2", "app-21.test:80");
	world_row(&w, "lb1", "app-21", LB_UP);
	w.facts.lbs[0].saved_ms = NOW;
	expect_undo(&w, "attach", &done, "1. detach app-21 from lb1\n");
	w.facts.lbs[0].saved_ms = 0;
	expect_undo(&w, "attach", &done,
	    "1. save the state of lb1 to /run/lb1.state\n"
	    "2. detach app-21 from lb1\n");
	plan_done(&done);
}

Test(runbook_switch, drain_wants_the_new_ones_first)
{
	cr_expect_eq(world_precheck(&w, "drain"), VERDICT_BAD);
	expect_finding(&w, VERDICT_BAD, "GR-17", 11);
	attach_new();
	cr_expect_eq(world_precheck(&w, "drain"), VERDICT_GOOD);
	world_row(&w, "lb2", "app-23", LB_DOWN);
	cr_expect_eq(world_precheck(&w, "drain"), VERDICT_WAIT);
	take_off("app-23", "lb2");
	cr_expect_eq(world_precheck(&w, "drain"), VERDICT_BAD);
	expect_finding(&w, VERDICT_BAD, "GR-15", 11);
}

Test(runbook_switch, drain_wants_a_soft_stop)
{
	attach_new();
	w.facts.lbs[0].soft_stop = TRI_UNKNOWN;
	cr_expect_eq(world_precheck(&w, "drain"), VERDICT_LOOK);
	w.facts.lbs[0].soft_stop = TRI_NO;
	cr_expect_eq(world_precheck(&w, "drain"), VERDICT_BAD);
	expect_finding(&w, VERDICT_BAD, "GR-16", 0);
	w.facts.lbs[0].soft_stop = TRI_YES;
	w.facts.lbs[1].cuts_on_down = TRI_YES;
	cr_expect_eq(world_precheck(&w, "drain"), VERDICT_BAD);
}

Test(runbook_switch, drain)
{
	struct plan done = { 0 };

	attach_new();
	expect_plan(&w, "drain", "1. fail the health check of app-11\n"
	    "2. fail the health check of app-12\n"
	    "3. fail the health check of app-13\n");
	plan_copy(&done, &w.plan);
	cr_expect_eq(world_verify(&w, "drain"), VERDICT_WAIT);
	expect_undo(&w, "drain", &done, "");

	drain("app-11");
	expect_plan(&w, "drain", "1. fail the health check of app-12\n"
	    "2. fail the health check of app-13\n");
	expect_undo(&w, "drain", &done,
	    "1. put the health check of app-11 back\n");
	world_row(&w, "lb2", "app-12", LB_DOWN);
	cr_expect_eq(world_verify(&w, "drain"), VERDICT_BAD);
	expect_finding(&w, VERDICT_BAD, "GR-16", 12);
	drain("app-12");
	drain("app-13");
	expect_plan(&w, "drain", "");
	cr_expect_eq(world_verify(&w, "drain"), VERDICT_GOOD);
	plan_done(&done);
}

/* Giving up on a new server needs old ones, and no other new one. */
Test(runbook_switch, drain_of_a_withdrawn_server)
{
	world_rows(&w, "app-21", LB_UP);
	world_get(&w, "app-21")->mark = MARK_WITHDRAWN;
	choices_pick(&w.choices, "app-21");
	cr_expect_eq(world_precheck(&w, "drain"), VERDICT_GOOD);
	expect_plan(&w, "drain", "1. fail the health check of app-21\n");
}

Test(runbook_switch, sessions)
{
	attach_new();
	cr_expect_eq(world_precheck(&w, "sessions"), VERDICT_BAD);
	expect_finding(&w, VERDICT_BAD, "GR-22", 12);
	drain("app-11");
	drain("app-12");
	drain("app-13");
	cr_expect_eq(world_precheck(&w, "sessions"), VERDICT_GOOD);
	take_off("app-13", "lb1");
	take_off("app-13", "lb2");
	expect_plan(&w, "sessions", "1. wait until app-11 is empty\n"
	    "2. wait until app-12 is empty\n");
	cr_expect_eq(world_verify(&w, "sessions"), VERDICT_UNKNOWN);
	prove("app-11");
	prove("app-12");
	w.facts.proofs[1].verdict = PROOF_COUNTING;
	expect_plan(&w, "sessions", "1. wait until app-12 is empty\n");
	cr_expect_eq(world_verify(&w, "sessions"), VERDICT_WAIT);
	w.facts.proofs[1].verdict = PROOF_EMPTY;
	expect_plan(&w, "sessions", "");
	cr_expect_eq(world_verify(&w, "sessions"), VERDICT_GOOD);
	w.facts.proofs[1].verdict = PROOF_UNKNOWN;
	cr_expect_eq(world_verify(&w, "sessions"), VERDICT_UNKNOWN);
}

Test(runbook_switch, detach)
{
	struct plan done = { 0 };

	drain_all();
	cr_expect_eq(world_precheck(&w, "detach"), VERDICT_GOOD);
	expect_plan(&w, "detach",
	    "1. save the state of lb1 to /run/lb1.state\n"
	    "2. save the state of lb2 to /run/lb2.state\n"
	    "3. detach app-11 from lb1\n4. detach app-11 from lb2\n"
	    "5. detach app-12 from lb1\n6. detach app-12 from lb2\n"
	    "7. detach app-13 from lb1\n8. detach app-13 from lb2\n");
	cr_expect_str_eq(w.plan.typed, "3 shop-prod");
	plan_copy(&done, &w.plan);
	cr_expect_eq(world_verify(&w, "detach"), VERDICT_BAD);

	take_off("app-11", "lb1");
	take_off("app-11", "lb2");
	take_off("app-12", "lb1");
	expect_plan(&w, "detach",
	    "1. save the state of lb1 to /run/lb1.state\n"
	    "2. save the state of lb2 to /run/lb2.state\n"
	    "3. detach app-12 from lb2\n"
	    "4. detach app-13 from lb1\n5. detach app-13 from lb2\n");
	cr_expect_str_eq(w.plan.typed, "2 shop-prod");
	w.facts.lbs[0].saved_ms = w.facts.lbs[1].saved_ms = NOW;
	/* Drained, it would not become UP without its file. */
	expect_undo(&w, "detach", &done, "1. put the health check of app-12 back\n"
	    "2. put the health check of app-11 back\n3. attach app-12 to lb1\n"
	    "4. attach app-11 to lb2\n5. attach app-11 to lb1\n");
	world_get(&w, "app-11")->self.health_file = TRI_YES;
	expect_undo(&w, "detach", &done, "1. put the health check of app-12 back\n"
	    "2. attach app-12 to lb1\n"
	    "3. attach app-11 to lb2\n4. attach app-11 to lb1\n");
	world_get(&w, "app-11")->self.health_file = TRI_NO;

	take_off("app-12", "lb2");
	take_off("app-13", "lb1");
	take_off("app-13", "lb2");
	expect_plan(&w, "detach", "");
	cr_expect_str_empty(w.plan.typed);
	cr_expect_eq(world_verify(&w, "detach"), VERDICT_GOOD);
	world_row(&w, "lb1", "app-21", LB_DOWN);
	cr_expect_eq(world_verify(&w, "detach"), VERDICT_WAIT);
	plan_done(&done);
}

Test(runbook_switch, detach_wants_the_proof_or_a_typed_override)
{
	drain_all();
	w.facts.proofs[2].verdict = PROOF_BUSY;
	/* It is drained: who came back with a cookie will go. */
	cr_expect_eq(world_precheck(&w, "detach"), VERDICT_WAIT);
	expect_finding(&w, VERDICT_WAIT, "GR-21", 13);
	world_get(&w, "app-13")->self.health_file = TRI_YES;
	cr_expect_eq(world_precheck(&w, "detach"), VERDICT_BAD);
	expect_finding(&w, VERDICT_BAD, "GR-21", 13);
	choices_set(&w.choices, "cut.app-13", "3");
	cr_expect_eq(world_precheck(&w, "detach"), VERDICT_BAD, "no reason");
	choices_set(&w.choices, "cut.app-13", "3 stuck upload");
	cr_expect_eq(world_precheck(&w, "detach"), VERDICT_LOOK);
	world_row(&w, "lb2", "app-13", LB_NOLB)->scur = 4;
	cr_expect_eq(world_precheck(&w, "detach"), VERDICT_BAD, "more than agreed");
	expect_finding(&w, VERDICT_BAD, "GR-21", 13);
	world_row(&w, "lb2", "app-13", LB_NOLB)->scur = 3;
	cr_expect_eq(world_precheck(&w, "detach"), VERDICT_LOOK);
	choices_pick(&w.choices, "app-13");
	expect_plan(&w, "detach",
	    "1. save the state of lb1 to /run/lb1.state\n"
	    "2. save the state of lb2 to /run/lb2.state\n"
	    "3. detach app-13 from lb1 and cut sessions (3: stuck upload)\n"
	    "4. detach app-13 from lb2 and cut sessions (3: stuck upload)\n");
	cr_expect_str_eq(w.plan.actions[2].arg,
	    "app-13.test:80 cut 3: stuck upload");
	cr_expect_str_eq(w.plan.typed, "1 shop-prod");

	/* The override does not come back with the server. */
	struct plan done = { 0 }, undo = { 0 };
	plan_copy(&done, &w.plan);
	take_off("app-13", "lb1");
	w.facts.lbs[0].saved_ms = NOW;
	runbook_find("detach")->undo(&w.scene, &done, &undo);
	cr_assert_eq(undo.n, 1);
	cr_expect_str_eq(undo.actions[0].arg, "app-13.test:80");
	plan_done(&done);
	plan_done(&undo);
}
