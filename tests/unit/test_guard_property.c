/*
 * Never the new: every kind on every mark in every age and state, and ten
 * thousand random selections.  What may be is said here once more, in other
 * words than the rules use.
 */

#include <criterion/criterion.h>

#include "test_guard_scene.h"

static const enum lb_state states[] = { LB_UNKNOWN, LB_UNPROVEN, LB_UP, LB_DOWN,
    LB_NOLB, LB_DRAIN, LB_MAINT };
static const int64_t ages[] = { 0, 4999, 5000, 5001, 60000, NOW };

/* The victim is the spare server, on both balancers or on none. */
static struct world *
world_of(enum mark mark, int64_t age_ms, int state)
{
	struct world *w = scene_new();
	struct server *sv = &w->servers[SPARE];

	scene_server(w, SPARE, "it", mark);
	if (mark == MARK_WITHDRAWN)
		guard_mark(w->guard, "it", sv->id, sv->addr, MARK_NEW, NULL);
	if (mark != MARK_UNKNOWN)
		guard_mark(w->guard, "it", sv->id, sv->addr, mark, NULL);
	for (int lb = LB1; state >= 0 && lb < LBS; lb++)
		scene_list(w, lb, SPARE, states[state]);
	for (int lb = LB1; lb < LBS; lb++)
		w->lbs[lb].seen_ms = NOW - age_ms;
	w->sources[0].seen_ms = sv->seen_ms = sv->self.seen_ms = NOW - age_ms;
	/* Nothing else is in the way. */
	str_copy(w->proofs[0].server, NAME_LEN, "it");
	guard_note_detached(w->guard, "it", 1);
	for (int i = NEW1; i <= NEW2; i++)
		scene_list(w, LB1, i, LB_UP);
	return w;
}

static const char *
arg_of(enum action_kind kind, const struct server *sv)
{
	if (kind == ACTION_TERMINATE || kind == ACTION_DISCARD)
		return sv->id;
	if (kind == ACTION_ATTACH || kind == ACTION_DETACH)
		return sv->addr;
	return kind == ACTION_CLONE ? "old1" : "reason";
}

static bool
try(struct world *w, enum action_kind kind, struct action *got)
{
	char rule[16];
	bool with_lb = kind == ACTION_ATTACH || kind == ACTION_DETACH;
	struct action *action = plan_add(&w->plan, kind, "it",
	    with_lb ? "lb1" : NULL, arg_of(kind, &w->servers[SPARE]));

	scene_ready(w);
	plan_seal(&w->plan, &w->facts);
	return permit_redeem(w->guard, guard_permit(w->guard, &w->facts, &w->plan,
	    action, rule, NULL), NOW, got);
}

static bool
may_take_out(enum action_kind kind, enum mark mark, int64_t age_ms, int state)
{
	if (age_ms > 5000)
		return false;
	switch (kind) {
	case ACTION_DISCARD:
		return (mark == MARK_NEW || mark == MARK_WITHDRAWN) && state == -1;
	case ACTION_TERMINATE:
		return (mark == MARK_OLD || mark == MARK_WITHDRAWN) &&
		    (state == -1 || states[state] == LB_MAINT);
	default:
		return (mark == MARK_OLD || mark == MARK_WITHDRAWN) && state != -1;
	}
}

Test(guard_property, takes_out_only_what_it_may)
{
	unsigned permitted[ACTION_COUNT] = { 0 };

	for (int kind = 0; kind < ACTION_COUNT; kind++)
	for (int mark = 0; mark < MARK_COUNT; mark++)
	for (size_t age = 0; age < countof(ages); age++)
	for (int state = -1; state < (int)countof(states); state++) {
		struct world *w = world_of(mark, ages[age], state);
		struct action got;
		bool yes = try(w, kind, &got);

		permitted[kind] += yes;
		if (action_effect(kind) == EFFECT_TAKES_OUT)
			cr_expect_eq(yes, may_take_out(kind, mark, ages[age],
			    state), "%s of %s, %d ms old, %d", action_name(kind),
			    mark_name(mark), (int)ages[age], state);
		if (yes)
			cr_expect_str_eq(got.server, "it");
		scene_free(w);
	}
	cr_expect_eq(permitted[ACTION_NONE], 0);
	for (int kind = 1; kind < ACTION_COUNT; kind++)
		if (action_effect(kind) == EFFECT_TAKES_OUT)
			cr_expect_gt(permitted[kind], 0, "%s", action_name(kind));
}

