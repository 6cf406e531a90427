/* The command line's options. */

#include "options.h"

#include <getopt.h>
#include <stdio.h>

#include "base/near.h"
#include "base/str.h"
#include "model/names.h"

enum { OPT_SCRIPT = 256, OPT_JSON, OPT_DRY_RUN, OPT_ONCE, OPT_ASCII, OPT_NO_COLOUR,
	OPT_SIZE, OPT_KEYS, OPT_DUMP, OPT_LOG, OPT_PRINT, OPT_PLAIN, OPT_PORCELAIN, OPT_TEXT };

static const struct option long_options[] = {
	{ "config", required_argument, NULL, 'c' },
	{ "script", required_argument, NULL, OPT_SCRIPT },
	{ "json", no_argument, NULL, OPT_JSON },
	{ "porcelain", no_argument, NULL, OPT_PORCELAIN },
	{ "text", no_argument, NULL, OPT_TEXT },
	{ "plain", no_argument, NULL, OPT_PLAIN },
	{ "dry-run", no_argument, NULL, OPT_DRY_RUN },
	{ "once", no_argument, NULL, OPT_ONCE },
	{ "ascii", no_argument, NULL, OPT_ASCII },
	{ "no-colour", no_argument, NULL, OPT_NO_COLOUR },
	{ "no-color", no_argument, NULL, OPT_NO_COLOUR },
	{ "size", required_argument, NULL, OPT_SIZE },
	{ "keys", required_argument, NULL, OPT_KEYS },
	{ "dump", required_argument, NULL, OPT_DUMP },
	{ "log", required_argument, NULL, OPT_LOG },
	{ "print", required_argument, NULL, OPT_PRINT },
	{ "help", no_argument, NULL, 'h' },
	{ "version", no_argument, NULL, 'V' },
	{ NULL, 0, NULL, 0 },
};

static int
take_option(int option, struct options *options)
{
	switch (option) {
	case 'c': options->command.config = optarg; return 0;
	case OPT_SCRIPT: options->front.script = optarg; return 0;
	case OPT_JSON:
		options->command.json = options->front.json = true;
		return 0;
	case OPT_PORCELAIN: options->command.porcelain = true; return 0;
	case OPT_TEXT: options->command.text = true; return 0;
	case OPT_PLAIN: options->front.plain = true; return 0;
	case OPT_DRY_RUN:
		options->command.dry_run = options->dry_run = true;
		return 0;
	case OPT_ONCE: options->command.once = true; return 0;
	case OPT_ASCII:
		options->command.ascii = options->front.ascii = true;
		return 0;
	case OPT_NO_COLOUR: options->front.no_colour = true; return 0;
	case OPT_KEYS: options->front.keys = optarg; return 0;
	case OPT_DUMP: options->front.dump = optarg; return 0;
	case OPT_LOG: options->log = optarg; return 0;
	case OPT_PRINT: options->print = optarg; return 0;
	case OPT_SIZE:
		if (sscanf(optarg, "%dx%d", &options->front.columns,
		    &options->front.rows) == 2)
			return 0;
		(void)fprintf(stderr, "cutover: --size wants COLSxROWS\n");
		return -1;
	case 'h': options->help = true; return 0;
	case 'V': options->version = true; return 0;
	default: return -1;
	}
}

/* "--plane" is near to "--plain". */
static const char *
near_option(const char *word)
{
	size_t best = near_limit(word);
	const char *near = NULL;

	for (const struct option *o = long_options; o->name != NULL; o++)
		if (near_is_better(word, o->name, &best))
			near = o->name;
	return near;
}

static int
wrong_option(int option, const char *word)
{
	char shown[TEXT_LEN];
	const char *near = str_starts(word, "--") ? near_option(word + 2) : NULL;

	(void)str_safe(shown, sizeof(shown), word);
	if (option == ':')
		(void)fprintf(stderr, "cutover: %s wants a value; see cutover "
		    "--help\n", shown);
	else if (near != NULL)
		(void)fprintf(stderr, "cutover: there is no option %s; did you "
		    "mean --%s?\n", shown, near);
	else
		(void)fprintf(stderr, "cutover: there is no option %s; see "
		    "cutover --help\n", shown);
	return -1;
}

int
options_read(int argc, char **argv, struct options *options)
{
	int option;

	opterr = 0;
	while ((option = getopt_long(argc, argv, ":c:hV", long_options,
	    NULL)) != -1) {
		if (option == '?' || option == ':')
			return wrong_option(option, argv[optind - 1]);
		if (take_option(option, options) == -1)
			return -1;
	}
	return optind;
}
