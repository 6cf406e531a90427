/* backend/lb_haproxy: attach and detach, with a real HAProxy and visitors. */

#include "haproxy_world.h"

TestSuite(lb_haproxy_change, .fini = clean_up, .timeout = 120);

Test(lb_haproxy_change, attach)
{
	struct stat st;

	build_usual();
	start_origin(4);
	start_visitors();
	cr_assert_eq(act_on(ACTION_ATTACH, "n", 4), OUTCOME_OK, "%s", w.trouble);
	refresh();
	cr_assert_not_null(saw_row("n", false));
	cr_expect_str_eq(saw_row("n", false)->status, "UP");
	cr_expect_str_eq(saw_row("n", false)->check, "L7OK");
	cr_expect_neq(saw_row("n", false)->cookie[0], '\0');
	cr_expect_eq(saw_row("n", false)->admin, 0);
	cr_expect_eq(saw_lb()->file_has_all, TRI_YES);
	while (w.visits->by[4] == 0)
		(void)usleep(1000);
	stop_visitors();
	cr_expect_eq(w.visits->lost, 0, "%lu visitors were lost",
	    w.visits->lost);
	cr_expect(file_says("8081 check inter 100\n    server n "));
	cr_assert_eq(stat(w.file, &st), 0);
	cr_expect_eq(st.st_mode & 07777, 0640);
	/* Once more: nothing to do. */
	cr_expect_eq(act_on(ACTION_ATTACH, "n", 4), OUTCOME_OK);
	reload();
	cr_expect_not_null(saw_row("n", false));
}

Test(lb_haproxy_change, attach_dead_server)
{
	build_usual();
	w.config.change_limit_ms = 1500;
	start_visitors();
	cr_assert_eq(act_on(ACTION_ATTACH, "n", 5), OUTCOME_FAILED);
	cr_expect_not_null(strstr(w.trouble, "DOWN"), "%s", w.trouble);
	cr_expect_not_null(strstr(w.trouble, "L4CON"), "%s", w.trouble);
	cr_expect_not_null(strstr(w.trouble, "back in MAINT"), "%s", w.trouble);
	stop_visitors();
	cr_expect_gt(w.visits->by[2], 0);
	cr_expect_eq(w.visits->lost, 0, "%lu visitors were lost",
	    w.visits->lost);
	cr_expect_not(file_says("server n"));
	refresh();
	cr_assert_not_null(saw_row("n", false));
	cr_expect_eq(saw_row("n", false)->state, LB_MAINT);
	cr_expect_eq(saw_row("n", false)->lbtot, 0);
	/* When it lives, the same again is enough. */
	start_origin(5);
	w.config.change_limit_ms = 10000;
	cr_expect_eq(act_on(ACTION_ATTACH, "n", 5), OUTCOME_OK, "%s",
	    w.trouble);
	refresh();
	cr_expect_neq(saw_row("n", false)->cookie[0], '\0');
}

/* With fall 1 HAProxy shows a full "DRAIN" before any check. */
Test(lb_haproxy_change, attach_with_fall_1_after_it_died)
{
	build_usual();
	(void)str_copy(w.lb.server_options, sizeof(w.lb.server_options),
	    "check inter 100 fall 1 rise 1");
	start_origin(4);
	cr_assert_eq(act_on(ACTION_ATTACH, "n", 4), OUTCOME_OK, "%s", w.trouble);
	cr_assert_eq(act_on(ACTION_DETACH, "n", 4), OUTCOME_OK, "%s", w.trouble);
	(void)kill(w.origins[4], SIGKILL);
	(void)waitpid(w.origins[4], NULL, 0);
	w.origins[4] = 0;
	w.config.change_limit_ms = 1000;
	start_visitors();
	cr_expect_eq(act_on(ACTION_ATTACH, "n", 4), OUTCOME_FAILED);
	stop_visitors();
	cr_expect_eq(w.visits->lost, 0, "%lu visitors were lost",
	    w.visits->lost);
}

