/* base/str: bounded, strict, harmless. */

#include "base/str.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

Test(base_str, copies_say_when_they_cut)
{
	char dst[4];

	cr_expect(str_copy(dst, sizeof(dst), "abc"));
	cr_expect_str_eq(dst, "abc");
	cr_expect_not(str_copy(dst, sizeof(dst), "abcd"));
	cr_expect_str_eq(dst, "abc");
	cr_expect(str_copy_n(dst, sizeof(dst), "abcdef", 2));
	cr_expect_str_eq(dst, "ab");
	cr_expect_not(str_fmt(dst, sizeof(dst), "%d", 12345));
	cr_expect_str_eq(dst, "123");
}

Test(base_str, add_never_runs_over)
{
	char dst[8] = "";

	cr_expect(str_add(dst, sizeof(dst), "%s", "abcd"));
	cr_expect(str_add(dst, sizeof(dst), "%s", "efg"));
	cr_expect_not(str_add(dst, sizeof(dst), "%s", "h"));
	cr_expect_str_eq(dst, "abcdefg");
	memset(dst, 'x', sizeof(dst));	/* not terminated: hands off */
	cr_expect_not(str_add(dst, sizeof(dst), "y"));
	cr_expect_eq(dst[7], 'x');
}

Test(base_str, starts_and_ends)
{
	cr_expect(str_starts("lb1/web", "lb1"));
	cr_expect_not(str_starts("lb", "lb1"));
	cr_expect(str_ends("a.csv", ".csv"));
	cr_expect_not(str_ends("csv", ".csv"));
	cr_expect(str_ends("x", ""));
}

Test(base_str, trims_both_ends)
{
	char text[] = "\t  two words \r\n";
	char blank[] = " \n";

	cr_expect_str_eq(str_trim(text), "two words");
	cr_expect_str_eq(str_trim(blank), "");
}

static const struct {
	const char *text;
	int64_t min, max, value;
	bool ok;
} numbers[] = {
	{ "0", 0, 9, 0, true },
	{ "-5", -5, 5, -5, true },
	{ "007", 0, 9, 7, true },
	{ "9223372036854775807", 0, INT64_MAX, INT64_MAX, true },
	{ "-9223372036854775808", INT64_MIN, 0, INT64_MIN, true },
	{ "9223372036854775808", INT64_MIN, INT64_MAX, 0, false },
	{ "-9223372036854775809", INT64_MIN, INT64_MAX, 0, false },
	{ "10", 0, 9, 0, false },
	{ "", 0, 9, 0, false },
	{ "-", -9, 9, 0, false },
	{ "+1", 0, 9, 0, false },
	{ " 1", 0, 9, 0, false },
	{ "1 ", 0, 9, 0, false },
	{ "1x", 0, 9, 0, false },
	{ "0x1", 0, 9, 0, false },
	{ "1.0", 0, 9, 0, false },
	{ "--1", -9, 9, 0, false },
	{ "\xd9\xa1", 0, 9, 0, false },		/* an Arabic one */
};

Test(base_str, numbers_are_strict)
{
	for (size_t i = 0; i < countof(numbers); i++) {
		int64_t value = 42;
		bool ok = str_to_i64(numbers[i].text, numbers[i].min,
		    numbers[i].max, &value);

		cr_expect_eq(ok, numbers[i].ok, "\"%s\"", numbers[i].text);
		cr_expect_eq(value, ok ? numbers[i].value : 42, "\"%s\"",
		    numbers[i].text);
	}
}

Test(base_str, outside_text_is_harmless)
{
	char dst[64];

	cr_expect(str_safe(dst, sizeof(dst), "old1 [x] ~"));
	cr_expect_str_eq(dst, "old1 [x] ~");
	cr_expect_not(str_safe(dst, sizeof(dst), "\033[2J\a\n\x7f\xc3\xa4"));
	cr_expect_str_eq(dst, "\\x1b[2J\\x07\\x0a\\x7f\\xc3\\xa4");
	cr_expect_not(str_safe(dst, sizeof(dst), "a\\x1b"));
	cr_expect_str_eq(dst, "a\\\\x1b");
}

/* Whatever comes in, of whatever length: printable ASCII, and whole escapes. */
Test(base_str, safe_never_cuts_an_escape)
{
	for (size_t size = 1; size < 40; size++) {
		char dst[40], src[] = "ab\033\\cd\n\xff\xfe" "efg\r\t\x01";
		char back[40];
		size_t used = 0;

		(void)str_safe(dst, size, src);
		cr_assert_lt(strlen(dst), size);
		for (const char *p = dst; *p != '\0'; used++) {
			unsigned byte = (unsigned char)*p;
			int len = 1;

			cr_expect(byte >= ' ' && byte <= '~');
			if (*p == '\\')
				len = p[1] == '\\' ? 2 : 4;
			if (len == 4)
				cr_assert_eq(sscanf(p, "\\x%2x", &byte), 1);
			back[used] = (char)byte;
			p += len;
		}
		cr_expect_eq(memcmp(back, src, used), 0, "size %zu", size);
	}
}

Test(base_str, names)
{
	static const char *const good[] = { "a", "old1", "web_1.be:80-x", "_" };
	static const char *const bad[] = { "", "-x", "--", "a b", "a/b", "a\n",
	    "a;b", "$(x)", "a`b", "\xc3\xa4", "a,b", "a|b", "a\"" };

	for (size_t i = 0; i < countof(good); i++)
		cr_expect(str_is_name(good[i]), "%s", good[i]);
	for (size_t i = 0; i < countof(bad); i++)
		cr_expect_not(str_is_name(bad[i]), "%s", bad[i]);
}

Test(base_str, buffer_grows_and_is_terminated)
{
	struct buf buf = { 0 };

	for (int i = 0; i < 5000; i++)
		buf_printf(&buf, "%04d,", i);
	cr_expect_eq(buf.len, 25000);
	cr_expect_eq(strlen(buf.data), buf.len);
	cr_expect_str_eq(buf.data + buf.len - 5, "4999,");
	buf_reset(&buf);
	cr_expect_str_eq(buf.data, "");
	buf_add(&buf, "a\0b", 3);
	buf_puts(&buf, "c");
	cr_expect_eq(buf.len, 4);
	cr_expect_eq(memcmp(buf.data, "a\0bc", 5), 0);
	buf_done(&buf);
	cr_expect_null(buf.data);
}

Test(base_str, taken_text_is_never_null)
{
	struct buf buf = { 0 };
	char *text = buf_take(&buf);

	cr_expect_str_eq(text, "");
	free(text);
	buf_puts(&buf, "mine now");
	text = buf_take(&buf);
	cr_expect_null(buf.data);
	cr_expect_eq(buf.len, 0);
	cr_expect_str_eq(text, "mine now");
	free(text);
}
