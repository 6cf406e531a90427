/* ui/text and ui/signs: widths, wrapping, ASCII, bars and sparks. */

#include <criterion/criterion.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "ui/signs.h"
#include "talk/text.h"

static void
begin(void)
{
	(void)setlocale(LC_ALL, "C.UTF-8");
}

TestSuite(ui_text, .init = begin);
TestSuite(ui_signs, .init = begin);

Test(ui_text, width_counts_cells)
{
	cr_expect_eq(text_width(""), 0);
	cr_expect_eq(text_width("app-11"), 6);
	cr_expect_eq(text_width("✓ UP"), 4);
	cr_expect_eq(text_width("日本"), 4);
	cr_expect_eq(text_width("\xff\xc3"), 2);
}

Test(ui_text, clip_never_splits_a_character)
{
	cr_expect_eq(text_clip("✓✓✓", 2), strlen("✓✓"));
	cr_expect_eq(text_clip("日本", 3), strlen("日"));
	cr_expect_eq(text_clip("abc", 0), 0);
}

Test(ui_text, a_long_path_keeps_both_its_ends)
{
	char text[64];

	cr_expect_str_eq(text_middle(text, sizeof(text), "/run/1/a.db", 11),
	    "/run/1/a.db");
	cr_expect_str_eq(text_middle(text, sizeof(text), "/run/1/a.db", 10),
	    "/ru…a.db");
	cr_expect_str_eq(text_middle(text, sizeof(text), "日本語日本語", 9),
	    "日…語");
	for (int width = 3; width < 20; width++)
		cr_expect_leq(text_width(text_middle(text, sizeof(text),
		    "shop-20261126-✓-153400.dump", width)), width);
}

static void
expect_wrapped(const char *text, int width, const char *wanted)
{
	char got[256] = "";
	const char *line;
	size_t len;

	while ((line = text_line(&text, width, &len)) != NULL)
		(void)str_add(got, sizeof(got), "%.*s|", (int)len, line);
	cr_expect_str_eq(got, wanted);
}

Test(ui_text, wraps_at_blanks)
{
	expect_wrapped("one two three", 7, "one two|three|");
	expect_wrapped("one two three", 100, "one two three|");
	expect_wrapped("a\n\nb", 10, "a||b|");
	expect_wrapped("longerthanthis", 6, "longer|thanth|is|");
	expect_wrapped("", 10, "");
}

Test(ui_text, the_last_line_keeps_words_but_never_goes_empty_for_a_path)
{
	static const struct { const char *text; size_t len; } cases[] = {
		{ "puts the file back, any time", 19 },
		{ "GR-04  /srv/runs/20261126-1/snapshot", 20 },
		{ "short\nand more", 5 },
		{ "", 0 },
	};

	for (size_t i = 0; i < countof(cases); i++)
		cr_expect_eq(text_last_line(cases[i].text, 20), cases[i].len,
		    "%s", cases[i].text);
}

/* Whatever comes: no line is wider, nothing but blanks is lost, it ends. */
Test(ui_text, wraps_anything)
{
	srand(3);
	for (int round = 0; round < 2000; round++) {
		char text[64];
		size_t n = (size_t)(rand() % 60);
		for (size_t i = 0; i < n; i++)
			text[i] = " ab\n\xe2\x9c\x93"[rand() % 7];
		text[n] = '\0';
		int width = 1 + rand() % 20, lines = 0;
		const char *rest = text, *line;
		size_t len;
		while ((line = text_line(&rest, width, &len)) != NULL) {
			char one[64];
			(void)str_copy_n(one, sizeof(one), line, len);
			cr_assert_leq(text_width(one), width);
			cr_assert_leq(++lines, 64);
		}
	}
}

Test(ui_text, ascii_has_no_other_byte)
{
	char out[128];

	cr_expect_str_eq(text_ascii(out, sizeof(out), "r41 → r42 … ✓ ü"),
	    "r41 -> r42 ... + ?");
	for (int sign = 0; sign < SIGN_COUNT; sign++) {
		(void)text_ascii(out, sizeof(out), sign_text(sign));
		cr_expect_eq(strlen(out), 1);
		cr_expect(sign == SIGN_UNKNOWN || out[0] != '?');
	}
}

Test(ui_signs, bar_fills_in_eighths)
{
	char out[128];

	cr_expect_str_eq(sign_bar(out, sizeof(out), 0, 4), "");
	cr_expect_str_eq(sign_bar(out, sizeof(out), 1, 4), "████");
	cr_expect_str_eq(sign_bar(out, sizeof(out), 0.5, 3), "█▌");
	cr_expect_str_eq(sign_bar(out, sizeof(out), 7, 2), "██");
}

Test(ui_signs, spark_shows_the_last_session)
{
	const double cells[] = { -1, 0, 0.2, 1, 73, 100 };
	char out[64];

	cr_expect_str_eq(sign_spark(out, sizeof(out), cells, countof(cells), 73),
	    " ▁▂▂▇▇");
	cr_expect_str_eq(sign_spark(out, sizeof(out), cells, 4, 0), " ▁▂▂");
}

/* A colour or a sign is never the only one: marks and states have words. */
Test(ui_signs, roles_of_words)
{
	cr_expect_eq(role_of_word("NEW", 3), ROLE_NEW);
	cr_expect_eq(role_of_word("NEWS", 4), ROLE_PLAIN);
	cr_expect_eq(role_of_environment("PROD"), ROLE_PROD);
	cr_expect_eq(role_of_environment(""), ROLE_PROD);
	cr_expect_eq(role_of_environment("staging"), ROLE_STAGE);
}

Test(ui_signs, ascii_and_colour_are_chosen)
{
	cr_expect(!signs_want_ascii("UTF-8", "xterm-256color", false));
	cr_expect(signs_want_ascii("UTF-8", "xterm", true));
	cr_expect(signs_want_ascii("ANSI_X3.4-1968", "xterm", false));
	cr_expect(signs_want_ascii("UTF-8", "vt100", false));
	cr_expect(signs_want_ascii("UTF-8", "linux", false));
	cr_expect(signs_want_colour(NULL, "xterm", false));
	cr_expect(signs_want_colour("", "xterm", false));
	cr_expect(!signs_want_colour("1", "xterm", false));
	cr_expect(!signs_want_colour(NULL, "xterm", true));
}
