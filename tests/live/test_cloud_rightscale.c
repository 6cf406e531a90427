/*
 * Each path that the provider for RightScale calls × each way to fail.  A failure
 * hits one call of one action; the action is taken up again as after a crash, until
 * it is done, and happened as often as it should.
 */

#include "rightscale_site.h"

#include "model/settle.h"

/* Each failure is a test with a world of its own, and mostly waits. */
ReportHook(PRE_ALL)(struct criterion_test_set *tests)
{
	criterion_options.jobs = tests->tests;
}

#define I "/api/clouds/1/instances/\\\\w+"
#define S "/api/servers/\\\\d+"
#define A "/api/server_arrays/\\\\d+"
#define D "/api/deployments/\\\\d+"
#define T "/api/server_templates/\\\\d+"
#define PATHS_OF_A_LOOK "GET /api/(audit_entries|deployments/\\\\d+/alerts)"
#define WHAT(effect) "\"what\": \"" effect "\""
#define POOL_TAG "\"tag\": \"loadbalancer:shop=app\""

/* An upgrade's actions in their order; which call fails, which of these (after), and
 * what is noted once. */
static const struct cell {
	const char *call;
	int after;
	enum action_kind kind;		/* NONE: a listing */
	const char *server, *arg;	/* see arg_of() */
	const char *once;		/* NULL: may be repeated */
	const char *operational;	/* who is, before */
} cells[] = {
	{ .call = "GET /api/deployments" },
	{ .call = "GET /api/server_templates" },
	{ .call = "GET " D "/servers" },
	{ .call = "GET " D "/server_arrays" },
	{ .call = "GET " A "/current_instances" },
	{ .call = "POST /api/tags/by_resource" },
	{ .call = "GET " D "/inputs" },
	{ .call = "GET " I "/inputs" },
	{ "GET /api/backups", 0, ACTION_SNAPSHOT,
	    "", "recipe:db::do_primary_backup", NULL, NULL },
	{ "GET " I "/volume_attachments", 0, ACTION_SNAPSHOT,
	    "", "volumes", NULL, NULL },
	{ "POST /api/backups", 0, ACTION_SNAPSHOT, "", "volumes", NULL, NULL },
	{ "PUT /api/backups/.*", 0, ACTION_SNAPSHOT,
	    "", "volumes", NULL, NULL },
	{ "POST /api/tags/multi_add", 0, ACTION_MARK,
	    "app-21", "new", NULL, NULL },
	{ "POST " S "/clone", 0, ACTION_CLONE,
	    "app-21", "app-1", WHAT("clone"), NULL },
	{ NULL, 0, ACTION_MARK, "app-22", "new", NULL, NULL },
	{ "PUT " S, 0, ACTION_CLONE, "app-22", "app-1", WHAT("clone"), NULL },
	{ NULL, 0, ACTION_MARK, "app-23", "new", NULL, NULL },
	{ "POST /api/tags/multi_delete", 0, ACTION_CLONE,
	    "app-23", "app-1", WHAT("clone"), NULL },
	{ NULL, 0, ACTION_MARK, "app-24", "new", NULL, NULL },
	{ "POST /api/tags/multi_add", 1, ACTION_CLONE,
	    "app-24", "app-1", WHAT("clone"), NULL },
	{ "PUT " I, 0, ACTION_CONFIGURE, "app-22", "rev42", NULL, NULL },
	{ "GET " D "/inputs", 0, ACTION_SET_INPUT,
	    "", "BANNER=hi", NULL, NULL },
	{ "PUT " D "/inputs/multi_update", 0, ACTION_SET_INPUT,
	    "", "BANNER=ho", NULL, NULL },
	{ "PUT " A, 0, ACTION_ARRAY_OFF, "", "", NULL, NULL },
	{ "GET " T "/inputs", 0, ACTION_SAVE_INPUTS, "", "saved", NULL, NULL },
	{ "GET " T "/runnable_bindings", 0, ACTION_SAVE_INPUTS,
	    "", "saved", NULL, NULL },
	{ "GET " T "/runnable_bindings", 0, ACTION_LAUNCH,
	    "app-21", "", WHAT("launch"), NULL },
	{ "PUT " I "/inputs/multi_update", 0, ACTION_LAUNCH,
	    "app-22", "", WHAT("launch"), NULL },
	{ "POST " S "/launch", 0, ACTION_LAUNCH,
	    "app-23", "", WHAT("launch"), NULL },
	{ "PUT " I "/inputs/multi_update", 1, ACTION_ATTACH,
	    "app-21", "", POOL_TAG, "app-21" },
	{ "POST " I "/run_executable", 0, ACTION_ATTACH,
	    "app-22", "", POOL_TAG, "app-22" },
	{ "GET " I "/inputs", 0, ACTION_ATTACH,
	    "app-23", "", POOL_TAG, "app-23" },
	{ "GET /api/right_scripts", 0, ACTION_DRAIN,
	    "app-1", "", WHAT("health-remove"), NULL },
	{ "POST " I "/run_executable", 0, ACTION_UNDRAIN,
	    "app-1", "", WHAT("health-restore"), NULL },
	{ "GET " I "/live/tasks/.*", 0, ACTION_DRAIN,
	    "app-1", "", WHAT("health-remove"), NULL },
	{ "POST /api/tags/by_resource", 0, ACTION_DETACH,
	    "app-1", "", POOL_TAG, NULL },
	{ "POST " I "/run_executable", 0, ACTION_DETACH,
	    "app-2", "", POOL_TAG, NULL },
	{ "PUT " I, 0, ACTION_ARRAY_UPDATE, "", "rev42", NULL, NULL },
	{ "PUT " A, 0, ACTION_ARRAY_ON, "", "", NULL, NULL },
	{ "POST " I "/lock", 0, ACTION_LOCK, "app-21", "", NULL, NULL },
	{ "POST " I "/unlock", 0, ACTION_UNLOCK, "app-21", "", NULL, NULL },
	{ "POST " S "/terminate", 0, ACTION_TERMINATE,
	    "app-1", "@", WHAT("terminate"), NULL },
	{ "POST /api/tags/multi_add", 0, ACTION_TERMINATE,
	    "app-2", "@", WHAT("terminate"), NULL },
	{ "DELETE " S, 0, ACTION_DISCARD,
	    "app-24", "@", WHAT("destroy"), NULL },
	{ "POST " S "/terminate", 0, ACTION_DISCARD,
	    "app-23", "@", WHAT("destroy"), NULL },
	{ "GET " S, 0, ACTION_DISCARD, "app-22", "@", WHAT("destroy"), NULL },
	{ "POST " A "/launch", 0, ACTION_ARRAY_TRIAL,
	    "", "", WHAT("launch"), NULL },
	{ "POST " I "/terminate", 0, ACTION_TERMINATE,
	    "WEB-ARRAY-1", "@", WHAT("terminate"), NULL },
};

