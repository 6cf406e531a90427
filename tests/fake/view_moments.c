/* The moments of a made-up run: the world at a step, and what happens in it. */

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "base/xmalloc.h"
#include "view_priv.h"

void
fake_plan(struct run *run)
{
	plan_done(&run->plan);
	checks_clear(&run->checks);
	run->plan = (struct plan){ .purpose = PLAN_FORWARD,
		.serial = ++run->serial };
	if (run->view.step->precheck != NULL)
		run->view.step->precheck(run_view(run)->scene, &run->checks);
	run->view.step->plan(run_view(run)->scene, &run->plan);
	plan_want_typed(&run->plan, run->config.deployment);
	run->states[run->view.step->number] = STATE_PLANNED;
}

/* The action at this place of the plan is being done since then. */
static void
be_busy(struct run *run, size_t i, int64_t since_ms)
{
	int step = run->view.step->number;

	if (i >= run->plan.n)
		return;
	run->states[step] = STATE_RUNNING;
	run->times[step].began_wall_ms = fake_wall_ms - since_ms - 65000;
	for (size_t done = 0; done < i; done++) {
		struct event event = { .kind = EVENT_STARTED, .step = step,
			.action = run->plan.actions[done],
			.wall_ms = fake_wall_ms - since_ms - 65000 };
		fake_tell(run, &event);
		event.kind = EVENT_DONE;
		event.wall_ms = fake_wall_ms - since_ms;
		fake_tell(run, &event);
	}
	run->view.busy = &run->plan.actions[i];
	run->view.busy_index = i;
	run->view.busy_since_ms = run->facts.now_ms - since_ms;
}

static void
plan_in_place(struct run *run)
{
	plan_done(&run->plan);
	run->plan = (struct plan){ .serial = ++run->serial };
}

static void
planned(struct run *run)
{
	fake_plan(run);
}

static void
reviewed(struct run *run)
{
	checks_add(&run->refusals, VERDICT_GOOD,
	    "lb-1 keeps 2 healthy servers (least 2)");
	checks_add(&run->refusals, VERDICT_GOOD,
	    "lb-2 keeps 2 healthy servers (least 2)");
	fake_plan(run);
}

static void
overview(struct run *run)
{
	fake_say(run, 10, MINUTE, EVENT_DONE, "web-array is disabled");
}

/* ---- prepare ---- */

static void
snapshot(struct run *run)
{
	fake_plan(run);
	fake_say(run, 1, 3000, EVENT_NOTE, "OLD servers of this run: app-11, app-12; "
	    "the first confirmation confirms this list");
	fake_say(run, 1, 1000, EVENT_STATE, "planned");
}

static void
migrating(struct run *run)
{
	static const char *const lines[] = {
		"BEGIN", "ALTER TABLE cart ADD COLUMN note text", "ALTER TABLE",
		"COMMIT", "CREATE INDEX CONCURRENTLY cart_note ON cart (note)",
		"building: 14000 of 91000 rows", "building: 39000 of 91000 rows",
	};

	fake_plan(run);
	be_busy(run, 1, 9000);
	for (size_t i = 0; i < countof(lines); i++)
		fake_say(run, 2, (int64_t)(countof(lines) - i) * 1000,
		    EVENT_OUTPUT, lines[i]);
}

/* ---- build ---- */

static void
launch(struct run *run)
{
	struct server *sv = &run->facts.servers[2];

	plan_in_place(run);
	(void)plan_add(&run->plan, ACTION_LAUNCH, "app-21", NULL, NULL);
	(void)plan_add(&run->plan, ACTION_PROBE, "app-21", NULL, NULL);
	be_busy(run, 0, 157000);
	sv->state = CLOUD_BOOTING;
	fake_say(run, 7, 18000, EVENT_OUTPUT, "r42 starting, 8 workers");
	fake_say(run, 7, 6000, EVENT_OUTPUT, "worker 5 of 8 ready");
	fake_say(run, 7, 1000, EVENT_OUTPUT, "worker 6 of 8 ready");
}

static void
failed(struct run *run)
{
	launch(run);
	run->view.busy = NULL;
	plan_done(&run->plan);
	run->plan = (struct plan){ 0 };
	run->states[7] = STATE_FAILED;
	checks_add(&run->checks, VERDICT_BAD,
	    "app-21 does not answer on /health: connection refused");
	fake_say(run, 7, 0, EVENT_FAILED, "the health page of app-21 did not answer");
}

