/* Calling a person back: title, bell, notice, command. */

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "pty/moment.h"

static bool
was_told(struct pty *pty, const void *osc)
{
	return pty->osc.len > 0 && strstr(pty->osc.data, osc) != NULL;
}

static void
tells(struct pty *pty, const char *osc)
{
	pty_wait(pty, was_told, osc, osc);
}

Test(pty_call, the_title_says_where_it_is)
{
	struct pty pty;

	moment_open(&pty, "drain", NULL);
	tells(&pty, "2;▸ 13 sessions - shop-prod PROD - cutover");
	pty_close(&pty);
	moment_open(&pty, "ended", NULL);
	tells(&pty, "2;✓ finished - shop-prod - cutover");
	pty_close(&pty);
}

/* Where titles are not known, or signs are not, nothing strange is sent. */
Test(pty_call, titles_of_lesser_terminals)
{
	static const char *const vt100[] = { "TERM=vt100", NULL };
	static const char *const plain[] = { "LC_ALL=C", NULL };
	struct pty pty;

	moment_open(&pty, "drain", vt100);
	pty_next(&pty);
	cr_expect_not(was_told(&pty, "2;"));
	pty_close(&pty);
	moment_open(&pty, "drain", plain);
	tells(&pty, "2;> 13 sessions - shop-prod PROD - cutover");
	pty_close(&pty);
}

static void
be_refused(struct pty *pty)
{
	pty_keys(pty, "Enter");
	pty_sees(pty, "[ Cancel ]");
	pty_type(pty, "2 shop-prod");
	pty_sees(pty, "> 2 shop-prod");
	pty_keys(pty, "Tab");
	pty_keys(pty, "Enter");
	pty_sees(pty, "Blocked by the guard");
}

static void
put_it_away(struct pty *pty)
{
	pty_keys(pty, "Escape");
	pty_loses(pty, "Blocked by the guard");
}

/* bell = false and title = false in the configuration: neither, whatever happens. */
Test(pty_call, quiet_where_the_configuration_says_so)
{
	static const char *const quiet[] = { "QUIET=1", NULL };
	struct pty pty;

	moment_open_step(&pty, "refusing", quiet);
	be_refused(&pty);
	put_it_away(&pty);
	cr_expect_eq(pty.bells, 0);
	cr_expect_not(was_told(&pty, "2;"));
	pty_keys(&pty, "b");
	pty_sees(&pty, "The bell rings when");
	pty_close(&pty);
}

/* Nothing is on by itself but the bell; a second time within the minute is not. */
Test(pty_call, a_refusal_rings_once_a_minute)
{
	struct pty pty;

	moment_open_step(&pty, "refusing", NULL);
	be_refused(&pty);
	pty_rings(&pty, 1);
	put_it_away(&pty);
	be_refused(&pty);
	cr_expect_eq(pty.bells, 1);
	cr_expect_not(was_told(&pty, "9;cutover"));
	cr_expect_not(was_told(&pty, "777;"));
	pty_close(&pty);
}

Test(pty_call, notices)
{
	static const char *const osc9[] = { "NOTIFY=osc9", NULL };
	static const char *const osc777[] = { "NOTIFY=osc777", NULL };
	struct pty pty;

	moment_open_step(&pty, "refusing", osc9);
	be_refused(&pty);
	tells(&pty, "9;cutover shop-prod PROD: ");
	pty_close(&pty);
	moment_open_step(&pty, "refusing", osc777);
	be_refused(&pty);
	tells(&pty, "777;notify;cutover shop-prod PROD;");
	pty_close(&pty);
}

static char written[] = "/tmp/cutover-called-XXXXXX";

/* Whole when its last line has ended. */
static bool
is_written(struct pty *pty, const void *path)
{
	struct buf text = { 0 };
	struct err err;

	(void)pty;
	bool whole = file_read(path, 65536, &text, &err) == 0 && text.len > 0 &&
	    text.data[text.len - 1] == '\n';
	buf_done(&text);
	return whole;
}

Test(pty_call, the_command_gets_the_event)
{
	char command[128];
	const char *env[] = { command, NULL };
	struct buf text = { 0 };
	struct err err;
	struct pty pty;

	cr_assert_geq(mkstemp(written), 0);
	(void)str_fmt(command, sizeof(command), "NOTIFY_COMMAND=tee %s", written);
	moment_open_step(&pty, "refusing", env);
	be_refused(&pty);
	pty_wait(&pty, is_written, written, "the command's file");
	cr_assert_eq(file_read(written, 65536, &text, &err), 0, "%s", err.text);
	buf_puts(&text, "");
	cr_expect(str_starts(text.data, "{\"version\":1,\"event\":\"refused\","),
	    "%s", text.data);
	cr_expect_not_null(strstr(text.data, "\"deployment\":\"shop-prod\","
	    "\"environment\":\"PROD\",\"run\":\"20261124-1\",\"number\":14,"
	    "\"step\":\"detach\",\"text\":\""), "%s", text.data);
	cr_expect(str_ends(text.data, "\"}\n"), "%s", text.data);
	buf_done(&text);
	pty_close(&pty);
	(void)unlink(written);
}

Test(pty_call, a_command_that_is_not_there_is_said)
{
	static const char *const env[] = { "NOTIFY_COMMAND=/nowhere/page", NULL };
	struct pty pty;

	moment_open_step(&pty, "refusing", env);
	be_refused(&pty);
	pty_sees(&pty, "notify_command: ");
	pty_close(&pty);
}
