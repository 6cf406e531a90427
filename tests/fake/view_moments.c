/* The moments of a made-up run. */

#include <stdlib.h>

#include "base/clock.h"
#include "base/str.h"
#include "base/xmalloc.h"
#include "view_priv.h"

#define MINUTE INT64_C(60000)

static struct server *
add_server(struct run *run, const char *name, const char *addr, enum mark mark)
{
	struct facts *facts = &run->facts;

	x_grow(facts->servers, facts->n_servers, facts->cap_servers);
	struct server *sv = &facts->servers[facts->n_servers++];
	*sv = (struct server){ .mark = mark, .tag = mark,
		.state = CLOUD_OPERATIONAL, .seen_ms = facts->now_ms,
		.probe.passed = mark == MARK_NEW ? TRI_YES : TRI_UNKNOWN };
	(void)str_copy(sv->name, NAME_LEN, name);
	(void)str_copy(sv->addr, NAME_LEN, addr);
	(void)str_fmt(sv->id, NAME_LEN, "i-%s", name);
	return sv;
}

static void
add_lb(struct run *run, const char *name)
{
	struct facts *facts = &run->facts;

	x_grow(facts->lbs, facts->n_lbs, facts->cap_lbs);
	struct lb *lb = &facts->lbs[facts->n_lbs++];
	*lb = (struct lb){ .pid = 100, .seen_ms = facts->now_ms - 300 };
	(void)str_copy(lb->name, NAME_LEN, name);
	(void)str_copy(lb->backend, NAME_LEN, "www");
	(void)str_copy(lb->version, NAME_LEN, "2.6.12");
}

static void
add_row(struct run *run, const char *lb, const char *server, enum lb_state state,
    unsigned sessions)
{
	struct facts *facts = &run->facts;
	const struct server *sv = facts_server(facts, server);

	x_grow(facts->rows, facts->n_rows, facts->cap_rows);
	struct lb_row *row = &facts->rows[facts->n_rows++];
	*row = (struct lb_row){ .state = state, .pid = 100, .scur = sessions,
		.weight = 1, .in_service = true, .seen_ms = facts->now_ms - 300,
		.check_code = state == LB_NOLB ? 404 : 200, .lastsess_s = 1 };
	(void)str_copy(row->lb, NAME_LEN, lb);
	(void)str_copy(row->pxname, NAME_LEN, "www");
	(void)str_copy(row->svname, NAME_LEN, server);
	(void)str_copy(row->addr, NAME_LEN, sv->addr);
}

static void
tell(struct run *run, int step, int64_t ago_ms, enum event_kind kind,
    const char *text)
{
	struct event event = { .kind = kind, .step = step,
		.wall_ms = FAKE_WALL_MS - ago_ms };

	(void)str_copy(event.text, sizeof(event.text), text);
	fake_tell(run, &event);
}

/* ---- the world ---- */

static void
make_config(struct config *config)
{
	(void)str_copy(config->deployment, NAME_LEN, "shop-prod");
	(void)str_copy(config->environment, NAME_LEN, "PROD");
	(void)str_copy(config->ticket, NAME_LEN, "CHG-4711");
	(void)str_copy(config->release_from, NAME_LEN, "r41");
	(void)str_copy(config->release_to, NAME_LEN, "r42");
	(void)str_copy(config->template_to, NAME_LEN, "app-r42");
	(void)str_copy(config->array, NAME_LEN, "web-array");
	config->drain_limit_ms = 30 * MINUTE;
	config->policy.floor = 2;
	config->lbs = xcalloc(2, sizeof(*config->lbs));
	config->n_lbs = 2;
	(void)str_copy(config->lbs[0].name, NAME_LEN, "lb-1");
	(void)str_copy(config->lbs[1].name, NAME_LEN, "lb-2");
}

