/* A clean start, and which command is wanted. */

#include "config.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/env.h"
#include "base/exit_status.h"
#include "base/log.h"
#include "base/near.h"
#include "base/str.h"
#include "commands.h"
#include "demo/demo.h"
#include "demo/visitors.h"
#include "inputs.h"
#include "local/local.h"
#include "options.h"
#include "print_tables.h"
#include "wizard.h"

typedef int command_fn(struct options *options);

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
	return wizard_run(options);
}

static const struct {
	const char *name;
	command_fn *fn;
	const char *text;
} commands[] = {
	{ "run", wizard_run, "the wizard: start a run, or resume the open one" },
	{ "resume", wizard_resume, "go on with the open run, and begin no other" },
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
	    "  cutover demo [--plain]        learn it, on a world of its own\n"
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

/* What is asked of the program itself.  -1: nothing; else the exit status. */
static int
about(const struct options *options)
{
	if (options->help)
		usage(stdout);
	else if (options->version)
		(void)printf("cutover %s\n", PACKAGE_VERSION);
	else
		return options->print != NULL ? print_table(options->print) : -1;
	return 0;
}

static int
dispatch(int argc, char **argv)
{
	struct options options = { 0 };
	command_fn *fn = wizard_run;
	struct err err = { 0 };
	int word = options_read(argc, argv, &options);
	int status = word == -1 ? STATUS_USAGE : about(&options);

	if (status != -1)
		return status;
	if (word < argc) {
		fn = find_command(argv[word]);
		if (fn == NULL)
			return no_such_command(argv[word]);
		word++;
	}
	if (word < argc)
		options.command.run = argv[word++];
	if (fn == do_inputs && word < argc)
		options.command.file = argv[word++];
	if (word < argc) {
		(void)fprintf(stderr, "cutover: \"%s\" is one word too many\n",
		    argv[word]);
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
#ifndef __SANITIZE_ADDRESS__
	/* Whoever catches core files, or looks into processes, finds no secret; the
	 * sanitizer looks into its own for leaks. */
	(void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
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
