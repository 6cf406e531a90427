/* `cutover inputs`: options->run has the verb, options->file the file. */
#ifndef INPUTS_H
#define INPUTS_H

#include "commands.h"
#include "model/config.h"
#include "model/facts.h"

int command_inputs(const struct command_options *options);

/* ---- shared by its verbs ---- */

struct inputs {
	struct input *list;
	size_t n;
};

/* Whole, or -1: what is not known is not empty. */
int inputs_load(const char *path, struct inputs *saved, struct err *err);
int inputs_now(const struct config *config, struct inputs *now, struct err *err);
void inputs_done(struct inputs *inputs);
const struct input *inputs_find(const struct inputs *inputs,
    const struct input *like);
/* Prints what differs, secrets masked; how many. */
size_t inputs_print(const struct inputs *saved, const struct inputs *now);

/* inputs_restore.c */
int inputs_restore(const struct command_options *options,
    const struct config *config, struct err *err);

#endif
