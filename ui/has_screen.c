/* Whether there is a terminal for the screens: asked before any is opened. */

#include "ui/ui.h"

/* term.h has macros for "lines" and "columns": last of all. */
#include <stdlib.h>
#include <unistd.h>

#include "base/str.h"

#include <curses.h>
#include <term.h>

bool
ui_has_screen(char *why, size_t size)
{
	const char *name = getenv("TERM");
	int fault;

	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) {
		(void)str_copy(why, size, "There is no terminal: lines, not screens.");
	} else if (name == NULL || name[0] == '\0' || str_eq(name, "dumb")) {
		(void)str_fmt(why, size, "TERM is %s, which has no screen: lines, not "
		    "screens.", name == NULL || name[0] == '\0' ? "not set" : name);
	} else if (cur_term != NULL) {
		return true;		/* it is on a screen just now */
	} else if (setupterm(name, STDOUT_FILENO, &fault) == ERR) {
		(void)str_fmt(why, size, "The terminal type \"%s\" (TERM) is not known "
		    "here: lines, not screens.", name);
	} else {
		(void)del_curterm(cur_term);
		return true;
	}
	return false;
}
