/* What a terminal is told beside the picture: clipboard, mouse. */

#include <string.h>

#include "pty/moment.h"

static bool
was_told(struct pty *pty, const void *osc)
{
	return pty->osc.len > 0 && strstr(pty->osc.data, osc) != NULL;
}

/* ---- the clipboard ---- */

Test(pty_osc, a_text_is_copied_whole)
{
	struct pty pty;

	moment_open(&pty, "ended", NULL);
	pty_keys(&pty, "y");
	pty_sees(&pty, "Copied the report");
	/* "# Upgrade r41 to r42", and so on */
	pty_wait(&pty, was_told, "52;c;IyBVcGdyYWRlIHI0MSB0byByNDI", "the report");
	pty_close(&pty);
}

/* Within tmux it is said twice: to tmux, and through it. */
Test(pty_osc, within_tmux)
{
	static const char *const env[] = { "TMUX=/tmp/socket,1,0", NULL };
	struct pty pty;

	moment_open(&pty, "ended", env);
	pty_keys(&pty, "y");
	pty_wait(&pty, was_told, "52;c;IyBVcGdyYWRl", "the report");
	pty_close(&pty);
}

/* ---- the mouse ---- */

static bool
is_ours(struct pty *pty, const void *what)
{
	(void)what;
	return pty->mouse != VTERM_PROP_MOUSE_NONE;
}

static void
click(struct pty *pty, const char *text)
{
	struct spot at;

	cr_assert(pty_find(pty, text, &at), "%s", text);
	pty_click(pty, at.row, at.column + 1, 1);
}

static bool
is_on(struct pty *pty, const void *text)
{
	struct spot at = pty_cursor(pty), spot;

	return pty_find(pty, text, &spot) && spot.row == at.row &&
	    spot.column == at.column;
}

static void
open_with_mouse(struct pty *pty, const char *name)
{
	moment_open_step(pty, name, NULL);
	cr_expect_eq(pty->mouse, VTERM_PROP_MOUSE_NONE);
	pty_keys(pty, "%");
	pty_sees(pty, "The mouse moves");
	pty_wait(pty, is_ours, NULL, "the mouse");
}

/* " ▸ [⊘] app-22" */
Test(pty_osc, the_row_is_copied)
{
	struct pty pty;

	open_with_mouse(&pty, "pick");
	click(&pty, "app-22");
	pty_sees(&pty, "▸ [⊘] app-22");
	pty_keys(&pty, "y");
	pty_sees(&pty, "Copied the row");
	pty_wait(&pty, was_told, "52;c;IOKWuCBb4oqYXSBhcHAt", "the row");
	pty_close(&pty);
}

/* What is no report of a mouse is nothing, and the key behind it is one. */
Test(pty_osc, broken_reports_are_nothing)
{
	static const char *const broken[] = { "\033[<M", "\033[<0;1M",
		"\033[<0;1;2;3M", "\033[<0;99999999999999999999999999;1M",
		"\033[<0;0;0M", "\033[<-1;1;1M", "\033[<x", "\033[<0;1;1m",
		"\033[<2;1;1M" };
	struct pty pty;

	open_with_mouse(&pty, "terminate");
	for (size_t i = 0; i < countof(broken); i++)
		pty_type(&pty, broken[i]);
	pty_keys(&pty, "?");
	pty_sees(&pty, "[ Close ]");
	pty_keys(&pty, "Escape");
	pty_loses(&pty, "[ Close ]");
	pty_wait(&pty, is_on, "[ Terminate 2", "the focus as it was");
	pty_close(&pty);
}

Test(pty_osc, a_click_moves_the_cursor_and_the_focus)
{
	struct pty pty;

	open_with_mouse(&pty, "pick");
	click(&pty, "app-22");
	pty_sees(&pty, "▸ [⊘] app-22");
	click(&pty, "app-11");
	pty_sees(&pty, "▸ [x] app-11");
	pty_keys(&pty, "%");
	pty_sees(&pty, "The mouse is the terminal's again");
	pty_close(&pty);
}

/* However often: a button gets the focus, and nothing is pressed. */
Test(pty_osc, a_click_never_presses)
{
	struct pty pty;

	open_with_mouse(&pty, "terminate");
	for (int i = 0; i < 3; i++) {
		click(&pty, "[ Skip");
		pty_wait(&pty, is_on, "[ Skip", "the cursor on it");
		click(&pty, "[ Terminate 2");
		pty_wait(&pty, is_on, "[ Terminate 2", "the cursor on it");
	}
	click(&pty, "[ Skip");
	pty_wait(&pty, is_on, "[ Skip", "the cursor on it");
	cr_expect_not(pty_has(&pty, "[ Cancel ]"));
	pty_keys(&pty, "Left Enter");
	pty_sees(&pty, "[ Cancel ]");
	pty_type(&pty, "2 shop-prod");
	pty_sees(&pty, "> 2 shop-prod");
	for (int i = 0; i < 3; i++)
		click(&pty, "[ Terminate 2");
	pty_keys(&pty, "Escape");
	pty_sees(&pty, "Nothing was sent.");
	pty_close(&pty);
}
