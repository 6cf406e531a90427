/* Options, the house built from cellar to roof, a front end chosen. */

#include "config.h"

#include <fcntl.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/env.h"
#include "base/log.h"
#include "base/loop.h"
#include "base/near.h"
#include "base/str.h"
#include "commands.h"
#include "demo/demo.h"
#include "demo/visitors.h"
#include "engine/run.h"
#include "first.h"
#include "headless.h"
#include "inputs.h"
#include "local/local.h"
#include "place.h"
#include "plain/plain.h"
#include "print_tables.h"
#include "ui/ui.h"
#include "watch_front.h"

#define STATUS_USAGE 2

struct options {
	struct command_options command;
	struct front_options front;
	bool dry_run, watching;
	const char *log;
};

typedef int command_fn(struct options *options);

/* ---- the wizard ---- */

static void
on_leave(int signo, void *arg)
{
	(void)signo;
	/* Finish the action in hand, write it down, and go. */
	run_leave(arg, run_view(arg)->watching ? 0 : 3);
}

/* Lines when asked for, when ACCESSIBLE is set, and where no screen is. */
static bool
wants_plain(struct front_options *front)
{
	static char why[TEXT_LEN];
	const char *accessible = getenv("ACCESSIBLE");

	if (front->plain)
		return true;
	if (front->keys != NULL)
		return false;
	if (accessible != NULL && accessible[0] != '\0')
		(void)str_copy(why, sizeof(why), "ACCESSIBLE is set: lines, not "
		    "screens.");
	else if (ui_has_screen(why, sizeof(why)))
		return false;
	front->why_plain = why;
	return true;
}

static const struct front_ops *
choose_front(struct options *options)
{
	struct front_options *front = &options->front;

	if (options->watching)
		return front->json || wants_plain(front) ? &front_watch :
		    &front_curses;
	if (front->script != NULL)
		return &front_headless;
	return wants_plain(front) ? &front_plain : &front_curses;
}

static int
run_front(struct loop *loop, struct run *run, struct options *options,
    struct err *err)
{
	const struct front_ops *front = choose_front(options);
	void *self = NULL;
	int status;

	(void)loop_on_signal(loop, SIGTERM, on_leave, run);
	(void)loop_on_signal(loop, SIGHUP, on_leave, run);
	/* Ctrl-C is a key on the screen, and the lines' own; from elsewhere it
	 * means the same. */
	if (front != &front_plain)
		(void)loop_on_signal(loop, SIGINT, on_leave, run);
	if (front->open(&self, loop, run, &options->front, err) == -1)
		return -1;
	run_set_front(run, front, self);
	status = loop_run(loop);
	front->close(self);
	run_set_front(run, NULL, NULL);
	return status;
}

static int
with_config(struct options *options, const struct config *config)
{
	const struct run_options run_options = { .dry_run = options->dry_run,
	    .watching = options->watching };
	struct err err = { 0 };
	struct loop *loop = loop_new(&err);
	struct run *run = NULL;
	int status = -1;

	if (loop != NULL)
		run = run_open(loop, config, &run_options, &err);
	if (run != NULL)
		status = run_front(loop, run, options, &err);
	run_free(run);
	loop_free(loop);
	if (status != -1)
		return status;
	(void)fprintf(stderr, "cutover: %s\n", err.text);
	return err.code == ERR_CONFIG || err.code == ERR_USAGE ? STATUS_USAGE : 1;
}

/* Without a configuration, and somebody is there to be shown what can be done. */
static bool
is_first_start(struct options *options)
{
	char path[TEXT_LEN];

	return options->command.config == NULL && !options->watching &&
	    choose_front(options) == &front_curses &&
	    !place_find_config(path, sizeof(path));
}

static int
command_run(struct options *options)
{
	struct config config;
	struct err err = { 0 };
	int status;

	if (is_first_start(options))
		return first_run(&options->front);
	if (load_config(options->command.config, &config) == -1)
		return STATUS_USAGE;
	if (options->front.script != NULL &&
	    headless_check(options->front.script, &err) == -1) {
		(void)fprintf(stderr, "cutover: %s\n", err.text);
		config_done(&config);
		return STATUS_USAGE;
	}
	do
		status = with_config(options, &config);
	while (status == RUN_AGAIN);
	config_done(&config);
	return status;
}

