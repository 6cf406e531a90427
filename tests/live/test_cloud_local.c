/* The local cloud: its servers, from their first instant to their last. */

#include "cloud_world.h"

TestSuite(cloud_local, .fini = tear_down, .timeout = 90);

Test(cloud_local, pages_of_two_servers)
{
	char cookie[64] = "Cookie: ", addr[NAME_LEN];

	build(START);
	await_state("app-1", CLOUD_OPERATIONAL);
	await_state("app-2", CLOUD_OPERATIONAL);
	cr_expect_str_neq(server("app-1")->addr, server("app-2")->addr);
	cr_expect_eq(server("app-1")->tag, MARK_OLD);
	(void)str_copy(addr, sizeof(addr), server("app-2")->addr);

	const char *at = strstr(get(addr, "/", NULL), "SHOP=");
	cr_assert_not_null(at, "%s", world.text.data);
	(void)str_copy_n(cookie + 8, sizeof(cookie) - 8, at, strcspn(at, ";"));
	cr_expect_not_null(strstr(world.text.data, "shop ok r41 session "));
	cr_expect_null(strstr(get(addr, "/", cookie), "Set-Cookie"));
	cr_expect_not_null(strstr(world.text.data, strchr(cookie, '=') + 1));
	cr_expect_not_null(strstr(world.text.data, "page 2 on app-2"));
	cr_expect_not_null(strstr(get(addr, "/slow?s=0", cookie), "done after 0 s"));
	cr_expect_not_null(strstr(get(addr, "/version", NULL), "\r\n\r\nr41\n"));
	cr_expect_not_null(strstr(get(addr, "/db", NULL),
	    "\r\n\r\nok shop-master 7c0f\n"), "%s", world.text.data);
	/* A worker counts until it has written its log line. */
	int64_t end = clock_boot_ms() + LIMIT_MS;
	while (strstr(get(addr, "/server-status?auto", NULL), "BusyWorkers: 1\n") ==
	    NULL)
		cr_assert_lt(clock_boot_ms(), end, "%s", world.text.data);
	(void)get(addr, "/up", NULL);
	cr_expect_eq(world.status, 200);
	(void)get(addr, "/../httpd.conf", NULL);
	cr_expect_neq(world.status, 200);
}

Test(cloud_local, clone_is_new_from_its_first_instant)
{
	char id[NAME_LEN];

	build(START);
	await_state("app-1", CLOUD_OPERATIONAL);
	cr_expect_eq(perform(ACTION_MARK, "app-9", "new"), OUTCOME_OK);
	cr_expect_eq(server("app-9")->tag, MARK_NEW);
	cr_expect_eq(server("app-9")->state, CLOUD_INACTIVE);
	cr_expect_str_empty(server("app-9")->id);
	cr_expect_eq(perform(ACTION_LAUNCH, "app-9", ""), OUTCOME_FAILED);

	cr_expect_eq(perform(ACTION_CLONE, "app-9", "app-1"), OUTCOME_OK);
	(void)str_copy(id, sizeof(id), server("app-9")->id);
	cr_expect_str_not_empty(id);
	cr_expect_eq(perform(ACTION_CLONE, "app-9", "app-1"), OUTCOME_OK);
	cr_expect_str_eq(server("app-9")->id, id);
	cr_expect_eq(perform(ACTION_CLONE, "app-9", "app-2"), OUTCOME_FAILED);
	cr_expect_eq(perform(ACTION_CLONE, "app-2", "app-1"), OUTCOME_FAILED);
	cr_expect_eq(server("app-9")->tag, MARK_NEW);
	cr_expect_eq(server("app-9")->state, CLOUD_INACTIVE);
	cr_expect_str_eq(server("app-9")->template, "r41");
	cr_expect_str_eq(server("app-9")->source, "app-1");

	cr_expect_eq(perform(ACTION_CONFIGURE, "app-9", "r43"), OUTCOME_FAILED);
	cr_expect_eq(perform(ACTION_CONFIGURE, "app-9", "r42"), OUTCOME_OK);
	cr_expect_eq(perform(ACTION_CONFIGURE, "app-1", "r42"), OUTCOME_FAILED);
	cr_expect_str_eq(server("app-9")->template, "r42");
	cr_expect_eq(perform(ACTION_LAUNCH, "app-9", ""), OUTCOME_FAILED);
	cr_expect_not_null(strstr(world.outcome, "BANNER"), "%s", world.outcome);
	cr_expect_eq(perform(ACTION_SET_INPUT, "", "BANNER=x"), OUTCOME_OK);
	cr_expect_eq(perform(ACTION_LAUNCH, "app-9", ""), OUTCOME_OK);
	await_state("app-9", CLOUD_OPERATIONAL);
	cr_expect_not_null(strstr(get(server("app-9")->addr, "/db", NULL),
	    "ok shop-master"), "%s", world.text.data);

	sqlite(".read " TOP_SRCDIR "/config/demo/migrations/001-order-notes.sql",
	    NULL);
	cr_expect_not_null(strstr(get(server("app-9")->addr, "/db", NULL),
	    "ok shop-master"), "%s", world.text.data);

	/* Running servers keep their inputs. */
	cr_expect_eq(perform(ACTION_SET_INPUT, "", "DB=/nowhere"), OUTCOME_OK);
	(void)get(server("app-9")->addr, "/db", NULL);
	cr_expect_eq(world.status, 200);

	/* The id must be that of the name. */
	cr_expect_eq(perform(ACTION_DISCARD, "app-9", server("app-1")->id),
	    OUTCOME_FAILED);
	cr_expect_eq(server("app-1")->state, CLOUD_OPERATIONAL);
	cr_expect_eq(perform(ACTION_DISCARD, "app-9", id), OUTCOME_OK);
	await_state("app-9", CLOUD_TERMINATED);
	cr_expect_eq(perform(ACTION_CLONE, "app-9", "app-1"), OUTCOME_OK);
	cr_expect_str_neq(server("app-9")->id, id);
}

