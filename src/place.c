/* Where the configuration is, and where runs are kept: XDG. */

#include "place.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/str.h"
#include "model/config.h"
#include "talk/first.h"

static const struct { const char *env, *dir, *rest; } places[FIRST_PLACES] = {
	{ "XDG_CONFIG_HOME", NULL, "cutover/cutover.conf" },
	{ "HOME", NULL, ".config/cutover/cutover.conf" },
	{ NULL, "/etc", "cutover/cutover.conf" },
};

static bool
place(size_t i, char *path, size_t size)
{
	const char *dir = places[i].env == NULL ? places[i].dir :
	    getenv(places[i].env);

	/* A path that is not whole means nothing (XDG). */
	return dir != NULL && dir[0] == '/' &&
	    str_fmt(path, size, "%s/%s", dir, places[i].rest);
}

bool
place_find_config(char *path, size_t size)
{
	for (size_t i = 0; i < countof(places); i++)
		if (place(i, path, size) && access(path, F_OK) == 0)
			return true;
	return false;
}

void
place_look(struct first_start *first)
{
	first->n_places = 0;
	first->example = PKGDATADIR "/cutover.conf.example";
	for (size_t i = 0; i < countof(places); i++) {
		struct first_place *at = &first->places[first->n_places];

		if (!place(i, at->path, sizeof(at->path)))
			continue;
		at->fault = access(at->path, F_OK) == 0 ? 0 : errno;
		first->n_places++;
	}
}

static void
say_where_we_looked(void)
{
	struct first_start first = { 0 };
	struct lines lines = { 0 };

	place_look(&first);
	first_add_places(&lines, &first);
	for (size_t i = 0; i < lines.n; i++)
		(void)fprintf(stderr, "%s%s\n", i == 0 ? "cutover: " : "  ",
		    lines.list[i].text);
	lines_done(&lines);
	(void)fprintf(stderr, "Nothing has been changed. What can be done:\n"
	    "  cutover demo            try all of it, on a world of its own\n"
	    "  cutover check -c FILE   check a configuration of yours\n"
	    "  cutover doctor -c FILE  check all that it names\n"
	    "  man cutover             the manual; cutover.conf(5) has each key\n"
	    "An example with every key: %s\n", first.example);
}

static bool
put_state_dir(struct config *config, const char *dir, const char *rest)
{
	return dir != NULL && dir[0] == '/' && str_fmt(config->state_dir,
	    sizeof(config->state_dir), "%s/%s%s", dir, rest, config->deployment);
}

int
place_state_dir(struct config *config)
{
	return config->state_dir[0] != '\0' ||
	    put_state_dir(config, getenv("XDG_STATE_HOME"), "cutover/") ||
	    put_state_dir(config, getenv("HOME"), ".local/state/cutover/") ? 0 : -1;
}

int
load_config(const char *given, struct config *config)
{
	char path[TEXT_LEN];
	struct buf faults = { 0 };
	int status;

	if (given == NULL && !place_find_config(path, sizeof(path))) {
		say_where_we_looked();
		return -1;
	}
	status = config_load(given != NULL ? given : path, config, &faults, NULL);
	if (status == -1) {
		(void)fprintf(stderr, "%s", faults.data);
	} else if ((status = place_state_dir(config)) == -1) {
		(void)fprintf(stderr, "%s: there is no $HOME to keep runs in: write "
		    "state_dir\n", config->path);
		config_done(config);
	}
	buf_done(&faults);
	return status;
}
