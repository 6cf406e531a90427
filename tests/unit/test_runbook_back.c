/* runbook, the way back: it serves first and restores then. */

#include "test_runbook_traffic.h"

TestSuite(runbook_back, .init = begin, .fini = end);

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

Test(runbook_back, back_of_nothing_does_nothing)
{
	struct plan done = { 0 };

	expect_back(&done, "");
	world_array(&w, TRI_YES);
	expect_back(&done, "");
}

/* Before the first attach the new servers of this run end with it, also one that
 * did not boot; its price is said and how many they are is typed. */
Test(runbook_back, back_before_attaching_discards)
{
	struct plan done = { 0 }, back = { 0 };

	plan_add(&done, ACTION_CLONE, "app-21", NULL, "app-11");
	plan_add(&done, ACTION_CLONE, "app-22", NULL, "app-21");
	plan_add(&done, ACTION_CLONE, "app-23", NULL, "app-21");
	world_get(&w, "app-21")->state = CLOUD_STRANDED;
	world_row(&w, "lb1", "app-23", LB_MAINT);
	expect_back(&done, "1. discard app-21\n2. discard app-22\n");
	runbook_back(&w.scene, &done, &back);
	expect_typed(&back, "2 shop-prod");
	cr_expect_not_null(strstr(back.note, "costs the 2 new servers"), "%s",
	    back.note);
	plan_done(&back);

	w.scene.attached_any = true;
	expect_back(&done, "");
	plan_done(&done);
}

Test(runbook_back, back_serves_first_and_restores_then)
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
Test(runbook_back, back_only_adds)
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