/* ---- commands ---- */

static int
read_only(struct options *options, int (*fn)(const struct command_options *))
{
	return fn(&options->command);
}

static int do_status(struct options *o) { return read_only(o, command_status); }
static int do_history(struct options *o) { return read_only(o, command_history); }
static int do_report(struct options *o) { return read_only(o, command_report); }
static int do_verify(struct options *o) { return read_only(o, command_verify); }
static int do_check(struct options *o) { return read_only(o, command_check); }
static int do_inputs(struct options *o) { return read_only(o, command_inputs); }
static int do_doctor(struct options *o) { return read_only(o, command_doctor); }

static int
do_watch(struct options *options)
{
	if (options->command.once)
		return command_watch_once(&options->command);
	options->watching = true;
	return command_run(options);
}

/* The word for it when one is there: nothing new is begun. */
static int
do_resume(struct options *options)
{
	struct config config;
	char dir[TEXT_LEN];
	bool open;

	if (load_config(options->command.config, &config) == -1)
		return STATUS_USAGE;
	open = run_find_open(&config, dir, sizeof(dir));
	config_done(&config);
	if (open)
		return command_run(options);
	(void)fprintf(stderr, "cutover: no run is open; cutover run starts one\n");
	return 1;
}

static const struct {
	const char *name;
	command_fn *fn;
	const char *text;
} commands[] = {
	{ "run", command_run, "the wizard: start a run, or resume the open one" },
	{ "resume", do_resume, "go on with the open run, and begin no other" },
	{ "watch", do_watch, "look only: sessions and states, live (--once: one look)" },
	{ "status", do_status, "what stands open" },
	{ "history", do_history, "past runs" },
	{ "report", do_report, "the report of a run" },
	{ "verify", do_verify, "check the chain of a run's journal" },
	{ "inputs", do_inputs, "save, diff or restore FILE: the inputs as CSV" },
	{ "check", do_check, "the configuration alone, every fault" },
	{ "doctor", do_doctor, "will it work here? terminal, balancers, cloud, …" },
};

/* These read their own options. */
static const struct {
	const char *name;
	int (*fn)(int argc, char **argv);
	const char *text;
} worlds[] = {
	{ "demo", demo_main, "a world of its own on loopback, then the wizard on it" },
	{ "cloud", local_cloud_main, "the local cloud: servers that are directories" },
	{ "visit", visit_main, "visitors with sessions, for trials" },
};

/* One screen of 24 lines, examples first. */
static void
usage(FILE *out)
{
	(void)fprintf(out, "usage: cutover [command] [options]\n\n"
	    "  cutover demo                  learn it, on a world of its own\n"
	    "  cutover -c shop.conf          start or resume an upgrade\n"
	    "  cutover watch -c shop.conf    look on, beside whoever drives\n\n");
	for (size_t i = 0; i < countof(commands); i++)
		(void)fprintf(out, "  %-10s %s\n", commands[i].name,
		    commands[i].text);
	for (size_t i = 0; i < countof(worlds); i++)
		(void)fprintf(out, "  %-10s %s\n", worlds[i].name, worlds[i].text);
	(void)fprintf(out, "\n"
	    "  -c, --config FILE    the configuration\n"
	    "  --script FILE        intents from FILE instead of a terminal, - is stdin\n"
	    "  --plain  --dry-run   lines, not screens; show plans, send nothing\n"
	    "  --once --json --porcelain --text   its form.  -h -V  All: man cutover\n");
}

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