static void
testing(struct run *run)
{
	plan_in_place(run);
	(void)plan_add(&run->plan, ACTION_PROBE, "app-21", NULL, NULL);
	(void)plan_add(&run->plan, ACTION_PROBE, "app-22", NULL, NULL);
	be_busy(run, 1, 4000);
	fake_say(run, 9, 3000, EVENT_OUTPUT,
	    "does not reach the database: timeout after 2 s");
	fake_say(run, 9, 1000, EVENT_OUTPUT,
	    "does not reach the database: timeout after 2 s");
}

/* ---- switch ---- */

static void
drain(struct run *run)
{
	fake_history(run);
	fake_plan(run);
	checks_clear(&run->checks);
	be_busy(run, 0, 9 * MINUTE);
	run->times[13].began_wall_ms = fake_wall_ms - 9 * MINUTE;
	fake_say(run, 12, 9 * MINUTE + 1000, EVENT_STATE, "running");
	fake_say(run, 12, 9 * MINUTE, EVENT_DONE,
	    "app-11 and app-12 answer 404, state NOLB");
	struct event event = { .kind = EVENT_SESSIONS, .step = 13,
		.wall_ms = fake_wall_ms - 16000, .server = "app-12",
		.text = "2 left" };
	fake_tell(run, &event);
}

static void
add_proof(struct run *run, const char *server, enum proof_verdict verdict,
    unsigned passed)
{
	struct facts *facts = &run->facts;

	x_grow(facts->proofs, facts->n_proofs, facts->cap_proofs);
	struct proof *proof = &facts->proofs[facts->n_proofs++];
	*proof = (struct proof){ .verdict = verdict, .passed = passed,
		.needed = 6 };
	(void)str_copy(proof->server, NAME_LEN, server);
	(void)str_copy(proof->reason, TEXT_LEN, verdict == PROOF_EMPTY ? "" :
	    "no session now; the readings must go on being 0");
}

static void
empty(struct run *run)
{
	drain(run);
	for (size_t i = 0; i < 4; i++)
		run->facts.rows[i].scur = 0;
	history_add(&run->history, &run->facts);
	add_proof(run, "app-11", PROOF_EMPTY, 6);
	add_proof(run, "app-12", PROOF_COUNTING, 4);
}

/* It has not answered for twelve seconds. */
static void
silence_lb2(struct run *run)
{
	run->facts.lbs[1].seen_ms = run->facts.now_ms - 12000;
	run->facts.lbs[1].missed = 12;
	for (size_t i = 0; i < run->facts.n_rows; i++)
		if (str_eq(run->facts.rows[i].lb, "lb-2"))
			run->facts.rows[i].seen_ms = run->facts.now_ms - 12000;
}

static void
silent(struct run *run)
{
	drain(run);
	silence_lb2(run);
}

/* Twelve servers behind four balancers: more than there are lines and columns. */
static void
many(struct run *run)
{
	char name[NAME_LEN], addr[NAME_LEN];

	fake_add_lb(run, "lb-3");
	fake_add_lb(run, "lb-4");
	run->facts.n_servers = run->facts.n_rows = 0;
	for (int i = 0; i < 12; i++) {
		bool new = i >= 8;
		(void)str_fmt(name, sizeof(name), "app-%d", new ? 13 + i : 11 + i);
		(void)str_fmt(addr, sizeof(addr), "10.0.1.%d:80", 11 + i);
		(void)fake_add_server(run, name, addr, new ? MARK_NEW : MARK_OLD);
		for (size_t lb = 0; lb < run->facts.n_lbs; lb++)
			fake_add_row(run, run->facts.lbs[lb].name, name, new ? LB_UP :
			    LB_NOLB, new ? 20 + (unsigned)lb : i < 3 ? 0 :
			    (unsigned)(i + (int)lb) / 2);
	}
	for (int i = 0; i < 3; i++) {
		(void)str_fmt(name, sizeof(name), "app-%d", 11 + i);
		add_proof(run, name, PROOF_EMPTY, 6);
	}
	drain(run);
}

static void
detach(struct run *run)
{
	add_proof(run, "app-11", PROOF_EMPTY, 6);
	add_proof(run, "app-12", PROOF_EMPTY, 6);
	reviewed(run);
}

static void
refusing(struct run *run)
{
	detach(run);
	run->refuses = true;
}

/* The plan has come some way. */
static void
refusing_late(struct run *run)
{
	struct event event = { .kind = EVENT_STARTED };

	refusing(run);
	event.action = run->plan.actions[0];
	fake_tell(run, &event);
}

static void
unsettled(struct run *run)
{
	run->unsettled = (struct action){ .kind = ACTION_DETACH };
	(void)str_copy(run->unsettled.server, NAME_LEN, "app-11");
	(void)str_copy(run->unsettled.lb, NAME_LEN, "lb-2");
	run->view.unsettled = &run->unsettled;
	run->view.unsettled_text = "lb-2 still lists app-11 in NOLB; the order may "
	    "have been lost on its way";
}

