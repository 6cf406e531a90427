/* The world of a made-up run, as it is when a step begins. */

#include <stdlib.h>

#include "base/clock.h"
#include "base/str.h"
#include "base/xmalloc.h"
#include "view_priv.h"

#define NONE 9999		/* not listed */

void
fake_say(struct run *run, int step, int64_t ago_ms, enum event_kind kind,
    const char *text)
{
	struct event event = { .kind = kind, .step = step,
		.wall_ms = fake_wall_ms - ago_ms };

	(void)str_copy(event.text, sizeof(event.text), text);
	fake_tell(run, &event);
}

/* ---- the configuration ---- */

static void
add_words(struct argv *argv, const char *const *words, size_t n)
{
	argv->words = xcalloc(n + 1, sizeof(*argv->words));
	for (argv->n = 0; argv->n < n; argv->n++)
		argv->words[argv->n] = xstrdup(words[argv->n]);
}

static void
add_inputs(struct config *config)
{
	static const char *const inputs[][2] = { { "app/release", "r42" },
		{ "app/workers", "8" }, { "db/pool", "24" } };

	config->n_inputs = countof(inputs);
	config->inputs = xcalloc(countof(inputs), sizeof(*config->inputs));
	for (size_t i = 0; i < countof(inputs); i++) {
		config->inputs[i].key = xstrdup(inputs[i][0]);
		config->inputs[i].value = xstrdup(inputs[i][1]);
	}
}

void
fake_config(struct config *config, size_t lbs)
{
	/* Too long for a line of 80 columns beside the times. */
	static const char *const files[] = {
		"/srv/shop/releases/r42/migrations/0042_add_cart_note.sql",
		"/srv/shop/releases/r42/migrations/0043_add_index.sql" }, *const applied[] = { "applied" };

	(void)str_copy(config->deployment, NAME_LEN, "shop-prod");
	(void)str_copy(config->environment, NAME_LEN, "PROD");
	(void)str_copy(config->ticket, NAME_LEN, "CHG-4711");
	(void)str_copy(config->release_from, NAME_LEN, "r41");
	(void)str_copy(config->release_to, NAME_LEN, "r42");
	(void)str_copy(config->template_to, NAME_LEN, "app-r42");
	(void)str_copy(config->array, NAME_LEN, "web-array");
	(void)str_copy(config->db.name, NAME_LEN, "shop");
	add_words(&config->db.migrations, files, countof(files));
	add_words(&config->db.applied, applied, countof(applied));
	add_inputs(config);
	config->boot_limit_ms = 15 * MINUTE;
	config->change_limit_ms = config->command_limit_ms = 5 * MINUTE;
	config->drain_limit_ms = 30 * MINUTE;
	config->bell = config->title = true;
	config->policy.floor = 2;
	config->policy.fresh_ms = 5000;
	config->policy.probe_passes = 4;
	config->policy.snapshot_max_age_ms = 24 * 60 * MINUTE;
	config->lbs = xcalloc(lbs, sizeof(*config->lbs));
	for (; config->n_lbs < lbs; config->n_lbs++)
		(void)str_fmt(config->lbs[config->n_lbs].name, NAME_LEN, "lb-%zu",
		    config->n_lbs + 1);
}

/* ---- servers ---- */

