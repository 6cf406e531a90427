/* The command line's options, as they were given. */
#ifndef OPTIONS_H
#define OPTIONS_H

#include <stdbool.h>

#include "commands.h"
#include "engine/front.h"

struct options {
	struct command_options command;
	struct front_options front;
	bool dry_run, watching, help, version;
	const char *log, *print;
};

/* The index of the first word that is no option; -1: one is wrong, and was told.
 * What is kept points into argv. */
int options_read(int argc, char **argv, struct options *options);

#endif
