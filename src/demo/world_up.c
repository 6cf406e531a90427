/* Starting a world, thing by thing, each waited for. */

#include "demo/world.h"

#include <string.h>
#include <unistd.h>

#include "base/child.h"
#include "base/file.h"
#include "demo/ask.h"
#include "demo/pids.h"

#define UP_MS		60000

int
world_start(const struct world *world, const char *what, const char *log,
    const char *const *argv, struct err *err)
{
	char path[2 * WORLD_PATH];
	struct child_spec spec = { .argv = argv, .dir = world->dir,
		.detach = true, .output_path = path };

	(void)str_fmt(path, sizeof(path), "%s/%s.log", world->dir, log);
	pid_t pid = child_launch(&spec, err);

	if (pid == -1)
		return err_prefix(err, "%s", argv[0]);
	return pids_note(world->dir, pid, what, err);
}

static int
start_balancer(const struct world *world, unsigned i, struct err *err)
{
	char name[16], config[2 * WORLD_PATH], master[2 * WORLD_PATH];
	const char *argv[] = { world->haproxy, "-W", "-S", master, "-f", config,
		NULL };

	(void)str_fmt(name, sizeof(name), "lb%u", i + 1);
	(void)str_fmt(config, sizeof(config), "%s/%s.cfg", world->dir, name);
	(void)str_fmt(master, sizeof(master), "%s/%s.master", world->dir,
	    name);
	return world_start(world, "balancer", name, argv, err);
}

/* Counts the server rows whose status is UP; -1 when it does not answer. */
static int
count_up(struct world *world, unsigned lb)
{
	char path[2 * WORLD_PATH];
	struct buf reply = { 0 };
	int up = 0;

	(void)str_fmt(path, sizeof(path), "%s/lb%u.sock", world->dir, lb + 1);
	if (ask_socket(world, path, "show stat -1 4 -1\n", &reply, NULL) == -1)
		up = -1;
	else
		for (const char *p = reply.data; p != NULL &&
		    (p = strstr(p, ",UP,")) != NULL; p++)
			up++;
	buf_done(&reply);
	return up;
}

static bool
balancers_answer(struct world *world, void *arg)
{
	(void)arg;
	for (unsigned i = 0; i < world->n_lbs; i++)
		if (count_up(world, i) == -1)
			return false;
	return true;
}

static bool
all_are_up(struct world *world, void *arg)
{
	char url[64] = "http://";
	size_t len = strlen(url);

	(void)arg;
	for (unsigned i = 0; i < world->n_lbs; i++) {
		(void)world_site(world, i, url + len, sizeof(url) - len);
		if (count_up(world, i) < (int)world->n_servers + 1 ||
		    ask_http(world, url, NULL, NULL) != 200)
			return false;
	}
	return true;
}

static bool
servers_answer(struct world *world, void *arg)
{
	char url[64] = "http://";
	size_t len = strlen(url);

	(void)arg;
	for (unsigned i = 0; i <= world->n_servers; i++) {
		(void)world_server(world, i, url + len, sizeof(url) - len - 4);
		(void)str_add(url, sizeof(url), "/up");
		if (ask_http(world, url, NULL, NULL) != 200)
			return false;
	}
	return true;
}

static int
start_visitors(const struct world *world, struct err *err)
{
	char sites[WORLD_LBS_MAX][40], seed[24], report[2 * WORLD_PATH];
	const char *argv[20 + 2 * WORLD_LBS_MAX] = { world->self, "visit" };
	size_t n = 2;

	for (unsigned i = 0; i < world->n_lbs; i++) {
		argv[n++] = "--to";
		argv[n++] = world_site(world, i, sites[i], sizeof(sites[i]));
	}
	(void)str_fmt(seed, sizeof(seed), "%lld", (long long)world->seed);
	(void)str_fmt(report, sizeof(report), "%s/visitors.json", world->dir);
	/* RightScale's balancers are reloaded for each change.  The old worker knows
	 * nothing of servers that came after it, and whoever has its connection still
	 * speaks to it: nobody must be given another visitor's. */
	if (world_is(world, "rightscale"))
		argv[n++] = "--fresh";
	const char *const rest[] = { "--cookie",
		world_is(world, "rightscale") ? "SERVERID" : "SRV",
		"--host", "shop.example", "--rate", "8", "--think-ms", "700", "--stay-ms", "6000", "--slow-every", "10",
		"--seed", seed, "--report", report };

	memcpy(argv + n, rest, sizeof(rest));
	return world_start(world, "visitors", "visitors", argv, err);
}

static bool
visitors_have_come(struct world *world, void *arg)
{
	char path[2 * WORLD_PATH];

	(void)arg;
	(void)str_fmt(path, sizeof(path), "%s/visitors.json", world->dir);
	return access(path, R_OK) == 0;
}

static int
bring_up_balancers(struct world *world, struct err *err)
{
	for (unsigned i = 0; i < world->n_lbs; i++)
		if (start_balancer(world, i, err) == -1)
			return -1;
	if (ask_until(world, UP_MS, balancers_answer, NULL, "the balancers",
	    err) == -1)
		return -1;
	/* They hold the addresses now; see world.h. */
	world_say(world, "%u load balancers  up", world->n_lbs);
	return 0;
}

static int
bring_up_cloud(struct world *world, struct err *err)
{
	const char *argv[] = { world->self, "cloud", "--dir", world->dir,
		NULL };
	bool commands = world_is(world, "exec") || world_is(world, "ansible");

	if ((commands ? world_up_commands(world, err) :
	    world_start(world, "cloud", "cloud", argv, err)) == -1 ||
	    ask_until(world, UP_MS, servers_answer, NULL,
	    "the application servers", err) == -1)
		return -1;
	world_say(world, "%u servers of r41 and an array of one  up",
	    world->n_servers);
	if (ask_until(world, UP_MS, all_are_up, NULL, "the site", err) == -1)
		return -1;
	world_say(world, "the site answers through each balancer");
	return 0;
}

int
world_up(struct world *world, struct err *err)
{
	if (bring_up_balancers(world, err) == -1 ||
	    bring_up_cloud(world, err) == -1 ||
	    (world_is(world, "rightscale") && world_up_rightscale(world, err) == -1) ||
	    start_visitors(world, err) == -1 ||
	    ask_until(world, UP_MS, visitors_have_come, NULL, "visitors",
	    err) == -1)
		return -1;
	world_say(world, "visitors come, 8 a second");
	return 0;
}