/* While nobody looked, a balancer was restarted from an old file. */
static void
differs(struct run *run)
{
	fake_add_row(run, "lb-2", "app-12", LB_UP, 4);
	run->facts.array.enabled = TRI_YES;
}

/* ---- restore ---- */

static void
look_at_site(struct run *run)
{
	struct facts *facts = &run->facts;

	for (size_t i = 0; i < facts->n_lbs; i++) {
		x_grow(facts->site, facts->n_site, facts->cap_site);
		struct site_look *look = &facts->site[facts->n_site++];
		*look = (struct site_look){ .good = TRI_YES,
			.at_ms = facts->now_ms };
		(void)str_copy(look->lb, NAME_LEN, facts->lbs[i].name);
		(void)str_copy(look->versions, TEXT_LEN, "r42");
		(void)str_copy(look->text, TEXT_LEN, "3 pages, 8 turns, all good");
	}
}

static void
site(struct run *run)
{
	static const char *const lines[] = {
		"app-21: GET /cart 200 41 ms", "app-22: GET /login 200 12 ms",
		"app-21: notice: worker 3 recycled after 1000 requests",
		"app-22: GET /cart 200 38 ms",
	};

	fake_plan(run);
	look_at_site(run);
	be_busy(run, 0, 6000);
	run->facts.rows[1].hrsp_5xx = 2;
	for (size_t i = 0; i < countof(lines); i++)
		fake_say(run, 17, (int64_t)(countof(lines) - i) * 1000,
		    EVENT_OUTPUT, lines[i]);
}

static void
judge(struct run *run)
{
	look_at_site(run);
	run->states[17] = STATE_VERIFYING;
	checks_add(&run->checks, VERDICT_GOOD, "lb-1 answers with r42 alone")->remedy =
	    11;
	checks_add(&run->checks, VERDICT_GOOD, "lb-2 answers with r42 alone");
}

static void
terminate(struct run *run)
{
	plan_in_place(run);
	(void)plan_add(&run->plan, ACTION_TERMINATE, "app-11", NULL, "i-app-11");
	(void)plan_add(&run->plan, ACTION_TERMINATE, "app-12", NULL, "i-app-12");
	(void)str_copy(run->plan.typed, TEXT_LEN, "2 shop-prod");
	run->times[14].ended_wall_ms = fake_wall_ms - 34 * MINUTE;
	checks_add(&run->refusals, VERDICT_GOOD,
	    "app-11 and app-12 were detached for the bake time");
	checks_add(&run->refusals, VERDICT_LOOK, "app-12 has not said "
	    "whether it is busy; take the last look first");
	run->states[18] = STATE_PLANNED;
}

static void
terminate_silent(struct run *run)
{
	terminate(run);
	silence_lb2(run);
}

static void
moving(struct run *run)
{
	terminate(run);
	run->moves = true;
}

static void
terminating(struct run *run)
{
	fake_plan(run);
	be_busy(run, 2, 3000);
	run->facts.servers[0].state = CLOUD_TERMINATED;
	fake_say(run, 18, 2000, EVENT_OUTPUT,
	    "app-12: Apache is idle, 1 busy worker is this question");
}

static void
ended(struct run *run)
{
	run->view.ended = true;
	run->view.can_go_back = false;
	run->view.refused = 1;
	run->states[16] = STATE_SKIPPED;
	run->undone[12] = 2;
	run->account = (struct account){
		.sessions = "73 open when drained (14:12), 0 at 14:28; none cut off",
		.again = "launch app-22 (2 times)",
		.people = "maria@bastion drove, confirmed 14 plans; jon@bastion "
		    "took over at 14:10, confirmed 6 plans" };
	(void)str_copy(run->facts.db.snapshot.id, TEXT_LEN, "/var/lib/cutover/"
	    "snapshots/shop-prod-before-r42-20261124T123107.dump");
	fake_say(run, 18, 0, EVENT_END, "the upgrade is finished");
}

/* As most end: nothing went another way. */
static void
straight(struct run *run)
{
	ended(run);
	run->states[16] = STATE_DONE;
	run->undone[12] = run->view.refused = 0;
	(void)str_copy(run->account.again, TEXT_LEN, "none");
}

/* The balancers have answered, the cloud has not: no server is known, and nothing
 * that the cloud tells. */
static void
cloudless(struct run *run)
{
	struct facts *facts = &run->facts;

	facts->n_sources = facts->n_servers = facts->n_inputs = 0;
	facts->array = (struct array){ 0 };
}

static void
cloudless_end(struct run *run)
{
	ended(run);
	cloudless(run);
}

