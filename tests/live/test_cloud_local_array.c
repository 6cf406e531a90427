/* The local cloud: its array, which launches by itself. */

#include "cloud_world.h"

TestSuite(cloud_local_array, .fini = tear_down, .timeout = 90);

Test(cloud_local_array, array_replaces_a_killed_member)
{
	build(",\"array\":{\"name\":\"WEB-ARRAY\",\"template\":\"r41\","
	    "\"min\":1,\"max\":2,\"enabled\":true}");
	await_state("WEB-ARRAY-1", CLOUD_OPERATIONAL);
	cr_expect(server("WEB-ARRAY-1")->in_array);
	(void)kill(pid_of("WEB-ARRAY-1"), SIGKILL);
	await_state("WEB-ARRAY-2", CLOUD_OPERATIONAL);
	cr_expect_eq(server("WEB-ARRAY-1")->state, CLOUD_TERMINATED);
	cr_expect_eq(world.facts.array.running, 1);

	cr_expect_eq(perform(ACTION_ARRAY_OFF, "", ""), OUTCOME_OK);
	cr_expect_eq(world.facts.array.enabled, TRI_NO);
	(void)kill(pid_of("WEB-ARRAY-2"), SIGKILL);
	await_array_looked();
	cr_expect_eq(server("WEB-ARRAY-2")->state, CLOUD_OPERATIONAL);
	cr_expect_null(server("WEB-ARRAY-3"));

	cr_expect_eq(perform(ACTION_ARRAY_ON, "", ""), OUTCOME_OK);
	await_state("WEB-ARRAY-3", CLOUD_OPERATIONAL);
}

Test(cloud_local_array, trial_is_one_launch)
{
	build(ARRAY("false"));
	refresh();
	cr_expect_null(server("WEB-ARRAY-1"));
	cr_expect_eq(perform(ACTION_ARRAY_UPDATE, "", "r42"), OUTCOME_OK);
	cr_expect_eq(perform(ACTION_ARRAY_TRIAL, "", ""), OUTCOME_FAILED);
	cr_expect_not_null(strstr(world.outcome, "BANNER"), "%s", world.outcome);
	cr_expect_eq(world.facts.array.enabled, TRI_NO);
	cr_expect_eq(perform(ACTION_SET_INPUT, "", "BANNER=Hi=there"), OUTCOME_OK);
	cr_expect_eq(perform(ACTION_ARRAY_TRIAL, "", ""), OUTCOME_OK);
	cr_expect_eq(perform(ACTION_ARRAY_TRIAL, "", ""), OUTCOME_OK);
	await_state("WEB-ARRAY-1", CLOUD_OPERATIONAL);
	cr_expect_str_eq(server("WEB-ARRAY-1")->template, "r42");
	cr_expect(world.facts.array.trial);
	cr_expect_null(server("WEB-ARRAY-2"));
	cr_expect_not_null(strstr(get(server("WEB-ARRAY-1")->addr, "/", NULL),
	    "Hi=there"));
	(void)kill(pid_of("WEB-ARRAY-1"), SIGKILL);
	await_array_looked();
	cr_expect_null(server("WEB-ARRAY-2"));
	cr_expect_eq(perform(ACTION_ARRAY_ON, "", ""), OUTCOME_OK);
	cr_expect(!world.facts.array.trial);
	await_state("WEB-ARRAY-2", CLOUD_OPERATIONAL);
}
