/* backend/inputs_csv: exact round trips, and hostile files refused whole. */

#include "backend/inputs_csv.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"

#define HEAD "scope,key,value,secret\r\n"

/* A copy of just this size: reading past it is seen by the sanitizer. */
static int
read_text(const char *text, size_t len, struct input **inputs, size_t *n,
    struct err *err)
{
	char *copy = xcalloc(len == 0 ? 1 : len, 1);

	memcpy(copy, text, len);
	int status = inputs_csv_read(copy, len, inputs, n, err);
	free(copy);
	return status;
}

static void
expect_round_trip(const struct input *inputs, size_t n)
{
	struct buf csv = { 0 };
	struct input *back;
	size_t found;
	struct err err = { 0 };

	inputs_csv_write(inputs, n, &csv);
	cr_assert_eq(read_text(csv.data, csv.len, &back, &found, &err), 0, "%s\n%s",
	    err.text, csv.data);
	cr_assert_eq(found, n);
	for (size_t i = 0; i < n; i++) {
		cr_assert_str_eq(back[i].key, inputs[i].key);
		cr_assert_str_eq(back[i].value, inputs[i].value);
		cr_assert_eq(back[i].scope, inputs[i].scope);
		cr_assert_eq(back[i].secret, inputs[i].secret);
	}
	free(back);
	buf_done(&csv);
}

