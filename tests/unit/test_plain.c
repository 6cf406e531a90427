/* The window of lines: what comes in is whole and harmless or refused, what goes
 * out holds no control, and an answer is for the question that was read. */

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/loop.h"
#include "fake/view.h"
#include "plain/plain_priv.h"

struct got { char lines[8][INTAKE_MOST + 1]; const char *fault[8]; size_t n; };

static void
keep(const char *line, const char *fault, void *arg)
{
	struct got *got = arg;

	(void)str_copy(got->lines[got->n], sizeof(got->lines[0]), line);
	got->fault[got->n++] = fault;
}

static struct got
feed(const char *bytes, size_t n)
{
	struct intake intake = { 0 };
	struct got got = { 0 };

	/* Byte by byte: where the pieces end must not matter. */
	for (size_t i = 0; i < n; i++)
		intake_feed(&intake, bytes + i, 1, keep, &got);
	return got;
}

Test(plain, lines_are_whole_or_refused)
{
	static const struct { const char *bytes; const char *line, *fault; } cases[] = {
		{ "yes\n", "yes", NULL },
		{ "yes\r\n", "yes", NULL },
		{ "\n", "", NULL },
		{ "1\t2\n", "1\t2", NULL },
		{ "\303\244\n", "\303\244", NULL },
		{ "\360\237\220\250\n", "\360\237\220\250", NULL },
		{ "yes\033[A\n", "", "control" },
		{ "a\177\n", "", "control" },
		{ "a\302\233m\n", "", "control" },
		{ "a\rb\n", "", "control" },
		{ "\377\376\n", "", "UTF-8" },
		{ "\300\257\n", "", "UTF-8" },		/* overlong */
		{ "\340\200\257\n", "", "UTF-8" },
		{ "\355\240\200\n", "", "UTF-8" },	/* a surrogate */
		{ "\364\220\200\200\n", "", "UTF-8" },
		{ "\303\n", "", "UTF-8" },
	};

	for (size_t i = 0; i < countof(cases); i++) {
		struct got got = feed(cases[i].bytes, strlen(cases[i].bytes));
		cr_assert_eq(got.n, 1, "case %zu", i);
		cr_expect_str_eq(got.lines[0], cases[i].line, "case %zu", i);
		cr_expect((got.fault[0] == NULL) == (cases[i].fault == NULL) &&
		    (got.fault[0] == NULL ||
		    strstr(got.fault[0], cases[i].fault) != NULL), "case %zu", i);
	}
}

Test(plain, a_nul_is_a_control_and_hides_nothing)
{
	struct got got = feed("yes\0no\n", 7);

	cr_assert_eq(got.n, 1);
	cr_expect(got.fault[0] != NULL && got.lines[0][0] == '\0');
}

Test(plain, a_line_has_a_bound_and_the_next_one_is_fine)
{
	char bytes[3 * INTAKE_MOST];

	memset(bytes, 'y', sizeof(bytes));
	bytes[INTAKE_MOST] = '\n';
	bytes[sizeof(bytes) - 4] = '\n';
	memcpy(bytes + sizeof(bytes) - 3, "no\n", 3);
	struct got got = feed(bytes, sizeof(bytes));
	cr_assert_eq(got.n, 3);
	cr_expect(got.fault[0] == NULL && strlen(got.lines[0]) == INTAKE_MOST);
	cr_expect(got.fault[1] != NULL && got.lines[1][0] == '\0');
	cr_expect(got.fault[2] == NULL && strcmp(got.lines[2], "no") == 0);
}

static void
keep_and_drop(const char *line, const char *fault, void *arg)
{
	struct intake *intake = arg;

	(void)line;
	cr_expect_null(fault);
	(void)intake_drop(intake, -1);
}

Test(plain, what_comes_with_the_line_before_a_question_is_dropped)
{
	struct intake intake = { 0 };
	struct got got = { 0 };

	intake_feed(&intake, "1\nyes\ny", 7, keep_and_drop, &intake);
	intake_feed(&intake, "es\n", 3, keep, &got);
	cr_assert_eq(got.n, 1);
	cr_expect_str_eq(got.lines[0], "es");
}

