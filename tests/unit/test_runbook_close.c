/* runbook, steps 15 to 18: the array, the site, and the end of the old servers. */

#include "test_runbook_traffic.h"

TestSuite(runbook_close, .init = begin, .fini = end);

Test(runbook_close, array_update)
{
	struct plan done = { 0 };

	cr_expect_not(world_applies(&w, "array-update"));
	world_array(&w, TRI_YES);
	cr_expect(world_applies(&w, "array-update"));
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
Test(runbook_close, array_hides_what_was_changed)
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

Test(runbook_close, array_on)
{
	struct plan done = { 0 };

	cr_expect_not(world_applies(&w, "array-on"));
	world_array(&w, TRI_YES);
	w.facts.array.enabled = TRI_NO;
	cr_expect(world_applies(&w, "array-on"));
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
Test(runbook_close, array_on_restores_what_was_found)
{
	world_array(&w, TRI_NO);
	cr_expect_not(world_applies(&w, "array-on"));
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

Test(runbook_close, test_site)
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

Test(runbook_close, terminate)
{
	take_off_all();
	cr_expect_eq(world_precheck(&w, "terminate"), VERDICT_GOOD);
	expect_plan(&w, "terminate",
	    "1. take a last look at app-11\n2. terminate app-11\n"
	    "3. take a last look at app-12\n4. terminate app-12\n"
	    "5. take a last look at app-13\n6. terminate app-13\n");
	cr_expect_str_eq(w.plan.actions[1].arg, "i-app-11");
	expect_typed(&w.plan, "3 shop-prod");
	cr_expect_eq(world_verify(&w, "terminate"), VERDICT_WAIT);

	world_get(&w, "app-11")->state = CLOUD_TERMINATED;
	world_get(&w, "app-13")->state = CLOUD_TERMINATED;
	expect_plan(&w, "terminate",
	    "1. take a last look at app-12\n2. terminate app-12\n");
	expect_typed(&w.plan, "app-12");
	world_get(&w, "app-12")->state = CLOUD_TERMINATED;
	expect_plan(&w, "terminate", "");
	expect_typed(&w.plan, "");
	cr_expect_eq(world_verify(&w, "terminate"), VERDICT_GOOD);
}

Test(runbook_close, terminate_only_what_no_balancer_lists)
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
	expect_typed(&w.plan, "app-11");
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

Test(runbook_close, terminate_behind_locks_where_the_cloud_has_them)
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

Test(runbook_close, terminate_nobody_who_would_come_back)
{
	take_off_all();
	world_get(&w, "app-11")->pooled = TRI_YES;
	expect_plan(&w, "terminate",
	    "1. take a last look at app-12\n2. terminate app-12\n"
	    "3. take a last look at app-13\n4. terminate app-13\n");
}
