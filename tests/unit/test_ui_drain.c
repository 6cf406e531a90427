/* The numbers of the drain watch: silence, folding, the curve, who waits. */

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "base/loop.h"
#include "base/str.h"
#include "fake/view.h"
#include "talk/found.h"
#include "ui/chart.h"
#include "ui/curve.h"
#include "ui/drain_table.h"
#include "ui/pick_rows.h"
#include "talk/standing.h"
#include "ui/who.h"

static struct loop *loop;
static struct run *run;
static struct look look;

static void
begin(const char *moment)
{
	struct err err;

	loop = loop_new(&err);
	run = fake_run_new(loop, moment);
	look = (struct look){ .view = run_view(run) };
	look.now_ms = look.view->facts->now_ms;
}

static void
end(void)
{
	fake_run_free(run);
	loop_free(loop);
}

/* ---- silence ---- */

Test(ui_drain, what_a_silent_balancer_holds_is_not_known)
{
	struct drain drain;
	char text[TEXT_LEN];

	begin("silent");
	drain_read(&drain, &look);
	cr_expect_eq(drain.left, -1);
	drain_head(&drain, text, sizeof(text));
	cr_expect(strstr(text, "lb-2 is silent") != NULL, "%s", text);
	cr_expect_eq(drain_left_text(&look, drain.old[0], text, sizeof(text)),
	    VERDICT_LOOK);
	cr_expect_str_eq(text, "? 12 s");
	cr_expect_eq(drain_estimate(&look, "app-11", "lb-2").kind, ESTIMATE_NONE);
	end();
}

/* 15 a minute on each of two balancers; none on the old. */
Test(ui_drain, arrivals_are_of_the_last_minute)
{
	begin("drain");
	cr_expect_eq(drain_arriving(&look, "app-21"), 30);
	cr_expect_eq(drain_arriving(&look, "app-11"), 0);
	cr_expect_eq(drain_arriving(&look, "nobody"), -1);
	/* Later than that nothing was read. */
	look.now_ms += 2 * 60000;
	cr_expect_eq(drain_arriving(&look, "app-21"), -1);
	end();

	begin("silent");
	cr_expect_eq(drain_arriving(&look, "app-21"), -1);
	end();
}

/* It is in the configuration, so its sessions count, known or not. */
Test(ui_drain, a_balancer_that_never_answered_is_not_left_out)
{
	struct drain drain;

	begin("empty");
	drain_read(&drain, &look);
	cr_expect_eq(drain.left, 0);
	fake_facts(run)->n_lbs = 1;
	fake_facts(run)->n_rows = 1;
	drain_read(&drain, &look);
	cr_expect_eq(drain.left, -1);
	end();
}

Test(ui_drain, silence_begins_with_the_third_missed_poll)
{
	begin("drain");
	for (unsigned missed = 0; missed < 6; missed++) {
		fake_facts(run)->lbs[0].missed = missed;
		cr_expect_eq(standing_is_silent(look.view, "lb-1"), missed >= 3);
		cr_expect_eq(standing_sessions(look.view, "app-11", "lb-1") < 0,
		    missed >= 3);
	}
	end();
}

/* ---- folding ---- */

static size_t
place_of(const struct drain_table *table, const char *name)
{
	size_t i = 0;

	while (i < table->n_rows && !str_eq(table->rows[i]->name, name))
		i++;
	return i;
}

Test(ui_drain, empty_servers_fold_and_the_others_keep_their_order)
{
	struct drain_table table;

	begin("many");
	for (int lines = 4; lines < 20; lines++) {
		drain_table_fit(&table, &look, (struct drain_room){ .width = 80,
		    .lines = lines, .cursor = "" });
		cr_expect_eq(table.n_rows + table.folded, 8);
		cr_expect_eq(table.folded, lines < 10 ? 3 : 0, "%d", lines);
		cr_expect_leq(table.old_lines + (table.folded > 0) +
		    table.new_lines, lines);
		for (size_t i = 1; i < table.n_rows; i++)
			cr_expect_lt(table.rows[i - 1], table.rows[i]);
	}
	end();
}

/* U-07: whatever is read, the server under the cursor keeps its line. */
Test(ui_drain, the_row_of_the_cursor_stays)
{
	struct drain_table table;
	struct drain_room room = { .width = 80, .lines = 7, .cursor = "app-12" };

	begin("many");
	srand(3);
	for (int round = 0; round < 200; round++) {
		for (size_t i = 0; i < fake_facts(run)->n_rows; i++)
			fake_facts(run)->rows[i].scur = (unsigned)(rand() % 3);
		drain_table_fit(&table, &look, room);
		cr_assert_lt(place_of(&table, "app-12"), table.n_rows);
		for (size_t i = 1; i < table.n_rows; i++)
			cr_assert_lt(table.rows[i - 1], table.rows[i]);
	}
	end();
}

