/* A world whose cloud speaks RightScale's API: the simulator before the cloud. */

#include "demo/world.h"

#include <string.h>
#include <unistd.h>

#include "demo/ask.h"

#define UP_MS 60000

/* Beside the demo's data where both were installed, among the tests in the
 * source. */
static int
find_simulator(const struct world *world, char *path, size_t size,
    struct err *err)
{
	static const char *const places[] = {
		"../sim/rightscale/rightscale-sim",
		"../../tests/sim/rightscale/rightscale-sim",
	};

	for (size_t i = 0; i < countof(places); i++) {
		(void)str_fmt(path, size, "%s/%s", world->data, places[i]);
		if (access(path, X_OK) == 0)
			return 0;
	}
	return err_set(err, ERR_FAILED, "%s is not there: reinstall cutover",
	    path);
}

/* It answers, and so does the site, whose servers have other names by now. */
static bool
api_answers(struct world *world, void *arg)
{
	char api[40], url[80], site[40];

	(void)arg;
	(void)str_fmt(url, sizeof(url), "http://%s/api/health-check",
	    world_api(world, api, sizeof(api)));
	if (ask_http(world, url, NULL, NULL) != 200)
		return false;
	for (unsigned i = 0; i < world->n_lbs; i++) {
		(void)str_fmt(url, sizeof(url), "http://%s",
		    world_site(world, i, site, sizeof(site)));
		if (ask_http(world, url, NULL, NULL) != 200)
			return false;
	}
	return true;
}

int
world_up_rightscale(struct world *world, struct err *err)
{
	char path[2 * WORLD_PATH], api[40], control[2 * WORLD_PATH];
	const char *argv[] = { "python3", path, "--dir", world->dir, "--listen",
		world_api(world, api, sizeof(api)), "--control", control,
		"--refresh-token", WORLD_TOKEN, NULL };

	if (find_simulator(world, path, sizeof(path), err) == -1)
		return -1;
	(void)str_fmt(control, sizeof(control), "%s/rightscale.sock", world->dir);
	if (world_start(world, "rightscale", "rightscale", argv, err) == -1 ||
	    ask_until(world, UP_MS, api_answers, NULL, "RightScale's simulator",
	    err) == -1)
		return -1;
	world_say(world, "RightScale's API, simulated, at http://%s", api);
	return 0;
}
