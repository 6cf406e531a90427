/* A run is opened, a front end chosen for it, and both live until the loop stops. */

#include "wizard.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/exit_status.h"
#include "base/loop.h"
#include "engine/run.h"
#include "first.h"
#include "headless.h"
#include "options.h"
#include "place.h"
#include "plain/plain.h"
#include "ui/ui.h"
#include "watch_front.h"

static void
on_leave(int signo, void *arg)
{
	(void)signo;
	/* Finish the action in hand, write it down, and go. */
	run_leave(arg, run_view(arg)->watching ? STATUS_DONE : STATUS_STOPPED);
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

int
wizard_run(struct options *options)
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

int
wizard_resume(struct options *options)
{
	struct config config;
	char dir[TEXT_LEN];
	bool open;

	if (load_config(options->command.config, &config) == -1)
		return STATUS_USAGE;
	open = run_find_open(&config, dir, sizeof(dir));
	config_done(&config);
	if (open)
		return wizard_run(options);
	(void)fprintf(stderr, "cutover: no run is open; cutover run starts one\n");
	return 1;
}
