/* runbook, steps 1 to 9: what each plans, plans again, wants, and undoes. */

#include "base/vault.h"
#include "test_runbook_world.h"

static struct world w;

static void
begin(void)
{
	world_with_old(&w);
}

static void
end(void)
{
	world_end(&w);
}

TestSuite(runbook_build, .init = begin, .fini = end);

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

Test(runbook_build, snapshot)
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
Test(runbook_build, snapshot_tells_what_restoring_it_loses)
{
	struct sighting saw = { .kind = SAW_SNAPSHOT, .u.snapshot = {
		.id = "s1", .of = "db1/shop", .state = SNAPSHOT_COMPLETE,
		.verified = TRI_YES, .wall_ms = 36000000, .writes = 7 } };
	struct sighting db = { .kind = SAW_DATABASE, .u.database = {
		.configured = TRI_YES, .identity = "db1/shop", .writes = 7 } };
	static const struct { int64_t after_ms, writes; enum verdict verdict;
		const char *says; } looks[] = {
		{ 60000, 7, VERDICT_GOOD, "10:00:00 UTC loses nothing until the "
		    "next write; 10:01:00 UTC" },
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

Test(runbook_build, snapshot_of_whom_is_not_known)
{
	with_database();
	w.facts.db.identity[0] = '\0';
	cr_expect_eq(world_precheck(&w, "snapshot"), VERDICT_UNKNOWN);
}

Test(runbook_build, migrate)
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

Test(runbook_build, migrate_only_adds)
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

Test(runbook_build, clone)
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

Test(runbook_build, clone_prefers_a_healthy_one_outside_the_array)
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
Test(runbook_build, clone_takes_a_free_name)
{
	world_server(&w, "app-21", MARK_UNKNOWN, CLOUD_TERMINATED);
	world_row(&w, "lb1", "app-22", LB_MAINT);
	expect_plan(&w, "clone", "1. mark app-23 as NEW\n"
	    "2. clone app-23 from app-11\n");
}

Test(runbook_build, clone_of_a_name_without_number)
{
	world_server(&w, "web", MARK_OLD, CLOUD_OPERATIONAL);
	choices_pick(&w.choices, "web");
	expect_plan(&w, "clone", "1. mark web-11 as NEW\n"
	    "2. clone web-11 from web\n");
}

Test(runbook_build, clone_goes_on_where_it_was_interrupted)
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

Test(runbook_build, configure)
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

Test(runbook_build, save_inputs)
{
	expect_plan(&w, "save-inputs", "1. save the inputs to /run/inputs.csv\n");
	cr_expect_eq(world_verify(&w, "save-inputs"), VERDICT_BAD);
	w.facts.saved = (struct saved_inputs){ .path = "/run/inputs.csv",
		.equal = TRI_YES, .at_ms = NOW };
	expect_plan(&w, "save-inputs", "");
	cr_expect_eq(world_verify(&w, "save-inputs"), VERDICT_GOOD);
	w.facts.saved.equal = TRI_NO;
	expect_plan(&w, "save-inputs", "1. save the inputs to /run/inputs.csv\n");
	cr_expect_eq(world_verify(&w, "save-inputs"), VERDICT_BAD);
}

static void
with_inputs(void)
{
	static char keys[2][8] = { "RELEASE", "POOL" };
	static char values[2][8] = { "r42", "8" };

	w.config.inputs = calloc(2, sizeof(*w.config.inputs));
	w.config.n_inputs = 2;
	w.config.inputs[0].key = keys[0];
	w.config.inputs[0].value = values[0];
	w.config.inputs[1].key = keys[1];
	w.config.inputs[1].value = values[1];
	world_input(&w, "RELEASE", "r41", INPUT_DEPLOYMENT);
	world_input(&w, "DEBUG", "1", INPUT_DEPLOYMENT);
	w.facts.saved = (struct saved_inputs){ .path = "/run/inputs.csv",
		.equal = TRI_YES, .at_ms = NOW };
}

Test(runbook_build, set_inputs)
{
	with_inputs();
	cr_expect_eq(world_precheck(&w, "set-inputs"), VERDICT_GOOD);
	expect_plan(&w, "set-inputs", "1. set input RELEASE to r42\n"
	    "2. set input POOL to 8\n");
	cr_expect_str_eq(w.plan.actions[0].former, "RELEASE=r41");
	cr_expect_str_eq(w.plan.actions[1].former, "POOL");
	cr_expect_eq(world_verify(&w, "set-inputs"), VERDICT_BAD);

	world_input(&w, "RELEASE", "r42", INPUT_DEPLOYMENT);
	expect_plan(&w, "set-inputs", "1. set input POOL to 8\n");
	world_input(&w, "POOL", "8", INPUT_DEPLOYMENT);
	expect_plan(&w, "set-inputs", "");
	cr_expect_eq(world_verify(&w, "set-inputs"), VERDICT_GOOD);

	choices_set(&w.choices, "input.POOL", "9");
	choices_set(&w.choices, "input.DEBUG", "!unset");
	expect_plan(&w, "set-inputs", "1. set input POOL to 9\n"
	    "2. unset input DEBUG\n");
	cr_expect_str_eq(w.plan.actions[1].former, "DEBUG=1");

	choices_set(&w.choices, "input.POOL", "!keep");
	choices_set(&w.choices, "input.RELEASE", "!keep");
	world_input(&w, "RELEASE", "", INPUT_DEPLOYMENT);
	expect_plan(&w, "set-inputs", "1. unset input DEBUG\n");
	free(w.config.inputs);
}

/* "RELEASE=" and a value of 507 bytes do not fit: half a value is no way back. */
Test(runbook_build, set_inputs_keeps_what_an_undo_can_put_back)
{
	char value[TEXT_LEN];

	with_inputs();
	memset(value, 'x', sizeof(value));
	value[507] = '\0';
	world_input(&w, "RELEASE", value, INPUT_DEPLOYMENT);
	cr_expect_eq(world_precheck(&w, "set-inputs"), VERDICT_BAD);
	expect_finding(&w, VERDICT_BAD, "GR-23", 0);
	expect_plan(&w, "set-inputs", "1. set input POOL to 8\n");
	world_input(&w, "RELEASE", "", INPUT_DEPLOYMENT);
	expect_plan(&w, "set-inputs", "1. set input RELEASE to r42\n"
	    "2. set input POOL to 8\n");
	cr_expect_str_eq(w.plan.actions[0].former, "RELEASE=");
	free(w.config.inputs);
}

/* A secret is compared, planned and shown by its seal; both ways. */
Test(runbook_build, set_inputs_that_are_secret)
{
	struct vault *vault = vault_new();
	char former[SEAL_LEN], wanted[SEAL_LEN], line[200], arg[TEXT_LEN];

	with_inputs();
	w.scene.vault = vault;
	vault_note_name(vault, "POOL");
	vault_seal(vault, "7", former);
	vault_seal(vault, "8", wanted);
	world_input(&w, "RELEASE", "r42", INPUT_DEPLOYMENT);
	world_input(&w, "POOL", former, INPUT_DEPLOYMENT);
	(void)str_fmt(line, sizeof(line), "1. set input POOL to a secret, %.8s\n",
	    wanted + strlen("(secret "));
	expect_plan(&w, "set-inputs", line);
	(void)str_fmt(arg, sizeof(arg), "POOL=%s", wanted);
	cr_expect_str_eq(w.plan.actions[0].arg, arg);
	(void)str_fmt(arg, sizeof(arg), "POOL=%s", former);
	cr_expect_str_eq(w.plan.actions[0].former, arg);

	/* As it was kept over a restart: known when it is set already, else not. */
	choices_set(&w.choices, "input.POOL", wanted);
	cr_expect_eq(world_precheck(&w, "set-inputs"), VERDICT_BAD);
	expect_finding(&w, VERDICT_BAD, "", 0);
	world_input(&w, "POOL", wanted, INPUT_DEPLOYMENT);
	cr_expect_eq(world_precheck(&w, "set-inputs"), VERDICT_GOOD);
	expect_plan(&w, "set-inputs", "");
	cr_expect_eq(world_verify(&w, "set-inputs"), VERDICT_GOOD);
	vault_free(vault);
	free(w.config.inputs);
}

/* Trap T-1. */
Test(runbook_build, set_inputs_stops_the_array_first)
{
	with_inputs();
	world_array(&w, TRI_YES);
	cr_expect_eq(world_precheck(&w, "set-inputs"), VERDICT_LOOK);
	expect_plan(&w, "set-inputs", "1. stop the server array\n"
	    "2. set input RELEASE to r42\n3. set input POOL to 8\n");

	choices_set(&w.choices, "freeze", "no");
	expect_plan(&w, "set-inputs", "1. set input RELEASE to r42\n"
	    "2. set input POOL to 8\n");
	choices_done(&w.choices);
	world_array(&w, TRI_NO);
	expect_plan(&w, "set-inputs", "1. set input RELEASE to r42\n"
	    "2. set input POOL to 8\n");
	free(w.config.inputs);
}

Test(runbook_build, set_inputs_refuses_blank_and_unsaved)
{
	with_inputs();
	choices_set(&w.choices, "input.POOL", "");
	cr_expect_eq(world_precheck(&w, "set-inputs"), VERDICT_BAD);
	expect_finding(&w, VERDICT_BAD, "GR-08", 0);
	choices_done(&w.choices);
	w.facts.saved.equal = TRI_NO;
	cr_expect_eq(world_precheck(&w, "set-inputs"), VERDICT_BAD);
	expect_finding(&w, VERDICT_BAD, "GR-07", 5);
	free(w.config.inputs);
}

/* A value that does not fit is never cut short. */
Test(runbook_build, set_inputs_refuses_a_value_too_long)
{
	char value[TEXT_LEN];

	with_inputs();
	memset(value, 'x', sizeof(value));
	value[sizeof(value) - 1] = '\0';
	choices_set(&w.choices, "input.POOL", value);
	cr_expect_eq(world_precheck(&w, "set-inputs"), VERDICT_BAD);
	expect_plan(&w, "set-inputs", "1. set input RELEASE to r42\n");
	free(w.config.inputs);
}

/* Back to what was before the first change, not before the last. */
Test(runbook_build, set_inputs_undo)
{
	struct plan done = { 0 };

	with_inputs();
	world_array(&w, TRI_NO);
	w.scene.array_was_on = true;
	plan_add(&done, ACTION_ARRAY_OFF, NULL, NULL, NULL);
	str_copy(plan_add(&done, ACTION_SET_INPUT, NULL, NULL,
	    "RELEASE=r42")->former, TEXT_LEN, "RELEASE=r41");
	str_copy(plan_add(&done, ACTION_SET_INPUT, NULL, NULL,
	    "POOL=8")->former, TEXT_LEN, "POOL");
	str_copy(plan_add(&done, ACTION_SET_INPUT, NULL, NULL,
	    "RELEASE=r43")->former, TEXT_LEN, "RELEASE=r42");
	world_input(&w, "RELEASE", "r43", INPUT_DEPLOYMENT);
	world_input(&w, "POOL", "8", INPUT_DEPLOYMENT);
	expect_undo(&w, "set-inputs", &done, "1. unset input POOL\n"
	    "2. set input RELEASE to r41\n3. enable the server array\n");
	w.scene.array_was_on = false;
	world_input(&w, "RELEASE", "r41", INPUT_DEPLOYMENT);
	expect_undo(&w, "set-inputs", &done, "1. unset input POOL\n");
	plan_done(&done);
	free(w.config.inputs);
}

Test(runbook_build, launch)
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

Test(runbook_build, launch_more)
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

Test(runbook_build, launch_more_replaces_what_failed)
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

Test(runbook_build, test_sends_back_until_the_numbers_are_equal)
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