static void
fail_once(const char *call, int after, const char *fault)
{
	struct buf line = { 0 };

	buf_printf(&line, "{\"fault\": {\"match\": \"%s\", \"after\": %d, "
	    "\"each\": %s, %s, \"location\": \"http://%s\"}}", call, after,
	    strchr(call, '|') != NULL ? "true" : "false", fault, sim.addr);
	tell(line.data);
	buf_done(&line);
}

/* What balancers and servers tell of, nobody here does. */
static bool
is_told_by_cloud(enum action_kind kind)
{
	return action_performer(kind) == BY_CLOUD && kind != ACTION_LAUNCH &&
	    kind != ACTION_ARRAY_TRIAL && kind != ACTION_SAVE_INPUTS;
}

static void
await_settled(const struct action *action, int64_t since_ms)
{
	int64_t end = clock_boot_ms() + LIMIT_MS;
	char why[TEXT_LEN];

	while (settle(&sim.live.facts, &sim.live.config, action, since_ms, why,
	    sizeof(why)) != SETTLED_YES) {
		cr_assert_lt(clock_boot_ms(), end, "%s %s: %s",
		    action_name(action->kind), action->server, why);
		pause_ms(100);
		reads_again();
	}
}

static void
arg_of(const struct cell *cell, char arg[TEXT_LEN])
{
	if (strcmp(cell->arg, "@") == 0)
		(void)str_copy(arg, TEXT_LEN, sees(cell->server)->id);
	else if (cell->kind == ACTION_SAVE_INPUTS)
		(void)str_fmt(arg, TEXT_LEN, "%s/%s", world.dir, cell->arg);
	else
		(void)str_copy(arg, TEXT_LEN, cell->arg);
	/* It is the configuration that says how. */
	if (cell->kind == ACTION_SNAPSHOT)
		(void)str_copy(sim.live.config.cloud.rs.snapshot, TEXT_LEN,
		    cell->arg);
}

