/* Permits: sealed, single use, two seconds, of one guard only.  The ledger. */

#include <criterion/criterion.h>

#include "test_guard_scene.h"

static struct permit *
ask(struct world *w, const struct action *action)
{
	char rule[16];

	return guard_permit(w->guard, &w->facts, &w->plan, action, rule, NULL);
}

static struct world *
world_with_drain(void)
{
	struct world *w = scene_new();

	plan_add(&w->plan, ACTION_DRAIN, "old1", NULL, NULL);
	scene_ready(w);
	plan_seal(&w->plan, &w->facts);
	return w;
}

Test(guard_permit, gives_its_own_copy_once)
{
	struct world *w = world_with_drain();
	struct action asked = w->plan.actions[0], got = { 0 };
	struct permit *permit = ask(w, &asked);

	cr_assert_not_null(permit);
	str_copy(asked.server, sizeof(asked.server), "new1");
	str_copy(w->plan.actions[0].server, NAME_LEN, "new1");
	cr_expect(permit_redeem(w->guard, permit, NOW + 2000, &got));
	cr_expect_str_eq(got.server, "old1");
	memset(&got, 0, sizeof(got));
	cr_expect_not(permit_redeem(w->guard, permit, NOW, &got));
	cr_expect_eq(got.kind, ACTION_NONE);
	scene_free(w);
}

Test(guard_permit, is_refused_when_late_or_early)
{
	static const int64_t when[] = { NOW + 2001, NOW - 1, NOW + 1000000000 };

	for (size_t i = 0; i < countof(when); i++) {
		struct world *w = world_with_drain();
		struct action got = { 0 };

		cr_expect_not(permit_redeem(w->guard,
		    ask(w, &w->plan.actions[0]), when[i], &got));
		cr_expect_eq(got.kind, ACTION_NONE);
		scene_free(w);
	}
}

Test(guard_permit, forged_ones_are_refused_unread)
{
	struct world *w = world_with_drain();
	struct permit *permit = ask(w, &w->plan.actions[0]);
	struct { long words[256]; } fake;
	struct action got = { 0 };

	memset(&fake, 0xff, sizeof(fake));
	cr_expect_not(permit_redeem(w->guard, NULL, NOW, &got));
	cr_expect_not(permit_redeem(w->guard, (struct permit *)&fake, NOW, &got));
	cr_expect_not(permit_redeem(w->guard, (struct permit *)8, NOW, &got));
	cr_expect_not(permit_redeem(w->guard,
	    (struct permit *)((char *)permit + 8), NOW, &got));
	cr_expect_not(permit_redeem(w->guard, (struct permit *)w->guard, NOW,
	    &got));
	cr_expect_eq(got.kind, ACTION_NONE);
	cr_expect(permit_redeem(w->guard, permit, NOW, &got));
	scene_free(w);
}

Test(guard_permit, of_another_guard_is_refused)
{
	struct world *a = world_with_drain(), *b = world_with_drain();
	struct permit *of_a = ask(a, &a->plan.actions[0]);
	struct permit *of_b = ask(b, &b->plan.actions[0]);
	struct action got = { 0 };

	cr_expect_not(permit_redeem(a->guard, of_b, NOW, &got));
	cr_expect_not(permit_redeem(b->guard, of_a, NOW, &got));
	cr_expect_eq(got.kind, ACTION_NONE);
	scene_free(a);
	scene_free(b);
}

Test(guard_permit, asking_again_voids_the_last)
{
	struct world *w = world_with_drain();
	struct permit *first = ask(w, &w->plan.actions[0]);
	struct permit *second = ask(w, &w->plan.actions[0]);
	struct action got;

	cr_assert_neq(first, second);
	cr_expect_not(permit_redeem(w->guard, first, NOW, &got));
	cr_expect(permit_redeem(w->guard, second, NOW, &got));

	/* Also when the new answer is no. */
	struct permit *third = ask(w, &w->plan.actions[0]);
	w->servers[OLD1].tag = MARK_NEW;
	cr_expect_null(ask(w, &w->plan.actions[0]));
	cr_expect_not(permit_redeem(w->guard, third, NOW, &got));
	scene_free(w);
}

