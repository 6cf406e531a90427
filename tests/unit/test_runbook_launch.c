/* runbook, the steps launch, test and launch-more. */

#include "test_runbook_build.h"

TestSuite(runbook_launch, .init = begin, .fini = end);

Test(runbook_launch, launch)
{
	struct server *sv;
	struct plan done = { 0 };

	cr_expect_eq(world_precheck(&w, "launch"), VERDICT_BAD);
	expect_finding(&w, VERDICT_BAD, "", 3);
	expect_plan(&w, "launch", "");
	sv = world_server(&w, "app-21", MARK_NEW, CLOUD_INACTIVE);
	cr_expect_eq(world_precheck(&w, "launch"), VERDICT_GOOD);
	expect_plan(&w, "launch", "1. launch app-21\n2. test app-21\n");
	plan_copy(&done, &w.plan);

	sv->state = CLOUD_BOOTING;
	cr_expect_eq(world_precheck(&w, "launch"), VERDICT_WAIT);
	sv->state = CLOUD_OPERATIONAL;
	expect_plan(&w, "launch", "1. test app-21\n");
	cr_expect_eq(world_verify(&w, "launch"), VERDICT_BAD);
	sv->probe = (struct probe){ .passed = TRI_NO, .at_ms = NOW };
	expect_plan(&w, "launch", "1. test app-21\n");	/* try again */
	cr_expect_eq(world_verify(&w, "launch"), VERDICT_BAD);
	sv->probe = (struct probe){ .passed = TRI_YES, .at_ms = NOW };
	expect_plan(&w, "launch", "");
	cr_expect_eq(world_verify(&w, "launch"), VERDICT_GOOD);

	str_copy(sv->self.version, NAME_LEN, "r41");
	cr_expect_eq(world_verify(&w, "launch"), VERDICT_BAD);
	expect_finding(&w, VERDICT_BAD, "GR-14", 6);
	sv->self.version[0] = '\0';
	cr_expect_eq(world_verify(&w, "launch"), VERDICT_UNKNOWN);
	expect_undo(&w, "launch", &done, "1. discard app-21\n");
	sv->state = CLOUD_STRANDED;
	cr_expect_eq(world_precheck(&w, "launch"), VERDICT_BAD);
	expect_undo(&w, "launch", &done, "1. discard app-21\n");
	plan_done(&done);
	/* Its launch failed, and so is not among what was done. */
	done = (struct plan){ 0 };
	expect_undo(&w, "launch", &done, "1. discard app-21\n");
}

Test(runbook_launch, launch_more)
{
	struct server *sv;

	cr_expect_eq(world_precheck(&w, "launch-more"), VERDICT_BAD);
	expect_finding(&w, VERDICT_BAD, "GR-13", 7);
	expect_plan(&w, "launch-more", "");
	world_proven(&w, "app-21");
	cr_expect_eq(world_precheck(&w, "launch-more"), VERDICT_GOOD);
	expect_plan(&w, "launch-more",
	    "1. mark app-22 as NEW\n2. clone app-22 from app-21\n"
	    "3. launch app-22\n"
	    "4. mark app-23 as NEW\n5. clone app-23 from app-21\n"
	    "6. launch app-23\n");
	cr_expect_eq(world_verify(&w, "launch-more"), VERDICT_BAD);

	/* Interrupted after the second mark, and one clone has a template of its
	 * own; one old server of the array runs too. */
	sv = world_server(&w, "app-22", MARK_NEW, CLOUD_INACTIVE);
	str_copy(sv->template, NAME_LEN, "web-r41");
	world_server(&w, "app-23", MARK_NEW, CLOUD_INACTIVE)->id[0] = '\0';
	world_server(&w, "array-1", MARK_OLD, CLOUD_OPERATIONAL)->in_array =
	    true;
	expect_plan(&w, "launch-more",
	    "1. set the template of app-22 to web-r42\n2. launch app-22\n"
	    "3. clone app-23 from app-21\n4. launch app-23\n"
	    "5. mark app-24 as NEW\n6. clone app-24 from app-21\n"
	    "7. launch app-24\n");

	struct plan done = { 0 };
	plan_copy(&done, &w.plan);
	expect_undo(&w, "launch-more", &done, "1. discard app-22\n");
	plan_done(&done);
}

Test(runbook_launch, launch_more_replaces_what_failed)
{
	world_proven(&w, "app-21");
	world_proven(&w, "app-22")->probe.passed = TRI_NO;
	world_server(&w, "app-23", MARK_NEW, CLOUD_STRANDED);
	world_server(&w, "app-24", MARK_NEW, CLOUD_BOOTING);
	expect_plan(&w, "launch-more", "1. mark app-25 as NEW\n"
	    "2. clone app-25 from app-21\n3. launch app-25\n");
	world_server(&w, "app-25", MARK_NEW, CLOUD_OPERATIONAL);
	expect_plan(&w, "launch-more", "");
	cr_expect_eq(world_verify(&w, "launch-more"), VERDICT_WAIT);
	world_get(&w, "app-24")->state = CLOUD_OPERATIONAL;
	cr_expect_eq(world_verify(&w, "launch-more"), VERDICT_GOOD);
}

Test(runbook_launch, test_sends_back_until_the_numbers_are_equal)
{
	world_proven(&w, "app-21");
	world_server(&w, "app-22", MARK_NEW, CLOUD_OPERATIONAL);
	cr_expect_eq(world_precheck(&w, "test"), VERDICT_BAD);
	expect_finding(&w, VERDICT_BAD, "GR-10", 8);
	world_server(&w, "app-23", MARK_NEW, CLOUD_INACTIVE);
	cr_expect_eq(world_precheck(&w, "test"), VERDICT_BAD,
	    "what does not run does not count");
	world_get(&w, "app-23")->state = CLOUD_BOOTING;
	cr_expect_eq(world_precheck(&w, "test"), VERDICT_WAIT);
	world_get(&w, "app-23")->state = CLOUD_OPERATIONAL;
	cr_expect_eq(world_precheck(&w, "test"), VERDICT_GOOD);
	expect_plan(&w, "test", "1. test app-22\n2. test app-23\n");
	cr_expect_eq(world_verify(&w, "test"), VERDICT_BAD);
	world_proven(&w, "app-22");
	expect_plan(&w, "test", "1. test app-23\n");
	world_proven(&w, "app-23");
	expect_plan(&w, "test", "");
	cr_expect_eq(world_verify(&w, "test"), VERDICT_GOOD);
	cr_expect_str_eq(w.checks.list[w.checks.n - 1].text, "still old: "
	    "app-11 (r41), app-12 (r41), app-13 (r41); none of them is marked NEW");
	str_copy(world_get(&w, "app-22")->self.version, NAME_LEN, "r41");
	cr_expect_eq(world_verify(&w, "test"), VERDICT_BAD);
	cr_expect_str_eq(w.checks.list[w.checks.n - 1].rule, "GR-14");
	cr_expect_not_null(strstr(w.checks.list[w.checks.n - 1].text,
	    "marked NEW among them: app-22"));
}