Test(plain, nothing_that_acts_on_a_terminal_goes_out)
{
	static const struct { const char *from, *plain, *ascii; } cases[] = {
		{ "r41 → r42…", "r41 → r42…", "r41 -> r42..." },
		{ "a\033[2Jb", "a\\x1b[2Jb", "a\\x1b[2Jb" },
		{ "a\302\233b", "a\\xc2\\x9bb", "a\\xc2\\x9bb" },
		{ "a\377b?", "a\\xffb?", "a\\xffb?" },
		{ "two\nlines", "two lines", "two lines" },
		{ "a\342\200\256b", "a\\xe2\\x80\\xaeb", "a\\xe2\\x80\\xaeb" },
	};
	char text[256];

	for (size_t i = 0; i < countof(cases); i++) {
		cr_expect_str_eq(say_clean(text, sizeof(text), cases[i].from, false),
		    cases[i].plain, "case %zu", i);
		cr_expect_str_eq(say_clean(text, sizeof(text), cases[i].from, true),
		    cases[i].ascii, "case %zu", i);
	}
}

/* ---- a question on a made-up run ---- */

static struct plain
asked(struct loop **loop, const char *moment)
{
	struct plain plain = { 0 };

	cr_assert_not_null(freopen("/dev/null", "w", stdout));
	cr_assert_not_null(freopen("/dev/null", "r", stdin));
	*loop = loop_new(NULL);
	plain.run = fake_run_new(*loop, moment);
	pose_plan(&plain);
	cr_assert_eq(plain.prompt, PROMPT_PLAN);
	return plain;
}

static size_t
confirms(const struct plain *plain)
{
	size_t n = 0;

	for (size_t i = 0; i < fake_intents(plain->run); i++)
		n += strncmp(fake_intent(plain->run, i), "confirm", 7) == 0;
	return n;
}

Test(plain, only_the_exact_text_confirms)
{
	static const char *const not_it[] = { "yes", "y", "2", "2 shop", "2 Shop-prod",
		"2  shop-prod", "2 shop-prod x", "confirm 2 shop-prod" };
	struct loop *loop;
	struct plain plain = asked(&loop, "terminate");

	for (size_t i = 0; i < countof(not_it); i++)
		cr_expect_not(answer_plan(&plain, not_it[i]), "%s", not_it[i]);
	cr_expect_eq(confirms(&plain), 0);
	cr_expect(answer_plan(&plain, "2 shop-prod"));
	cr_expect_eq(confirms(&plain), 1);
	fake_run_free(plain.run);
	loop_free(loop);
}

Test(plain, an_answer_is_not_for_another_plan)
{
	struct loop *loop;
	struct plain plain = asked(&loop, "terminate");

	fake_change_plan(plain.run, "The world moved.");
	cr_expect(answer_plan(&plain, plain_view(&plain)->plan->typed));
	cr_expect_eq(confirms(&plain), 0);
	cr_expect_eq(plain.prompt, PROMPT_NONE);
	fake_run_free(plain.run);
	loop_free(loop);
}

/* U-02 in lines: a yes for what something brings back, the text for all else. */
Test(plain, each_kind_of_action_is_asked_as_it_costs)
{
	for (int kind = ACTION_NONE + 1; kind < ACTION_COUNT; kind++) {
		const struct action action = { .kind = kind };
		bool typed = action_asks(&action) == ASKS_TYPED;
		char moment[NAME_LEN];
		struct loop *loop;

		(void)str_fmt(moment, sizeof(moment), "asks-%s", action_name(kind));
		struct plain plain = asked(&loop, moment);
		cr_expect_not(answer_plan(&plain, "y"), "%s", moment);
		cr_expect_eq(answer_plan(&plain, "yes"), !typed, "%s", moment);
		cr_expect_eq(confirms(&plain), !typed, "%s", moment);
		if (typed)
			cr_expect(answer_plan(&plain, "app-11"), "%s", moment);
		cr_expect_eq(confirms(&plain), 1, "%s", moment);
		fake_run_free(plain.run);
		loop_free(loop);
	}
}
