/*
 * A small deployment for the tests of model and runbook: two balancers, and
 * whatever servers the test adds.  All facts come in by facts_merge(), as they
 * do in a run; only the marks are set by hand, as the watch copies them.
 */
#ifndef TEST_RUNBOOK_WORLD_H
#define TEST_RUNBOOK_WORLD_H

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "runbook/runbook.h"

#define NOW 1000000

struct world {
	struct config config;
	struct lb_config lbs[2];
	struct facts facts;
	struct choices choices;
	struct scene scene;
	struct plan plan;
	struct checks checks;
};

#define WORLD_FN static __attribute__((unused))

WORLD_FN void
world_saw(struct world *w, enum source_kind kind, const char *name,
    const struct sighting *saw)
{
	struct sightings batch = { 0 };

	sightings_add(&batch, saw);
	facts_merge(&w->facts, kind, name, &batch, false);
	sightings_done(&batch);
}

/* A source answered, and told nothing that we keep. */
WORLD_FN void
world_answered(struct world *w, enum source_kind kind, const char *name)
{
	size_t i = 0;

	while (i < w->facts.n_sources && w->facts.sources[i].kind != kind)
		i++;
	if (i == w->facts.n_sources)
		facts_missed(&w->facts, kind, name, "");
	w->facts.sources[i].seen_ms = w->facts.now_ms;
}

WORLD_FN struct lb *
world_lb(struct world *w, const char *name)
{
	struct sighting saw = { .kind = SAW_LB, .u.lb = { .backend = "web",
		.pid = 100, .start_s = 5000, .uptime_s = 3600,
		.admin = TRI_YES, .master = TRI_YES, .soft_stop = TRI_YES,
		.cuts_on_down = TRI_NO, .file_has_all = TRI_YES } };

	world_saw(w, SOURCE_LB, name, &saw);
	return &w->facts.lbs[facts_lb(&w->facts, name) - w->facts.lbs];
}

WORLD_FN struct server *
world_server(struct world *w, const char *name, enum mark mark,
    enum cloud_state state)
{
	struct sighting saw = { .kind = SAW_SERVER };
	struct server *sv = &saw.u.server;

	str_copy(sv->name, sizeof(sv->name), name);
	str_fmt(sv->id, sizeof(sv->id), "i-%s", name);
	str_fmt(sv->addr, sizeof(sv->addr), "%s.test:80", name);
	str_copy(sv->template, sizeof(sv->template),
	    mark == MARK_NEW ? "web-r42" : "web-r41");
	sv->tag = mark;
	sv->state = state;
	world_saw(w, SOURCE_CLOUD, "cloud", &saw);

	sv = &w->facts.servers[facts_server(&w->facts, name) -
	    w->facts.servers];
	sv->mark = mark;
	sv->self = (struct self_report){ .answers = TRI_YES,
		.health_file = TRI_YES, .seen_ms = w->facts.now_ms };
	str_copy(sv->self.version, sizeof(sv->self.version),
	    mark == MARK_NEW ? "r42" : "r41");
	return sv;
}

/* A NEW server that runs and has passed its test. */
WORLD_FN struct server *
world_proven(struct world *w, const char *name)
{
	struct server *sv = world_server(w, name, MARK_NEW, CLOUD_OPERATIONAL);

	sv->probe = (struct probe){ .passed = TRI_YES, .passes = 3,
		.at_ms = w->facts.now_ms };
	return sv;
}

WORLD_FN struct lb_row *
world_row(struct world *w, const char *lb, const char *server,
    enum lb_state state)
{
	struct sighting saw = { .kind = SAW_ROW, .u.row = { .pxname = "web",
		.check = "L7OK", .state = state, .weight = 1, .pid = 100,
		.lastsess_s = 100 } };
	struct lb_row *row = &saw.u.row;

	str_copy(row->svname, sizeof(row->svname), server);
	str_fmt(row->addr, sizeof(row->addr), "%s.test:80", server);
	str_copy(row->status, sizeof(row->status), lb_state_name(state));
	world_saw(w, SOURCE_LB, lb, &saw);
	row = &w->facts.rows[facts_row(&w->facts, server, lb) - w->facts.rows];
	row->still_ms = w->facts.now_ms - 60000;
	return row;
}

WORLD_FN void
world_rows(struct world *w, const char *server, enum lb_state state)
{
	world_row(w, "lb1", server, state);
	world_row(w, "lb2", server, state);
}

WORLD_FN void
world_array(struct world *w, enum tri enabled)
{
	struct sighting saw = { .kind = SAW_ARRAY, .u.array = {
		.exists = TRI_YES, .name = "shop-array", .enabled = enabled,
		.template = "web-r41" } };

	str_copy(w->config.array, sizeof(w->config.array), "shop-array");
	world_saw(w, SOURCE_CLOUD, "cloud", &saw);
	w->scene.array_was_on = enabled == TRI_YES;
}

WORLD_FN void
world_input(struct world *w, const char *key, const char *value,
    enum input_scope scope)
{
	struct sighting saw = { .kind = SAW_INPUT, .u.input.scope = scope };