struct server *
fake_add_server(struct run *run, const char *name, const char *addr, enum mark mark)
{
	struct facts *facts = &run->facts;
	bool new = mark == MARK_NEW;

	x_grow(facts->servers, facts->n_servers, facts->cap_servers);
	struct server *sv = &facts->servers[facts->n_servers++];
	*sv = (struct server){ .mark = mark, .tag = mark,
		.state = CLOUD_OPERATIONAL, .seen_ms = facts->now_ms,
		.self = { .answers = TRI_YES, .health_file = TRI_YES,
			.seen_ms = facts->now_ms },
		.probe.passed = new ? TRI_YES : TRI_UNKNOWN,
		.probe.passes = new ? 4 : 0 };
	(void)str_copy(sv->name, NAME_LEN, name);
	(void)str_copy(sv->addr, NAME_LEN, addr);
	(void)str_fmt(sv->id, NAME_LEN, "i-%s", name);
	(void)str_copy(sv->template, NAME_LEN, new ? "app-r42" : "app-r41");
	(void)str_copy(sv->source, NAME_LEN, new ? "app-11" : "");
	(void)str_copy(sv->self.version, NAME_LEN, new ? "r42" : "r41");
	(void)str_copy(sv->probe.text, TEXT_LEN, new ?
	    "health 200, version r42, database shop@db-1" : "");
	return sv;
}

/* It was cloned, and is not launched. */
static void
not_launched(struct server *sv)
{
	sv->state = CLOUD_INACTIVE;
	sv->self = (struct self_report){ .busy = -1 };
	sv->probe = (struct probe){ 0 };
}

static void
not_tested(struct server *sv)
{
	sv->probe = (struct probe){ 0 };
}

/* It told all that it had to tell. */
void
fake_add_source(struct run *run, enum source_kind kind, const char *name)
{
	struct facts *facts = &run->facts;

	x_grow(facts->sources, facts->n_sources, facts->cap_sources);
	struct source *source = &facts->sources[facts->n_sources++];
	*source = (struct source){ .kind = kind, .seen_ms = facts->now_ms - 900 };
	(void)str_copy(source->name, NAME_LEN, name);
}

void
fake_add_lb(struct run *run, const char *name)
{
	struct facts *facts = &run->facts;

	x_grow(facts->lbs, facts->n_lbs, facts->cap_lbs);
	struct lb *lb = &facts->lbs[facts->n_lbs++];
	*lb = (struct lb){ .pid = 100, .seen_ms = facts->now_ms - 300 };
	(void)str_copy(lb->name, NAME_LEN, name);
	(void)str_copy(lb->backend, NAME_LEN, "www");
	(void)str_copy(lb->version, NAME_LEN, "2.6.12");
}

void
fake_add_row(struct run *run, const char *lb, const char *server,
    enum lb_state state, unsigned sessions)
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
	(void)str_copy(row->server, NAME_LEN, server);
	(void)str_copy(row->addr, NAME_LEN, sv->addr);
}

static void
make_servers(struct run *run, int step)
{
	(void)fake_add_server(run, "app-11", "10.0.1.11:80", MARK_OLD);
	(void)fake_add_server(run, "app-12", "10.0.1.12:80", MARK_OLD);
	for (size_t i = 0; i < run->facts.n_servers && step > STEP_COUNT; i++)
		run->facts.servers[i].state = CLOUD_TERMINATED;
	if (step <= 3)
		return;
	struct server *sv = fake_add_server(run, "app-21", "10.0.2.21:80", MARK_NEW);
	if (step <= 7)
		not_launched(sv);
	if (step <= 8)
		return;
	sv = fake_add_server(run, "app-22", "10.0.2.22:80", MARK_NEW);
	if (step <= 9)
		not_tested(sv);
}

/* ---- balancers ---- */

/* app-11, app-12, app-21, app-22; each on lb-1, then on lb-2. */
static const struct { int till; enum lb_state old; unsigned n[8]; } sessions[] = {
	{ 11, LB_UP, { 19, 17, 19, 18, NONE, NONE, NONE, NONE } },
	{ 12, LB_UP, { 19, 17, 19, 18, 6, 7, 7, 6 } },
	{ 13, LB_NOLB, { 3, 4, 0, 2, 31, 29, 30, 32 } },
	{ 14, LB_NOLB, { 0, 0, 0, 0, 34, 32, 33, 35 } },
	{ STEP_COUNT + 1, LB_NOLB, { NONE, NONE, NONE, NONE, 31, 29, 30, 28 } },
};

