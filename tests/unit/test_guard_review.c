/* The guard's review of a whole plan. */

#include <criterion/criterion.h>

#include "test_guard_spoil.h"

static const struct check *
check_of(const struct checks *checks, const char *rule)
{
	for (size_t i = 0; i < checks->n; i++)
		if (str_eq(checks->list[i].rule, rule) &&
		    checks->list[i].verdict != VERDICT_GOOD)
			return &checks->list[i];
	return NULL;
}

Test(guard_review, tells_no_and_not_yet)
{
	struct world *w = scene_new();
	struct checks checks = { 0 };

	plan_add(&w->plan, ACTION_SAVE_LB, NULL, "lb1", "x");
	plan_add(&w->plan, ATTACH);
	plan_add(&w->plan, DRAIN("new1"));
	plan_add(&w->plan, DRAIN("new2"));
	w->lbs[LB1].saved_ms = 0;
	scene_ready(w);
	plan_seal(&w->plan, &w->facts);
	guard_review(w->guard, &w->facts, &w->plan, &checks);
	cr_assert_not_null(check_of(&checks, "GR-18"));
	cr_expect_eq(check_of(&checks, "GR-18")->verdict, VERDICT_WAIT);
	cr_assert_not_null(check_of(&checks, "GR-01"));
	cr_expect_eq(check_of(&checks, "GR-01")->verdict, VERDICT_BAD);
	cr_expect_not_null(strstr(check_of(&checks, "GR-01")->text, "1 more"));
	cr_expect_eq(checks_worst(&checks), VERDICT_BAD);
	checks_done(&checks);
	scene_free(w);
}

/* A plan of two servers of which one is withdrawn first. */
Test(guard_review, knows_who_is_helped)
{
	struct world *w = scene_new();
	struct checks checks = { 0 };

	w->plan.purpose = PLAN_BACK;
	plan_add(&w->plan, WITHDRAW);
	plan_add(&w->plan, DRAIN("new1"));
	scene_ready(w);
	plan_seal(&w->plan, &w->facts);
	guard_review(w->guard, &w->facts, &w->plan, &checks);
	cr_assert_not_null(check_of(&checks, "GR-01"));
	cr_expect_eq(check_of(&checks, "GR-01")->verdict, VERDICT_WAIT);
	cr_expect(str_starts(check_of(&checks, "GR-01")->text,
	    "this plan sees to it first: "));
	/* And not what somebody is to do about it. */
	cr_expect_null(strchr(check_of(&checks, "GR-01")->text, ';'));
	cr_expect_eq(checks_worst(&checks), VERDICT_WAIT);
	checks_clear(&checks);

	plan_add(&w->plan, DRAIN("new2"));
	plan_seal(&w->plan, &w->facts);
	guard_review(w->guard, &w->facts, &w->plan, &checks);
	cr_expect_eq(check_of(&checks, "GR-01")->verdict, VERDICT_BAD);
	cr_expect_not_null(strstr(check_of(&checks, "GR-01")->text, "new2"));
	cr_expect_null(strstr(check_of(&checks, "GR-01")->text, "more"));
	checks_done(&checks);
	scene_free(w);
}

/* What adds capacity helps another server's removal; good news come once. */
Test(guard_review, counts_what_is_added_first)
{
	struct world *w = scene_new();
	struct checks checks = { 0 };

	w->config.policy.floor = 3;
	plan_add(&w->plan, ACTION_UNDRAIN, "old2", NULL, NULL);
	plan_add(&w->plan, DRAIN("old1"));
	scene_ready(w);
	plan_seal(&w->plan, &w->facts);
	guard_review(w->guard, &w->facts, &w->plan, &checks);
	cr_assert_not_null(check_of(&checks, "GR-09"));
	cr_expect_eq(check_of(&checks, "GR-09")->verdict, VERDICT_WAIT);
	for (size_t i = 0; i < checks.n; i++)
		cr_expect_null(strstr(checks.list[i].text, "more)"));
	checks_done(&checks);
	scene_free(w);
}

Test(guard_review, of_a_good_plan_is_good)
{
	struct world *w = scene_new();
	struct checks checks = { 0 };

	plan_add(&w->plan, DRAIN("old1"));
	scene_ready(w);
	plan_seal(&w->plan, &w->facts);
	guard_review(w->guard, &w->facts, &w->plan, &checks);
	cr_expect_eq(checks_worst(&checks), VERDICT_GOOD);
	cr_expect_gt(checks.n, 4);
	for (size_t i = 0; i < checks.n; i++)
		cr_expect_neq(checks.list[i].text[0], '\0');
	checks_done(&checks);
	scene_free(w);
}
