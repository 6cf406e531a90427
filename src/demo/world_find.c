/* What a world is made of: this program's data, and the balancers' program. */

#include "config.h"

#include "demo/world.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"

/* Where a program is, there its data are: beside the build tree's stands the
 * source's, beside an installed one what was installed with it, wherever the two
 * were moved together. */
static int
find_data(struct world *world, struct err *err)
{
	char place[2 * WORLD_PATH] = TOP_SRCDIR "/config/demo", *real = NULL;
	ssize_t n = readlink("/proc/self/exe", world->self,
	    sizeof(world->self) - 1);

	if (n <= 0)
		return err_sys(err, "/proc/self/exe");
	world->self[n] = '\0';
	int dir = (int)(strrchr(world->self, '/') - world->self);
	if (strncmp(world->self, TOP_BUILDDIR "/", (size_t)dir + 1) != 0) {
		(void)str_fmt(place, sizeof(place), "%.*s/../share/" PACKAGE "/demo",
		    dir, world->self);
		if (access(place, R_OK) == -1)
			(void)str_copy(place, sizeof(place), PKGDATADIR "/demo");
	}
	if ((real = realpath(place, NULL)) == NULL ||
	    !str_copy(world->data, sizeof(world->data), real))
		(void)err_set(err, ERR_FAILED, "%s is not there: reinstall cutover",
		    place);
	free(real);
	return world->data[0] != '\0' ? 0 : -1;
}

/* A path counts from here, not from the world's directory, and stands in a
 * configuration and in a list of words.  A mere name is looked for later, where
 * all programs are. */
static int
find_haproxy(struct world *world, const char *given, struct err *err)
{
	static const char good[] = "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/_.+-";
	char *real = strchr(given, '/') == NULL ? NULL : realpath(given, NULL);
	const char *name = real == NULL ? given : real;
	int status = 0;

	if (strchr(given, '/') != NULL && (real == NULL || access(real, X_OK) == -1))
		status = err_sys(err, "--haproxy %s", given);
	else if (name[strspn(name, good)] != '\0' ||
	    !str_copy(world->haproxy, sizeof(world->haproxy), name))
		status = err_set(err, ERR_FAILED, "--haproxy %.200s: its path must be "
		    "short, of letters, digits and /_.+-", name);
	free(real);
	return status;
}

int
world_find(struct world *world, const char *haproxy, struct err *err)
{
	return find_data(world, err) == -1 ? -1 :
	    find_haproxy(world, haproxy, err);
}