Test(guard_permit, there_are_not_many_at_a_time)
{
	struct world *w = scene_new();
	struct permit *first = NULL;
	struct action got;

	for (int i = 0; i < 40; i++) {
		char path[32];

		str_fmt(path, sizeof(path), "x%d", i);
		plan_add(&w->plan, ACTION_SAVE_LB, NULL, "lb1", path);
	}
	scene_ready(w);
	plan_seal(&w->plan, &w->facts);
	size_t given = 0;
	for (size_t i = 0; i < w->plan.n; i++) {
		struct permit *permit = ask(w, &w->plan.actions[i]);

		given += permit != NULL;
		if (i == 0)
			first = permit;
	}
	cr_expect_eq(given, 16);
	cr_expect(permit_redeem(w->guard, first, NOW, &got));
	cr_expect_str_eq(got.arg, "x0");
	w->facts.now_ms = NOW + 3000;
	w->lbs[LB1].seen_ms = w->lbs[LB2].seen_ms = NOW + 3000;
	cr_expect_not_null(ask(w, &w->plan.actions[39]));
	scene_free(w);
}

/* Ledger. */
static enum mark
mark_of(const struct guard *guard, const char *name, const char *id,
    const char *addr)
{
	struct server sv = { 0 };

	str_copy(sv.name, sizeof(sv.name), name);
	str_copy(sv.id, sizeof(sv.id), id);
	str_copy(sv.addr, sizeof(sv.addr), addr);
	return guard_mark_of(guard, &sv);
}

Test(guard_ledger, a_mark_never_gets_better)
{
	static const bool may[MARK_COUNT][MARK_COUNT] = {
		[MARK_UNKNOWN] = { [MARK_OLD] = true, [MARK_NEW] = true },
		[MARK_OLD] = { [MARK_OLD] = true, [MARK_NEW] = true },
		[MARK_NEW] = { [MARK_NEW] = true, [MARK_WITHDRAWN] = true },
		[MARK_WITHDRAWN] = { [MARK_WITHDRAWN] = true },
	};

	for (int from = MARK_UNKNOWN; from < MARK_COUNT; from++)
		for (int to = MARK_UNKNOWN + 1; to < MARK_COUNT; to++) {
			struct config config = { 0 };
			struct guard *guard = guard_new(&config);
			struct err err = { 0 };

			if (from == MARK_WITHDRAWN)
				guard_mark(guard, "a", "", "", MARK_NEW, NULL);
			if (from != MARK_UNKNOWN)
				cr_assert_eq(guard_mark(guard, "a", "", "", from,
				    NULL), 0);
			int got = guard_mark(guard, "a", "", "", to, &err);

			cr_expect_eq(got, may[from][to] ? 0 : -1, "%s to %s",
			    mark_name(from), mark_name(to));
			if (got == -1)
				cr_expect_not_null(strstr(err.text, "GR-01"));
			cr_expect_eq(mark_of(guard, "a", "", ""),
			    got == 0 ? to : from);
			guard_free(guard);
		}
}

Test(guard_ledger, the_worst_of_three_counts)
{
	struct config config = { 0 };
	struct guard *guard = guard_new(&config);

	guard_mark(guard, "old", "i-1", "10.0.0.1:80", MARK_OLD, NULL);
	guard_mark(guard, "new", "i-2", "10.0.0.2:80", MARK_NEW, NULL);
	guard_mark(guard, "bare", "", "", MARK_OLD, NULL);
	cr_expect_eq(mark_of(guard, "old", "i-1", "10.0.0.1:80"), MARK_OLD);
	cr_expect_eq(mark_of(guard, "old", "", ""), MARK_OLD);
	cr_expect_eq(mark_of(guard, "old", "i-1", "10.0.0.2:80"), MARK_NEW);
	cr_expect_eq(mark_of(guard, "old", "i-2", "10.0.0.1:80"), MARK_NEW);
	cr_expect_eq(mark_of(guard, "new", "i-1", "10.0.0.1:80"), MARK_NEW);
	cr_expect_eq(mark_of(guard, "old", "i-9", "10.0.0.1:80"), MARK_UNKNOWN);
	cr_expect_eq(mark_of(guard, "old", "i-1", "10.0.0.9:80"), MARK_UNKNOWN);
	cr_expect_eq(mark_of(guard, "who", "i-1", "10.0.0.1:80"), MARK_UNKNOWN);
	cr_expect_eq(mark_of(guard, "who", "i-2", ""), MARK_NEW);
	cr_expect_eq(mark_of(guard, "bare", "i-7", "10.0.0.7:80"), MARK_OLD);
	cr_expect_eq(mark_of(guard, "", "", ""), MARK_UNKNOWN);
	cr_expect_eq(guard_mark_of(guard, NULL), MARK_UNKNOWN);
	guard_free(guard);
}

