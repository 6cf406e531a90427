/* model/facts: whole batches, ages, and what is carried from poll to poll. */

#include "test_runbook_world.h"

#include "base/clock.h"

static struct facts facts;

static void
begin(void)
{
	facts_init(&facts);
	facts.now_ms = 1000;
}

static void
end(void)
{
	facts_done(&facts);
}

TestSuite(model_facts, .init = begin, .fini = end);

static void
add_server(struct sightings *batch, const char *name, const char *id)
{
	struct sighting saw = { .kind = SAW_SERVER };

	str_copy(saw.u.server.name, NAME_LEN, name);
	str_copy(saw.u.server.id, NAME_LEN, id);
	saw.u.server.state = CLOUD_OPERATIONAL;
	saw.u.server.tag = MARK_OLD;
	sightings_add(batch, &saw);
}

static void
add_row(struct sightings *batch, const char *name, int pid, uint64_t stot)
{
	struct sighting saw = { .kind = SAW_ROW };

	str_copy(saw.u.row.pxname, NAME_LEN, "web");
	str_copy(saw.u.row.svname, NAME_LEN, name);
	saw.u.row.pid = pid;
	saw.u.row.stot = stot;
	sightings_add(batch, &saw);
}

static void
add_lb(struct sightings *batch, int pid, int64_t start_s)
{
	struct sighting saw = { .kind = SAW_LB, .u.lb = { .backend = "web",
		.pid = pid, .start_s = start_s } };

	sightings_add(batch, &saw);
}

/* One whole poll of lb1: a at stot, and optionally b. */
static void
poll_lb(int pid, int64_t start_s, uint64_t stot, bool with_b)
{
	struct sightings batch = { 0 };

	facts.now_ms += 1000;
	add_lb(&batch, pid, start_s);
	add_row(&batch, "a", pid, stot);
	if (with_b)
		add_row(&batch, "b", pid, 0);
	facts_merge(&facts, SOURCE_LB, "lb1", &batch, true);
	sightings_done(&batch);
}

Test(model_facts, still_is_carried_while_the_totals_stand)
{
	poll_lb(1, 50, 7, true);
	int64_t since = facts.now_ms;

	poll_lb(1, 50, 7, true);
	cr_expect_eq(facts_row(&facts, "a", "lb1")->still_ms, since);
	poll_lb(1, 50, 7, false);
	cr_expect_eq(facts_row(&facts, "a", "lb1")->still_ms, since);
	cr_expect_null(facts_row(&facts, "b", "lb1"), "told no more: gone");
	poll_lb(1, 50, 8, false);
	cr_expect_eq(facts_row(&facts, "a", "lb1")->still_ms, facts.now_ms);
}

/* A new worker counts from nothing: its rise is not known before two polls. */
Test(model_facts, errors_are_followed_within_one_worker)
{
	poll_lb(1, 50, 0, false);
	poll_lb(1, 50, 0, false);
	cr_expect_eq(pace_rise(&facts.lbs[0].errors_pace, facts.now_ms), 0);
	poll_lb(2, 60, 0, false);
	cr_expect_eq(pace_rise(&facts.lbs[0].errors_pace, facts.now_ms), -1);
	poll_lb(2, 60, 0, false);
	cr_expect_eq(pace_rise(&facts.lbs[0].errors_pace, facts.now_ms), 0);
}

Test(model_facts, reload_is_counted_and_breaks_still)
{
	poll_lb(1, 50, 0, true);
	cr_expect_eq(facts.lbs[0].reloads, 0);
	poll_lb(2, 50, 0, true);
	cr_expect_eq(facts.lbs[0].reloads, 1);
	cr_expect_eq(facts_row(&facts, "a", "lb1")->still_ms, facts.now_ms);
	poll_lb(2, 60, 0, true);		/* same pid, another worker */
	cr_expect_eq(facts.lbs[0].reloads, 2);
	cr_expect_eq(facts_row(&facts, "a", "lb1")->still_ms, facts.now_ms);
}

/* Over HTTP nobody tells when it started. */
Test(model_facts, an_uptime_that_falls_is_another_worker)
{
	for (int64_t uptime_s = 9; uptime_s >= 7; uptime_s -= 2) {
		struct sightings batch = { 0 };

		add_lb(&batch, 1, 0);
		batch.list[0].u.lb.uptime_s = uptime_s;
		facts_merge(&facts, SOURCE_LB, "lb1", &batch, true);
		sightings_done(&batch);
	}
	cr_expect_eq(facts.lbs[0].reloads, 1);
}