static void
make_rows(struct run *run, int step)
{
	static const char *const servers[] =
	    { "app-11", "app-12", "app-21", "app-22" };
	size_t at = 0;

	while (sessions[at].till < step)
		at++;
	for (size_t i = 0; i < 8; i++)
		if (sessions[at].n[i] != NONE)
			fake_add_row(run, i % 2 == 0 ? "lb-1" : "lb-2",
			    servers[i / 2], i < 4 ? sessions[at].old : LB_UP,
			    sessions[at].n[i]);
}

/* ---- the rest ---- */

static void
add_input(struct run *run, enum input_scope scope, const char *key,
    const char *value)
{
	struct facts *facts = &run->facts;

	x_grow(facts->inputs, facts->n_inputs, facts->cap_inputs);
	struct input *input = &facts->inputs[facts->n_inputs++];
	*input = (struct input){ .scope = scope,
		.secret = str_eq(key, "db/password") };
	(void)str_copy(input->key, NAME_LEN, key);
	(void)str_copy(input->value, TEXT_LEN, value);
}

#define DB_HOST "db-1.eu-west-1.shop.example"	/* cut in a column of 80 */

static void
make_inputs(struct run *run, int step)
{
	add_input(run, INPUT_DEPLOYMENT, "app/release", step <= 6 ? "r41" : "r42");
	add_input(run, INPUT_DEPLOYMENT, "app/workers", step <= 6 ? "6" : "8");
	add_input(run, INPUT_DEPLOYMENT, "db/host", DB_HOST);
	add_input(run, INPUT_DEPLOYMENT, "db/password", "correct horse");
	add_input(run, INPUT_DEPLOYMENT, "db/pool", step <= 6 ? "20" : "24");
	add_input(run, INPUT_ARRAY, "app/workers", "4");
}

/* Step 5 saved the values of then. */
static void
make_saved(struct run *run)
{
	static const char *const were[][2] = { { "app/release", "r41" },
		{ "app/workers", "6" }, { "db/host", DB_HOST },
		{ "db/password", "correct horse" }, { "db/pool", "20" } };

	for (size_t i = 0; i < countof(were); i++) {
		(void)str_copy(run->saved[i].key, NAME_LEN, were[i][0]);
		(void)str_copy(run->saved[i].value, TEXT_LEN, were[i][1]);
	}
	run->view.n_saved = countof(were);
}

/* Two runs before this one. */
static void
make_usual(struct run *run)
{
	static const struct { enum action_kind kind; int64_t took_s[2]; } were[] = {
		{ ACTION_LAUNCH, { 185, 262 } }, { ACTION_PROBE, { 8, 11 } },
		{ ACTION_MIGRATE, { 2, 21 } }, { ACTION_SNAPSHOT, { 74, 74 } },
		{ ACTION_AWAIT_EMPTY, { 611, 1404 } },
	};

	for (size_t i = 0; i < countof(were); i++)
		for (size_t n = 0; n < countof(were[i].took_s); n++)
			usual_add(&run->usual, were[i].kind,
			    were[i].took_s[n] * 1000);
}

static void
make_database(struct run *run, int step)
{
	struct database *db = &run->facts.db;

	db->configured = TRI_YES;
	db->seen_ms = run->facts.now_ms;
	(void)str_copy(db->identity, TEXT_LEN, "shop@db-1");
	(void)str_copy(db->schema, NAME_LEN, step <= 2 ? "41" : "43");
	if (step > 1) {
		db->writes = 48112;
		db->snapshot = (struct snapshot){ .state = SNAPSHOT_COMPLETE,
			.verified = TRI_YES, .bytes = 48 << 20,
			.writes = 48095,
			.at_ms = run->facts.now_ms - 110 * MINUTE,
			.still_ms = run->facts.now_ms - 110 * MINUTE + 9000,
			.wall_ms = fake_wall_ms - 110 * MINUTE };
		(void)str_copy(db->snapshot.id, TEXT_LEN, "snap-2211");
		(void)str_copy(db->snapshot.of, TEXT_LEN, db->identity);
	}
	db->n_migrations = run->config.db.migrations.n;
	db->migrations = xcalloc(db->n_migrations, sizeof(*db->migrations));
	for (size_t i = 0; i < db->n_migrations; i++) {
		db->migrations[i] = (struct migration){ .class = SQL_ADDITIVE,
			.applied = step <= 2 ? TRI_NO : TRI_YES };
		(void)str_copy(db->migrations[i].file, TEXT_LEN,
		    run->config.db.migrations.words[i]);
	}
}

