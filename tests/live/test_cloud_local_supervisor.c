/* The local cloud: its supervisor killed, asked for nonsense, and gone. */

#include "cloud_world.h"

TestSuite(cloud_local_supervisor, .fini = tear_down, .timeout = 90);

/* Killed at many instants of a boot: the next one goes on, nothing is lost, and
 * no server runs twice. */
Test(cloud_local_supervisor, supervisor_is_killed)
{
	build(START ARRAY("true"));
	for (int i = 0; i < 12; i++) {
		pause_ms(i * 17);
		kill_supervisor();
		start_supervisor();
	}
	await_state("app-1", CLOUD_OPERATIONAL);
	await_state("app-2", CLOUD_OPERATIONAL);
	await_state("WEB-ARRAY-1", CLOUD_OPERATIONAL);
	cr_expect_null(server("WEB-ARRAY-2"));

	/* What runs is taken over, not taken for dead. */
	kill_supervisor();
	start_supervisor();
	answer_twice();
	refresh();
	cr_expect_eq(server("WEB-ARRAY-1")->state, CLOUD_OPERATIONAL);

	char id[NAME_LEN];
	pid_t pid = pid_of("app-1");
	(void)str_copy(id, sizeof(id), server("app-1")->id);
	cr_expect_eq(perform(ACTION_MARK, "app-9", "new"), OUTCOME_OK);
	kill_supervisor();
	pid_t member = pid_of("WEB-ARRAY-1");
	(void)kill(member, SIGKILL);
	start_supervisor();
	await_state("WEB-ARRAY-2", CLOUD_OPERATIONAL);
	await_no_group(member);		/* its workers outlive their head */
	cr_expect_str_eq(server("app-1")->id, id);
	cr_expect_eq(server("app-1")->state, CLOUD_OPERATIONAL);
	cr_expect_eq(pid_of("app-1"), pid);
	cr_expect_eq(server("app-9")->tag, MARK_NEW);
	cr_expect_not_null(strstr(get(server("app-1")->addr, "/version", NULL),
	    "r41"));
	cr_expect_eq(perform(ACTION_TERMINATE, "app-1", id), OUTCOME_OK);
	await_state("app-1", CLOUD_TERMINATED);
	cr_expect(!child_alive(pid));
}

Test(cloud_local_supervisor, nonsense_changes_nothing)
{
	static const char *const lines[] = { "", "[]", "{}", "null", "{\"verb\":1}",
		"{\"verb\":\"list\"", "{\"verb\":\"list\"} x",
		"{\"verb\":\"list\",\"more\":1}", "{\"verb\":\"format\"}",
		"{\"verb\":\"list\",\"verb\":\"shutdown\"}",
		"{\"verb\":\"Shutdown\"}", "{\"Verb\":\"shutdown\"}",
		"{\"verb\":\"shutdown\\u0000\"}",
		"{\"verb\":\"launch\"}", "{\"verb\":\"launch\",\"id\":\"i-0\"}",
		"{\"verb\":\"launch\",\"id\":7}", "{\"verb\":\"launch\",\"id\":null}",
		"{\"verb\":\"terminate\",\"id\":\"../x\"}",
		"{\"verb\":\"clone\",\"name\":\"..\",\"source\":\"app-1\","
		"\"token\":\"t\"}",
		"{\"verb\":\"clone\",\"name\":\"x\",\"source\":\"nope\","
		"\"token\":\"t\"}",
		"{\"verb\":\"mark\",\"name\":\"a b\",\"tag\":\"x\"}",
		"{\"verb\":\"set_input\",\"key\":\"A\",\"value\":1,"
		"\"scope\":\"deployment\"}",
		"{\"verb\":\"set_input\",\"key\":\"A\",\"value\":\"1\","
		"\"scope\":\"array\"}",
		"{\"verb\":\"set_input\",\"key\":\"A\",\"value\":\"1\"}",
		"{\"verb\":\"array\",\"enabled\":true,\"trial\":false}",
		"{\"verb\":\"fault\",\"name\":\"app-1\",\"kind\":\"fire\"}" };
	char before[16384];

	build(START);
	await_state("app-1", CLOUD_OPERATIONAL);
	await_state("app-2", CLOUD_OPERATIONAL);
	(void)str_copy(before, sizeof(before), strstr(ask("{\"verb\":\"list\"}"),
	    "\"servers\""));
	for (size_t i = 0; i < countof(lines); i++)
		cr_expect_not_null(strstr(ask(lines[i]), "\"ok\":false"), "%s: %s",
		    lines[i], world.text.data);
	cr_expect_str_eq(strstr(ask("{\"verb\":\"list\"}"), "\"servers\""), before);
}

Test(cloud_local_supervisor, silence_is_told)
{
	build("");
	kill_supervisor();
	refresh();
	cr_expect_not_null(strstr(facts_source(&world.facts, SOURCE_CLOUD,
	    "cloud")->trouble, "cloud.sock"));
	cr_expect_eq(perform(ACTION_ARRAY_OFF, "", ""), OUTCOME_FAILED);
	start_supervisor();
}