/* As many as before, but others: nothing remembered may stand in the way. */
Test(model_facts, who_took_anothers_place_is_found)
{
	struct sightings batch = { 0 };

	poll_lb(1, 50, 0, true);
	add_lb(&batch, 1, 50);
	add_row(&batch, "c", 1, 0);
	add_row(&batch, "a", 1, 0);
	str_copy(batch.list[1].u.row.addr, NAME_LEN, "10.0.0.1:80");
	facts_merge(&facts, SOURCE_LB, "lb1", &batch, true);
	cr_expect_not_null(facts_row(&facts, "c", "lb1"));
	cr_expect_not_null(facts_row(&facts, "a", "lb1"));
	cr_expect_null(facts_row(&facts, "b", "lb1"));
	cr_expect_eq(facts_next_row_at(&facts, "10.0.0.1:80", NULL),
	    facts_row(&facts, "c", "lb1"));
	sightings_done(&batch);
}

/* RightScale's balancers know a server by its UUID. */
Test(model_facts, a_row_belongs_to_the_server_that_is_named_so_there)
{
	struct sightings batch = { 0 };

	poll_lb(1, 50, 0, true);
	cr_expect_str_eq(facts_row(&facts, "a", "lb1")->server, "a");
	add_server(&batch, "app-11", "i-1");
	str_copy(batch.list[0].u.server.row, NAME_LEN, "a");
	facts_merge(&facts, SOURCE_CLOUD, "c", &batch, true);
	cr_assert_not_null(facts_row(&facts, "app-11", "lb1"));
	cr_expect_str_eq(facts_row(&facts, "app-11", "lb1")->svname, "a");
	cr_expect_null(facts_row(&facts, "a", "lb1"), "it is somebody's");
	poll_lb(1, 50, 1, true);
	cr_expect_not_null(facts_row(&facts, "app-11", "lb1"), "after a poll");
	cr_expect_not_null(facts_row(&facts, "b", "lb1"));
	sightings_done(&batch);
}

Test(model_facts, a_new_name_holds_within_its_batch)
{
	struct sighting self = { .kind = SAW_SELF, .name = "late",
		.u.self = { .busy = 4 } };
	struct sightings batch = { 0 };

	add_server(&batch, "early", "i-1");
	facts_merge(&facts, SOURCE_CLOUD, "c", &batch, true);
	batch.n = 0;
	add_server(&batch, "late", "i-1");
	sightings_add(&batch, &self);
	facts_merge(&facts, SOURCE_CLOUD, "c", &batch, true);
	cr_expect_eq(facts.n_servers, 1);
	cr_expect_eq(facts.servers[0].self.busy, 4);
	sightings_done(&batch);
}

Test(model_facts, a_poll_does_not_forget_what_was_saved)
{
	struct sighting saw = { .kind = SAW_LB_SAVED, .name = "lb1" };
	struct sightings batch = { 0 };

	poll_lb(1, 50, 0, true);
	sightings_add(&batch, &saw);
	facts_merge(&facts, SOURCE_LB, "lb1", &batch, false);
	int64_t saved_ms = facts.now_ms;
	poll_lb(2, 60, 0, true);
	cr_expect_eq(facts.lbs[0].saved_ms, saved_ms);
	sightings_done(&batch);
}

Test(model_facts, rows_of_other_balancers_stay)
{
	struct sightings batch = { 0 };

	poll_lb(1, 50, 0, true);
	add_lb(&batch, 9, 9);
	add_row(&batch, "a", 9, 3);
	facts_merge(&facts, SOURCE_LB, "lb2", &batch, true);
	poll_lb(1, 50, 0, false);
	poll_lb(1, 50, 0, true);
	cr_expect_eq(facts.n_rows, 3);
	cr_expect_eq(facts_row(&facts, "a", "lb2")->stot, 3);
	cr_expect_not_null(facts_row(&facts, "b", "lb1"));
	sightings_done(&batch);
}

Test(model_facts, a_miss_keeps_what_was_known_and_ages)
{
	poll_lb(1, 50, 7, true);
	facts.now_ms += 9000;
	facts_missed(&facts, SOURCE_LB, "lb1", "no answer");
	cr_expect_eq(facts.lbs[0].missed, 1);
	cr_expect_str_eq(facts.lbs[0].trouble, "no answer");
	cr_expect_not_null(facts_row(&facts, "a", "lb1"));
	cr_expect_not(facts_lb_fresh(&facts, &facts.lbs[0], 5000));
	cr_expect_eq(facts_listed(&facts, "z", 5000), TRI_UNKNOWN);
	cr_expect_eq(facts_listed(&facts, "a", 5000), TRI_YES);
	poll_lb(1, 50, 7, true);
	cr_expect_eq(facts.lbs[0].missed, 0);
	cr_expect_str_empty(facts.lbs[0].trouble);
	cr_expect_eq(facts_listed(&facts, "z", 5000), TRI_NO);
}

