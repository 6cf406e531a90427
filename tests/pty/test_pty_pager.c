/* o: the terminal is a pager's for a while, and ours again, whole.  less is a real
 * one; while it has the terminal no frame is marked. */

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/str.h"
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

/* The pager itself: the only child of the program. */
static pid_t
pager_pid(const struct pty *pty)
{
	char path[64], text[32] = "";
	struct buf list = { 0 };

	(void)str_fmt(path, sizeof(path), "/proc/%d/task/%d/children",
	    (int)pty->tty.job, (int)pty->tty.job);
	cr_assert_eq(file_read(path, sizeof(text), &list, NULL), 0);
	pid_t pid = (pid_t)strtol(list.data, NULL, 10);
	buf_done(&list);
	cr_assert_gt(pid, 0, "there is no pager");
	return pid;
}

static char
pager_state(const struct pty *pty)
{
	char path[64];
	struct buf stat = { 0 };

	(void)str_fmt(path, sizeof(path), "/proc/%d/stat", (int)pager_pid(pty));
	cr_assert_eq(file_read(path, 4096, &stat, NULL), 0);
	char state = strrchr(stat.data, ')')[2];
	buf_done(&stat);
	return state;
}

/* S: it reads.  less misses a signal, and what is typed, on its way there; and it
 * stops, T, some time after we have. */
static void
await_pager(struct pty *pty, char state)
{
	for (int i = 0; i < 2000 && pager_state(pty) != state; i++)
		(void)tty_step(&pty->tty, clock_boot_ms() + 10);
	cr_assert_eq(pager_state(pty), state, "%s", pty_text(pty, -1));
}

/* An interrupt, a stop, another size. */
Test(pty_pager, hears_the_keyboard_alone)
{
	static const char *const env[] = { "PAGER=less", NULL };
	struct pty pty;

	moment_open(&pty, "ended", env);
	open_pager(&pty, "All eighteen steps are done.");
	unsigned bells = pty.bells;
	pty_keys(&pty, "C-c");
	pty_rings(&pty, bells + 1);
	await_pager(&pty, 'S');
	pty_keys(&pty, "C-z");
	pty_stops(&pty);
	await_pager(&pty, 'T');
	modes_given_back(&pty);
	pty_resize(&pty, 100, 30);
	pty_goes_on(&pty);
	pty_sees(&pty, "(END)");
	await_pager(&pty, 'S');
	leave_pager(&pty);
	cr_expect_not_null(strstr(pty_text(&pty, 29), "? help"), "%s",
	    pty_text(&pty, -1));
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
