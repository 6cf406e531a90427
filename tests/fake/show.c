/* show MOMENT [--ascii]: a made-up moment of a run in this terminal, for eyes. */

#include <stdio.h>
#include <string.h>

#include "base/loop.h"
#include "ui/ui.h"
#include "view.h"

int
main(int argc, char **argv)
{
	struct front_options options = { 0 };
	struct err err = { 0 };
	void *self = NULL;

	if (argc < 2)
		return 2;
	options.ascii = argc > 2 && strcmp(argv[2], "--ascii") == 0;
	struct loop *loop = loop_new(&err);
	struct run *run = fake_run_new(loop, argv[1]);
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
