/* runbook, steps 10 to 18 and the way back: traffic moves, and could return. */

#include "test_runbook_world.h"

static struct world w;

static void
begin(void)
{
	world_with_both(&w, LB_UNKNOWN);
}

static void
end(void)
{
	world_end(&w);
}

TestSuite(runbook_switch, .init = begin, .fini = end);

static bool
does_apply(const char *step)
{
	char why[TEXT_LEN] = "";
	bool yes = runbook_find(step)->applies(&w.scene, why, sizeof(why));

	cr_expect_eq(yes, why[0] == '\0', "%s: %s", step, why);
	return yes;
}

static void
attach_new(void)
{
	world_rows(&w, "app-21", LB_UP);
	world_rows(&w, "app-22", LB_UP);
	world_rows(&w, "app-23", LB_UP);
}

static void
drain(const char *server)
{
	world_rows(&w, server, LB_NOLB);
	world_get(&w, server)->self.health_file = TRI_NO;
}

static void
prove(const char *server)
{
	struct proof *proof;

	w.facts.proofs = realloc(w.facts.proofs,
	    (w.facts.n_proofs + 1) * sizeof(*proof));
	proof = &w.facts.proofs[w.facts.n_proofs++];
	*proof = (struct proof){ .verdict = PROOF_EMPTY, .newest_ms = NOW,
		.reason = "proof 3 of 3" };
	str_copy(proof->server, NAME_LEN, server);
}

/* What a detach leaves: no row, or one in MAINT. */
static void
take_off(const char *server, const char *lb)
{
	world_row(&w, lb, server, LB_MAINT);
}

static void
drain_all(void)
{
	static const char *const old[] = { "app-11", "app-12", "app-13" };

	attach_new();
	for (size_t i = 0; i < countof(old); i++) {
		drain(old[i]);
		prove(old[i]);
	}
}

