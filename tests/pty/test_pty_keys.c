/* Keys as a terminal sends them: the bell, Escape, pastes, the cursor. */

#include "pty/moment.h"

/* app-21 is NEW: the row is locked, said once. */
static void
press_locked_row(struct pty *pty)
{
	pty_keys(pty, "Down Down Space");
	pty_sees(pty, "app-21: locked");
}

Test(pty_keys, locked_row_rings_once)
{
	struct pty pty;

	moment_open_step(&pty, "pick", NULL);
	press_locked_row(&pty);
	pty_rings(&pty, 1);
	pty_keys(&pty, "?");
	pty_sees(&pty, "[ Close ]");
	cr_expect_eq(pty.bells, 1);
	pty_close(&pty);
}

Test(pty_keys, bell_can_be_turned_off)
{
	struct pty pty;

	moment_open_step(&pty, "pick", NULL);
	pty_keys(&pty, "b");
	pty_sees(&pty, "bell is off");
	press_locked_row(&pty);
	cr_expect_eq(pty.bells, 0);
	pty_close(&pty);
}

/* The picture stands still while others move on; any key goes on, and does no more. */
Test(pty_keys, paused_the_picture_stands)
{
	struct pty pty, other;

	moment_open_step(&pty, "drain", NULL);
	pty_keys(&pty, "z");
	pty_sees(&pty, "Paused");
	unsigned long frames = pty.tty.frames;
	moment_open_step(&other, "drain", NULL);
	for (int i = 0; i < 3; i++)
		pty_next(&other);
	pty_close(&other);
	pty_keys(&pty, "u");
	pty_loses(&pty, "Paused");
	cr_expect_eq(pty.tty.frames, frames + 1, "%lu pictures while it was paused",
	    pty.tty.frames - frames - 1);
	cr_expect_not(pty_has(&pty, "What the undo will do"));
	pty_close(&pty);
}

/* Escape by itself is a key; before an O or a [ it begins one. */
Test(pty_keys, escape_and_arrows_are_told_apart)
{
	struct pty pty;

	moment_open_step(&pty, "pick", NULL);
	pty_keys(&pty, "?");
	pty_sees(&pty, "[ Close ]");
	pty_keys(&pty, "Down");
	pty_next(&pty);
	pty_sees(&pty, "[ Close ]");
	pty_keys(&pty, "Escape");
	pty_loses(&pty, "[ Close ]");
	pty_keys(&pty, "Down");
	pty_sees(&pty, "▸ [x] app-12");
	pty_close(&pty);
}

/* Three at once, as a slow line brings them. */
Test(pty_keys, keys_that_come_together)
{
	struct pty pty;

	moment_open_step(&pty, "pick", NULL);
	pty_keys(&pty, "Down Down Up Space");
	pty_sees(&pty, "▸ [ ] app-12");
	pty_close(&pty);
}

static void
open_typed_question(struct pty *pty)
{
	moment_open_step(pty, "terminate", NULL);
	pty_keys(pty, "Enter");
	pty_sees(pty, "[ Cancel ]");
}

/* The text that was asked for, with a line end behind it: it stays a text. */
Test(pty_keys, pasted_line_end_does_not_confirm)
{
	struct pty pty;

	open_typed_question(&pty);
	pty_paste(&pty, "2 shop-prod\r");
	pty_sees(&pty, "> 2 shop-prod");
	pty_keys(&pty, "Escape");
	pty_sees(&pty, "Nothing was sent");
	pty_close(&pty);
}

/* A line of keys that would do much, pasted where there is no field. */
Test(pty_keys, pasted_keys_are_no_keys)
{
	struct pty pty;

	moment_open_step(&pty, "pick", NULL);
	pty_paste(&pty, "j a\r\t\rq");
	pty_sees(&pty, "What is pasted goes into a field only");
	cr_expect(pty_has(&pty, "▸ [x] app-11"));
	pty_keys(&pty, "Down");
	pty_sees(&pty, "▸ [x] app-12");
	cr_expect_not(pty_has(&pty, "[ Cancel ]"));
	pty_close(&pty);
}

/* However slowly a paste comes: until its end is here a line end is none. */
Test(pty_keys, slowly_pasted_line_end_is_none)
{
	struct pty pty;

	open_typed_question(&pty);
	vterm_keyboard_start_paste(pty.vt);
	pty_type(&pty, "2 shop-prod");
	pty_sees(&pty, "> 2 shop-prod");
	pty_type(&pty, "\r");
	pty_type(&pty, "x");
	pty_sees(&pty, "> 2 shop-prodx");
	cr_expect_not(pty_has(&pty, "Not yet"));
	pty_type(&pty, "\r");
	vterm_keyboard_end_paste(pty.vt);
	pty_keys(&pty, "BSpace");
	pty_loses(&pty, "> 2 shop-prodx");
	cr_expect_not(pty_has(&pty, "Enter once more"));
	pty_keys(&pty, "Enter");
	pty_sees(&pty, "Enter once more");
	pty_close(&pty);
}

