/*
 * The provider for RightScale before its simulator: a local cloud, no balancers;
 * asked, waited for, and counted by the simulator, which knows.
 */
#ifndef TESTS_RIGHTSCALE_SITE_H
#define TESTS_RIGHTSCALE_SITE_H

#include "cloud_site.h"
#include "live.h"

#include "base/clock.h"

#define SIM TOP_SRCDIR "/tests/sim/rightscale/rightscale-sim"
#define LIVES 6

static struct {
	struct live live;
	pid_t pid;
	char addr[32], control[96], effects[96];
} sim;

/* ---- the simulator ---- */

static inline void
tell(const char *line)
{
	struct buf request = { 0 };

	buf_printf(&request, "%s\n", line);
	const struct sock_ask what = { .address = sim.control,
		.request = request.data, .timeout_ms = LIMIT_MS };
	(void)sock_start(world.loop, &what, got_reply, NULL);
	await_done();
	cr_assert_not_null(strstr(world.text.data, "\"ok\": true"), "%s: %s", line,
	    world.text.data);
	buf_done(&request);
}

/* How often a line of the simulator's record has this. */
static inline int
noted(const char *what)
{
	struct buf text = { 0 };
	int n = 0;

	cr_assert_eq(file_read(sim.effects, 8 << 20, &text, NULL), 0);
	for (const char *at = text.data; (at = strstr(at, what)) != NULL; at++)
		n++;
	buf_done(&text);
	return n;
}

static inline void
start_simulator(void)
{
	const char *const argv[] = { "python3", SIM, "--dir", world.dir, "--listen",
		sim.addr, "--control", sim.control, "--pace", "0.02", "--backup-s",
		"0.1", NULL };
	char log[96];
	const struct child_spec spec = { .argv = argv, .output_path = log };
	int64_t end = clock_boot_ms() + LIMIT_MS;

	(void)str_fmt(log, sizeof(log), "%s/sim.log", world.dir);
	(void)str_fmt(sim.addr, sizeof(sim.addr), "%s9:8080", world.net);
	(void)str_fmt(sim.control, sizeof(sim.control), "%s/control", world.dir);
	(void)str_fmt(sim.effects, sizeof(sim.effects), "%s/rightscale.jsonl",
	    world.dir);
	sim.pid = child_launch(&spec, NULL);
	cr_assert_gt(sim.pid, 0);
	while (get(sim.addr, "/api/health-check", NULL), world.status != 200) {
		cr_assert_lt(clock_boot_ms(), end, "no simulator: %s",
		    world.text.data);
		pause_ms(50);
	}
}

/* ---- the provider ---- */

static inline void
configure(struct config *config)
{
	struct rs_config *rs = &config->cloud.rs;

	(void)str_copy(config->deployment, NAME_LEN, "shop");
	(void)str_copy(config->cloud.provider, NAME_LEN, "rightscale");
	(void)str_copy(config->array, NAME_LEN, "WEB-ARRAY");
	config->boot_limit_ms = 60000;
	(void)str_fmt(rs->api, sizeof(rs->api), "http://%s", sim.addr);
	(void)str_fmt(rs->secret_file, sizeof(rs->secret_file), "%s/token",
	    world.dir);
	(void)str_copy(rs->server_template, TEXT_LEN, "Shop App Server");
	(void)str_copy(rs->pool, NAME_LEN, "shop");
	(void)str_copy(rs->address, NAME_LEN, "private");
	(void)str_copy(rs->pool_input, NAME_LEN, "lb/pools");
	(void)str_copy(rs->lineage_input, NAME_LEN, "db/backup/lineage");
	(void)str_copy(rs->attach_on, NAME_LEN, "servers");
	(void)str_copy(rs->attach, TEXT_LEN, "recipe:lb::do_attach_request");
	(void)str_copy(rs->detach, TEXT_LEN, "recipe:lb::do_detach_request");
	(void)str_copy(rs->drain, TEXT_LEN, "script:Health check file remove");
	(void)str_copy(rs->undrain, TEXT_LEN, "script:Health check file restore");
	(void)str_copy(rs->lock_new, NAME_LEN, "release");
}

static inline bool
reads(void)
{
	live_refresh(&sim.live);
	if (sim.live.outcome != OUTCOME_OK)
		return false;
	sim.live.facts.now_ms = clock_boot_ms();
	facts_merge(&sim.live.facts, SOURCE_CLOUD, "cloud", &sim.live.saw, true);
	return true;
}

static inline void
reads_again(void)
{
	for (int life = 0; !reads(); life++)
		cr_assert_lt(life, LIVES, "never read: %s", sim.live.text);
}

static inline const struct server *
sees(const char *name)
{
	return facts_server(&sim.live.facts, name);
}

static inline void
await(const char *name, enum cloud_state state)
{
	int64_t end = clock_boot_ms() + 2 * (int64_t)LIMIT_MS;

	reads_again();
	while (sees(name) == NULL || sees(name)->state != state) {
		cr_assert_lt(clock_boot_ms(), end, "%s does not become %s", name,
		    cloud_state_name(state));
		pause_ms(100);
		reads_again();
	}
}

static inline void
set_up(void)
{
	char path[96];

	build(START ARRAY("true"));
	while (strstr(ask("{\"verb\":\"list\"}"), "\"booting\"") != NULL ||
	    strstr(world.text.data, "\"pending\"") != NULL)
		pause_ms(20);
	(void)str_fmt(path, sizeof(path), "%s/db", world.dir);
	cr_assert_eq(mkdir(path, 0700), 0);
	write_text("token", "demo-refresh-token\n");
	start_simulator();
	live_begin(&sim.live);
	loop_free(sim.live.ctx.loop);
	sim.live.ctx.loop = world.loop;
	configure(&sim.live.config);
	live_open(&sim.live, &cloud_rightscale);
}

static inline void
end(void)
{
	struct err err = { 0 };

	if (sim.live.ops != NULL)
		sim.live.ops->close(sim.live.self);
	sightings_done(&sim.live.saw);
	buf_done(&sim.live.output);
	facts_done(&sim.live.facts);
	(void)file_remove_tree(sim.live.dir, &err);
	if (sim.pid > 0)
		(void)kill(sim.pid, SIGKILL);
	tear_down();
}

#endif
