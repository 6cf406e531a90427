/* runbook, the steps snapshot and migrate. */

#include "test_runbook_build.h"

TestSuite(runbook_database, .init = begin, .fini = end);

static void
with_database(void)
{
	static char one[] = "1.sql", two[] = "2.sql";
	static char *files[] = { one, two, NULL }, *marker[] = { one, NULL };
	struct sighting saw = { .kind = SAW_DATABASE, .u.database = {
		.configured = TRI_YES, .identity = "db1/shop" } };

	str_copy(w.config.db.name, NAME_LEN, "shop");
	w.config.db.migrations = (struct argv){ files, 2 };
	w.config.db.applied = (struct argv){ marker, 1 };
	world_saw(&w, SOURCE_DB, "database", &saw);
	for (size_t i = 0; i < 2; i++) {
		saw = (struct sighting){ .kind = SAW_MIGRATION, .u.migration = {
			.class = SQL_ADDITIVE, .applied = TRI_NO } };
		str_copy(saw.u.migration.file, TEXT_LEN, files[i]);
		world_saw(&w, SOURCE_DB, "database", &saw);
	}
}

static void
with_snapshot(void)
{
	w.facts.db.snapshot = (struct snapshot){ .id = "s1", .of = "db1/shop",
		.state = SNAPSHOT_COMPLETE, .verified = TRI_YES, .at_ms = NOW };
}

Test(runbook_database, snapshot)
{
	cr_expect_not(world_applies(&w, "snapshot"), "no database");
	with_database();
	cr_expect(world_applies(&w, "snapshot"));
	cr_expect_eq(world_precheck(&w, "snapshot"), VERDICT_GOOD);
	expect_plan(&w, "snapshot", "1. back up the database\n");
	cr_expect_str_eq(w.plan.typed, "shop");
	cr_expect_eq(world_verify(&w, "snapshot"), VERDICT_BAD);

	with_snapshot();
	expect_plan(&w, "snapshot", "");
	cr_expect_str_empty(w.plan.typed);
	cr_expect_eq(world_verify(&w, "snapshot"), VERDICT_GOOD);

	w.facts.now_ms += 3600001;
	expect_plan(&w, "snapshot", "1. back up the database\n");
	w.facts.now_ms = NOW;
	str_copy(w.facts.db.snapshot.of, TEXT_LEN, "db2/shop");
	expect_plan(&w, "snapshot", "1. back up the database\n");

	choices_set(&w.choices, "schema", "no");
	cr_expect_not(world_applies(&w, "snapshot"));
}

/* GR-04: until when the way back by the snapshot is free of loss. */
Test(runbook_database, snapshot_tells_what_restoring_it_loses)
{
	struct sighting saw = { .kind = SAW_SNAPSHOT, .u.snapshot = {
		.id = "s1", .of = "db1/shop", .state = SNAPSHOT_COMPLETE,
		.verified = TRI_YES, .wall_ms = 36000000, .writes = 7 } };
	struct sighting db = { .kind = SAW_DATABASE, .u.database = {
		.configured = TRI_YES, .identity = "db1/shop", .writes = 7 } };
	static const struct { int64_t after_ms, writes; enum verdict verdict;
		const char *says; } looks[] = {
		{ 60000, 7, VERDICT_GOOD, "would lose nothing: no write by "
		    "10:01:00 UTC" },
		{ 5000, 9, VERDICT_LOOK, "lost nothing until 10:01:00 UTC; now it "
		    "loses up to 2 writes" },
		{ 5000, 3, VERDICT_LOOK, "loses all that came after 10:00:00" },
		{ 5000, -1, VERDICT_LOOK, "loses all that came after 10:00:00" },
	};

	with_snapshot();
	world_saw(&w, SOURCE_DB, "database", &saw);
	for (size_t i = 0; i < countof(looks); i++) {
		w.facts.now_ms += looks[i].after_ms;
		db.u.database.writes = looks[i].writes;
		world_saw(&w, SOURCE_DB, "database", &db);
		cr_expect_eq(world_verify(&w, "snapshot"), looks[i].verdict);
		cr_expect_not_null(strstr(w.checks.list[w.checks.n - 1].text,
		    looks[i].says), "%s", w.checks.list[w.checks.n - 1].text);
		(void)world_precheck(&w, "migrate");
		cr_expect_not_null(strstr(w.checks.list[0].text, looks[i].says),
		    "%s", w.checks.list[0].text);
	}
}

Test(runbook_database, snapshot_of_whom_is_not_known)
{
	with_database();
	w.facts.db.identity[0] = '\0';
	cr_expect_eq(world_precheck(&w, "snapshot"), VERDICT_UNKNOWN);
}

Test(runbook_database, migrate)
{
	cr_expect_not(world_applies(&w, "migrate"));
	with_database();
	cr_expect(world_applies(&w, "migrate"));
	cr_expect_eq(world_precheck(&w, "migrate"), VERDICT_BAD);
	expect_finding(&w, VERDICT_BAD, "GR-04", 1);
	with_snapshot();
	cr_expect_eq(world_precheck(&w, "migrate"), VERDICT_GOOD);
	w.config.db.applied = (struct argv){ NULL, 0 };
	cr_expect_eq(world_precheck(&w, "migrate"), VERDICT_LOOK);
	expect_plan(&w, "migrate", "1. run the migration 1.sql\n"
	    "2. run the migration 2.sql\n");
	w.facts.db.migrations[0].applied = TRI_YES;
	expect_plan(&w, "migrate", "1. run the migration 2.sql\n");
	cr_expect_eq(world_verify(&w, "migrate"), VERDICT_BAD);
	w.facts.db.migrations[1].applied = TRI_UNKNOWN;
	cr_expect_eq(world_verify(&w, "migrate"), VERDICT_UNKNOWN);
	w.facts.db.migrations[1].applied = TRI_YES;
	cr_expect_eq(world_verify(&w, "migrate"), VERDICT_GOOD);
	expect_plan(&w, "migrate", "");
}

Test(runbook_database, migrate_only_adds)
{
	with_database();
	with_snapshot();
	w.facts.db.migrations[1].class = SQL_DESTRUCTIVE;
	cr_expect_eq(world_precheck(&w, "migrate"), VERDICT_BAD);
	expect_finding(&w, VERDICT_BAD, "GR-06", 0);
	w.facts.db.migrations[1].class = SQL_UNKNOWN;
	cr_expect_eq(world_precheck(&w, "migrate"), VERDICT_BAD);
	w.config.policy.with_downtime = true;
	cr_expect_eq(world_precheck(&w, "migrate"), VERDICT_LOOK);
}
