/*
 * Ending a world: first the visitors go, so that nobody is hurt, then the cloud
 * with its servers, then the balancers.  What does not end when asked is killed.
 */

#include "demo/world.h"

#include <cjson/cJSON.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "demo/ask.h"
#include "demo/pids.h"

#define VISITORS_MS	20000		/* the slowest page, and some */
#define CLOUD_MS	15000
#define END_MS		5000

struct group {
	const struct pid_notes *notes;
	const char *what;		/* NULL: all */
};

static bool
is_of(const struct group *group, const struct pid_note *note)
{
	return group->what == NULL || strcmp(group->what, note->what) == 0;
}

static bool
are_gone(struct world *world, void *arg)
{
	const struct group *group = arg;

	(void)world;
	for (size_t i = 0; i < group->notes->n; i++)
		if (is_of(group, &group->notes->list[i]) &&
		    pid_alive(&group->notes->list[i]))
			return false;
	return true;
}

static void
signal_all(const struct group *group, int signo)
{
	for (size_t i = 0; i < group->notes->n; i++)
		if (is_of(group, &group->notes->list[i]))
			pid_signal(&group->notes->list[i], signo);
}

/* Asks, waits, kills. */
static void
end_group(struct world *world, const struct pid_notes *notes, const char *what,
    int limit_ms)
{
	struct group group = { notes, what };

	signal_all(&group, SIGTERM);
	if (ask_until(world, limit_ms, are_gone, &group, what, NULL) == 0)
		return;
	world_say(world, "%s: killed, they did not end", what);
	/* Impatience has had its way. */
	world->stopping = false;
	signal_all(&group, SIGKILL);
	(void)ask_until(world, END_MS, are_gone, &group, what, NULL);
}

/* The cloud's own list of what it started, for when it cannot be asked. */
static cJSON *
read_machines(const struct world *world)
{
	char path[2 * WORLD_PATH];
	struct buf text = { 0 };
	cJSON *state = NULL;

	(void)str_fmt(path, sizeof(path), "%s/state.json", world->dir);
	if (file_read(path, 4 << 20, &text, NULL) == 0)
		state = cJSON_Parse(text.data);
	buf_done(&text);
	return state;
}

static pid_t
machine_pid(const cJSON *machine)
{
	const cJSON *pid = cJSON_GetObjectItemCaseSensitive(machine, "pid");
	const cJSON *started = cJSON_GetObjectItemCaseSensitive(machine,
	    "started");

	if (!cJSON_IsNumber(pid) || !cJSON_IsNumber(started) ||
	    pid->valuedouble <= 1 || started->valuedouble <= 0)
		return 0;
	pid_t leader = (pid_t)pid->valuedouble;

	return pid_started(leader) == (uint64_t)started->valuedouble ? leader :
	    0;
}

static unsigned
signal_machines(const struct world *world, int signo)
{
	cJSON *state = read_machines(world);
	const cJSON *machine;
	unsigned alive = 0;

	cJSON_ArrayForEach(machine,
	    cJSON_GetObjectItemCaseSensitive(state, "machines")) {
		pid_t leader = machine_pid(machine);
		if (leader == 0)
			continue;
		alive++;
		if (signo != 0)
			(void)kill(-leader, signo);
	}
	cJSON_Delete(state);
	return alive;
}

static bool
machines_are_gone(struct world *world, void *arg)
{
	(void)arg;
	return signal_machines(world, 0) == 0;
}

static void
end_cloud(struct world *world, const struct pid_notes *notes)
{
	char path[2 * WORLD_PATH];
	struct buf reply = { 0 };
	struct group cloud = { notes, "cloud" };

	(void)str_fmt(path, sizeof(path), "%s/cloud.sock", world->dir);
	if (!are_gone(world, &cloud) && ask_socket(world, path,
	    "{\"verb\":\"shutdown\"}\n", &reply, NULL) == 0)
		(void)ask_until(world, CLOUD_MS, are_gone, &cloud, "cloud",
		    NULL);
	buf_done(&reply);
	end_group(world, notes, "cloud", END_MS);
	if (signal_machines(world, SIGTERM) == 0)
		return;
	(void)ask_until(world, END_MS, machines_are_gone, NULL, "servers",
	    NULL);
	world->stopping = false;
	(void)signal_machines(world, SIGKILL);
	(void)ask_until(world, END_MS, machines_are_gone, NULL, "servers",
	    NULL);
}

int
world_down(struct world *world, struct buf *totals, struct err *err)
{
	char path[2 * WORLD_PATH];
	struct pid_notes notes = { 0 };
	struct group all = { &notes, NULL };

	if (pids_read(world->dir, &notes, err) == -1)
		return -1;
	end_group(world, &notes, "visitors", VISITORS_MS);
	(void)str_fmt(path, sizeof(path), "%s/visitors.json", world->dir);
	if (access(path, R_OK) == 0)
		(void)file_read(path, 1 << 20, totals, NULL);
	end_group(world, &notes, "rightscale", END_MS);
	end_cloud(world, &notes);
	world_down_commands(world);
	end_group(world, &notes, "balancer", END_MS);
	bool gone = are_gone(world, &all) && machines_are_gone(world, NULL);

	pids_done(&notes);
	return gone ? 0 : err_set(err, ERR_FAILED, "something in %s does not"
	    " end", world->dir);
}
