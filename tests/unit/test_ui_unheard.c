/* Before a source has answered, what it counts is not known: no window says 0. */

#include "talk/drain.h"
#include "talk/standing.h"
#include "test_ui_screen.h"

static bool
shows(const char *moment, const char *keys, int columns, int rows,
    const char *text)
{
	struct shot shot = shot_take(moment, keys, false, columns, rows);
	bool has = shot_has(&shot, text);

	shot_done(&shot);
	return has;
}

Test(ui_unheard, no_count_of_servers_before_the_cloud_told_them)
{
	static const char *const counts[] = { "running              ?      ?",
		"passed the tests     –      ?", "taking sessions      ?      ?",
		"Array   ?", "the cloud has not answered" };

	for (size_t i = 0; i < countof(counts); i++)
		cr_expect(shows("cloudless", "", 80, 24, counts[i]), "%s",
		    counts[i]);
}

/* The cloud has named them, and nobody has asked yet which release they serve. */
Test(ui_unheard, no_count_before_it_is_known_who_is_old)
{
	cr_expect(shows("reading", "", 80, 24, "running              ?      ?"));
	cr_expect(shows("reading", "", 80, 24, "passed the tests     –      ?"));
	cr_expect(shows("reading", "", 80, 24, "taking sessions      ?      ?"));
}

/* What was told before stands; who runs now is not known. */
Test(ui_unheard, a_cloud_that_went_silent_is_no_count_of_who_runs)
{
	cr_expect(shows("cloud-silent", "", 80, 24, "running              ?      ?"));
	cr_expect(shows("cloud-silent", "", 80, 24, "passed the tests     –      2"));
	cr_expect(shows("cloud-silent", "", 80, 24, "taking sessions      2      0"));
}

/* One that is not heard may send them visitors. */
Test(ui_unheard, who_takes_sessions_is_the_word_of_all_balancers)
{
	cr_expect(shows("silent", "", 80, 24, "taking sessions      ?      ?"));
	cr_expect(shows("silent", "", 80, 24, "running              2      2"));
}

/* It may list the server still: there it is not gone, nor are its sessions 0. */
Test(ui_unheard, who_is_to_end_is_gone_where_it_is_heard)
{
	static const char gone[] =
	    "app-11  OLD    10.0.1.11      r41      gone        gone               0";
	static const char half[] =
	    "app-11  OLD    10.0.1.11      r41      gone        ?                  ?";

	cr_expect(shows("terminate", "key Enter", 80, 24, gone));
	cr_expect(shows("terminate-silent", "key Enter", 80, 24, half));
}

/* The table of the wide overview is of what is heard. */
Test(ui_unheard, what_a_silent_balancer_holds_is_not_known_beside_the_others)
{
	cr_expect(shows("silent", "", 140, 45,
	    "app-11  OLD    10.0.1.11      r41      NOLB    3   ?                  ?"));
	cr_expect(shows("silent", "", 140, 45,
	    "app-21  NEW    10.0.2.21      r42      ✓ UP   31   ?                  ?"));
	cr_expect_not(shows("cloudless", "", 140, 45, "Server  Role"));
	cr_expect_not(shows("silent", "", 80, 24, "Server  Role"));
}

Test(ui_unheard, steps_and_the_end_say_so)
{
	static const char sentence[] =
	    "The servers are not known yet: the cloud has not answered.";

	cr_expect(shows("cloudless-pick", "key Enter", 80, 24, sentence));
	cr_expect(shows("cloudless-drain", "key Enter", 80, 24, sentence));
	cr_expect_not(shows("cloudless-drain", "key Enter", 80, 24, "Proving"));
	cr_expect(shows("cloudless-end", "", 80, 24, "NEW servers are not known"));
	cr_expect(shows("cloudless-end", "", 80, 24, "in service not known"));
	cr_expect(shows("cloudless-end", "", 80, 24, "terminated not known"));
}

Test(ui_unheard, a_drain_of_unknown_servers_has_no_number_and_is_not_over)
{
	struct err err = { 0 };
	struct loop *loop = loop_new(&err);
	struct run *run = fake_run_new(loop, "cloudless-drain");
	struct look look = { .view = run_view(run) };
	struct drain drain;

	look.now_ms = look.view->facts->now_ms;
	drain_read(&drain, &look);
	cr_expect_eq(drain.left, -1);
	fake_run_free(run);
	loop_free(loop);
}