Test(cloud_local, failed_boot_is_stranded)
{
	build(START);
	await_state("app-1", CLOUD_OPERATIONAL);
	expect_ok("{\"verb\":\"fault\",\"name\":\"app-9\",\"kind\":\"boot\"}");
	cr_expect_eq(perform(ACTION_CLONE, "app-9", "app-1"), OUTCOME_OK);
	cr_expect_eq(perform(ACTION_LAUNCH, "app-9", ""), OUTCOME_OK);
	await_state("app-9", CLOUD_STRANDED);

	/* For real: Apache cannot have an address that is taken. */
	char addr[NAME_LEN], taken[80];
	expect_ok("{\"verb\":\"fault\",\"name\":\"app-9\",\"kind\":\"none\"}");
	cr_expect_eq(perform(ACTION_TERMINATE, "app-9", server("app-9")->id),
	    OUTCOME_OK);
	await_state("app-9", CLOUD_TERMINATED);
	cr_expect_eq(perform(ACTION_CLONE, "app-9", "app-1"), OUTCOME_OK);
	(void)str_copy(addr, sizeof(addr), server("app-9")->addr);
	const char *const argv[] = { "perl", "-MIO::Socket::INET", "-e",
		"$s = IO::Socket::INET->new(LocalAddr => $ARGV[0], Listen => 1) "
		"or die; open F, '>', $ARGV[1]; close F; sleep 60", addr,
		taken, NULL };
	const struct child_spec spec = { .argv = argv };
	(void)str_fmt(taken, sizeof(taken), "%s/taken", world.dir);
	pid_t pid = child_launch(&spec, NULL);
	while (child_alive(pid) && access(taken, F_OK) == -1)
		pause_ms(10);
	cr_assert_eq(access(taken, F_OK), 0);
	cr_expect_eq(perform(ACTION_LAUNCH, "app-9", ""), OUTCOME_OK);
	await_state("app-9", CLOUD_STRANDED);
	(void)kill(pid, SIGKILL);
}

Test(cloud_local, terminate_ends_the_whole_tree)
{
	build(START);
	await_state("app-1", CLOUD_OPERATIONAL);
	await_state("app-2", CLOUD_OPERATIONAL);
	pid_t pid = pid_of("app-1");
	cr_expect_eq(perform(ACTION_TERMINATE, "app-1", server("app-1")->id),
	    OUTCOME_OK);
	cr_expect_eq(perform(ACTION_TERMINATE, "app-1", server("app-1")->id),
	    OUTCOME_OK);
	await_state("app-1", CLOUD_TERMINATED);
	cr_expect_eq(kill(-pid, 0), -1);
	(void)get(server("app-1")->addr, "/up", NULL);
	cr_expect_eq(world.status, 0);
	(void)get(server("app-2")->addr, "/up", NULL);
	cr_expect_eq(world.status, 200);
}