Test(lb_haproxy_change, attach_refused)
{
	static const char *const bad[] = { "", "n;x", "n x", "-n", "n\nshow info",
		"n/x" };

	build_usual();
	start_origin(4);
	for (size_t i = 0; i < countof(bad); i++)
		cr_expect_eq(act_on(ACTION_ATTACH, bad[i], 4), OUTCOME_FAILED);
	cr_expect_eq(act(ACTION_ATTACH, "n", "10.0.0.1"), OUTCOME_FAILED);
	cr_expect_eq(act(ACTION_ATTACH, "n", "x;y:80"), OUTCOME_FAILED);
	cr_expect_eq(act(ACTION_ATTACH, "n", "localhost:80"), OUTCOME_FAILED);
	cr_expect_eq(act(ACTION_ATTACH, "n", ""), OUTCOME_FAILED);
	/* The same name at another address is another server. */
	cr_expect_eq(act_on(ACTION_ATTACH, "a", 4), OUTCOME_FAILED);
	cr_expect_eq(act_on(ACTION_DETACH, "a", 4), OUTCOME_FAILED);
	refresh();
	cr_expect_null(saw_row("n", false));
	cr_expect_eq(saw_row("a", false)->state, LB_UP);
}

/* Without a cookie its visitors would not stay, and 2.6 cannot give it a fixed one. */
Test(lb_haproxy_change, attach_without_cookie)
{
	build("", "  cookie SRV insert\n");
	start_origin(4);
	start_visitors();
	cr_expect_eq(act_on(ACTION_ATTACH, "n", 4), OUTCOME_FAILED);
	stop_visitors();
	cr_expect_eq(w.visits->by[4], 0);
	cr_expect_not_null(strstr(w.trouble, "cookie SRV"), "%s", w.trouble);
	cr_expect_not_null(strstr(w.trouble, "MAINT"), "%s", w.trouble);
	cr_expect_not(file_says("server n"));
	refresh();
	cr_expect_not_null(strstr(saw_row("n", false)->addr, ":8081"));
}

/* The file cannot be changed: then HAProxy is not touched either. */
Test(lb_haproxy_change, attach_when_the_check_command_says_no)
{
	build_usual();
	start_origin(4);
	(void)str_copy(w.lb.server_options, sizeof(w.lb.server_options),
	    "check inter 100 nonsense");
	cr_expect_eq(act_on(ACTION_ATTACH, "n", 4), OUTCOME_FAILED);
	cr_expect_not_null(strstr(w.trouble, "nonsense"), "%s", w.trouble);
	refresh();
	cr_expect_null(saw_row("n", false));
	cr_expect_not(file_says("server n"));
	cr_expect_eq(act_on(ACTION_DETACH, "a", 2), OUTCOME_OK);
	/* Nothing is left beside it. */
	w.check[0] = (char *)(uintptr_t)"/bin/false";
	cr_expect_eq(act_on(ACTION_DETACH, "b", 3), OUTCOME_FAILED);
	refresh();
	cr_expect_eq(saw_row("b", false)->state, LB_UP);
	cr_expect(file_says("server b"));
}

Test(lb_haproxy_change, detach_and_back)
{
	build_usual();
	start_visitors();
	cr_assert_eq(act(ACTION_DETACH, "a", "0.0.0.0:1"), OUTCOME_FAILED);
	cr_assert_eq(act_on(ACTION_DETACH, "a", 2), OUTCOME_OK, "%s",
	    w.trouble);
	refresh();
	cr_expect_eq(saw_row("a", false)->state, LB_MAINT);
	cr_expect_eq(saw_row("a", false)->admin & 1, 1);
	cr_expect_eq(saw_lb()->file_has_all, TRI_YES);
	cr_expect_not(file_says("server a"));
	/* Again: nothing to do. */
	cr_expect_eq(act_on(ACTION_DETACH, "a", 2), OUTCOME_OK);
	reload();
	cr_expect_null(saw_row("a", false));
	stop_visitors();
	cr_expect_eq(w.visits->lost, 0);
}

/* Undo of a detach brings back the very line, with its weight and its remark; and
 * the server with its weight, whether the backend has a cookie or not. */