Test(guard_ledger, is_filled_but_not_rewritten)
{
	struct config config = { 0 };
	struct guard *guard = guard_new(&config);

	guard_mark(guard, "old", "", "", MARK_OLD, NULL);
	cr_expect_eq(guard_mark(guard, "old", "i-1", "", MARK_OLD, NULL), 0);
	cr_expect_eq(guard_mark(guard, "old", "", "a:80", MARK_OLD, NULL), 0);
	cr_expect_eq(guard_mark(guard, "old", "i-2", "", MARK_OLD, NULL), -1);
	cr_expect_eq(guard_mark(guard, "old", "", "b:80", MARK_OLD, NULL), -1);
	cr_expect_eq(mark_of(guard, "old", "i-1", "a:80"), MARK_OLD);

	/* A new server that moved is new at both addresses. */
	guard_mark(guard, "new", "i-3", "c:80", MARK_NEW, NULL);
	cr_expect_eq(guard_mark(guard, "new", "i-3", "d:80", MARK_NEW, NULL), 0);
	cr_expect_eq(mark_of(guard, "old", "i-1", "c:80"), MARK_NEW);
	cr_expect_eq(mark_of(guard, "old", "i-1", "d:80"), MARK_NEW);
	cr_expect_eq(guard_mark(guard, "x", "", "d:80", MARK_OLD, NULL), -1);
	cr_expect_eq(guard_mark(guard, "new", "", "", MARK_WITHDRAWN, NULL), 0);
	cr_expect_eq(mark_of(guard, "new", "i-3", "d:80"), MARK_WITHDRAWN);
	guard_free(guard);
}

Test(guard_ledger, refuses_names_that_are_none)
{
	static const char *const bad[] = { "", "-x", "a b", "a;b", "a\n", "a/b" };
	struct config config = { 0 };
	struct guard *guard = guard_new(&config);
	char longest[2 * NAME_LEN];

	for (size_t i = 0; i < countof(bad); i++)
		cr_expect_eq(guard_mark(guard, bad[i], "", "", MARK_OLD, NULL), -1);
	memset(longest, 'a', sizeof(longest));
	longest[sizeof(longest) - 1] = '\0';
	cr_expect_eq(guard_mark(guard, longest, "", "", MARK_NEW, NULL), -1);
	cr_expect_eq(guard_mark(guard, "a", longest, "", MARK_NEW, NULL), -1);
	cr_expect_eq(guard_mark(guard, "a", "", longest, MARK_NEW, NULL), -1);
	cr_expect_eq(guard_mark(guard, "a", "", "", MARK_UNKNOWN, NULL), -1);
	cr_expect_eq(guard_mark(guard, "a", "", "", MARK_COUNT, NULL), -1);
	guard_free(guard);
}

Test(guard_ledger, return_point_is_another_release_and_stays)
{
	struct config config = { .release_to = "r42" };
	struct guard *guard = guard_new(&config);

	cr_expect_eq(guard_return_point(guard, "", "t", NULL), -1);
	cr_expect_eq(guard_return_point(guard, "r42", "t", NULL), -1);
	cr_expect_eq(guard_return_point(guard, "r41", "t", NULL), 0);
	cr_expect_eq(guard_return_point(guard, "r41", "t", NULL), 0);
	cr_expect_eq(guard_return_point(guard, "r40", "t", NULL), -1);
	cr_expect_eq(guard_return_point(guard, "r41", "u", NULL), -1);
	guard_free(guard);
}
