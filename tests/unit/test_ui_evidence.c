/* talk/evidence: what speaks for ending the old servers, and what is not known. */

#include <criterion/criterion.h>
#include <string.h>

#include "base/loop.h"
#include "base/str.h"
#include "fake/view.h"
#include "talk/evidence.h"

#define MINUTE INT64_C(60000)
#define NOON (INT64_C(1795478400000) + 12 * 60 * MINUTE)	/* 2026-11-24 */

static struct loop *loop;
static struct run *run;
static struct view view;
static enum step_state states[STEP_COUNT + 1];
static struct step_times times[STEP_COUNT + 1];
static struct config config;
static struct look look;

/* Half an hour ago step 14 was done, ten minutes ago the site was good. */
static void
begin(void)
{
	struct err err;

	loop = loop_new(&err);
	run = fake_run_new(loop, "terminate");
	view = *run_view(run);
	memcpy(states, view.states, sizeof(states));
	memcpy(times, view.times, sizeof(times));
	config = *view.config;
	config.drain_limit_ms = 30 * MINUTE;
	view.states = states;
	view.times = times;
	view.config = &config;
	times[14].ended_wall_ms = NOON - 30 * MINUTE;
	times[17].ended_wall_ms = NOON - 10 * MINUTE;
	fake_facts(run)->db.snapshot.wall_ms = NOON - 90 * MINUTE;
	look = (struct look){ .view = &view, .wall_ms = NOON,
		.now_ms = view.facts->now_ms };
}

static void
end(void)
{
	fake_run_free(run);
	loop_free(loop);
}

TestSuite(ui_evidence, .init = begin, .fini = end);

/* ---- the world as each case has it ---- */

static void as_it_is(void) { }
static void too_young(void) { times[14].ended_wall_ms = NOON - 29 * MINUTE; }
static void no_detach(void) { states[14] = STATE_UNDONE; }
static void yesterday(void) { times[14].ended_wall_ms -= 24 * 60 * MINUTE; }
static void site_skipped(void) { states[17] = STATE_SKIPPED; }
static void site_open(void) { states[17] = STATE_FAILED; }

static void
silent(void)
{
	fake_facts(run)->lbs[1].seen_ms = view.facts->now_ms - 6000;
	fake_facts(run)->lbs[1].missed = 6;
}

static void
listed_again(void)
{
	struct facts *facts = fake_facts(run);

	(void)str_copy(facts->rows[0].svname, NAME_LEN, "app-12");
	(void)str_copy(facts->rows[0].server, NAME_LEN, "app-12");
}

static void
busy_in_maint(void)
{
	listed_again();
	fake_facts(run)->rows[0].state = LB_MAINT;
}

static void
no_backup(void)
{
	fake_facts(run)->db.snapshot = (struct snapshot){ 0 };
	states[1] = STATE_SKIPPED;
}

static void
not_read_back(void)
{
	fake_facts(run)->db.snapshot.verified = TRI_UNKNOWN;
}

static const struct {
	void (*make)(void);
	enum line_kind kind;
	const char *text;		/* of one line, from its start */
} cases[] = {
	{ as_it_is, LINE_GOOD, "app-11: OLD, in the cloud OLD; gone from lb-1; gone "
	    "from lb-2" },
	{ silent, LINE_UNKNOWN, "app-11: OLD, in the cloud OLD; gone from lb-1; lb-2 "
	    "not known" },
	{ busy_in_maint, LINE_BAD, "app-12: OLD, in the cloud OLD; lb-1 MAINT, 31 "
	    "sessions" },
	{ listed_again, LINE_BAD, "app-12: OLD, in the cloud OLD; lb-1 UP, 31 "
	    "sessions" },
	{ as_it_is, LINE_GOOD, "in no load balancer since 11:30, asked again just now" },
	{ as_it_is, LINE_GOOD, "no session for 30 m; the session limit is 30 m" },
	{ as_it_is, LINE_GOOD, "the site test passed at 11:50; app-21, app-22: 118 sessions now" },
	{ as_it_is, LINE_GOOD, "backup snap-2211 of 10:30 was read back" },
	{ yesterday, LINE_GOOD, "in no load balancer since 2026-11-23 11:30" },
	{ too_young, LINE_LOOK, "no session for 29 m" },
	{ no_detach, LINE_LOOK, "in no load balancer, asked just now; since when is not known" },
	{ silent, LINE_UNKNOWN, "whether a load balancer lists them is not known: lb-2" },
	{ silent, LINE_GOOD, "the site test passed at 11:50; how many sessions" },
	{ listed_again, LINE_BAD, "app-12 is in a load balancer now" },
	{ busy_in_maint, LINE_BAD, "app-12 still has sessions" },
	{ site_skipped, LINE_LOOK, "the site was not tested: step 17 was skipped" },
	{ site_open, LINE_LOOK, "the site was not tested: step 17 is not done" },
	{ no_backup, LINE_LOOK, "no backup of this run is known: step 1 was skipped" },
	{ not_read_back, LINE_LOOK, "backup snap-2211 of 10:30 was not read back" },
};

static bool
has(const struct lines *lines, enum line_kind kind, const char *text)
{
	for (size_t i = 0; i < lines->n; i++)
		if (lines->list[i].kind == kind &&
		    str_starts(lines->list[i].text, text))
			return true;
	return false;
}

static void
expect(size_t i)
{
	struct lines lines = { 0 };

	cases[i].make();
	evidence_add_servers(&lines, &look);
	evidence_add(&lines, &look);
	cr_expect(has(&lines, cases[i].kind, cases[i].text), "%s", cases[i].text);
	/* A good word is never said of what is not known. */
	if (cases[i].make == silent || cases[i].make == no_detach)
		cr_expect(!has(&lines, LINE_GOOD, "in no load balancer") &&
		    !has(&lines, LINE_GOOD, "no session"));
	lines_done(&lines);
}

Test(ui_evidence, says_what_is_seen_and_what_is_not)
{
	for (size_t i = 0; i < countof(cases); i++) {
		expect(i);
		end();
		begin();
	}
}

Test(ui_evidence, is_for_the_last_step_alone)
{
	struct lines lines = { 0 };

	view.step = runbook_step(14);
	evidence_add_servers(&lines, &look);
	evidence_add(&lines, &look);
	cr_expect_eq(lines.n, 0);
	lines_done(&lines);
}

/* All of it in one line of 80 columns, behind its title and its sign. */
Test(ui_evidence, in_brief)
{
	char text[TEXT_LEN];

	(void)evidence_brief(&look, text, sizeof(text));
	cr_expect_str_eq(text, "off, no session since 11:30; site good 11:50; backup "
	    "10:30");
	cr_expect_leq(strlen(text), 68);
}

static void
expect_bake(const char *text)
{
	char now[TEXT_LEN];

	cr_expect(str_starts(evidence_bake_text(&look, now, sizeof(now)), text),
	    "%s", now);
}

Test(ui_evidence, bake_time_is_the_guards)
{
	view.bake_ends_ms = look.now_ms + 5 * MINUTE;
	expect_bake("Step 18 may begin at 12:05, in 5 m 00 s");
	view.bake_ends_ms = look.now_ms - 10 * MINUTE;
	expect_bake("Step 18 may begin: the bake time after step 14 was over at 11:50.");
	view.bake_ends_ms = 0;
	expect_bake("Step 18 needs step 14");
}
