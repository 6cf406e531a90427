/* A made-up start without a configuration. */

#include "first.h"

#include <errno.h>
#include <string.h>

#include "talk/first.h"

static void
check(struct lines *lines)
{
	lines_add(lines, LINE_GOOD, "terminal: it has 80 columns and 24 lines");
	lines_add(lines, LINE_LOOK, "locale: ANSI_X3.4-1968: signs are drawn in ASCII; "
	    "set LC_ALL=C.UTF-8 for the better signs");
	lines_add(lines, LINE_BAD, "programs: for the demo: haproxy: not found; "
	    "install it");
	lines_add(lines, LINE_TEXT, "%s", "");
	lines_add(lines, LINE_TEXT, "Nothing has been changed.");
}

static const struct first_start first = {
	.places = {
		{ "/home/maria/conf/cutover/cutover.conf", ENOENT },
		{ "/home/maria/.config/cutover/cutover.conf", EACCES },
		{ "/etc/cutover/cutover.conf", ENOENT } },
	.n_places = 3,
	.example = "/usr/share/cutover/cutover.conf.example",
	.check = check,
};

bool
fake_is_first(const char *moment)
{
	return strcmp(moment, "first") == 0;
}

int
fake_first(const struct front_options *options, struct err *err)
{
	return ui_first(&first, options, err);
}
