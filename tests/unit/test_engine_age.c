/* How old a record is: by the clock that nobody can set, and else on the safe side. */

#include "test_journal.h"

#include "base/clock.h"
#include "base/str.h"
#include "engine/age.h"
#include "engine/journal_who.h"

#define HOUR INT64_C(3600000)

/* Written an hour ago; read a minute after this life began. */
static const struct clocks now = { .boot_ms = 10 * HOUR, .wall_ms = 500 * HOUR,
	.life_ms = 10 * HOUR - 60000 };

static struct record
written(int64_t wall_ms, bool this_boot)
{
	return (struct record){ .wall_ms = wall_ms, .this_boot = this_boot,
	    .boot_ms = 9 * HOUR };
}

Test(age, no_wall_clock_counts_in_the_boot_that_wrote_it)
{
	static const int64_t walls[] = { 0, 499 * HOUR, 500 * HOUR, 9999 * HOUR };

	for (size_t i = 0; i < countof(walls); i++) {
		struct record record = written(walls[i], true);

		cr_expect_eq(age_began_last(&record, &now), 9 * HOUR);
		cr_expect_eq(age_began_first(&record, &now), 9 * HOUR);
	}
}

Test(age, a_wait_begins_again_in_another_boot)
{
	static const int64_t walls[] = { 0, 499 * HOUR, 500 * HOUR, 9999 * HOUR };

	for (size_t i = 0; i < countof(walls); i++) {
		struct record record = written(walls[i], false);

		cr_expect_eq(age_began_last(&record, &now), now.life_ms);
	}
}

Test(age, nothing_of_another_boot_is_taken_for_new)
{
	struct record record = written(499 * HOUR, false);

	cr_expect_eq(age_began_first(&record, &now), 9 * HOUR);
	record = written(500 * HOUR + 1, false);
	cr_expect_lt(age_began_first(&record, &now), -9999 * HOUR,
	    "from the future: the clock was set back");
}

#define ORIGIN(sudo, boot) "uid 0 login 0 sudo " sudo " terminal - start 7 boot " \
	boot " version 1"

Test(age, boots_are_told_apart)
{
	static const struct { const char *one, *other; bool same; } cases[] = {
		{ ORIGIN("-", "aa-bb"), ORIGIN("jon", "aa-bb"), true },
		{ ORIGIN("-", "aa-bb"), ORIGIN("-", "aa-bc"), false },
		{ ORIGIN("-", "aa-bb"), ORIGIN("-", "aa-b"), false },
		{ ORIGIN("x boot aa", "bb"), ORIGIN("-", "aa"), false },
		{ ORIGIN("-", ""), ORIGIN("-", ""), false },
		{ "", "", false },
	};

	for (size_t i = 0; i < countof(cases); i++)
		cr_expect_eq(who_same_boot(cases[i].one, cases[i].other),
		    cases[i].same, "%s, %s", cases[i].one, cases[i].other);
}

static bool
keep(const struct record *record, void *arg)
{
	*(struct record *)arg = *record;
	return true;
}

TestSuite(age_journal, .init = bench_init, .fini = bench_fini);

Test(age_journal, knows_its_boot_in_the_next_life)
{
	int64_t before = clock_boot_ms();
	struct record record = { 0 };
	struct err err = { 0 };

	journal_close(bench_create());
	struct journal *journal = bench_open();
	cr_assert_eq(journal_each(journal, keep, &record, &err), 0, "%s", err.text);
	journal_close(journal);
	cr_expect(record.this_boot);
	cr_expect_geq(record.boot_ms, before);
	cr_expect_leq(record.boot_ms, clock_boot_ms());
}
