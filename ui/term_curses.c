/* A screen of curses that writes into a spool, and sets the modes of the terminal. */

#include "ui/term_curses.h"

#include <unistd.h>

#include "ui/spool.h"

/* term.h has macros for "lines" and "columns": last of all. */
#include <curses.h>
#include <term.h>

/* Curses has pointers into it as long as there is a screen, which is for ever.
 * Volatile, or the compiler leaves out what nobody reads, and it looks lost. */
static TERMINAL *volatile begun;

bool
term_curses(const char *name, struct spool *spool)
{
	TERMINAL *modes;
	int fault;

	/* Not initscr(): that ends the program on a TERM that it does not know. */
	if (setupterm(name, STDOUT_FILENO, &fault) == ERR)
		return false;
	modes = cur_term;
	if (newterm(name, spool_file(spool), stdin) == NULL)
		return false;
	/* newterm() takes what it writes to for the terminal, and that is about to
	 * be one no more. */
	begun = set_curterm(modes);
	(void)def_prog_mode();
	spool_catch(spool);
	return true;
}