/* Steps below this are done, three minutes each. */
static void
make_done(struct run *run, int step)
{
	for (int i = 1; i < step; i++) {
		run->states[i] = STATE_DONE;
		run->times[i].began_wall_ms = fake_wall_ms -
		    (step - i + 3) * 3 * MINUTE;
		run->times[i].ended_wall_ms = run->times[i].began_wall_ms +
		    3 * MINUTE;
	}
	if (step > 7)
		(void)plan_add(&run->done[7], ACTION_LAUNCH, "app-21", NULL, NULL);
	if (step > 8)
		(void)plan_add(&run->done[8], ACTION_LAUNCH, "app-22", NULL, NULL);
	run->view.step = runbook_step(step > STEP_COUNT ? STEP_COUNT : step);
}

void
fake_world(struct run *run, int step)
{
	fake_add_lb(run, "lb-1");
	fake_add_lb(run, "lb-2");
	fake_add_source(run, SOURCE_CLOUD, "cloud");
	make_servers(run, step);
	make_rows(run, step);
	make_inputs(run, step);
	make_database(run, step);
	make_done(run, step);
	make_usual(run);
	run->facts.array = (struct array){ .exists = TRI_YES, .min = 1, .max = 4,
		.enabled = step <= 6 || step > 16 ? TRI_YES : TRI_NO };
	(void)str_copy(run->facts.array.name, NAME_LEN, "web-array");
	(void)str_copy(run->facts.array.template, NAME_LEN, step <= 15 ? "app-r41" :
	    "app-r42");
	if (step > 14)
		run->view.bake_ends_ms = run->facts.now_ms + 5 * MINUTE;
	if (step > 5) {
		run->facts.saved.equal = TRI_YES;
		(void)str_copy(run->facts.saved.path, TEXT_LEN,
		    "/run/20261124-1/inputs.csv");
		make_saved(run);
	}
}

/* ---- history: eight minutes of it, one reading in two seconds ---- */

static double
shape(double part, double from, double to)
{
	return to + (from - to) * (1 - part);
}

void
fake_history(struct run *run)
{
	static const double from[] = { 19, 17, 19, 18, 6, 7, 7, 6 };
	struct facts *facts = &run->facts;
	int64_t now = facts->now_ms;
	size_t n = facts->n_rows;
	unsigned last[FAKE_ROWS];

	for (size_t i = 0; i < n; i++)
		last[i] = facts->rows[i].scur;
	for (int i = 0; i <= 240; i++) {
		facts->now_ms = now - (240 - i) * 2000;
		for (size_t r = 0; r < n; r++)
			facts->rows[r].scur = (unsigned)(shape(i / 240.0,
			    from[r % 8], last[r]) + 0.5);
		/* One in four seconds comes to each of the new. */
		for (size_t r = 0; r < n; r++)
			facts->rows[r].stot = facts_server(facts,
			    facts->rows[r].server)->mark == MARK_NEW ?
			    1000 + (unsigned)i / 2 : 4000;
		/* Two that do not go away. */
		if (i > 90 && n == 8)
			facts->rows[3].scur = last[3];
		history_add(&run->history, facts);
	}
	facts->now_ms = now;
}