Test(model_facts, a_balancer_that_never_answered_is_not_no_balancer)
{
	cr_expect_eq(facts_listed(&facts, "a", 5000), TRI_UNKNOWN);
	facts_missed(&facts, SOURCE_LB, "lb1", "lb1: refused");
	cr_expect_eq(facts.n_lbs, 1);
	cr_expect_str_eq(facts.lbs[0].trouble, "refused");
	cr_expect_eq(facts_listed(&facts, "a", 5000), TRI_UNKNOWN);
}

/* No server listed is not none there: before the cloud's first whole answer the list
 * is empty too. */
Test(model_facts, which_servers_there_are_is_the_clouds_word)
{
	struct sightings none = { 0 }, one = { 0 };
	struct sighting saved = { .kind = SAW_SAVED };

	sightings_add(&one, &saved);
	cr_expect_not_null(facts_no_servers(&facts));
	facts_merge(&facts, SOURCE_LB, "lb1", &none, true);
	facts_missed(&facts, SOURCE_CLOUD, "cloud", "no answer");
	facts_merge(&facts, SOURCE_CLOUD, "cloud", &one, false);
	cr_expect_not_null(facts_no_servers(&facts));
	facts_merge(&facts, SOURCE_CLOUD, "cloud", &none, true);
	cr_expect_null(facts_no_servers(&facts));
	facts_missed(&facts, SOURCE_CLOUD, "cloud", "no answer");
	cr_expect_null(facts_no_servers(&facts));
	sightings_done(&one);
}

Test(model_facts, a_vanished_server_stays_as_terminated)
{
	struct sightings batch = { 0 };

	add_server(&batch, "a", "i-1");
	add_server(&batch, "b", "i-2");
	facts_merge(&facts, SOURCE_CLOUD, "c", &batch, true);
	batch.n = 1;
	facts.now_ms += 1000;
	facts_merge(&facts, SOURCE_CLOUD, "c", &batch, false);
	cr_expect_eq(facts_server(&facts, "b")->state, CLOUD_OPERATIONAL,
	    "an action's result is not a listing");
	facts_merge(&facts, SOURCE_CLOUD, "c", &batch, true);
	cr_expect_eq(facts_server(&facts, "b")->state, CLOUD_TERMINATED);
	cr_expect_eq(facts.n_servers, 2);
	cr_expect_eq(facts.array.exists, TRI_NO);
	sightings_done(&batch);
}

/* A name that is still reserved is no sign of the server that had it. */
Test(model_facts, a_vanished_server_is_gone_though_its_name_is_reserved)
{
	struct sightings batch = { 0 };

	add_server(&batch, "a", "i-1");
	facts_merge(&facts, SOURCE_CLOUD, "c", &batch, true);
	batch.n = 0;
	add_server(&batch, "a", "");
	facts_merge(&facts, SOURCE_CLOUD, "c", &batch, true);
	cr_expect_eq(facts_server(&facts, "a")->state, CLOUD_TERMINATED);
	cr_expect_str_eq(facts_server(&facts, "a")->id, "i-1");
	sightings_done(&batch);
}

Test(model_facts, the_id_decides_and_the_name_is_a_label)
{
	struct sightings batch = { 0 };

	add_server(&batch, "a", "i-1");
	facts_merge(&facts, SOURCE_CLOUD, "c", &batch, true);
	facts.servers[0].mark = MARK_OLD;
	facts.servers[0].self.busy = 4;
	facts.servers[0].probe.passed = TRI_YES;
	batch.n = 0;
	add_server(&batch, "renamed", "i-1");
	facts_merge(&facts, SOURCE_CLOUD, "c", &batch, true);
	cr_expect_eq(facts.n_servers, 1);
	cr_expect_eq(facts_server(&facts, "renamed")->mark, MARK_OLD);
	cr_expect_eq(facts_server(&facts, "renamed")->self.busy, 4);
	cr_expect_eq(facts_server(&facts, "renamed")->probe.passed, TRI_YES);

	/* The same name on another machine is another server. */
	batch.n = 0;
	add_server(&batch, "renamed", "i-2");
	facts_merge(&facts, SOURCE_CLOUD, "c", &batch, true);
	cr_expect_eq(facts.n_servers, 2);
	cr_expect_str_eq(facts_server(&facts, "renamed")->id, "i-2");
	cr_expect_eq(facts_server(&facts, "renamed")->mark, MARK_UNKNOWN);
	sightings_done(&batch);
}