static void
detach_and_undo(void)
{
	struct buf before = { .data = NULL }, after = { .data = NULL };
	char arg[96];

	cr_assert_eq(file_read(w.file, 1 << 20, &before, NULL), 0);
	(void)str_fmt(arg, sizeof(arg), "%s2:8081 cut 3: they know", w.net);
	cr_assert_eq(act(ACTION_DETACH, "a", arg), OUTCOME_OK, "%s", w.trouble);
	cr_assert_eq(act_on(ACTION_ATTACH, "a", 2), OUTCOME_OK, "%s", w.trouble);
	cr_assert_eq(file_read(w.file, 1 << 20, &after, NULL), 0);
	cr_expect_str_eq(after.data, before.data);
	refresh();
	cr_expect_eq(saw_row("a", false)->state, LB_UP);
	cr_expect_eq(saw_row("a", false)->weight, 3);
	buf_done(&before);
	buf_done(&after);
}

Test(lb_haproxy_change, detach_is_undone)
{
	build_usual();
	detach_and_undo();
}

Test(lb_haproxy_change, detach_is_undone_without_a_cookie)
{
	build("", "");
	detach_and_undo();
}

/* An agent that says "ready" would undo a detach within one interval. */
Test(lb_haproxy_change, detach_with_agent)
{
	build_usual();
	start_origin(4);
	w.origins[5] = start_server(4, 8082, say_ready);
	(void)str_copy(w.lb.server_options, sizeof(w.lb.server_options),
	    "check inter 100 agent-check agent-port 8082 agent-inter 50ms");
	cr_assert_eq(act_on(ACTION_ATTACH, "n", 4), OUTCOME_OK, "%s", w.trouble);
	do {
		refresh();
	} while (!saw_row("n", false)->agent);
	cr_assert_eq(act_on(ACTION_DETACH, "n", 4), OUTCOME_OK, "%s", w.trouble);
	/* Six intervals of the agent. */
	(void)usleep(300000);
	refresh();
	cr_expect_eq(saw_row("n", false)->state, LB_MAINT);
	cr_expect_not(saw_row("n", false)->agent);
	cr_assert_eq(act_on(ACTION_ATTACH, "n", 4), OUTCOME_OK, "%s", w.trouble);
	do {
		refresh();
	} while (!saw_row("n", false)->agent);
	cr_expect_eq(saw_row("n", false)->state, LB_UP);
}

Test(lb_haproxy_change, detach_what_is_not_there)
{
	build_usual();
	cr_expect_eq(act_on(ACTION_DETACH, "gone", 4), OUTCOME_OK, "%s",
	    w.trouble);
}

static void
not_after_close(void)
{
	cr_assert_not_null(w.self, "called back after it was closed");
}

static void
was_done(enum outcome outcome, const char *text, const struct sightings *batch,
    void *arg)
{
	(void)outcome;
	(void)text;
	(void)batch;
	(void)arg;
	not_after_close();
}

static void
was_seen(const struct sightings *batch, const char *trouble, void *arg)
{
	(void)batch;
	(void)trouble;
	(void)arg;
	not_after_close();
}

static void
on_moment(void *arg)
{
	loop_stop(arg, 0);
}

/* Closed at any moment: no callback, no leak, nothing left beside the file; and
 * whatever was begun, attaching again completes it. */
Test(lb_haproxy_change, closed_at_any_moment)
{
	char arg[64], beside[128];
	struct stat st;

	build_usual();
	start_origin(4);
	(void)str_fmt(arg, sizeof(arg), "%s4:8081", w.net);
	for (int moment = 0; moment < 60; moment++) {
		struct action action = { .kind = moment % 2 == 0 ?
		    ACTION_ATTACH : ACTION_DETACH, .lb = "lb1", .server = "n" };

		(void)str_copy(action.arg, sizeof(action.arg), arg);
		lb_haproxy.perform(w.self, &action, NULL, was_done, NULL);
		lb_haproxy.refresh(w.self, NULL, was_seen, NULL);
		(void)loop_add_timer(w.loop, 5 * moment, on_moment, w.loop);
		(void)loop_run(w.loop);
		lb_haproxy.close(w.self);
		w.self = NULL;
		open_provider();
	}
	cr_expect_eq(act_on(ACTION_ATTACH, "n", 4), OUTCOME_OK, "%s",
	    w.trouble);
	cr_expect(file_says("    server n "));
	(void)str_fmt(beside, sizeof(beside), "%s/.haproxy.cfg.cutover", w.dir);
	cr_expect_eq(stat(beside, &st), -1);
	refresh();
	cr_expect_eq(saw_row("n", false)->state, LB_UP);
	cr_expect_neq(saw_row("n", false)->cookie[0], '\0');
}