static const char *
any_state_of(enum lb_state *state)
{
	static const struct { const char *status; enum lb_state state; } all[] = {
		{ "UP", LB_UP }, { "NOLB", LB_NOLB }, { "DOWN", LB_DOWN },
		{ "MAINT", LB_MAINT }, { "DRAIN", LB_DRAIN },
	};
	size_t i = (size_t)rand() % countof(all);

	*state = all[i].state;
	return all[i].status;
}

/* All that a reading can change and a mark cannot. */
static void
read_anything(struct facts *facts)
{
	for (size_t i = 0; i < facts->n_rows; i++) {
		struct lb_row *row = &facts->rows[i];
		row->scur = (unsigned)(rand() % 3);
		(void)str_copy(row->status, sizeof(row->status),
		    any_state_of(&row->state));
	}
	for (size_t i = 0; i < facts->n_servers; i++) {
		struct server *sv = &facts->servers[i];
		sv->state = rand() % 2 == 0 ? CLOUD_OPERATIONAL : CLOUD_BOOTING;
		if (rand() % 3 == 0)
			sv->self.version[0] = '\0';
	}
	for (size_t i = 0; i < facts->n_lbs; i++)
		facts->lbs[i].missed = (unsigned)(rand() % 5);
}

/* U-07 in the checklists: whatever is read, each server keeps its line. */
Test(ui_drain, the_rows_of_a_checklist_stay)
{
	static const char *const checklists[] = { "clone", "pick", "drain", "detach",
		"terminate" };

	srand(4);
	for (size_t m = 0; m < countof(checklists); m++) {
		begin(checklists[m]);
		struct pick_rows first = pick_rows_new(look.view);
		for (int round = 0; round < 200; round++) {
			read_anything(fake_facts(run));
			struct pick_rows now = pick_rows_new(look.view);
			cr_assert_eq(now.n, first.n);
			for (size_t i = 0; i < now.n; i++)
				cr_assert_str_eq(now.names[i], first.names[i], "%s",
				    checklists[m]);
			pick_rows_done(&now);
		}
		pick_rows_done(&first);
		end();
	}
}

/* ---- the curve ---- */

Test(ui_drain, the_forecast_has_at_most_half)
{
	static const struct { int64_t past, best, worst; int now; } cases[] = {
		{ 100, 0, 0, 90 }, { 100, 10, 20, 75 }, { 100, 50, 100, 45 },
		{ 100, 500, 9000, 45 }, { 0, 10, 20, 90 },
	};

	for (size_t i = 0; i < countof(cases); i++) {
		struct curve curve;
		curve_forecast(&curve, cases[i].past, cases[i].best, cases[i].worst,
		    90);
		cr_expect_eq(curve.now, cases[i].now, "%zu: %d", i, curve.now);
	}
}

/* One line: ▒ until the best end, ░ until the worst, then nothing; what is stuck
 * goes on to the edge. */
Test(ui_drain, best_and_worst_end_where_they_say)
{
	static const double past[] = { 8, 4 };
	struct curve curve = { .width = 12, .now = 2, .cells = past, .peak = 8,
		.left = 4, .best = 3, .worst = 6 };

	for (int c = 0; c < 12; c++)
		cr_expect_str_eq(curve_cell(&curve, c, 0, 1), c == 0 ? "█" :
		    c == 1 ? "▄" : c < 5 ? "▒" : c < 8 ? "░" : " ", "cell %d", c);
	curve.stays = 1;
	cr_expect_str_eq(curve_cell(&curve, 11, 0, 1), "▒");
}

Test(ui_drain, an_axis_has_one_zero)
{
	static const struct { double peak; const char *half; } cases[] = {
		{ 73, "36" }, { 2, "1" }, { 1, NULL }, { 0, NULL },
	};
	char text[24];

	for (size_t i = 0; i < countof(cases); i++) {
		bool marked = chart_mark(cases[i].peak, 2, 4, text, sizeof(text));

		cr_expect_eq(marked, cases[i].half != NULL, "%zu", i);
		if (marked && cases[i].half != NULL)
			cr_expect_str_eq(text, cases[i].half);
		cr_expect(chart_mark(cases[i].peak, 0, 4, text, sizeof(text)));
		cr_expect_not(chart_mark(cases[i].peak, 1, 4, text, sizeof(text)));
	}
}

Test(ui_drain, no_reading_is_a_blank_and_one_session_is_seen)
{
	static const double past[] = { -1, 0, 1, 1000 };
	struct curve curve = { .width = 4, .now = 4, .cells = past, .peak = 1000 };

	cr_expect_str_eq(curve_cell(&curve, 0, 0, 6), " ");
	cr_expect_str_eq(curve_cell(&curve, 1, 0, 6), " ");
	cr_expect_str_eq(curve_cell(&curve, 2, 0, 6), "▁");
	cr_expect_str_eq(curve_cell(&curve, 3, 5, 6), "█");
}

/* ---- who waits ---- */

