/* engine/run_usual: what earlier runs of this deployment took, from their
 * journals. */

#include "test_journal.h"

#include <sys/stat.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/str.h"
#include "engine/run_priv.h"

TestSuite(engine_usual, .init = bench_init, .fini = bench_fini);

#define OURS "shop-prod PROD, r41 to r42"

static struct config config;
static struct run run;

/* Read by the run of this id. */
static const struct usual_span *
usual_of(const char *id)
{
	config = (struct config){ 0 };
	(void)str_copy(config.deployment, sizeof(config.deployment), "shop-prod");
	(void)str_copy(config.state_dir, sizeof(config.state_dir), bench.base);
	run = (struct run){ .config = &config };
	(void)str_copy(run.id, sizeof(run.id), id);
	run_read_usual(&run);
	return run.usual.of;
}

/* One launch, ended so; NULL: it was not ended. */
static void
make_run(const char *id, const char *head, const char *verdict)
{
	struct err err = { 0 };
	char dir[128];

	(void)str_fmt(dir, sizeof(dir), "%s/%s", bench.base, id);
	struct journal *journal = journal_create(dir, id, &err);
	cr_assert_not_null(journal, "%s", err.text);
	bench_add(journal, RECORD_RUN, "", "", head);
	int64_t action = bench_action(journal, ACTION_LAUNCH, "app-21", "");
	cr_assert_eq(bench_intent(journal, action, 1), ERR_NONE);
	if (verdict != NULL)
		cr_assert_eq(bench_outcome(journal, RECORD_OUTCOME, action, 1,
		    verdict), ERR_NONE);
	journal_close(journal);
}

Test(engine_usual, is_of_all_earlier_runs)
{
	int64_t before = clock_wall_ms();

	make_run("20261123-1", OURS, "ok");
	make_run("20261123-2", OURS, "ok");
	const struct usual_span *of = usual_of("20261124-1");
	cr_expect_eq(of[ACTION_LAUNCH].n, 2);
	cr_expect_geq(of[ACTION_LAUNCH].least_ms, 0);
	cr_expect_geq(of[ACTION_LAUNCH].most_ms, of[ACTION_LAUNCH].least_ms);
	cr_expect_leq(of[ACTION_LAUNCH].most_ms, clock_wall_ms() - before);
	cr_expect_eq(of[ACTION_PROBE].n, 0);
	/* A run is not usual for itself. */
	cr_expect_eq(usual_of("20261123-2")[ACTION_LAUNCH].n, 1);
}

Test(engine_usual, only_what_ended_well_counts)
{
	make_run("20261123-1", OURS, "failed");
	make_run("20261123-2", OURS, "unknown");
	make_run("20261123-3", OURS, NULL);
	cr_expect_eq(usual_of("20261124-1")[ACTION_LAUNCH].n, 0);
}

/* Their names may begin alike, and there may be many of them. */
Test(engine_usual, other_deployments_neither_count_nor_hide)
{
	char id[NAME_LEN];

	make_run("20261101-1", OURS, "ok");
	for (int i = 1; i <= 6; i++) {
		(void)str_fmt(id, sizeof(id), "20261123-%d", i);
		make_run(id, "shop-prod2 PROD, r41 to r42", "ok");
	}
	cr_expect_eq(usual_of("20261124-1")[ACTION_LAUNCH].n, 1);
}

Test(engine_usual, what_is_long_ago_is_not_usual)
{
	char id[NAME_LEN];

	for (int i = 1; i <= 7; i++) {
		(void)str_fmt(id, sizeof(id), "20261123-%d", i);
		make_run(id, OURS, "ok");
	}
	cr_expect_eq(usual_of("20261124-1")[ACTION_LAUNCH].n, 5);
}

Test(engine_usual, a_journal_that_is_none_tells_nothing)
{
	struct err err = { 0 };
	char path[160];

	make_run("20261123-1", OURS, "ok");
	(void)str_fmt(path, sizeof(path), "%s/20261123-2", bench.base);
	cr_assert_eq(mkdir(path, 0700), 0);
	(void)str_fmt(path, sizeof(path), "%s/20261123-2/journal.db", bench.base);
	cr_assert_eq(file_write(path, "no database", 11, 0600, &err), 0, "%s",
	    err.text);
	cr_expect_eq(usual_of("20261124-1")[ACTION_LAUNCH].n, 1);
}
