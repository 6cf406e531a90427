/*
 * A small world in which everything that the guard rules about is in order: two
 * balancers, three old servers on their way out, three new ones.  Each test then
 * spoils one thing.
 *
 *	old1  UP            old2  NOLB, empty     old3  MAINT, to be terminated
 *	new1  UP            new2  UP, of the array   new3  runs, never attached
 */
#ifndef TEST_GUARD_SCENE_H
#define TEST_GUARD_SCENE_H

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "guard/guard.h"
#include "guard/rules.h"

#define NOW 10000000
#define AGO (NOW - 500)

enum { OLD1, OLD2, OLD3, NEW1, NEW2, NEW3, SPARE, SERVERS };
enum { LB1, LB2, LBS };

struct world {
	struct config config;
	struct lb_config lb_configs[LBS];
	struct facts facts;
	struct server servers[SERVERS];
	struct lb lbs[LBS];
	struct lb_row rows[LBS * SERVERS + 2];
	struct input inputs[4];
	struct source sources[1];
	struct proof proofs[1];
	struct migration migrations[1];
	struct guard *guard;
	struct plan plan;
	/* What the test may still change before the guard hears it. */
	bool no_return_point, no_saved_inputs;
};

static inline struct lb_row *
scene_row(struct world *w, int lb, const char *server)
{
	for (size_t i = 0; i < w->facts.n_rows; i++)
		if (str_eq(w->rows[i].server, server) &&
		    str_eq(w->rows[i].lb, w->lbs[lb].name))
			return &w->rows[i];
	return NULL;
}

static inline void
scene_list(struct world *w, int lb, int server, enum lb_state state)
{
	struct lb_row *row = &w->rows[w->facts.n_rows++];
	const struct server *sv = &w->servers[server];

	*row = (struct lb_row){ .state = state, .weight = 100, .pid = 7,
	    .in_service = state == LB_UP, .lastsess_s = 600, .seen_ms = AGO };
	str_copy(row->lb, sizeof(row->lb), w->lbs[lb].name);
	str_copy(row->pxname, sizeof(row->pxname), "app");
	str_copy(row->svname, sizeof(row->svname), sv->name);
	str_copy(row->server, sizeof(row->server), sv->name);
	str_copy(row->addr, sizeof(row->addr), sv->addr);
}

static inline void
scene_server(struct world *w, int at, const char *name, enum mark mark)
{
	struct server *sv = &w->servers[at];

	*sv = (struct server){ .mark = mark, .tag = mark,
	    .state = CLOUD_OPERATIONAL, .seen_ms = AGO };
	str_copy(sv->name, sizeof(sv->name), name);
	str_fmt(sv->id, sizeof(sv->id), "i-%s", name);
	str_fmt(sv->addr, sizeof(sv->addr), "10.0.0.%d:80", at + 1);
	str_copy(sv->template, sizeof(sv->template),
	    mark == MARK_OLD ? "tpl-1" : "tpl-2");
	sv->self = (struct self_report){ .answers = TRI_YES,
	    .health_file = TRI_YES, .busy = 0, .seen_ms = AGO };
	str_copy(sv->self.version, sizeof(sv->self.version),
	    mark == MARK_OLD ? "r41" : "r42");
	sv->probe.passed = TRI_YES;
	sv->probe.passes = 3;
	w->facts.n_servers = at + 1;
}

/* A reading of the balancer's 5xx answers. */
static inline void
scene_errors(struct world *w, int lb, int64_t at_ms, int64_t errors)
{
	w->lbs[lb].errors = errors;
	pace_add(&w->lbs[lb].errors_pace, at_ms, errors);
}

static inline void
scene_balancers(struct world *w)
{
	static const enum lb_state states[] = { LB_UP, LB_NOLB, LB_MAINT, LB_UP,
	    LB_UP };

	for (int i = 0; i < LBS; i++) {
		str_fmt(w->lb_configs[i].name, NAME_LEN, "lb%d", i + 1);
		str_copy(w->lb_configs[i].backend, NAME_LEN, "app");
		str_fmt(w->lbs[i].name, NAME_LEN, "lb%d", i + 1);
		str_copy(w->lbs[i].backend, NAME_LEN, "app");
		w->lbs[i].pid = 7;
		w->lbs[i].admin = w->lbs[i].master = TRI_YES;
		w->lbs[i].soft_stop = TRI_YES;
		w->lbs[i].cuts_on_down = TRI_NO;
		w->lbs[i].saved_ms = AGO;
		scene_errors(w, i, AGO - 30000, 100);
		scene_errors(w, i, AGO, 103);
		w->lbs[i].seen_ms = AGO;
		for (int sv = OLD1; sv <= NEW2; sv++)
			scene_list(w, i, sv, states[sv]);
	}
}