/* xorshift: the same cases each time. */
static uint64_t
next(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

/* Half of the bytes are the ones that mean something. */
static void
random_value(uint64_t *state, char *dst, size_t size)
{
	static const char special[] = "\",\r\n\t'=+-@;\\ \xef\xbb\xbf\xff\x01";
	size_t len = next(state) % 4 == 0 ? next(state) % size : next(state) % 8;

	for (size_t i = 0; i < len; i++)
		dst[i] = next(state) % 2 ? special[next(state) % (sizeof(special) - 1)]
		    : (char)(1 + next(state) % 255);
	dst[len] = '\0';
}

Test(inputs_csv, any_value_round_trips)
{
	uint64_t state = 88172645463325252u;
	static struct input inputs[4];

	for (int round = 0; round < 100000; round++) {
		size_t n = next(&state) % 5;
		for (size_t i = 0; i < n; i++) {
			inputs[i] = (struct input){
				.scope = next(&state) % 2 ? INPUT_ARRAY :
				    INPUT_DEPLOYMENT,
				.secret = next(&state) % 2,
			};
			(void)str_fmt(inputs[i].key, NAME_LEN, "KEY_%zu", i);
			random_value(&state, inputs[i].value, TEXT_LEN);
		}
		expect_round_trip(inputs, n);
	}
}

Test(inputs_csv, edges_round_trip)
{
	static const char *const values[] = { "", "'", "''", "'x", "'=x", "=1+1",
		"+", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", "\"", "\"\"", ",", "a\"b",
		"a,b", "a\r\nb", " padded ", "plain" };
	struct input input = { .key = "KEY" };

	for (size_t i = 0; i < countof(values); i++) {
		(void)str_copy(input.value, sizeof(input.value), values[i]);
		expect_round_trip(&input, 1);
	}
	memset(input.value, '"', TEXT_LEN - 1);
	expect_round_trip(&input, 1);
}

Test(inputs_csv, says_what_the_standard_says)
{
	const struct input inputs[] = {
		{ .key = "DB", .value = "/var/db" },
		{ .key = "SUM", .value = "=A1", .scope = INPUT_ARRAY },
		{ .key = "PASS", .value = "a,\"b\"", .secret = true },
	};
	struct buf csv = { 0 };

	inputs_csv_write(inputs, countof(inputs), &csv);
	cr_expect_str_eq(csv.data, HEAD "deployment,DB,/var/db,no\r\n"
	    "array,SUM,\"'=A1\",no\r\n"
	    "deployment,PASS,\"a,\"\"b\"\"\",yes\r\n");
	buf_done(&csv);
}

/* No cell begins with what a spreadsheet would run. */
Test(inputs_csv, nothing_to_run_for_a_spreadsheet)
{
	static const char first[] = "=+-@\t\r";

	for (const char *p = first; *p != '\0'; p++) {
		struct input input = { .key = "KEY", .value = { *p, 'x' } };
		struct buf csv = { 0 };
		char wanted[] = { ',', '"', '\'', *p, '\0' };
		inputs_csv_write(&input, 1, &csv);
		cr_expect_not_null(strstr(csv.data, wanted), "%s", csv.data);
		buf_done(&csv);
	}
}

Test(inputs_csv, line_ends_of_others_are_read)
{
	static const char text[] = "scope,key,value,secret\n"
	    "deployment,A,1,no\n\"array\",\"B\",2,yes";
	struct input *inputs;
	size_t n;

	cr_assert_eq(read_text(text, strlen(text), &inputs, &n, NULL), 0);
	cr_assert_eq(n, 2);
	cr_expect_eq(inputs[1].scope, INPUT_ARRAY);
	cr_expect(inputs[1].secret);
	free(inputs);
}

Test(inputs_csv, hostile_files_are_refused_whole)
{
	static const struct { const char *text, *says; } cases[] = {
		{ "", "line 1: not 4 cells" },
		{ "scope,key,value\r\n", "line 1: not 4 cells" },
		{ "scope,key,value,secret,more\r\n", "line 1: not 4 cells" },
		{ "Scope,key,value,secret\r\n", "line 1: the header" },
		{ HEAD "deployment,A,1\r\n", "line 2: not 4 cells" },
		{ HEAD "deployment,A,1,no,x\r\n", "line 2: not 4 cells" },
		{ HEAD "\r\n", "line 2: not 4 cells" },
		{ HEAD "deployment,A,1,no\r", "line 2: not 4 cells" },
		{ HEAD "deployment,A,1,no\rx", "line 2: not 4 cells" },
		{ HEAD "deployment,A,\"1\"x,no\r\n", "line 2: not 4 cells" },
		{ HEAD "deployment,A,x\"1\",no\r\n", "line 2: not 4 cells" },
		{ HEAD "deployment,A,\"1,no\r\n", "line 2: a quote" },
		{ HEAD "deployment,A,\"\n\n\",no\r\ndeployment,A,2,no\r\n",
		    "line 5: A stands there twice" },
		{ HEAD "global,A,1,no\r\n", "line 2: the scope" },
		{ HEAD "deployment,,1,no\r\n", "line 2: the key" },
		{ HEAD "deployment,-A,1,no\r\n", "line 2: the key" },
		{ HEAD "deployment,A B,1,no\r\n", "line 2: the key" },
		{ HEAD "deployment,A,1,\r\n", "line 2: secret" },
		{ HEAD "deployment,A,1,YES\r\n", "line 2: secret" },
	};

	for (size_t i = 0; i < countof(cases); i++) {
		struct input *inputs = (struct input *)&inputs;
		size_t n = 1;
		struct err err = { 0 };
		cr_expect_eq(read_text(cases[i].text, strlen(cases[i].text),
		    &inputs, &n, &err), -1, "%s", cases[i].text);
		cr_expect(str_starts(err.text, cases[i].says), "%s: %s",
		    cases[i].text, err.text);
		cr_expect_null(inputs);
		cr_expect_eq(n, 0);
	}
}

Test(inputs_csv, too_long_and_nul_are_refused)
{
	struct input *inputs;
	struct buf text = { 0 };
	size_t n;

	buf_puts(&text, HEAD "deployment,A,");
	for (int i = 0; i < TEXT_LEN; i++)
		buf_puts(&text, "x");
	buf_puts(&text, ",no\r\n");
	cr_expect_eq(read_text(text.data, text.len, &inputs, &n, NULL), -1);
	buf_reset(&text);
	buf_add(&text, HEAD "deployment,A,\0,no\r\n", sizeof(HEAD) - 1 + 20);
	cr_expect_eq(read_text(text.data, text.len, &inputs, &n, NULL), -1);
	buf_done(&text);
}

/* Every cut of a good file is refused or is a good file with fewer lines. */
Test(inputs_csv, cut_anywhere)
{
	static const char text[] = HEAD "deployment,A,\"a\"\"b\",no\r\n"
	    "array,B,2,yes\r\n";

	for (size_t len = 0; len < sizeof(text); len++) {
		struct input *inputs;
		size_t n;
		if (read_text(text, len, &inputs, &n, NULL) == 0)
			cr_expect_leq(n, 2);
		free(inputs);
	}
}
