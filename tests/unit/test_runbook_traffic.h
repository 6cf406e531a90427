/*
 * What the tests of steps 10 to 18 share: a deployment with old and new servers, and
 * how far its traffic has moved.
 */
#ifndef TEST_RUNBOOK_TRAFFIC_H
#define TEST_RUNBOOK_TRAFFIC_H

#include "test_runbook_world.h"

static struct world w;

WORLD_FN void
begin(void)
{
	world_with_both(&w, LB_UNKNOWN);
}

WORLD_FN void
end(void)
{
	world_end(&w);
}

/* As the run asks for it. */
WORLD_FN void
expect_typed(struct plan *plan, const char *typed)
{
	plan_want_typed(plan, w.config.deployment);
	cr_expect_str_eq(plan->typed, typed);
}

WORLD_FN void
attach_new(void)
{
	world_rows(&w, "app-21", LB_UP);
	world_rows(&w, "app-22", LB_UP);
	world_rows(&w, "app-23", LB_UP);
}

WORLD_FN void
drain(const char *server)
{
	world_rows(&w, server, LB_NOLB);
	world_get(&w, server)->self.health_file = TRI_NO;
}

WORLD_FN void
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
WORLD_FN void
take_off(const char *server, const char *lb)
{
	world_row(&w, lb, server, LB_MAINT);
}

WORLD_FN void
drain_all(void)
{
	static const char *const old[] = { "app-11", "app-12", "app-13" };

	attach_new();
	for (size_t i = 0; i < countof(old); i++) {
		drain(old[i]);
		prove(old[i]);
	}
}

#endif
