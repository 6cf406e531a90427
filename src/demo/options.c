/* Long options, for the programs that stand beside the house. */

#include "demo/options.h"

#include <stddef.h>

int
options_take(int argc, char **argv, const struct option *options,
    option_fn *take, void *arg)
{
	int option;

	optind = 0;			/* the roof may have read some already */
	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1)
		if (option == '?' || take(arg, option, optarg) == -1)
			return -1;
	return 0;
}