static void
make_servers(struct run *run)
{
	struct facts *facts = &run->facts;

	add_lb(run, "lb-1");
	add_lb(run, "lb-2");
	(void)add_server(run, "app-11", "10.0.1.11:80", MARK_OLD);
	(void)add_server(run, "app-12", "10.0.1.12:80", MARK_OLD);
	(void)add_server(run, "app-21", "10.0.2.21:80", MARK_NEW);
	(void)add_server(run, "app-22", "10.0.2.22:80", MARK_NEW);
	facts->array = (struct array){ .exists = TRI_YES, .enabled = TRI_NO };
	(void)str_copy(facts->array.name, NAME_LEN, "web-array");
	facts->db.configured = TRI_YES;
	facts->db.snapshot.state = SNAPSHOT_COMPLETE;
	facts->db.snapshot.verified = TRI_YES;
	facts->db.snapshot.wall_ms = FAKE_WALL_MS - 110 * MINUTE;
}

static void
make_rows(struct run *run, enum lb_state old, const unsigned n[8])
{
	static const char *const servers[] =
	    { "app-11", "app-12", "app-21", "app-22" };

	for (size_t i = 0; i < 8; i++)
		if (n[i] != 9999)
			add_row(run, i % 2 == 0 ? "lb-1" : "lb-2", servers[i / 2],
			    i < 4 ? old : LB_UP, n[i]);
}

/* Steps below this are done, three minutes each. */
static void
make_done(struct run *run, int step)
{
	for (int i = 1; i < step; i++) {
		run->states[i] = STATE_DONE;
		run->times[i].began_wall_ms = FAKE_WALL_MS -
		    (step - i + 3) * 3 * MINUTE;
		run->times[i].ended_wall_ms = run->times[i].began_wall_ms +
		    3 * MINUTE;
	}
	run->view.step = runbook_step(step > STEP_COUNT ? STEP_COUNT : step);
	tell(run, step > STEP_COUNT ? STEP_COUNT : step, 0, EVENT_STEP, "");
}

/* ---- history: eight minutes of it, one reading in two seconds ---- */

static double
shape(double part, double from, double to)
{
	return to + (from - to) * (1 - part);
}

static void
make_history(struct run *run)
{
	static const double from[] = { 19, 17, 19, 18, 6, 7, 7, 6 };
	struct facts *facts = &run->facts;
	int64_t now = facts->now_ms;
	unsigned last[8];

	for (size_t i = 0; i < facts->n_rows; i++)
		last[i] = facts->rows[i].scur;
	for (int i = 0; i <= 240; i++) {
		facts->now_ms = now - (240 - i) * 2000;
		for (size_t r = 0; r < facts->n_rows && r < 8; r++)
			facts->rows[r].scur = (unsigned)(shape(i / 240.0, from[r],
			    last[r]) + 0.5);
		/* Two that do not go away. */
		if (i > 90 && facts->n_rows == 8)
			facts->rows[3].scur = last[3];
		history_add(&run->history, facts);
	}
	facts->now_ms = now;
}

/* ---- moments ---- */

void
fake_plan(struct run *run)
{
	plan_done(&run->plan);
	run->plan = (struct plan){ .purpose = PLAN_FORWARD,
		.serial = ++run->serial };
	run->view.step->plan(run_view(run)->scene, &run->plan);
	run->states[run->view.step->number] = STATE_PLANNED;
}

static const unsigned before[8] = { 19, 17, 19, 18, 9999, 9999, 9999, 9999 };
static const unsigned both[8] = { 19, 17, 19, 18, 6, 7, 7, 6 };
static const unsigned draining[8] = { 3, 4, 0, 2, 31, 29, 30, 32 };
static const unsigned empty[8] = { 0, 0, 0, 0, 34, 32, 33, 35 };

static void
moment_start(struct run *run)
{
	(void)run;
}

static void
moment_overview(struct run *run)
{
	make_servers(run);
	make_rows(run, LB_UP, before);
	make_done(run, 11);
	tell(run, 10, MINUTE, EVENT_DONE, "web-array is disabled");
}

