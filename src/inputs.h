/* `cutover inputs`: options->run has the verb, options->file the file. */
#ifndef INPUTS_H
#define INPUTS_H

#include "commands.h"

int command_inputs(const struct command_options *options);

#endif
