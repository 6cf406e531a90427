/*
 * show MOMENT [--ascii]: a made-up moment of a run in this terminal, for eyes.
 * show --list: every screen, its name and its moment.
 * show --keys NAME: the key script that leads from the moment to the screen.
 */

#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/loop.h"
#include "base/str.h"
#include "first.h"
#include "screens.h"
#include "ui/ui.h"
#include "view.h"

static int
list_screens(void)
{
	for (size_t i = 0; i < n_fake_screens; i++)
		(void)printf("%s %s\n", fake_screens[i].name,
		    fake_screens[i].moment);
	return 0;
}

static int
print_keys(const char *name)
{
	for (size_t i = 0; i < n_fake_screens; i++)
		if (str_eq(fake_screens[i].name, name))
			return printf("%s\n", fake_screens[i].keys) < 0;
	return 2;
}

int
main(int argc, char **argv)
{
	struct front_options options = { 0 };
	struct err err = { 0 };
	void *self = NULL;

	if (argc < 2)
		return 2;
	if (str_eq(argv[1], "--list"))
		return list_screens();
	if (str_eq(argv[1], "--keys"))
		return argc > 2 ? print_keys(argv[2]) : 2;
	options.ascii = argc > 2 && str_eq(argv[2], "--ascii");
	if (fake_is_first(argv[1]))
		return fake_first(&options, &err);
	struct loop *loop = loop_new(&err);
	fake_wall_ms = clock_wall_ms();
	struct run *run = fake_run_new(loop, argv[1]);
	fake_set_notify(run, getenv("NOTIFY"), getenv("NOTIFY_COMMAND"));
	if (getenv("QUIET") != NULL)
		fake_set_quiet(run);
	int status = 1;
	if (front_curses.open(&self, loop, run, &options, &err) == 0) {
		fake_set_front(run, &front_curses, self);
		status = loop_run(loop);
		front_curses.close(self);
	} else {
		(void)fprintf(stderr, "show: %s\n", err.text);
	}
	fake_run_free(run);
	loop_free(loop);
	return status;
}