	str_copy(saw.u.input.key, sizeof(saw.u.input.key), key);
	str_copy(saw.u.input.value, sizeof(saw.u.input.value), value);
	world_saw(w, SOURCE_CLOUD, "cloud", &saw);
}

WORLD_FN void
world_begin(struct world *w)
{
	*w = (struct world){ 0 };
	struct config *config = &w->config;

	str_copy(config->deployment, NAME_LEN, "shop-prod");
	str_copy(config->release_from, NAME_LEN, "r41");
	str_copy(config->release_to, NAME_LEN, "r42");
	str_copy(config->template_to, NAME_LEN, "web-r42");
	str_copy(w->lbs[0].name, NAME_LEN, "lb1");
	str_copy(w->lbs[1].name, NAME_LEN, "lb2");
	config->lbs = w->lbs;
	config->n_lbs = 2;
	config->policy = (struct policy){ .floor = 1, .fresh_ms = 5000,
		.snapshot_max_age_ms = 3600000, .probe_passes = 3,
		.probe_interval_ms = 1000,
		.proof = { .samples = 3, .quiet_ms = 10000,
		.max_age_ms = 5000 } };
	config->boot_limit_ms = 600000;
	config->change_limit_ms = 60000;
	config->drain_limit_ms = 7200000;
	config->command_limit_ms = 1800000;

	facts_init(&w->facts);
	w->facts.now_ms = NOW;
	world_answered(w, SOURCE_CLOUD, "cloud");
	world_lb(w, "lb1");
	world_lb(w, "lb2");
	w->scene = (struct scene){ .config = config, .facts = &w->facts,
		.choices = &w->choices, .run_dir = "/run" };
}

/* Three old servers in service. */
WORLD_FN void
world_with_old(struct world *w)
{
	static const char *const names[] = { "app-11", "app-12", "app-13" };

	world_begin(w);
	for (size_t i = 0; i < countof(names); i++) {
		world_server(w, names[i], MARK_OLD, CLOUD_OPERATIONAL);
		world_rows(w, names[i], LB_UP);
	}
}

/* And three new ones, proven; attached when state says so. */
WORLD_FN void
world_with_both(struct world *w, enum lb_state state)
{
	static const char *const names[] = { "app-21", "app-22", "app-23" };

	world_with_old(w);
	for (size_t i = 0; i < countof(names); i++) {
		world_proven(w, names[i]);
		if (state != LB_UNKNOWN)
			world_rows(w, names[i], state);
	}
}

WORLD_FN struct server *
world_get(struct world *w, const char *name)
{
	const struct server *sv = facts_server(&w->facts, name);

	cr_assert_not_null(sv, "no server %s", name);
	return &w->facts.servers[sv - w->facts.servers];
}

WORLD_FN void
world_end(struct world *w)
{
	facts_done(&w->facts);
	choices_done(&w->choices);
	plan_done(&w->plan);
	checks_done(&w->checks);
}

/* ---- what the test wants ---- */

WORLD_FN void
expect_plan(struct world *w, const char *step, const char *wanted)
{
	struct buf text = { 0 };

	plan_done(&w->plan);
	runbook_find(step)->plan(&w->scene, &w->plan);
	plan_print(&w->plan, &text);
	cr_expect_str_eq(text.data == NULL ? "" : text.data, wanted,
	    "plan of %s:\n%s---- wanted:\n%s", step,
	    text.data == NULL ? "" : text.data, wanted);
	buf_done(&text);
}

WORLD_FN void
expect_undo(struct world *w, const char *step, const struct plan *done,
    const char *wanted)
{
	struct buf text = { 0 };
	struct plan undo = { 0 };

	runbook_find(step)->undo(&w->scene, done, &undo);
	plan_print(&undo, &text);
	cr_expect_str_eq(text.data == NULL ? "" : text.data, wanted,
	    "undo of %s:\n%s---- wanted:\n%s", step,
	    text.data == NULL ? "" : text.data, wanted);
	buf_done(&text);
	plan_done(&undo);
}

/* And a step that does not apply says why. */
WORLD_FN bool
world_applies(struct world *w, const char *step)
{
	char why[TEXT_LEN] = "";
	bool yes = runbook_find(step)->applies(&w->scene, why, sizeof(why));

	cr_expect_eq(yes, why[0] == '\0', "%s: %s", step, why);
	return yes;
}

WORLD_FN enum verdict
world_precheck(struct world *w, const char *step)
{
	checks_clear(&w->checks);
	runbook_find(step)->precheck(&w->scene, &w->checks);
	return checks_worst(&w->checks);
}

WORLD_FN enum verdict
world_verify(struct world *w, const char *step)
{
	checks_clear(&w->checks);
	runbook_find(step)->verify(&w->scene, &w->checks);
	return checks_worst(&w->checks);
}

/* The first finding of this verdict has this rule and remedy. */
WORLD_FN void
expect_finding(struct world *w, enum verdict verdict, const char *rule,
    int remedy)
{
	const struct check *check = checks_first(&w->checks, verdict);

	cr_assert_not_null(check, "no finding is %s", verdict_name(verdict));
	cr_expect_str_eq(check->rule, rule, "%s", check->text);
	cr_expect_eq(check->remedy, remedy, "%s: remedy %d", check->text,
	    check->remedy);
}

#endif
