/* model/proof: not known is never zero, and one zero proves nothing. */

#include "test_runbook_world.h"

static struct world w;
static struct proof proof;

static void
begin(void)
{
	world_begin(&w);
	world_server(&w, "app-11", MARK_OLD, CLOUD_OPERATIONAL);
	world_rows(&w, "app-11", LB_NOLB);
	proof = (struct proof){ .server = "app-11" };
}

static void
end(void)
{
	world_end(&w);
}

TestSuite(model_proof, .init = begin, .fini = end);

static struct lb_row *
row_on(const char *lb)
{
	return &w.facts.rows[facts_row(&w.facts, "app-11", lb) - w.facts.rows];
}

/* A second passes; these balancers are polled, and nothing moved. */
static void
tick(bool lb1, bool lb2)
{
	w.facts.now_ms += 1000;
	for (size_t i = 0; i < w.facts.n_lbs; i++) {
		struct lb *lb = &w.facts.lbs[i];

		if (!(str_eq(lb->name, "lb1") ? lb1 : lb2))
			continue;
		lb->seen_ms = w.facts.now_ms;
		for (size_t j = 0; j < w.facts.n_rows; j++)
			if (str_eq(w.facts.rows[j].lb, lb->name))
				w.facts.rows[j].seen_ms = w.facts.now_ms;
	}
	proof_update(&proof, &w.facts, &w.config.policy.proof);
}

static void
prove(void)
{
	for (int i = 0; i < 3; i++)
		tick(true, true);
	cr_assert_eq(proof.verdict, PROOF_EMPTY, "%s", proof.reason);
}

Test(model_proof, needs_all_samples)
{
	tick(true, true);
	cr_expect_eq(proof.verdict, PROOF_COUNTING);
	tick(true, true);
	cr_expect_eq(proof.verdict, PROOF_COUNTING);
	cr_expect_eq(proof.passed, 2);
	tick(true, true);
	cr_expect_eq(proof.verdict, PROOF_EMPTY);
}

Test(model_proof, looking_twice_at_one_poll_counts_once)
{
	tick(true, true);
	for (int i = 0; i < 9; i++)
		proof_update(&proof, &w.facts, &w.config.policy.proof);
	cr_expect_eq(proof.passed, 1);
	for (int i = 0; i < 3; i++)
		tick(true, false);		/* only one is polled */
	cr_expect_eq(proof.passed, 1);
}

/* Each witness alone is enough to spoil it, also when it was proven before. */
static void used(struct lb_row *row) { row->used = 1; }
static void scur(struct lb_row *row) { row->scur = 1; }
static void qcur(struct lb_row *row) { row->qcur = 1; }
static void last(struct lb_row *row) { row->lastsess_s = 9; }
static void still(struct lb_row *row) { row->still_ms = NOW; }
static void wanted(struct lb_row *row) { row->state = LB_UP; }
static void unproven(struct lb_row *row) { row->state = LB_UNPROVEN; }
static void odd(struct lb_row *row) { row->state = LB_UNKNOWN; }

static void
never(struct lb_row *row)
{
	row->lastsess_s = -1;
	w.facts.lbs[1].uptime_s = 9;
}

Test(model_proof, every_witness_alone_spoils_it)
{
	static void (*const flips[])(struct lb_row *row) = { used, scur, qcur,
		last, still, wanted, unproven, odd, never };

	for (size_t i = 0; i < countof(flips); i++) {
		struct lb_row good = *row_on("lb2");
		struct lb lb = w.facts.lbs[1];

		proof = (struct proof){ .server = "app-11" };
		flips[i](row_on("lb2"));
		for (int n = 0; n < 4; n++)
			tick(true, true);
		cr_expect_eq(proof.verdict, PROOF_BUSY, "flip %zu", i);
		cr_expect_eq(proof.passed, 0, "flip %zu", i);
		*row_on("lb2") = good;
		w.facts.lbs[1] = lb;
		w.facts.now_ms = NOW;
	}
}

Test(model_proof, none_since_the_start_is_fine_when_it_is_long_ago)
{
	row_on("lb1")->lastsess_s = row_on("lb2")->lastsess_s = -1;
	prove();
}

Test(model_proof, a_balancer_that_stops_at_zero_must_not_pass)
{
	tick(true, true);
	tick(true, true);
	for (int i = 0; i < 10; i++)
		tick(true, false);		/* lb2 is silent, its rows say 0 */
	cr_expect_eq(proof.verdict, PROOF_UNKNOWN);
	cr_expect_eq(proof.passed, 0);
	tick(true, true);
	cr_expect_eq(proof.passed, 1, "it begins again");
}

Test(model_proof, silence_spoils_a_finished_proof)
{
	prove();
	for (int i = 0; i < 7; i++)
		tick(true, false);
	cr_expect_eq(proof.verdict, PROOF_UNKNOWN);
}

Test(model_proof, reload_resets)
{
	prove();
	w.facts.lbs[0].pid = 200;
	tick(true, true);
	cr_expect_eq(proof.verdict, PROOF_COUNTING);
	cr_expect_eq(proof.passed, 0);
	tick(true, true);
	cr_expect_eq(proof.passed, 1);
}

Test(model_proof, restart_with_the_same_pid_resets)
{
	prove();
	w.facts.lbs[1].start_s++;
	tick(true, true);
	cr_expect_eq(proof.passed, 0);
}

Test(model_proof, leaving_worker_counts)
{
	struct sighting saw = { .kind = SAW_ROW };

	prove();
	saw.u.row = *row_on("lb1");
	saw.u.row.pid = 99;
	saw.u.row.leaving = true;
	saw.u.row.scur = 2;
	world_saw(&w, SOURCE_LB, "lb1", &saw);
	tick(true, true);
	cr_expect_eq(proof.verdict, PROOF_BUSY);
	cr_expect_eq(proof.left, 2);
	cr_expect_not_null(strstr(proof.reason, "old worker"));
}

Test(model_proof, old_workers_that_cannot_be_asked_are_not_zero)
{
	w.facts.lbs[0].master = TRI_NO;
	for (int i = 0; i < 4; i++)
		tick(true, true);
	cr_expect_eq(proof.verdict, PROOF_UNKNOWN);
}

Test(model_proof, another_address_is_another_server)
{
	str_copy(row_on("lb1")->addr, NAME_LEN, "elsewhere.test:80");
	tick(true, true);
	cr_expect_eq(proof.verdict, PROOF_UNKNOWN);
}

Test(model_proof, another_name_with_our_address_counts)
{
	struct sighting saw = { .kind = SAW_ROW };

	saw.u.row = *row_on("lb1");
	str_copy(saw.u.row.svname, NAME_LEN, "www1");
	str_copy(saw.u.row.pxname, NAME_LEN, "other");
	saw.u.row.scur = 1;
	world_saw(&w, SOURCE_LB, "lb1", &saw);
	tick(true, true);
	cr_expect_eq(proof.verdict, PROOF_BUSY);
}

Test(model_proof, unknown_server_and_no_balancer)
{
	str_copy(proof.server, NAME_LEN, "app-99");
	tick(true, true);
	cr_expect_eq(proof.verdict, PROOF_UNKNOWN);

	str_copy(proof.server, NAME_LEN, "app-11");
	w.facts.n_lbs = 0;
	proof_update(&proof, &w.facts, &w.config.policy.proof);
	cr_expect_eq(proof.verdict, PROOF_UNKNOWN);
}
