/* The clouds that a world can have, and the one that is commands. */

#include "demo/world.h"

#include <unistd.h>

#include "base/child.h"
#include "demo/ask.h"

static const char *const clouds[] = { "local", "rightscale", "exec", "ansible" };

bool
world_knows(const char *cloud)
{
	for (size_t i = 0; i < countof(clouds); i++)
		if (str_eq(clouds[i], cloud))
			return true;
	return false;
}

bool
world_is(const struct world *world, const char *cloud)
{
	return str_eq(world->cloud, cloud);
}

/* Both providers keep one kind of book, and for servers that are there at the start,
 * or shall be gone in the end, the quicker one does. */
static int
ask_provider(struct world *world, const char *verb, struct err *err)
{
	char provider[2 * WORLD_PATH], definition[2 * WORLD_PATH];
	const char *argv[] = { provider, definition, verb, NULL };

	(void)str_fmt(provider, sizeof(provider),
	    "%s/../providers/systemd-or-dirs/provider", world->data);
	(void)str_fmt(definition, sizeof(definition), "%s/cloud.json",
	    world->dir);
	return ask_command(world, argv, "", err);
}

int
world_up_commands(struct world *world, struct err *err)
{
	char path[WORLD_PATH];

	if (world_is(world, "ansible") &&
	    child_find("ansible-playbook", path, sizeof(path), err) == -1)
		return err_prefix(err, "apt-get install ansible-core");
	return ask_provider(world, "start", err);
}

void
world_down_commands(struct world *world)
{
	char book[2 * WORLD_PATH];
	struct err err = { 0 };

	(void)str_fmt(book, sizeof(book), "%s/fleet.json", world->dir);
	if (access(book, F_OK) == 0 && ask_provider(world, "stop", &err) == -1)
		world_say(world, "servers: %s", err.text);
}
