/* Filling in the texts of a world. */

#include <criterion/criterion.h>

#include "demo/fill.h"

static const struct fill_pair world[] = { { "DIR", "/w" }, { NULL, NULL } };
static const struct fill_pair one[] = { { "LB", "lb1" }, { NULL, NULL } };
static const struct fill_pair two[] = { { "LB", "lb2" }, { NULL, NULL } };
static const struct fill_pair *const rows[] = { one, two, NULL };
static const struct fill_rows things[] = { { "balancer", rows },
	{ NULL, NULL } };

static int
fill(const char *text, struct buf *out, struct err *err)
{
	buf_puts(out, "");
	return fill_text(text, world, things, out, err);
}

Test(demo_fill, rows_are_repeated)
{
	struct buf out = { 0 };
	struct err err = { 0 };

	cr_assert_eq(fill("a @DIR@\n@each balancer@\n@DIR@/@LB@.sock\n@end@\nz",
	    &out, &err), 0, "%s", err.text);
	cr_expect_str_eq(out.data, "a /w\n/w/lb1.sock\n/w/lb2.sock\nz");
	buf_done(&out);
}

Test(demo_fill, what_has_no_value_is_an_error)
{
	static const char *const bad[] = { "@LB@\n", "@NO@", "a @ b",
		"@each balancer@\n@LB@\n", "@each cloud@\n@end@\n" };

	for (size_t i = 0; i < countof(bad); i++) {
		struct buf out = { 0 };
		struct err err = { 0 };
		cr_expect_eq(fill(bad[i], &out, &err), -1, "%s", bad[i]);
		cr_expect_neq(err.text[0], '\0');
		buf_done(&out);
	}
}