Test(runbook_switch, array_off)
{
	struct plan done = { 0 };

	cr_expect_not(does_apply("array-off"));
	str_copy(w.config.array, NAME_LEN, "shop-array");
	cr_expect_eq(world_precheck(&w, "array-off"), VERDICT_UNKNOWN);
	world_array(&w, TRI_YES);
	cr_expect(does_apply("array-off"));
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

Test(runbook_switch, array_update)
{
	struct plan done = { 0 };

	cr_expect_not(does_apply("array-update"));
	world_array(&w, TRI_YES);
	cr_expect(does_apply("array-update"));
	cr_expect_eq(world_precheck(&w, "array-update"), VERDICT_BAD);
	expect_finding(&w, VERDICT_BAD, "GR-12", 10);
	w.facts.array.enabled = TRI_NO;
	cr_expect_eq(world_precheck(&w, "array-update"), VERDICT_GOOD);
	expect_plan(&w, "array-update",
	    "1. set the template of the array to web-r42\n");
	cr_expect_str_eq(w.plan.actions[0].former, "web-r41");
	cr_expect_eq(world_verify(&w, "array-update"), VERDICT_BAD);
	plan_copy(&done, &w.plan);

	str_copy(w.facts.array.template, NAME_LEN, "web-r42");
	expect_plan(&w, "array-update", "");
	cr_expect_eq(world_verify(&w, "array-update"), VERDICT_GOOD);
	expect_undo(&w, "array-update", &done,
	    "1. set the template of the array to web-r41\n");
	plan_done(&done);
}

/* What this run changed must reach the array; what it left alone may differ. */
Test(runbook_switch, array_hides_what_was_changed)
{
	struct plan done[STEP_COUNT + 1] = { { 0 } };
	struct action *action;

	world_array(&w, TRI_YES);
	str_copy(w.facts.array.template, NAME_LEN, "web-r42");
	w.scene.done = done;
	world_input(&w, "RELEASE", "r42", INPUT_DEPLOYMENT);
	world_input(&w, "RELEASE", "r41", INPUT_ARRAY);
	cr_expect_eq(world_verify(&w, "array-update"), VERDICT_GOOD);
	cr_expect_eq(world_precheck(&w, "array-on"), VERDICT_GOOD);

	action = plan_add(&done[6], ACTION_SET_INPUT, NULL, NULL, "RELEASE=r42");
	str_copy(action->former, TEXT_LEN, "RELEASE=r41");
	cr_expect_eq(world_verify(&w, "array-update"), VERDICT_LOOK);
	expect_finding(&w, VERDICT_LOOK, "GR-08", 15);
	cr_expect_eq(world_precheck(&w, "array-on"), VERDICT_BAD);
	expect_finding(&w, VERDICT_BAD, "GR-08", 15);

	str_copy(action->former, TEXT_LEN, "RELEASE=r42");	/* put back */
	cr_expect_eq(world_precheck(&w, "array-on"), VERDICT_GOOD);
	plan_done(&done[6]);
}

Test(runbook_switch, array_on)
{
	struct plan done = { 0 };

	cr_expect_not(does_apply("array-on"));
	world_array(&w, TRI_YES);
	w.facts.array.enabled = TRI_NO;
	cr_expect(does_apply("array-on"));
	cr_expect_eq(world_precheck(&w, "array-on"), VERDICT_BAD);
	expect_finding(&w, VERDICT_BAD, "GR-24", 15);
	str_copy(w.facts.array.template, NAME_LEN, "web-r43");
	cr_expect_eq(world_precheck(&w, "array-on"), VERDICT_BAD);
	w.scene.array_template = "web-r43";	/* said in step 15 */
	cr_expect_eq(world_precheck(&w, "array-on"), VERDICT_GOOD);
	w.scene.array_template = NULL;
	str_copy(w.facts.array.template, NAME_LEN, "web-r42");
	cr_expect_eq(world_precheck(&w, "array-on"), VERDICT_GOOD);
	expect_plan(&w, "array-on",
	    "1. launch one server of the array as a trial\n"
	    "2. enable the server array\n");
	plan_copy(&done, &w.plan);
	cr_expect_eq(world_verify(&w, "array-on"), VERDICT_BAD);
	choices_set(&w.choices, "trial", "no");
	expect_plan(&w, "array-on", "1. enable the server array\n");
	choices_done(&w.choices);

	struct server *trial = world_server(&w, "array-1", MARK_UNKNOWN,
	    CLOUD_OPERATIONAL);
	trial->in_array = true;
	str_copy(trial->template, NAME_LEN, "web-r42");
	str_copy(trial->self.version, NAME_LEN, "r42");
	world_rows(&w, "array-1", LB_UP);
	expect_plan(&w, "array-on", "1. enable the server array\n");
	w.facts.array.enabled = TRI_YES;
	w.facts.array.trial = true;
	cr_expect_eq(world_verify(&w, "array-on"), VERDICT_BAD);
	w.facts.array.trial = false;
	expect_plan(&w, "array-on", "");
	cr_expect_eq(world_verify(&w, "array-on"), VERDICT_LOOK);
	expect_undo(&w, "array-on", &done, "1. stop the server array\n");
	w.facts.array.enabled = TRI_NO;
	expect_undo(&w, "array-on", &done, "");
	plan_done(&done);
}

/* D9: what was off at the start stays off. */
Test(runbook_switch, array_on_restores_what_was_found)
{
	world_array(&w, TRI_NO);
	cr_expect_not(does_apply("array-on"));
}

static void
look(const char *lb, enum tri good, const char *versions)
{
	struct sighting saw = { .kind = SAW_SITE, .u.site.good = good };

	str_copy(saw.u.site.lb, NAME_LEN, lb);
	str_copy(saw.u.site.versions, TEXT_LEN, versions);
	str_copy(saw.u.site.text, TEXT_LEN, "3 paths");
	world_saw(&w, SOURCE_HOST, "host", &saw);
}

Test(runbook_switch, test_site)
{
	expect_plan(&w, "test-site",
	    "1. look at the site through every balancer\n");
	cr_expect_eq(world_verify(&w, "test-site"), VERDICT_UNKNOWN);
	look("lb1", TRI_YES, "r42");
	cr_expect_eq(world_verify(&w, "test-site"), VERDICT_UNKNOWN);
	look("lb2", TRI_NO, "");
	cr_expect_eq(world_verify(&w, "test-site"), VERDICT_BAD);
	look("lb2", TRI_YES, "r42 r41");
	cr_expect_eq(world_verify(&w, "test-site"), VERDICT_BAD);
	expect_finding(&w, VERDICT_BAD, "GR-14", 14);
	look("lb2", TRI_YES, "r42, r4, r412");	/* whole words only */
	cr_expect_eq(world_verify(&w, "test-site"), VERDICT_GOOD);
	world_row(&w, "lb1", "app-21", LB_UP)->hrsp_5xx = 2;
	cr_expect_eq(world_verify(&w, "test-site"), VERDICT_LOOK);
}

static void
take_off_all(void)
{
	w.facts.n_rows = 0;
	attach_new();
}

Test(runbook_switch, terminate)
{
	take_off_all();
	cr_expect_eq(world_precheck(&w, "terminate"), VERDICT_GOOD);
	expect_plan(&w, "terminate",
	    "1. take a last look at app-11\n2. terminate app-11\n"
	    "3. take a last look at app-12\n4. terminate app-12\n"
	    "5. take a last look at app-13\n6. terminate app-13\n");
	cr_expect_str_eq(w.plan.actions[1].arg, "i-app-11");
	cr_expect_str_eq(w.plan.typed, "3 shop-prod");
	cr_expect_eq(world_verify(&w, "terminate"), VERDICT_WAIT);

	world_get(&w, "app-11")->state = CLOUD_TERMINATED;
	world_get(&w, "app-13")->state = CLOUD_TERMINATED;
	expect_plan(&w, "terminate",
	    "1. take a last look at app-12\n2. terminate app-12\n");
	cr_expect_str_eq(w.plan.typed, "app-12");
	world_get(&w, "app-12")->state = CLOUD_TERMINATED;
	expect_plan(&w, "terminate", "");
	cr_expect_str_empty(w.plan.typed);
	cr_expect_eq(world_verify(&w, "terminate"), VERDICT_GOOD);
}

Test(runbook_switch, terminate_only_what_no_balancer_lists)
{
	take_off_all();
	world_row(&w, "lb2", "app-12", LB_NOLB);
	cr_expect_eq(world_precheck(&w, "terminate"), VERDICT_LOOK);
	expect_plan(&w, "terminate",
	    "1. take a last look at app-11\n2. terminate app-11\n"
	    "3. take a last look at app-13\n4. terminate app-13\n");
	choices_pick(&w.choices, "app-12");
	cr_expect_eq(world_precheck(&w, "terminate"), VERDICT_BAD);
	expect_plan(&w, "terminate", "");
	choices_unpick_all(&w.choices);
	choices_pick(&w.choices, "app-11");
	expect_plan(&w, "terminate",
	    "1. take a last look at app-11\n2. terminate app-11\n");
	cr_expect_str_eq(w.plan.typed, "app-11");
	world_get(&w, "app-11")->state = CLOUD_TERMINATED;
	cr_expect_eq(world_precheck(&w, "terminate"), VERDICT_LOOK,
	    "what is done is no error");
	w.facts.lbs[1].seen_ms -= 5001;		/* and it may list any */
	cr_expect_eq(world_precheck(&w, "terminate"), VERDICT_UNKNOWN);
}

static void
set_locks(enum tri locked)
{
	for (size_t i = 0; i < w.facts.n_servers; i++)
		w.facts.servers[i].locked = locked;
}

Test(runbook_switch, terminate_behind_locks_where_the_cloud_has_them)
{
	take_off_all();
	choices_pick(&w.choices, "app-11");
	str_copy(w.config.cloud.rs.lock_new, NAME_LEN, "release");
	set_locks(TRI_NO);
	world_get(&w, "app-22")->locked = TRI_YES;	/* by somebody else */
	expect_plan(&w, "terminate",
	    "1. lock app-21 in the cloud\n2. lock app-23 in the cloud\n"
	    "3. take a last look at app-11\n4. terminate app-11\n"
	    "5. unlock app-21 in the cloud\n6. unlock app-23 in the cloud\n");
	str_copy(w.config.cloud.rs.lock_new, NAME_LEN, "no");
	expect_plan(&w, "terminate",
	    "1. take a last look at app-11\n2. terminate app-11\n");
	world_get(&w, "app-11")->locked = TRI_YES;
	cr_expect_eq(world_precheck(&w, "terminate"), VERDICT_BAD);
	expect_plan(&w, "terminate", "");
}

Test(runbook_switch, terminate_nobody_who_would_come_back)
{
	take_off_all();
	world_get(&w, "app-11")->pooled = TRI_YES;
	expect_plan(&w, "terminate",
	    "1. take a last look at app-12\n2. terminate app-12\n"
	    "3. take a last look at app-13\n4. terminate app-13\n");
}

/* ---- the way back ---- */

static void
expect_back(const struct plan *done, const char *wanted)
{
	struct buf text = { 0 };
	struct plan back = { 0 };

	runbook_back(&w.scene, done, &back);
	plan_print(&back, &text);
	cr_expect_str_eq(text.data == NULL ? "" : text.data, wanted,
	    "way back:\n%s---- wanted:\n%s",
	    text.data == NULL ? "" : text.data, wanted);
	cr_expect_eq(back.purpose, PLAN_BACK);
	buf_done(&text);
	plan_done(&back);
}

Test(runbook_switch, back_of_nothing_does_nothing)
{
	struct plan done = { 0 };

	expect_back(&done, "");
	world_array(&w, TRI_YES);
	expect_back(&done, "");
}

/* Before the first attach the new servers of this run end with it, also one that
 * did not boot; its price is said and the deployment is typed. */
Test(runbook_switch, back_before_attaching_discards)
{
	struct plan done = { 0 }, back = { 0 };

	plan_add(&done, ACTION_CLONE, "app-21", NULL, "app-11");
	plan_add(&done, ACTION_CLONE, "app-22", NULL, "app-21");
	plan_add(&done, ACTION_CLONE, "app-23", NULL, "app-21");
	world_get(&w, "app-21")->state = CLOUD_STRANDED;
	world_row(&w, "lb1", "app-23", LB_MAINT);
	expect_back(&done, "1. discard app-21\n2. discard app-22\n");
	runbook_back(&w.scene, &done, &back);
	cr_expect_str_eq(back.typed, "shop-prod");
	cr_expect_not_null(strstr(back.note, "costs the 2 new servers"), "%s",
	    back.note);
	plan_done(&back);

	w.scene.attached_any = true;
	expect_back(&done, "");
	plan_done(&done);
}

Test(runbook_switch, back_serves_first_and_restores_then)
{
	struct plan done = { 0 };

	drain_all();
	world_array(&w, TRI_YES);
	w.facts.array.enabled = TRI_NO;
	str_copy(w.facts.array.template, NAME_LEN, "web-r42");
	world_input(&w, "RELEASE", "r42", INPUT_DEPLOYMENT);
	take_off("app-11", "lb1");
	take_off("app-11", "lb2");

	str_copy(plan_add(&done, ACTION_SET_INPUT, NULL, NULL,
	    "RELEASE=r42")->former, TEXT_LEN, "RELEASE=r41");
	plan_add(&done, ACTION_ARRAY_OFF, NULL, NULL, NULL);
	plan_add(&done, ACTION_DRAIN, "app-11", NULL, NULL);
	plan_add(&done, ACTION_DETACH, "app-11", "lb1", "x cut 3: why");
	plan_add(&done, ACTION_DETACH, "app-11", "lb2", "x cut 3: why");
	str_copy(plan_add(&done, ACTION_ARRAY_UPDATE, NULL, NULL,
	    "web-r42")->former, TEXT_LEN, "web-r41");
	w.facts.lbs[0].saved_ms = w.facts.lbs[1].saved_ms = NOW;
	expect_back(&done,
	    "1. put the health check of app-11 back\n"
	    "2. put the health check of app-12 back\n"
	    "3. put the health check of app-13 back\n"
	    "4. attach app-11 to lb1\n5. attach app-11 to lb2\n"
	    "6. set input RELEASE to r41\n"
	    "7. set the template of the array to web-r41\n"
	    "8. enable the server array\n");

	/* And once more, after half of it. */
	world_rows(&w, "app-11", LB_UP);
	world_get(&w, "app-11")->self.health_file = TRI_YES;
	world_get(&w, "app-12")->self.health_file = TRI_YES;
	world_get(&w, "app-13")->state = CLOUD_TERMINATED;
	w.scene.array_was_on = false;
	expect_back(&done, "1. set input RELEASE to r41\n"
	    "2. set the template of the array to web-r41\n");
	plan_done(&done);
}

/* Whatever was done: the way back never takes a server out. */
Test(runbook_switch, back_only_adds)
{
	struct plan done = { 0 }, back = { 0 };

	drain_all();
	world_array(&w, TRI_YES);
	for (int kind = ACTION_NONE + 1; kind < ACTION_COUNT; kind++)
		for (size_t i = 0; i < w.facts.n_servers; i++)
			plan_add(&done, kind, w.facts.servers[i].name, "lb1",
			    "x");
	runbook_back(&w.scene, &done, &back);
	cr_expect_gt(back.n, 0);
	for (size_t i = 0; i < back.n; i++)
		cr_expect_neq(action_effect(back.actions[i].kind),
		    EFFECT_TAKES_OUT);
	plan_done(&done);
	plan_done(&back);
}