Test(ui_drain, one_address_is_named_only_when_it_is_everybodys)
{
	static const struct {
		const char *lines[3];
		size_t n, more;
		const char *from;	/* NULL: not one */
	} cases[] = {
		{ { "10.9.3.7:51544 through www" }, 1, 0, "10.9.3.7" },
		{ { "10.9.3.7:51544 a", "10.9.3.7:9 b" }, 2, 0, "10.9.3.7" },
		{ { "10.9.3.7:51544 a", "10.9.3.70:9 b" }, 2, 0, NULL },
		{ { "10.9.3.7:51544 a", "10.9.3.7:9 b" }, 2, 5, NULL },
		{ { "::1:51544 a", "::1:80 b" }, 2, 0, "::1" },
		{ { "unix a" }, 1, 0, "unix" }, { { "" }, 0, 0, NULL },
	};
	char from[NAME_LEN];

	for (size_t i = 0; i < countof(cases); i++) {
		struct who who = { .server = "app-12", .lb = "lb-2",
			.n = cases[i].n, .more = cases[i].more };
		for (size_t l = 0; l < who.n; l++)
			(void)str_copy(who.lines[l], TEXT_LEN, cases[i].lines[l]);
		bool one = who_all_from(&who, "app-12", "lb-2", from, sizeof(from));
		cr_expect_eq(one, cases[i].from != NULL, "%zu", i);
		if (one)
			cr_expect_str_eq(from, cases[i].from);
		cr_expect_not(who_all_from(&who, "app-11", "lb-2", from,
		    sizeof(from)), "an answer about another server");
	}
}

/* ---- what was found ---- */

static size_t
differences(const char *first)
{
	struct checks checks = { 0 };

	found_differences(run_view(run), &checks);
	size_t n = checks.n;
	if (n > 0 && first != NULL)
		cr_expect(strstr(checks.list[0].text, first) != NULL, "%s",
		    checks.list[0].text);
	checks_done(&checks);
	return n;
}

Test(ui_drain, a_world_as_it_was_left_has_no_difference)
{
	static const char *const moments[] = { "snapshot", "clone", "launch",
		"launch-more", "overview", "pick", "drain", "silent", "detach",
		"array-update", "array-on", "judge", "terminate", "ended" };

	for (size_t i = 0; i < countof(moments); i++) {
		begin(moments[i]);
		cr_expect_eq(differences(NULL), 0, "%s", moments[i]);
		end();
	}
}

static void array_on(struct facts *facts) { facts->array.enabled = TRI_YES; }
static void old_up(struct facts *facts) { facts->rows[1].state = LB_UP; }
static void new_down(struct facts *facts)
{
	facts->servers[2].state = CLOUD_TERMINATED;
}
/* The run discarded it, so nothing of it stands. */
static void
new_given_up(struct facts *facts)
{
	new_down(facts);
	(void)str_copy(facts->servers[2].name, NAME_LEN, "app-29");
}
static void new_gone(struct facts *facts) { facts->rows[7].state = LB_MAINT; }
static void tag_gone(struct facts *facts) { facts->servers[2].tag = MARK_UNKNOWN; }
static void all_silent(struct facts *facts)
{
	old_up(facts);
	facts->lbs[1].missed = 9;
}

Test(ui_drain, each_difference_is_told)
{
	static const struct {
		const char *moment;
		void (*spoil)(struct facts *facts);
		size_t n;
		const char *text;
	} cases[] = {
		{ "pick", array_on, 1, "web-array is enabled" },
		{ "detach", old_up, 1, "app-11 is OLD and UP on lb-2" },
		{ "detach", all_silent, 0, NULL },
		{ "detach", new_gone, 1, "app-22 is NEW and lb-2 does not list" },
		{ "detach", new_down, 1, "app-21 is NEW and terminated" },
		{ "detach", new_given_up, 0, NULL },
		{ "overview", tag_gone, 1, "app-21 is NEW, but its tag" },
	};

	for (size_t i = 0; i < countof(cases); i++) {
		begin(cases[i].moment);
		cases[i].spoil(fake_facts(run));
		cr_expect_eq(differences(cases[i].text), cases[i].n, "%zu", i);
		end();
	}
	begin("differs");
	cr_expect_eq(differences("app-12 is OLD and lb-2 lists it (UP)"), 2);
	end();
}

/* It is said when all of it is proven, and not before. */
Test(ui_drain, what_is_proven_is_said)
{
	struct drain drain;
	char text[TEXT_LEN];

	begin("empty");
	drain_read(&drain, &look);
	drain_forecast(&drain, &look, text, sizeof(text));
	cr_expect_str_eq(text, "Proving that it stays so.");
	facts_need_proof(fake_facts(run), "app-12")->verdict = PROOF_EMPTY;
	drain_forecast(&drain, &look, text, sizeof(text));
	cr_expect_str_eq(text, "Proven: step 14 cuts nobody off.");
	end();
}