static inline void
scene_config(struct config *config)
{
	str_copy(config->release_from, NAME_LEN, "r41");
	str_copy(config->release_to, NAME_LEN, "r42");
	str_copy(config->template_to, NAME_LEN, "tpl-2");
	config->policy = (struct policy){ .floor = 1, .fresh_ms = 5000,
	    .removals_per_minute = 1, .errors_most = 5, .snapshot_max_age_ms = 3600000,
	    .bake_ms = 600000, .probe_passes = 3,
	    .proof = { .samples = 3, .quiet_ms = 3000, .max_age_ms = 3000 } };
}

static inline void
scene_database(struct world *w)
{
	struct database *db = &w->facts.db;

	db->configured = TRI_YES;
	db->seen_ms = AGO;
	str_copy(db->identity, sizeof(db->identity), "main at db1, primary");
	db->snapshot.state = SNAPSHOT_COMPLETE;
	db->snapshot.verified = TRI_YES;
	db->snapshot.at_ms = AGO;
	str_copy(db->snapshot.of, sizeof(db->snapshot.of), db->identity);
	str_copy(w->migrations[0].file, sizeof(w->migrations[0].file), "a.sql");
	w->migrations[0].class = SQL_ADDITIVE;
	db->migrations = w->migrations;
	db->n_migrations = 1;
	w->facts.saved.equal = TRI_YES;
	str_copy(w->facts.saved.digest, 65, "d1");
}

static inline struct world *
scene_new(void)
{
	struct world *w = calloc(1, sizeof(*w));
	static const char *const names[] = { "old1", "old2", "old3", "new1",
	    "new2", "new3" };

	scene_config(&w->config);
	w->config.lbs = w->lb_configs;
	w->config.n_lbs = LBS;
	w->facts = (struct facts){ .now_ms = NOW, .servers = w->servers,
	    .lbs = w->lbs, .n_lbs = LBS, .rows = w->rows, .inputs = w->inputs,
	    .sources = w->sources, .n_sources = 1, .proofs = w->proofs,
	    .n_proofs = 1 };
	for (int i = OLD1; i <= NEW3; i++)
		scene_server(w, i, names[i], i < NEW1 ? MARK_OLD : MARK_NEW);
	w->servers[NEW2].in_array = true;
	scene_balancers(w);
	scene_database(w);
	w->sources[0] = (struct source){ .kind = SOURCE_CLOUD, .seen_ms = AGO };
	w->proofs[0] = (struct proof){ .passed = 3, .needed = 3,
	    .verdict = PROOF_EMPTY };
	str_copy(w->proofs[0].server, NAME_LEN, "old2");
	w->facts.array.exists = TRI_YES;
	str_copy(w->facts.array.template, NAME_LEN, "tpl-2");
	w->guard = guard_new(&w->config);
	for (int i = OLD1; i <= NEW3; i++)
		guard_mark(w->guard, names[i], w->servers[i].id,
		    w->servers[i].addr, w->servers[i].mark, NULL);
	guard_mark(w->guard, "new4", "", "", MARK_NEW, NULL);
	guard_note_detached(w->guard, "old3", NOW - w->config.policy.bake_ms);
	return w;
}

static inline void
scene_free(struct world *w)
{
	plan_done(&w->plan);
	guard_free(w->guard);
	free(w);
}

static inline void
scene_ready(struct world *w)
{
	if (!w->no_return_point)
		guard_return_point(w->guard, "r41", "tpl-1", NULL);
	if (!w->no_saved_inputs)
		guard_note_saved(w->guard, "d1");
}

/* Take a mark that the ledger would not give: what is asked is what the rule
 * says, not how the server came by the mark. */
static inline void
scene_withdraw(struct world *w, int server)
{
	guard_mark(w->guard, w->servers[server].name, "", "", MARK_WITHDRAWN, NULL);
	w->servers[server].mark = MARK_WITHDRAWN;
}

#endif
