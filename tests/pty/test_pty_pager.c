/* o: the terminal is a pager's for a while, and ours again, whole.  less is a real
 * one; while it has the terminal no frame is marked. */

#include <signal.h>
#include <string.h>

#include "base/clock.h"
#include "pty/dead_world.h"
#include "pty/modes.h"
#include "pty/moment.h"

static void
open_pager(struct pty *pty, const char *shown)
{
	pty_keys(pty, "o");
	pty->unmarked = true;
	pty_sees(pty, "(END)");
	cr_expect(pty_has(pty, shown), "%s", pty_text(pty, -1));
	cr_expect_not(pty_has(pty, "? help"));
}

static void
leave_pager(struct pty *pty)
{
	pty_keys(pty, "q");
	pty->unmarked = false;
	pty_sees(pty, "? help");
	modes_taken(pty);
}

Test(pty_pager, has_the_report_and_gives_the_terminal_back)
{
	static const char *const env[] = { "PAGER", NULL };
	struct pty pty;

	moment_open(&pty, "ended", env);
	open_pager(&pty, "All eighteen steps are done.");
	/* What is typed for it, and a key too many, are not for us. */
	pty_type(&pty, "q?");
	pty.unmarked = false;
	pty_sees(&pty, "? help");
	pty_next(&pty);
	cr_expect_not(pty_has(&pty, "[ Close ]"));
	modes_taken(&pty);
	pty_keys(&pty, "?");
	pty_sees(&pty, "[ Close ]");
	pty_close(&pty);
}

Test(pty_pager, has_the_output_of_a_step_the_text_on_top_and_the_log)
{
	static const char *const env[] = { "PAGER=less -M", NULL };
	struct pty pty;

	moment_open(&pty, "launch", env);
	open_pager(&pty, "Log of this session");
	leave_pager(&pty);
	moment_enter(&pty);
	open_pager(&pty, "worker 6 of 8 ready");
	leave_pager(&pty);
	pty_keys(&pty, "g");
	pty_sees(&pty, "The eighteen steps");
	pty_keys(&pty, "Escape L");
	pty_sees(&pty, "[ Close ]");
	open_pager(&pty, "Log of this session");
	leave_pager(&pty);
	pty_sees(&pty, "[ Close ]");
	pty_close(&pty);
}

/* What comes right behind an interrupt is lost on less: it is asked where it stands
 * until it says so. */
static void
pager_answers(struct pty *pty)
{
	for (int i = 0; i < 500 && !pty_has(pty, "byte"); i++) {
		pty_keys(pty, "=");
		(void)tty_step(&pty->tty, clock_boot_ms() + 200);
	}
	cr_assert(pty_has(pty, "byte"), "%s", pty_text(pty, -1));
}

Test(pty_pager, an_interrupt_is_the_pagers)
{
	static const char *const env[] = { "PAGER=less", NULL };
	struct pty pty;

	moment_open(&pty, "ended", env);
	open_pager(&pty, "All eighteen steps are done.");
	pty_keys(&pty, "C-c");
	pager_answers(&pty);
	leave_pager(&pty);
	pty_close(&pty);
}

Test(pty_pager, shows_our_signs_as_they_are)
{
	static const char *const env[] = { "PAGER=less +G", NULL };
	struct pty pty;

	moment_open(&pty, "ended", env);
	pty_keys(&pty, "?");
	pty_sees(&pty, "[ Close ]");
	open_pager(&pty, "▁ is 0");
	pty_close(&pty);
}

Test(pty_pager, which_is_not_there_is_told_in_a_sentence)
{
	static const char *const env[] = { "PAGER=no-such-pager -x", NULL };
	struct pty pty;

	moment_open(&pty, "ended", env);
	pty_keys(&pty, "o");
	pty_sees(&pty, "There is no pager \"no-such-pager\" here");
	modes_taken(&pty);
	pty_close(&pty);
}

Test(pty_pager, that_fails_says_how)
{
	static const char *const env[] = { "PAGER=false", NULL };
	struct pty pty;

	moment_open(&pty, "ended", env);
	pty_keys(&pty, "o");
	pty_sees(&pty, "The pager: exit status 1.");
	modes_taken(&pty);
	pty_close(&pty);
}

/* The loop goes on behind it, and whoever ends us ends it. */
Test(pty_pager, goes_when_we_are_ended)
{
	static struct dead_world world;
	struct pty pty;

	dead_world_make(&world, "TEST");
	dead_world_run(&world, &pty);
	open_pager(&pty, "Log of this session");
	(void)kill(pty.tty.job, SIGTERM);
	pty_ends(&pty, 3);
	modes_given_back(&pty);
	pty_close(&pty);
	dead_world_remove(&world);
}