static void
watch(struct run *run)
{
	drain(run);
	fake_watch(run);
}

static void
watch_silent(struct run *run)
{
	drain(run);
	fake_watch_silent(run);
}

/* It answered once, and has been silent for longer than three polls. */
static void
cloud_silent(struct run *run)
{
	struct source *cloud = &run->facts.sources[0];

	cloud->missed = 7;
	(void)str_copy(cloud->trouble, sizeof(cloud->trouble), "no answer in 10 s");
}

/* Until it is told to look again. */
static void
reading(struct run *run)
{
	run->reading = true;
	run->view.met = false;
}

static const struct {
	const char *name;
	int step;			/* 0: nothing is known yet */
	void (*make)(struct run *run);	/* NULL: as it is */
} moments[] = {
	{ "start", 0, NULL },
	{ "cloudless", 11, cloudless }, { "cloudless-pick", 12, cloudless },
	{ "cloudless-drain", 13, cloudless },
	{ "cloudless-end", STEP_COUNT + 1, cloudless_end },
	{ "cloud-silent", 11, cloud_silent },
	{ "snapshot", 1, snapshot }, { "migrate", 2, planned },
	{ "migrating", 2, migrating }, { "clone", 3, planned },
	{ "configure", 4, planned }, { "save-inputs", 5, planned },
	{ "set-inputs", 6, planned }, { "settings", 6, NULL },
	{ "launch", 7, launch }, { "failed", 7, failed },
	{ "launch-more", 8, planned }, { "test", 9, planned },
	{ "testing", 9, testing }, { "array-off", 10, planned },
	{ "overview", 11, overview }, { "reading", 11, reading }, { "attach", 11, reviewed },
	{ "pick", 12, reviewed }, { "drain", 13, drain }, { "empty", 13, empty },
	{ "silent", 13, silent }, { "many", 13, many },
	{ "detach", 14, detach }, { "refusing", 14, refusing },
	{ "refusing-late", 14, refusing_late },
	{ "unsettled", 14, unsettled }, { "differs", 15, differs },
	{ "array-update", 15, planned }, { "array-on", 16, planned },
	{ "test-site", 17, planned }, { "site", 17, site }, { "judge", 17, judge },
	{ "terminate", 18, terminate }, { "moving", 18, moving },
	{ "terminate-silent", 18, terminate_silent },
	{ "terminating", 18, terminating }, { "ended", STEP_COUNT + 1, ended },
	{ "straight", STEP_COUNT + 1, straight },
	{ "alone", 0, fake_alone }, { "watch", 13, watch },
	{ "watch-silent", 13, watch_silent },
};

/* "asks-terminate": a plan of one action of this kind is shown. */
#define ASKS "asks-"

static void
asks(struct run *run, const char *kind)
{
	fake_world(run, 11);
	plan_in_place(run);
	(void)plan_add(&run->plan, action_of_name(kind), "app-11", "lb-1", "x");
	plan_want_typed(&run->plan, run->config.deployment);
	run->states[11] = STATE_PLANNED;
}

struct run *
fake_run_new(struct loop *loop, const char *moment)
{
	struct run *run = xcalloc(1, sizeof(*run));

	run->loop = loop;
	run->left = -1;
	facts_init(&run->facts);
	run->facts.now_ms = clock_boot_ms();
	fake_config(&run->config, str_eq(moment, "many") ? 4 : 2);
	run->view = (struct view){ .config = &run->config,
		.run_id = "20261124-1", .run_dir = "/run/20261124-1",
		.driver = "maria@bastion", .facts = &run->facts,
		.history = &run->history, .step = runbook_step(1),
		.states = run->states, .times = run->times, .undone = run->undone,
		.account = &run->account,
		.checks = &run->checks, .refusals = &run->refusals,
		.events = &run->events, .usual = &run->usual,
		.saved = run->saved, .met = true, .can_go_back = true,
		.markings = &run->marking, .n_markings = 1 };
	run->marking = (struct marking){ .server = "app-21",
		.who = "maria@bastion", .mark = MARK_NEW, .step = 3,
		.wall_ms = fake_wall_ms - 64 * MINUTE };
	if (str_starts(moment, ASKS))
		asks(run, moment + strlen(ASKS));
	for (size_t i = 0; i < countof(moments); i++) {
		if (!str_eq(moments[i].name, moment))
			continue;
		if (moments[i].step > 0)
			fake_world(run, moments[i].step);
		if (moments[i].make != NULL)
			moments[i].make(run);
	}
	/* A replay takes the time from the newest news. */
	fake_say(run, run->view.step->number, 0, EVENT_STEP, "");
	return run;
}