/* A generator of our own: the same numbers on every machine. */
static unsigned
roll(uint64_t *seed, unsigned sides)
{
	*seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (unsigned)(*seed >> 33) % sides;
}

/* Everything that anybody outside the guard says may be a lie. */
static void
shuffle(struct world *w, uint64_t *seed)
{
	for (int i = OLD1; i <= NEW3; i++) {
		struct server *sv = &w->servers[i];

		sv->mark = roll(seed, MARK_COUNT);
		sv->tag = roll(seed, 2) ? MARK_OLD :
		    (enum mark)roll(seed, MARK_COUNT);
		str_copy(sv->self.version, NAME_LEN, roll(seed, 3) ? "r41" : "r42");
		if (roll(seed, 8) == 0)
			str_copy(sv->id, NAME_LEN, w->servers[roll(seed, 6)].id);
		if (roll(seed, 8) == 0)
			str_copy(sv->addr, NAME_LEN, w->servers[roll(seed, 6)].addr);
		if (roll(seed, 4) == 0)
			guard_mark(w->guard, sv->name, sv->id, sv->addr, MARK_OLD,
			    NULL);
	}
	for (size_t i = 0; i < w->facts.n_rows; i++)
		if (roll(seed, 6) == 0)
			w->rows[i].state = states[roll(seed, countof(states))];
	str_copy(w->proofs[0].server, NAME_LEN, w->servers[roll(seed, 6)].name);
	if (roll(seed, 10) == 0)
		w->lbs[roll(seed, LBS)].seen_ms = NOW - 6000;
}

static void
select_some(struct world *w, uint64_t *seed)
{
	static const enum action_kind kinds[] = { ACTION_DRAIN, ACTION_DETACH,
	    ACTION_TERMINATE, ACTION_DISCARD };

	for (unsigned n = 1 + roll(seed, 4); n > 0; n--) {
		enum action_kind kind = roll(seed, 4) ?
		    kinds[roll(seed, countof(kinds))] :
		    (enum action_kind)roll(seed, ACTION_COUNT);
		struct server *sv = &w->servers[roll(seed, 6)];
		char lb[8];

		str_fmt(lb, sizeof(lb), "lb%u", 1 + roll(seed, LBS));
		plan_add(&w->plan, kind, sv->name,
		    kind == ACTION_DETACH || roll(seed, 2) ? lb : NULL,
		    arg_of(kind, sv));
	}
	w->plan.purpose = roll(seed, 3);
	plan_seal(&w->plan, &w->facts);
}

static bool
is_new_by_birth(const char *name)
{
	return str_starts(name, "new");
}

static bool
is_listed_by_name(const struct world *w, const char *name)
{
	return facts_next_row(&w->facts, name, NULL) != NULL;
}

Test(guard_property, ten_thousand_selections_never_name_a_new_one)
{
	uint64_t seed = 20261124;
	unsigned permitted = 0;

	for (int round = 0; round < 10000; round++) {
		struct world *w = scene_new();

		scene_ready(w);
		shuffle(w, &seed);
		select_some(w, &seed);
		for (size_t i = 0; i < w->plan.n; i++) {
			struct action got;
			char rule[16];
			struct permit *permit = guard_permit(w->guard, &w->facts,
			    &w->plan, &w->plan.actions[i], rule, NULL);

			if (!permit_redeem(w->guard, permit, NOW, &got))
				continue;
			permitted += action_effect(got.kind) == EFFECT_TAKES_OUT;
			if (got.kind == ACTION_DISCARD)
				cr_assert_not(is_listed_by_name(w, got.server));
			else if (action_effect(got.kind) == EFFECT_TAKES_OUT)
				cr_assert_not(is_new_by_birth(got.server),
				    "round %d: %s", round, action_name(got.kind));
		}
		scene_free(w);
	}
	cr_expect_gt(permitted, 100, "only %u: the test looks at nothing", permitted);
}
