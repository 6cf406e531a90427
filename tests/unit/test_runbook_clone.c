/* runbook, the steps clone and configure. */

#include "test_runbook_build.h"

TestSuite(runbook_clone, .init = begin, .fini = end);

Test(runbook_clone, clone)
{
	cr_expect_eq(world_precheck(&w, "clone"), VERDICT_GOOD);
	expect_plan(&w, "clone", "1. mark app-21 as NEW\n"
	    "2. clone app-21 from app-11\n");
	cr_expect_eq(world_verify(&w, "clone"), VERDICT_BAD);

	choices_set(&w.choices, "name", "canary");
	expect_plan(&w, "clone", "1. mark canary as NEW\n"
	    "2. clone canary from app-11\n");
	choices_set(&w.choices, "name", "app-12");
	cr_expect_eq(world_precheck(&w, "clone"), VERDICT_BAD, "is taken");
	choices_set(&w.choices, "name", "a;b");
	cr_expect_eq(world_precheck(&w, "clone"), VERDICT_BAD);
}

Test(runbook_clone, clone_prefers_a_healthy_one_outside_the_array)
{
	world_get(&w, "app-11")->in_array = true;
	world_get(&w, "app-12")->self.answers = TRI_NO;
	expect_plan(&w, "clone", "1. mark app-21 as NEW\n"
	    "2. clone app-21 from app-13\n");
	choices_pick(&w.choices, "app-12");
	expect_plan(&w, "clone", "1. mark app-21 as NEW\n"
	    "2. clone app-21 from app-12\n");
	choices_pick(&w.choices, "app-13");
	cr_expect_eq(world_precheck(&w, "clone"), VERDICT_BAD, "one, not two");
	expect_plan(&w, "clone", "");
}

/* Names mean one thing: also what only a balancer lists, or is gone, is taken. */
Test(runbook_clone, clone_takes_a_free_name)
{
	world_server(&w, "app-21", MARK_UNKNOWN, CLOUD_TERMINATED);
	world_row(&w, "lb1", "app-22", LB_MAINT);
	expect_plan(&w, "clone", "1. mark app-23 as NEW\n"
	    "2. clone app-23 from app-11\n");
}

Test(runbook_clone, clone_of_a_name_without_number)
{
	world_server(&w, "web", MARK_OLD, CLOUD_OPERATIONAL);
	choices_pick(&w.choices, "web");
	expect_plan(&w, "clone", "1. mark web-11 as NEW\n"
	    "2. clone web-11 from web\n");
}

Test(runbook_clone, clone_goes_on_where_it_was_interrupted)
{
	struct server *sv = world_server(&w, "app-29", MARK_NEW, CLOUD_INACTIVE);
	struct plan done = { 0 };

	sv->id[0] = '\0';			/* marked, not cloned */
	expect_plan(&w, "clone", "1. clone app-29 from app-11\n");
	sv->tag = MARK_UNKNOWN;
	expect_plan(&w, "clone", "1. mark app-29 as NEW\n"
	    "2. clone app-29 from app-11\n");
	plan_copy(&done, &w.plan);
	expect_undo(&w, "clone", &done, "");	/* nothing is there */

	sv->tag = MARK_NEW;
	str_copy(sv->id, NAME_LEN, "i-29");
	expect_plan(&w, "clone", "");
	cr_expect_eq(world_precheck(&w, "clone"), VERDICT_GOOD);
	cr_expect_eq(world_verify(&w, "clone"), VERDICT_GOOD);
	expect_undo(&w, "clone", &done, "1. discard app-29\n");
	sv->tag = MARK_OLD;
	cr_expect_eq(world_verify(&w, "clone"), VERDICT_BAD);
	sv->state = CLOUD_TERMINATED;
	expect_undo(&w, "clone", &done, "");
	plan_done(&done);
}

Test(runbook_clone, configure)
{
	struct server *sv;

	cr_expect_eq(world_precheck(&w, "configure"), VERDICT_BAD);
	expect_finding(&w, VERDICT_BAD, "", 3);
	sv = world_server(&w, "app-21", MARK_NEW, CLOUD_INACTIVE);
	str_copy(sv->template, NAME_LEN, "web-r41");
	cr_expect_eq(world_precheck(&w, "configure"), VERDICT_GOOD);
	expect_plan(&w, "configure", "1. set the template of app-21 to web-r42\n");
	cr_expect_str_eq(w.plan.actions[0].former, "web-r41");
	cr_expect_eq(world_verify(&w, "configure"), VERDICT_BAD);

	struct plan done = { 0 };
	plan_copy(&done, &w.plan);
	expect_undo(&w, "configure", &done, "");	/* still as before */
	str_copy(sv->template, NAME_LEN, "web-r42");
	expect_plan(&w, "configure", "");
	cr_expect_eq(world_verify(&w, "configure"), VERDICT_GOOD);
	expect_undo(&w, "configure", &done,
	    "1. set the template of app-21 to web-r41\n");
	sv->state = CLOUD_TERMINATED;		/* discarded by step 7's undo */
	expect_undo(&w, "configure", &done, "");
	sv->state = CLOUD_INACTIVE;
	plan_done(&done);

	choices_set(&w.choices, "template", "web-r43");
	expect_plan(&w, "configure", "1. set the template of app-21 to web-r43\n");
	sv->state = CLOUD_OPERATIONAL;		/* too late */
	expect_plan(&w, "configure", "");
	w.config.template_to[0] = '\0';
	cr_expect(world_applies(&w, "configure"));
	choices_done(&w.choices);
	cr_expect_not(world_applies(&w, "configure"));
}
