/* Long options, for the programs that stand beside the house. */
#ifndef DEMO_OPTIONS_H
#define DEMO_OPTIONS_H

#include <getopt.h>

/* Gets each option in turn; -1 when that cannot be. */
typedef int option_fn(void *arg, int option, const char *value);

/* -1 at the first option that is unknown or refused.  What is left over begins
 * at optind. */
int options_take(int argc, char **argv, const struct option *options,
    option_fn *take, void *arg);

#endif