static void
moment_pick(struct run *run)
{
	make_servers(run);
	make_rows(run, LB_UP, both);
	make_done(run, 12);
	checks_add(&run->refusals, VERDICT_GOOD,
	    "lb-1 keeps 2 healthy servers (least 2)");
	checks_add(&run->refusals, VERDICT_GOOD,
	    "lb-2 keeps 2 healthy servers (least 2)");
	fake_plan(run);
}

static void
moment_drain(struct run *run)
{
	make_servers(run);
	make_rows(run, LB_NOLB, draining);
	make_done(run, 13);
	make_history(run);
	fake_plan(run);
	run->states[13] = STATE_RUNNING;
	run->times[13].began_wall_ms = FAKE_WALL_MS - 9 * MINUTE;
	if (run->plan.n > 0)
		run->view.busy = &run->plan.actions[0];
	run->view.busy_since_ms = run->facts.now_ms - 9 * MINUTE;
	tell(run, 12, 9 * MINUTE, EVENT_DONE,
	    "app-11 and app-12 answer 404, state NOLB");
	tell(run, 13, 16000, EVENT_SESSIONS,
	    "lb-1 app-12: last session ended, drained in 8 m 46 s");
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
moment_empty(struct run *run)
{
	moment_drain(run);
	for (size_t i = 0; i < 4; i++)
		run->facts.rows[i].scur = empty[i];
	history_add(&run->history, &run->facts);
	add_proof(run, "app-11", PROOF_EMPTY, 6);
	add_proof(run, "app-12", PROOF_COUNTING, 4);
}

static void
moment_detach(struct run *run)
{
	make_servers(run);
	make_rows(run, LB_NOLB, empty);
	make_done(run, 14);
	add_proof(run, "app-11", PROOF_EMPTY, 6);
	add_proof(run, "app-12", PROOF_EMPTY, 6);
	fake_plan(run);
}

static void
moment_terminate(struct run *run)
{
	static const unsigned rows[8] = { 9999, 9999, 9999, 9999, 31, 29, 30, 28 };

	make_servers(run);
	make_rows(run, LB_NOLB, rows);
	make_done(run, 18);
	run->plan = (struct plan){ .serial = ++run->serial };
	(void)plan_add(&run->plan, ACTION_TERMINATE, "app-11", NULL, "i-app-11");
	(void)plan_add(&run->plan, ACTION_TERMINATE, "app-12", NULL, "i-app-12");
	(void)str_copy(run->plan.typed, TEXT_LEN, "2 shop-prod");
	checks_add(&run->refusals, VERDICT_GOOD,
	    "in no load balancer since 14:34, asked again just now");
	checks_add(&run->refusals, VERDICT_GOOD,
	    "no session for 34 min; the session limit is 30 min");
	checks_add(&run->refusals, VERDICT_LOOK, "Apache on app-12 answered 1 "
	    "request at 14:51, from 10.0.0.5");
	run->states[18] = STATE_PLANNED;
}

static void
moment_refusing(struct run *run)
{
	moment_detach(run);
	run->refuses = true;
}

static void
moment_moving(struct run *run)
{
	moment_terminate(run);
	run->moves = true;
}

static void
moment_launch(struct run *run)
{
	make_servers(run);
	make_rows(run, LB_UP, before);
	make_done(run, 7);
	run->plan = (struct plan){ .serial = ++run->serial };
	(void)plan_add(&run->plan, ACTION_LAUNCH, "app-21", NULL, NULL);
	(void)plan_add(&run->plan, ACTION_PROBE, "app-21", NULL, NULL);
	run->states[7] = STATE_RUNNING;
	struct event event = { .kind = EVENT_DONE, .step = 7,
		.action = run->plan.actions[0], .wall_ms = FAKE_WALL_MS - 60000 };
	fake_tell(run, &event);
	run->view.busy = &run->plan.actions[1];
	run->view.busy_index = 1;
	run->view.busy_since_ms = run->facts.now_ms - 22000;
	tell(run, 7, 18000, EVENT_OUTPUT, "r42 starting, 8 workers");
	tell(run, 7, 6000, EVENT_OUTPUT, "worker 5 of 8 ready");
	tell(run, 7, 1000, EVENT_OUTPUT, "worker 6 of 8 ready");
}

static void
moment_failed(struct run *run)
{
	moment_launch(run);
	run->view.busy = NULL;
	plan_done(&run->plan);
	run->plan = (struct plan){ 0 };
	run->states[7] = STATE_FAILED;
	checks_add(&run->checks, VERDICT_BAD,
	    "app-21 does not answer on /health: connection refused");
	tell(run, 7, 0, EVENT_FAILED, "the health page of app-21 did not answer");
}

static void
moment_unsettled(struct run *run)
{
	make_servers(run);
	make_rows(run, LB_NOLB, empty);
	make_done(run, 14);
	run->unsettled = (struct action){ .kind = ACTION_DETACH };
	(void)str_copy(run->unsettled.server, NAME_LEN, "app-11");
	(void)str_copy(run->unsettled.lb, NAME_LEN, "lb-2");
	run->view.unsettled = &run->unsettled;
	run->view.unsettled_text = "lb-2 still lists app-11 in NOLB; the order may "
	    "have been lost on its way";
}

static void
moment_judge(struct run *run)
{
	make_servers(run);
	make_rows(run, LB_UP, both);
	make_done(run, 17);
	run->states[17] = STATE_VERIFYING;
	checks_add(&run->checks, VERDICT_GOOD, "lb-1 answers with r42 alone");
	checks_add(&run->checks, VERDICT_GOOD, "lb-2 answers with r42 alone");
}

static void
moment_settings(struct run *run)
{
	make_servers(run);
	make_rows(run, LB_UP, before);
	make_done(run, 6);
}

static void
moment_ended(struct run *run)
{
	static const unsigned rows[8] = { 9999, 9999, 9999, 9999, 31, 29, 30, 28 };

	make_servers(run);
	make_rows(run, LB_UP, rows);
	run->facts.servers[0].state = run->facts.servers[1].state =
	    CLOUD_TERMINATED;
	make_done(run, 19);
	run->view.ended = true;
	run->view.can_go_back = false;
	run->view.refused = 1;
	tell(run, 18, 0, EVENT_END, "the upgrade is finished");
}

static const struct {
	const char *name;
	void (*make)(struct run *run);
} moments[] = {
	{ "start", moment_start }, { "overview", moment_overview },
	{ "pick", moment_pick }, { "drain", moment_drain },
	{ "empty", moment_empty }, { "detach", moment_detach },
	{ "terminate", moment_terminate }, { "launch", moment_launch },
	{ "failed", moment_failed }, { "unsettled", moment_unsettled },
	{ "judge", moment_judge }, { "settings", moment_settings },
	{ "ended", moment_ended }, { "refusing", moment_refusing },
	{ "moving", moment_moving },
};

struct run *
fake_run_new(struct loop *loop, const char *moment)
{
	struct run *run = xcalloc(1, sizeof(*run));

	run->loop = loop;
	run->left = -1;
	facts_init(&run->facts);
	run->facts.now_ms = clock_boot_ms();
	make_config(&run->config);
	run->view = (struct view){ .config = &run->config,
		.run_id = "20261124-1", .run_dir = "/run/20261124-1",
		.driver = "maria@bastion", .facts = &run->facts,
		.history = &run->history, .step = runbook_step(1),
		.states = run->states, .times = run->times,
		.checks = &run->checks, .refusals = &run->refusals,
		.events = &run->events, .can_go_back = true };
	for (size_t i = 0; i < countof(moments); i++)
		if (str_eq(moments[i].name, moment))
			moments[i].make(run);
	return run;
}
