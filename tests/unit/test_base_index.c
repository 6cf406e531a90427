/* base/index: what a search through the whole array would find, and no less. */

#include <criterion/criterion.h>
#include <stdlib.h>

#include "base/index.h"
#include "base/str.h"
#include "base/xmalloc.h"

struct thing {
	int number;
	char name[16];
};

static struct thing *things;
static size_t n, cap;
static struct index by_name;

static struct texts
names(void)
{
	return TEXTS(things, name, n);
}

static void
add(int number)
{
	x_grow(things, n, cap);
	(void)str_fmt(things[n].name, sizeof(things[n].name), "s%d", number);
	things[n++].number = number;
}

static size_t
slow_find(const char *name, size_t from)
{
	while (from < n && !str_eq(things[from].name, name))
		from++;
	return from < n ? from : n;
}

static void
expect_same(int numbers)
{
	for (int i = 0; i <= numbers; i++) {
		char name[16];

		(void)str_fmt(name, sizeof(name), "s%d", i);
		for (size_t from = 0; from <= n; from += 7)
			cr_assert_eq(index_find(&by_name, names(), name, from),
			    slow_find(name, from));
	}
}

static void
end(void)
{
	index_done(&by_name);
	free(things);
}

TestSuite(index, .fini = end);

Test(index, of_nothing_finds_nothing)
{
	cr_expect_eq(index_find(&by_name, names(), "s1", 0), 0);
	index_make(&by_name, names());
	cr_expect_eq(index_find(&by_name, names(), "s1", 0), 0);
}

Test(index, finds_every_one_of_a_name_in_order)
{
	srand(3);
	for (int i = 0; i < 500; i++)
		add(rand() % 90);
	index_make(&by_name, names());
	expect_same(90);
}

Test(index, grows_with_its_array)
{
	srand(4);
	for (int i = 0; i < 200; i++) {
		add(rand() % 40);
		index_add(&by_name, names());
	}
	cr_expect_eq(by_name.n, n);
	expect_same(40);
}

Test(index, made_again_forgets)
{
	for (int i = 0; i < 50; i++)
		add(i);
	index_make(&by_name, names());
	n = 3;
	(void)str_copy(things[1].name, sizeof(things[1].name), "s40");
	index_make(&by_name, names());
	expect_same(60);
}

/* Slow, but right. */
Test(index, of_another_length_is_passed_over)
{
	for (int i = 0; i < 20; i++)
		add(i);
	index_make(&by_name, names());
	for (int i = 20; i < 25; i++)
		add(i);
	expect_same(25);
}