Test(model_facts, a_tag_becomes_its_server)
{
	struct sightings batch = { 0 };

	add_server(&batch, "n", "");
	batch.list[0].u.server.tag = MARK_NEW;
	batch.list[0].u.server.state = CLOUD_INACTIVE;
	facts_merge(&facts, SOURCE_CLOUD, "c", &batch, true);
	batch.n = 0;
	add_server(&batch, "n", "i-7");
	facts_merge(&facts, SOURCE_CLOUD, "c", &batch, true);
	cr_expect_eq(facts.n_servers, 1);
	cr_expect_str_eq(facts.servers[0].id, "i-7");
	sightings_done(&batch);
}

Test(model_facts, fingerprints_tell_servers_apart)
{
	struct sightings batch = { 0 };
	char a[65], b[65];

	add_server(&batch, "a", "i-1");
	facts_merge(&facts, SOURCE_CLOUD, "c", &batch, true);
	facts_fingerprint(&facts, "a", a);
	facts.servers[0].state = CLOUD_STRANDED;	/* who, not how */
	facts_fingerprint(&facts, "a", b);
	cr_expect_str_eq(a, b);
	str_copy(facts.servers[0].addr, NAME_LEN, "h:1");
	facts_fingerprint(&facts, "a", b);
	cr_expect_str_neq(a, b);
	facts_fingerprint(&facts, "zz", b);
	cr_expect_eq(strlen(b), 64);
	facts_fingerprint(&facts, "", b);
	cr_expect_str_empty(b);
	sightings_done(&batch);
}

/* Each row is found at the first guess: with a search it would take minutes. */
Test(model_facts, ten_thousand_rows_merge_quickly, .timeout = 60)
{
	struct sightings batch = { 0 };
	char name[NAME_LEN];

	add_lb(&batch, 1, 1);
	for (int i = 0; i < 10000; i++) {
		str_fmt(name, sizeof(name), "server-%05d", i);
		add_row(&batch, name, 1, 5);
	}
	facts_merge(&facts, SOURCE_LB, "lb1", &batch, true);
	int64_t since = facts.now_ms, began = clock_boot_ms();
	for (int i = 0; i < 20; i++) {
		facts.now_ms += 1000;
		facts_merge(&facts, SOURCE_LB, "lb1", &batch, true);
	}
	cr_expect_lt(clock_boot_ms() - began, 5000);
	cr_expect_eq(facts.n_rows, 10000);
	cr_expect_eq(facts.rows[9999].still_ms, since);
	sightings_done(&batch);
}

Test(facts, a_silent_database_is_in_trouble_until_it_answers)
{
	struct facts f;
	struct sightings batch = { 0 };
	struct sighting saw = { .kind = SAW_DATABASE };

	facts_init(&f);
	str_copy(saw.u.database.identity, NAME_LEN, "shop 1");
	sightings_add(&batch, &saw);
	facts_missed(&f, SOURCE_DB, "db", "it is gone");
	cr_expect_str_eq(f.db.trouble, "it is gone");
	facts_merge(&f, SOURCE_DB, "db", &batch, true);
	cr_expect_str_eq(f.db.trouble, "");
	facts_missed(&f, SOURCE_DB, "db", "it is gone");
	cr_expect_str_eq(f.db.identity, "shop 1");
	sightings_done(&batch);
	facts_done(&f);
}

static enum tri
told_of(enum tri applied)
{
	struct sightings batch = { 0 };
	struct sighting saw = { .kind = SAW_MIGRATION,
		.u.migration = { .file = "1.sql", .applied = applied } };

	sightings_add(&batch, &saw);
	facts_merge(&facts, SOURCE_DB, "db", &batch, true);
	sightings_done(&batch);
	return facts_migration(&facts, "1.sql")->applied;
}

/* A database without a marker table never says; its command did. */
Test(model_facts, a_migration_that_ended_well_is_applied_unless_the_marker_says_no)
{
	struct sightings batch = { 0 };
	struct sighting saw = { .kind = SAW_MIGRATED, .u.migration = {
		.file = "1.sql" } };

	cr_expect_eq(told_of(TRI_UNKNOWN), TRI_UNKNOWN);
	sightings_add(&batch, &saw);
	facts_merge(&facts, SOURCE_DB, "db", &batch, false);
	sightings_done(&batch);
	cr_expect_eq(told_of(TRI_UNKNOWN), TRI_YES);
	cr_expect_eq(told_of(TRI_NO), TRI_NO);
	cr_expect_eq(told_of(TRI_UNKNOWN), TRI_YES);
}