/* -1: go on; else the exit status. */
static int
take_option(int option, struct options *options)
{
	switch (option) {
	case 'c': options->command.config = optarg; return -1;
	case OPT_SCRIPT: options->front.script = optarg; return -1;
	case OPT_JSON:
		options->command.json = options->front.json = true;
		return -1;
	case OPT_PORCELAIN: options->command.porcelain = true; return -1;
	case OPT_TEXT: options->command.text = true; return -1;
	case OPT_PLAIN: options->front.plain = true; return -1;
	case OPT_DRY_RUN:
		options->command.dry_run = options->dry_run = true;
		return -1;
	case OPT_ONCE: options->command.once = true; return -1;
	case OPT_ASCII:
		options->command.ascii = options->front.ascii = true;
		return -1;
	case OPT_NO_COLOUR: options->front.no_colour = true; return -1;
	case OPT_KEYS: options->front.keys = optarg; return -1;
	case OPT_DUMP: options->front.dump = optarg; return -1;
	case OPT_LOG: options->log = optarg; return -1;
	case OPT_PRINT: return print_table(optarg);
	case OPT_SIZE:
		if (sscanf(optarg, "%dx%d", &options->front.columns,
		    &options->front.rows) == 2)
			return -1;
		(void)fprintf(stderr, "cutover: --size wants COLSxROWS\n");
		return STATUS_USAGE;
	case 'h': usage(stdout); return 0;
	case 'V': (void)printf("cutover %s\n", PACKAGE_VERSION); return 0;
	default: return STATUS_USAGE;
	}
}

static command_fn *
find_command(const char *name)
{
	for (size_t i = 0; i < countof(commands); i++)
		if (strcmp(commands[i].name, name) == 0)
			return commands[i].fn;
	return NULL;
}

static int
no_such_command(const char *word)
{
	size_t best = near_limit(word);
	const char *near = NULL;
	char shown[TEXT_LEN];

	for (size_t i = 0; i < countof(commands); i++)
		if (near_is_better(word, commands[i].name, &best))
			near = commands[i].name;
	for (size_t i = 0; i < countof(worlds); i++)
		if (near_is_better(word, worlds[i].name, &best))
			near = worlds[i].name;
	(void)str_safe(shown, sizeof(shown), word);
	if (near != NULL)
		(void)fprintf(stderr, "cutover: there is no command \"%s\"; did you "
		    "mean \"%s\"?\n", shown, near);
	else
		(void)fprintf(stderr, "cutover: there is no command \"%s\"; see "
		    "cutover --help\n", shown);
	return STATUS_USAGE;
}

static int
dispatch(int argc, char **argv)
{
	struct options options = { 0 };
	command_fn *fn = command_run;
	struct err err = { 0 };
	int option, status;

	while ((option = getopt_long(argc, argv, "c:hV", long_options, NULL)) != -1)
		if ((status = take_option(option, &options)) != -1)
			return status;
	if (optind < argc) {
		fn = find_command(argv[optind]);
		if (fn == NULL)
			return no_such_command(argv[optind]);
		optind++;
	}
	if (optind < argc)
		options.command.run = argv[optind++];
	if (fn == do_inputs && optind < argc)
		options.command.file = argv[optind++];
	if (optind < argc) {
		(void)fprintf(stderr, "cutover: \"%s\" is one word too many\n",
		    argv[optind]);
		return STATUS_USAGE;
	}
	if (options.log != NULL && log_open(options.log, &err) == -1) {
		(void)fprintf(stderr, "cutover: %s\n", err.text);
		return STATUS_USAGE;
	}
	return fn(&options);
}

/* ---- a clean start ---- */

/* Descriptors 0 to 2 are there, or a socket would become standard output. */
static void
open_standard(void)
{
	int fd;

	do
		fd = open("/dev/null", O_RDWR);
	while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd > STDERR_FILENO)
		(void)close(fd);
}

static void
clean_start(void)
{
	const struct rlimit none = { 0, 0 };
	const struct sigaction ignore = { .sa_handler = SIG_IGN };

	open_standard();
	env_clean();
	(void)umask(077);
	(void)setrlimit(RLIMIT_CORE, &none);
	(void)prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	(void)sigaction(SIGPIPE, &ignore, NULL);
	(void)sigaction(SIGXFSZ, &ignore, NULL);
}

int
main(int argc, char **argv)
{
	clean_start();
	for (size_t i = 0; argc > 1 && i < countof(worlds); i++)
		if (strcmp(argv[1], worlds[i].name) == 0)
			return worlds[i].fn(argc - 1, argv + 1);
	return dispatch(argc, argv);
}
