/* Bytes for the terminal beside the picture. */

#include <criterion/criterion.h>
#include <string.h>

#include "ui/osc.h"

static const struct { const char *text, *base64; } samples[] = {
	{ "", "" }, { "f", "Zg==" }, { "fo", "Zm8=" }, { "foo", "Zm9v" },
	{ "foob", "Zm9vYg==" }, { "\xff\xfe\n", "//4K" },
};

Test(ui_osc, copies_in_base64)
{
	for (size_t i = 0; i < countof(samples); i++) {
		struct buf out = { 0 };
		char wanted[64];

		(void)str_fmt(wanted, sizeof(wanted), "\033]52;c;%s\a",
		    samples[i].base64);
		cr_expect(osc_copy(&out, samples[i].text, strlen(samples[i].text),
		    OSC_BARE));
		cr_expect_str_eq(out.data, wanted);
		buf_done(&out);
	}
}

Test(ui_osc, wraps_for_tmux_and_says_it_plain_too)
{
	struct buf out = { 0 };

	cr_expect(osc_copy(&out, "f", 1, OSC_TMUX));
	cr_expect_str_eq(out.data, "\033Ptmux;\033\033]52;c;Zg==\a\033\\"
	    "\033]52;c;Zg==\a");
	buf_done(&out);
}

/* screen takes parts of at most 240 bytes; together they are the whole. */
Test(ui_osc, wraps_for_screen_in_parts)
{
	struct buf out = { 0 };
	char text[1000];
	size_t inner = 0;

	memset(text, 'x', sizeof(text));
	cr_expect(osc_copy(&out, text, sizeof(text), OSC_SCREEN));
	for (const char *p = out.data; *p != '\0';) {
		cr_assert_eq(strncmp(p, "\033P", 2), 0);
		const char *end = strstr(p, "\033\\");
		cr_assert_not_null(end);
		cr_expect_leq(end - p - 2, 240);
		inner += (size_t)(end - p - 2);
		p = end + 2;
	}
	cr_expect_eq(inner, strlen("\033]52;c;\a") + (sizeof(text) + 2) / 3 * 4);
	buf_done(&out);
}

Test(ui_osc, too_much_is_not_sent)
{
	static char text[OSC_COPY_MAX + 1];
	struct buf out = { 0 };

	cr_expect_not(osc_copy(&out, text, sizeof(text), OSC_BARE));
	cr_expect_eq(out.len, 0);
	cr_expect(osc_copy(&out, text, sizeof(text) - 1, OSC_BARE));
	buf_done(&out);
}

/* A name from outside cannot end the sequence, or the title within it. */
Test(ui_osc, nothing_gets_out_of_a_text)
{
	struct buf out = { 0 };

	osc_title(&out, "a\033]52;c;Zg==\ab\nc");
	osc_notice_777(&out, "t;x", "a\x7f\ab", OSC_BARE);
	osc_notice_9(&out, "\033\\", OSC_BARE);
	cr_expect_str_eq(out.data, "\033]2;a ]52;c;Zg== b c\a"
	    "\033]777;notify;t x;a  b\a" "\033]9; \\\a");
	buf_done(&out);
}

Test(ui_osc, knows_where_it_is)
{
	cr_expect_eq(osc_wrap_of(NULL, NULL), OSC_BARE);
	cr_expect_eq(osc_wrap_of("", ""), OSC_BARE);
	cr_expect_eq(osc_wrap_of("/tmp/tmux-0/default,1,0", "1.pts"), OSC_TMUX);
	cr_expect_eq(osc_wrap_of(NULL, "1.pts-0.host"), OSC_SCREEN);
}