Test(pty_keys, pasted_without_brackets_does_not_confirm)
{
	struct pty pty;

	open_typed_question(&pty);
	pty_type(&pty, "2 shop-prod\r");
	pty_sees(&pty, "> 2 shop-prod");
	pty_keys(&pty, "Escape");
	pty_sees(&pty, "Nothing was sent");
	pty_close(&pty);
}

/* ---- where the cursor is: screen readers and magnifiers follow it ---- */

static bool
is_on(struct pty *pty, const void *text)
{
	struct spot at = pty_cursor(pty), spot;

	return pty_find(pty, text, &spot) && spot.row == at.row &&
	    spot.column == at.column;
}

static void
cursor_on(struct pty *pty, const char *text)
{
	pty_wait(pty, is_on, text, text);
}

Test(pty_keys, cursor_is_on_the_button)
{
	struct pty pty;

	moment_open_step(&pty, "terminate", NULL);
	cursor_on(&pty, "[ Terminate 2");
	cr_expect_not(pty.cursor);
	pty_keys(&pty, "Right");
	cursor_on(&pty, "[ Skip");
	pty_keys(&pty, "Right");
	cursor_on(&pty, "[ Back ]");
	pty_close(&pty);
}

/* With buttons in two lines, and with a column of steps left of them. */
Test(pty_keys, cursor_is_on_the_button_wherever_it_stands)
{
	struct pty pty;

	moment_open_step(&pty, "cloudless-drain", NULL);
	pty_keys(&pty, "Left");
	cursor_on(&pty, "[ Back ]");
	pty_keys(&pty, "Left");
	cursor_on(&pty, "[ Skip");
	pty_resize(&pty, 140, 45);
	cursor_on(&pty, "[ Skip");
	pty_close(&pty);
}

Test(pty_keys, cursor_is_on_the_row)
{
	struct pty pty;

	moment_open_step(&pty, "pick", NULL);
	pty_keys(&pty, "Down Down");
	cursor_on(&pty, "▸ [⊘] app-21");
	cr_expect_not(pty.cursor);
	pty_resize(&pty, 140, 45);
	cursor_on(&pty, "▸ [⊘] app-21");
	pty_keys(&pty, "Tab");
	cursor_on(&pty, "[ Skip");
	pty_close(&pty);
	moment_open_step(&pty, "drain", NULL);
	pty_keys(&pty, "Down");
	cursor_on(&pty, "▸app-12");
	pty_close(&pty);
}

Test(pty_keys, cursor_is_on_the_button_of_a_question)
{
	struct pty pty;

	moment_open_step(&pty, "pick", NULL);
	pty_keys(&pty, "Enter");
	cursor_on(&pty, "[ Cancel ]");
	cr_expect_not(pty.cursor);
	pty_keys(&pty, "Tab");
	cursor_on(&pty, "[ Fail the health check of 2 OLD servers ");
	pty_close(&pty);
}

/* A list has rows, a text has what was found in it. */
Test(pty_keys, cursor_is_on_the_row_of_a_list_and_on_what_was_found)
{
	struct pty pty;

	moment_open_step(&pty, "pick", NULL);
	pty_keys(&pty, "g Down");
	cursor_on(&pty, "▸· 13");
	pty_keys(&pty, "Escape");
	pty_loses(&pty, "Steps");
	pty_keys(&pty, "?");
	cursor_on(&pty, "[ Close ]");
	pty_keys(&pty, "/");
	pty_sees(&pty, "type the text");
	pty_type(&pty, "pause");
	pty_sees(&pty, "Find: pause");
	pty_keys(&pty, "Enter");
	cursor_on(&pty, "▸  z");
	pty_close(&pty);
}

Test(pty_keys, cursor_is_in_the_field_and_seen)
{
	struct pty pty;

	open_typed_question(&pty);
	pty_type(&pty, "2 sh");
	pty_sees(&pty, "> 2 sh");
	struct spot at = pty_cursor(&pty), spot;
	cr_assert(pty_find(&pty, "> 2 sh", &spot));
	cr_expect_eq(at.row, spot.row);
	cr_expect_eq(at.column, spot.column + 6);
	cr_expect(pty.cursor);
	pty_keys(&pty, "Escape");
	pty_loses(&pty, "[ Cancel ]");
	cr_expect_not(pty.cursor);
	pty_close(&pty);
}
