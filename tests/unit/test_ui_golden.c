/*
 * Whole screens, compared cell by cell with tests/screen/NAME.txt.  After a change
 * that is meant: CUTOVER_GOLDEN=write, then read the difference.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "test_ui_screen.h"

static const struct golden {
	const char *name, *moment, *keys;
	bool ascii;
	int columns, rows;
} goldens[] = {
	{ "overview", "overview", "", false, 80, 24 },
	{ "pick", "pick", "key Enter", false, 80, 24 },
	{ "pick-ascii", "pick", "key Enter", true, 80, 24 },
	{ "drain", "drain", "key Enter", false, 80, 24 },
	{ "drain-ascii", "drain", "key Enter", true, 80, 24 },
	{ "drain-wide", "drain", "key Enter", false, 140, 45 },
	{ "drain-small", "drain", "key Enter", false, 60, 16 },
	{ "drain-line", "drain", "key Enter", false, 40, 8 },
	{ "empty", "empty", "key Enter", false, 80, 24 },
	{ "confirm", "detach", "key Enter\nkey Enter\nwait Cancel", false, 80, 24 },
	{ "typed", "terminate",
	    "key Enter\nkey Enter\nwait Type this\ntype 2 shop-p", false, 80, 24 },
	{ "launch", "launch", "key Enter", false, 80, 24 },
	{ "failed", "failed", "key Enter", false, 80, 24 },
	{ "unsettled", "unsettled", "key Enter", false, 80, 24 },
	{ "sessions", "drain", "key Enter\nkey Down Enter\nwait lb-2 is asked", false, 80,
	    24 },
	{ "help", "drain", "key Enter\nkey ?", false, 80, 24 },
	{ "steps", "overview", "key g", false, 80, 24 },
	{ "ended", "ended", "", false, 80, 24 },
	{ "guard", "refusing", "key Enter\nkey Enter\nwait Cancel\n"
	    "type 2 shop-prod\nkey Tab Enter\n"
	    "wait Blocked by the guard", false, 80, 24 },
};

static void
compare(const struct golden *golden, const struct shot *shot)
{
	char path[512];
	struct buf wanted = { 0 };
	struct err err = { 0 };
	const char *write = getenv("CUTOVER_GOLDEN");

	(void)str_fmt(path, sizeof(path), "%s/tests/screen/%s.txt", TOP_SRCDIR,
	    golden->name);
	if (write != NULL && str_eq(write, "write")) {
		cr_assert_eq(file_write(path, shot->text.data, shot->text.len, 0644,
		    &err), 0, "%s", err.text);
		return;
	}
	cr_assert_eq(file_read(path, 1 << 20, &wanted, &err), 0, "%s", err.text);
	buf_puts(&wanted, "");
	cr_expect_str_eq(shot->text.data, wanted.data, "%s is now:\n%s",
	    golden->name, shot->text.data);
	buf_done(&wanted);
}

Test(ui_golden, screens)
{
	for (size_t i = 0; i < countof(goldens); i++) {
		struct shot shot = shot_take(goldens[i].moment, goldens[i].keys,
		    goldens[i].ascii, goldens[i].columns, goldens[i].rows);
		cr_expect_eq(shot.status, 0, "%s", goldens[i].name);
		compare(&goldens[i], &shot);
		shot_done(&shot);
	}
}

Test(ui_golden, ascii_screens_hold_ascii_alone)
{
	static const char *const moments[] = { "overview", "pick", "drain",
		"terminate", "launch", "failed", "unsettled", "ended" };

	for (size_t i = 0; i < countof(moments); i++) {
		struct shot shot = shot_take(moments[i],
		    "key Enter\ndump\nkey ?\ndump\nkey Escape\nkey Enter", true, 80,
		    24);
		for (size_t c = 0; c < shot.text.len; c++)
			cr_assert_lt((unsigned char)shot.text.data[c], 0x80, "%s",
			    moments[i]);
		shot_done(&shot);
	}
}

/* The world moved between the question and the answer: it is asked again, with
 * the difference, from the safe button on, and nothing that was typed counts. */
Test(ui_golden, asked_again_when_the_world_moved)
{
	struct shot shot = shot_take("moving", "key Enter\nkey Enter\n"
	    "wait Type this\ntype 2 shop-prod\nkey Tab Enter\n"
	    "wait The world moved\nkey Enter", false, 80, 24);

	cr_expect_eq(shot.status, 0, "%s", shot.text.data);
	size_t n = 0;
	for (size_t i = 0; i < fake_intents(shot.run); i++)
		n += str_starts(fake_intent(shot.run, i), "confirm");
	cr_expect_eq(n, 1);
	shot_done(&shot);
}

/* Any size at any moment: nothing ends, what was typed is there again. */
Test(ui_golden, typed_text_outlives_resizes)
{
	struct buf script = { 0 };

	buf_puts(&script, "key Enter\nkey Enter\nwait Type this\ntype 2 shop-p\n");
	srand(2);
	for (int i = 0; i < 200; i++)
		buf_printf(&script, "resize %d %d\n", 1 + rand() % 200,
		    1 + rand() % 60);
	buf_puts(&script, "resize 80 24\n");
	struct shot shot = shot_take("terminate", script.data, false, 80, 24);
	buf_done(&script);
	cr_expect_eq(shot.status, 0);
	cr_expect(shot_has(&shot, "2 shop-p"));
	cr_expect(shot_has(&shot, "[ Cancel ]"));
	shot_done(&shot);

	shot = shot_take("terminate", "key Enter\nkey Enter\nwait Type this\n"
	    "type 2 shop-p\nresize 30 5\nresize 80 24\ntype rod\nkey Tab Enter",
	    false, 80, 24);
	cr_expect(shot_asked(&shot, "confirm 2 shop-prod"));
	shot_done(&shot);
}

/* A question on a small screen cannot be seen, so it cannot be answered. */
Test(ui_golden, nothing_acts_on_a_small_screen)
{
	struct shot shot = shot_take("pick", "key Enter\nkey Enter\nwait Cancel\n"
	    "resize 60 20\nkey Tab Enter\nkey Space a u", false, 80, 24);

	cr_expect_eq(shot_count(&shot, "confirm"), 0);
	cr_expect_eq(shot_count(&shot, "pick"), 0);
	cr_expect_eq(shot_count(&shot, "undo"), 0);
	shot_done(&shot);
}
