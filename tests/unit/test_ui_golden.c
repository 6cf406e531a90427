/*
 * Whole screens, compared with tests/screen/NAME.txt.  After a change that is
 * meant: CUTOVER_GOLDEN=write, then read the difference.
 *
 * Each moment is shown in three variants: UTF-8 in colour (its text and how each
 * cell looks), the same without colours (how it looks; the text must be the same)
 * and ASCII.  Sizes beside 80x24 are shown in the first.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "fake/screens.h"
#include "test_ui_screen.h"

enum variant { IN_COLOUR, NO_COLOUR, IN_ASCII };

static struct shot
take(const struct fake_screen *golden, enum variant variant)
{
	struct buf script = { 0 };

	buf_printf(&script, "%s\n", golden->keys);
	if (variant != IN_ASCII)
		buf_puts(&script, "dump\nlooks\n");
	if (variant == IN_COLOUR)
		buf_puts(&script, golden->sizes);
	buf_puts(&script, "resize 80 24\n");
	struct shot shot = shot_take_as(golden->moment, script.data,
	    (struct front_options){ .ascii = variant == IN_ASCII,
	    .no_colour = variant != IN_COLOUR, .columns = 80, .rows = 24 });
	buf_done(&script);
	cr_expect_eq(shot.status, 0, "%s", golden->name);
	return shot;
}

/* From this mark to the next, or to the end. */
static void
add_part(struct buf *out, const struct shot *shot, const char *mark,
    const char *title)
{
	const char *from = strstr(shot->text.data, mark);

	cr_assert_not_null(from, "%s", shot->text.data);
	from = strchr(from, '\n') + 1;
	const char *till = strstr(from, "\n== ");
	buf_printf(out, "== %s\n%.*s", title,
	    till == NULL ? (int)strlen(from) : (int)(till + 1 - from), from);
}

/* All variants of one moment, as they stand in its file. */
static void
show(const struct fake_screen *golden, struct buf *out)
{
	struct shot colour = take(golden, IN_COLOUR);
	struct shot plain = take(golden, NO_COLOUR);
	struct shot ascii = take(golden, IN_ASCII);
	struct buf with = { 0 }, without = { 0 };
	char *last = strstr(colour.text.data, "== 80x24");

	/* The last picture is the first again: resizing left nothing behind. */
	add_part(&with, &colour, "== 80x24", "80x24");
	while (strstr(last + 1, "== 80x24") != NULL)
		last = strstr(last + 1, "== 80x24");
	add_part(&without, &plain, "== 80x24", "80x24");
	cr_expect_str_eq(with.data, without.data,
	    "%s: colours change the words", golden->name);
	cr_expect_str_eq(last + strlen("== "), with.data + strlen("== "),
	    "%s: after the resizes it is\n%s", golden->name, last);
	*last = '\0';
	buf_puts(out, colour.text.data);
	add_part(out, &plain, "== looks", "looks without colours");
	add_part(out, &ascii, "== 80x24", "80x24 in ASCII");
	for (size_t i = 0; i < ascii.text.len; i++)
		cr_assert_lt((unsigned char)ascii.text.data[i], 0x80, "%s",
		    golden->name);
	buf_done(&with);
	buf_done(&without);
	shot_done(&colour);
	shot_done(&plain);
	shot_done(&ascii);
}

static void
compare(const struct fake_screen *golden, const struct buf *now)
{
	char path[512];
	struct buf wanted = { 0 };
	struct err err = { 0 };
	const char *write = getenv("CUTOVER_GOLDEN");

	(void)str_fmt(path, sizeof(path), "%s/tests/screen/%s.txt", TOP_SRCDIR,
	    golden->name);
	if (write != NULL && str_eq(write, "write")) {
		cr_assert_eq(file_write(path, now->data, now->len, 0644, &err), 0,
		    "%s", err.text);
		return;
	}
	cr_assert_eq(file_read(path, 1 << 20, &wanted, &err), 0, "%s", err.text);
	buf_puts(&wanted, "");
	cr_expect_str_eq(now->data, wanted.data, "%s is now:\n%s", golden->name,
	    now->data);
	buf_done(&wanted);
}

Test(ui_golden, screens)
{
	for (size_t i = 0; i < n_fake_screens; i++) {
		struct buf now = { 0 };
		show(&fake_screens[i], &now);
		compare(&fake_screens[i], &now);
		buf_done(&now);
	}
}

/* Dialogs too. */
Test(ui_golden, ascii_dialogs_hold_ascii_alone)
{
	static const char *const moments[] = { "overview", "pick", "drain",
		"terminate", "launch", "failed", "unsettled", "ended" };

	for (size_t i = 0; i < countof(moments); i++) {
		struct shot shot = shot_take(moments[i],
		    "key Enter\nkey ?\ndump\nkey Escape\nkey Enter", true, 80, 24);
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