static void
do_again(const struct cell *cell)
{
	struct action action = { .kind = cell->kind };
	int64_t since_ms = clock_boot_ms();
	char text[TEXT_LEN] = "";

	(void)str_copy(action.server, sizeof(action.server), cell->server);
	arg_of(cell, action.arg);
	for (int life = 0; life == 0 || sim.live.outcome != OUTCOME_OK;
	    life++) {
		cr_assert_lt(life, LIVES, "%s %s, %s fails: %s",
		    action_name(cell->kind), cell->server, cell->call, text);
		reads_again();
		live_perform(&sim.live, cell->kind, cell->server, action.arg);
		(void)str_copy(text, sizeof(text), sim.live.text);
	}
	reads_again();
	if (is_told_by_cloud(cell->kind))
		await_settled(&action, since_ms);
}

static void
try_cell(const struct cell *cell, const char *fault)
{
	int before, failed = noted("\"fault\":");

	if (cell->operational != NULL)
		await(cell->operational, CLOUD_OPERATIONAL);
	before = cell->once != NULL ? noted(cell->once) : 0;
	if (cell->call != NULL)
		fail_once(cell->call, cell->after, fault);
	if (cell->kind == ACTION_NONE)
		reads_again();
	else
		do_again(cell);
	if (cell->call != NULL)
		cr_expect_eq(noted("\"fault\":"), failed + 1,
		    "%s was not called", cell->call);
	if (cell->once != NULL)
		cr_expect_eq(noted(cell->once), before + 1,
		    "%s %s, %s fails: %s %d times", action_name(cell->kind), cell->server, cell->call,
		    cell->once, noted(cell->once) - before);
	tell("{\"clear\": true}");
}

/* The login; and what is looked at beside the first listing, which nobody awaits. */
static void
try_beginning(const char *fault)
{
	int64_t end = clock_boot_ms() + LIMIT_MS;

	fail_once("POST /api/oauth2", 0, fault);
	fail_once(PATHS_OF_A_LOOK, 0, fault);
	reads_again();
	while (noted("\"fault\":") < 3) {
		cr_assert_lt(clock_boot_ms(), end, "nobody looks around");
		pause_ms(50);
	}
	tell("{\"clear\": true}");
}

static void
each_call_fails(const char *fault)
{
	set_up();
	try_beginning(fault);
	for (size_t i = 0; i < countof(cells); i++)
		try_cell(&cells[i], fault);
	cr_expect_eq(noted("\"status\": 500"), 0, "the simulator broke");
}

TestSuite(cloud_rightscale, .fini = end, .timeout = 300);

Test(cloud_rightscale, refused)
{
	each_call_fails("\"do\": \"refuse\"");
}

Test(cloud_rightscale, lost_after_the_effect)
{
	each_call_fails("\"do\": \"lost\"");
}

Test(cloud_rightscale, answered_502_after_the_effect)
{
	each_call_fails("\"do\": \"late\"");
}

Test(cloud_rightscale, answered_503)
{
	each_call_fails("\"do\": \"status\", \"code\": 503");
}

Test(cloud_rightscale, throttled)
{
	each_call_fails("\"do\": \"throttle\", \"seconds\": 1");
}

Test(cloud_rightscale, half_a_body)
{
	each_call_fails("\"do\": \"half\"");
}

Test(cloud_rightscale, stale)
{
	each_call_fails("\"do\": \"stale\"");
}

Test(cloud_rightscale, the_login_ends)
{
	each_call_fails("\"do\": \"expire\"");
}

Test(cloud_rightscale, redirected)
{
	each_call_fails("\"do\": \"redirect\"");
}
