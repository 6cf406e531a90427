/* backend/lb_haproxy: polls, sessions and troubles, with a real HAProxy. */

#include "haproxy_world.h"

#include "backend/haproxy_ask.h"

TestSuite(lb_haproxy, .fini = clean_up, .timeout = 120);

Test(lb_haproxy, poll)
{
	build_usual();
	cr_expect_str_eq(saw_lb()->name, "lb1");
	cr_expect_str_eq(saw_lb()->backend, "app");
	cr_expect(str_starts(saw_lb()->version, "2.") ||
	    str_starts(saw_lb()->version, "3."));
	cr_expect_gt(saw_lb()->pid, 1);
	cr_expect_eq(saw_lb()->leaving, 0);
	cr_expect_eq(saw_lb()->admin, TRI_YES);
	cr_expect_eq(saw_lb()->master, TRI_YES);
	cr_expect_eq(saw_lb()->soft_stop, TRI_YES);
	cr_expect_eq(saw_lb()->cuts_on_down, TRI_NO);
	cr_expect_eq(saw_lb()->file_has_all, TRI_YES);
	cr_expect_eq(w.batch.n, 3);
	cr_expect_eq(saw_row("a", false)->weight, 3);
	cr_expect(saw_row("a", false)->in_service);
	cr_expect_str_eq(saw_row("a", false)->lb, "lb1");
	cr_expect_neq(saw_row("a", false)->cookie[0], '\0');
}

Test(lb_haproxy, poll_without_master_and_file)
{
	build_usual();
	w.lb.master[0] = w.lb.file[0] = '\0';
	open_provider();
	refresh();
	cr_expect_eq(saw_lb()->master, TRI_NO);
	cr_expect_eq(saw_lb()->soft_stop, TRI_UNKNOWN);
	cr_expect_eq(saw_lb()->cuts_on_down, TRI_UNKNOWN);
	cr_expect_eq(saw_lb()->file_has_all, TRI_UNKNOWN);
}

static void
ask_sessions(const char *server)
{
	begin();
	lb_haproxy.sessions(w.self, server, on_lines, NULL);
	run();
	cr_assert_str_empty(w.trouble, "%s", w.trouble);
}

/* A reload hides old sessions in the old worker (C1). */
Test(lb_haproxy, leaving_worker)
{
	const char *who;
	pid_t slow;
	int pid;

	build_usual();
	pid = saw_lb()->pid;
	slow = slow_visitor();
	who = saw_row("a", false)->scur > 0 ? "a" : "b";
	ask_sessions(who);
	cr_expect_not_null(strstr(w.lines.data, " through app, open "), "%s",
	    w.lines.data);
	reload();
	cr_expect_eq(saw_lb()->leaving, 1);
	cr_assert_not_null(saw_row("a", true));
	cr_expect_eq(saw_row("a", true)->pid, pid);
	cr_expect_eq(saw_row("a", true)->scur + saw_row("b", true)->scur, 1);
	cr_expect_eq(saw_row("a", false)->scur + saw_row("b", false)->scur, 0);
	ask_sessions(who);
	cr_expect_not_null(strstr(w.lines.data, "(leaving worker "), "%s",
	    w.lines.data);
	serve_slow_visitor(slow);
	do {
		refresh();
	} while (saw_lb()->leaving > 0);
	cr_expect_null(saw_row("a", true));
}

static void
expect_trouble(const char *socket, const char *says)
{
	(void)str_copy(w.lb.socket, sizeof(w.lb.socket), socket);
	open_provider();
	refresh();
	cr_expect_eq(w.batch.n, 0);
	cr_expect(str_starts(w.trouble, "lb1: "), "%s", w.trouble);
	cr_expect_not_null(strstr(w.trouble, socket), "%s", w.trouble);
	cr_expect_not_null(strstr(w.trouble, says), "%s", w.trouble);
	cr_expect_eq(act_on(ACTION_DETACH, "a", 2), OUTCOME_FAILED);
	cr_expect_not_null(strstr(w.trouble, says), "%s", w.trouble);
}

static void
leave_dead_socket(const char *path)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	(void)str_copy(at.sun_path, sizeof(at.sun_path), path);
	cr_assert_eq(bind(fd, (struct sockaddr *)&at, sizeof(at)), 0);
	(void)close(fd);
}

Test(lb_haproxy, troubles)
{
	char path[128];

	build_usual();
	(void)str_fmt(path, sizeof(path), "%s/user", w.dir);
	expect_trouble(path, "level user, not admin");
	(void)str_fmt(path, sizeof(path), "%s/nothing", w.dir);
	expect_trouble(path, "No such file or directory; is HAProxy running");
	(void)str_fmt(path, sizeof(path), "%s/dead", w.dir);
	leave_dead_socket(path);
	expect_trouble(path, "refused; is HAProxy running?");
	cr_expect(file_says("server a"), "a failed detach changed the file");
}

Test(lb_haproxy, no_such_backend)
{
	build_usual();
	(void)str_copy(w.lb.backend, sizeof(w.lb.backend), "nosuch");
	open_provider();
	refresh();
	cr_expect_not_null(strstr(w.trouble, "no backend nosuch"), "%s",
	    w.trouble);
}

/* The 11th connection is taken by the system, and nobody answers. */
Test(lb_haproxy, busy_socket)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	int fds[10];

	build("  stats maxconn 10\n", "");
	(void)str_copy(at.sun_path, sizeof(at.sun_path), w.lb.socket);
	for (size_t i = 0; i < countof(fds); i++) {
		fds[i] = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
		cr_assert_eq(connect(fds[i], (struct sockaddr *)&at,
		    sizeof(at)), 0);
	}
	refresh();
	cr_expect_eq(w.batch.n, 0);
	cr_expect_not_null(strstr(w.trouble, "stats socket busy (stats maxconn)"),
	    "%s", w.trouble);
	for (size_t i = 0; i < countof(fds); i++)
		(void)close(fds[i]);
	await_polls();
}

Test(lb_haproxy, tcp_socket)
{
	build_usual();
	(void)str_fmt(w.lb.socket, sizeof(w.lb.socket), "ipv4@%s1:9999", w.net);
	open_provider();
	refresh();
	cr_expect_not_null(saw_row("a", false), "%s", w.trouble);
	cr_expect_eq(act_on(ACTION_DETACH, "a", 2), OUTCOME_OK, "%s",
	    w.trouble);
}

Test(lb_haproxy, save)
{
	char path[128];
	struct buf text = { .data = NULL };
	struct stat st;

	build_usual();
	(void)str_fmt(path, sizeof(path), "%s/state", w.dir);
	cr_assert_eq(act(ACTION_SAVE_LB, "", path), OUTCOME_OK, "%s", w.trouble);
	cr_assert_eq(w.batch.n, 1);
	cr_expect_eq(w.batch.list[0].kind, SAW_LB_SAVED);
	cr_expect_str_eq(w.batch.list[0].name, "lb1");
	cr_assert_eq(file_read(path, 1 << 20, &text, NULL), 0);
	cr_expect_not_null(strstr(text.data, " app 1 a "));
	cr_assert_eq(stat(path, &st), 0);
	cr_expect_eq(st.st_mode & 07777, 0600);
	cr_expect_eq(act(ACTION_SAVE_LB, "", "relative"), OUTCOME_FAILED);
	buf_done(&text);
}

Test(lb_haproxy, options_that_would_do_harm)
{
	static const char *const bad[] = { "check;show info", "check enabled",
		"enabled", "check\nshow info", "check # x", "check \\", "\"" };
	struct provider_ctx ctx = { .lb = &w.lb };
	struct err err;

	configure();
	(void)str_copy(w.lb.socket, sizeof(w.lb.socket), "/run/x");
	w.lb.master[0] = '\0';
	for (size_t i = 0; i < countof(bad); i++) {
		(void)str_copy(w.lb.server_options,
		    sizeof(w.lb.server_options), bad[i]);
		cr_expect_eq(lb_haproxy.open(&w.self, &ctx, &err), -1, "%s",
		    bad[i]);
	}
}

static void
on_gone(const char *reply, size_t len, const struct err *err, void *arg)
{
	(void)len;
	(void)arg;
	cr_assert_null(err, "%s", err->text);
	cr_expect(str_starts(reply, "Can't find the target PID"));
	loop_stop(w.loop, 0);
}

/* Between two questions an old worker may end.  A master that is asked for it must
 * not keep such connections: it has ten. */
Test(lb_haproxy, worker_that_is_gone)
{
	struct provider_ctx ctx = { .config = &w.config, .lb = &w.lb };

	build_usual();
	ctx.loop = w.loop;
	for (int i = 0; i < 100; i++) {
		(void)hap_ask_start(&ctx, HAP_MASTER, "@!999999 show sess\n", on_gone,
		    NULL);
		(void)loop_run(w.loop);
	}
	refresh();
	cr_expect_eq(saw_lb()->leaving, 0, "%s", w.trouble);
}

static void
on_master(const char *reply, size_t len, const struct err *err, void *arg)
{
	bool *failed = arg;

	(void)len;
	*failed = err == NULL && strstr(reply, "[failed: 1]") != NULL;
	loop_stop(w.loop, 0);
}

static void
await_failed_reload(void)
{
	struct provider_ctx ctx = { .loop = w.loop, .config = &w.config,
		.lb = &w.lb };
	bool failed = false;

	for (int i = 0; i < 200 && !failed; i++) {
		(void)hap_ask_start(&ctx, HAP_MASTER, "show proc\n", on_master,
		    &failed);
		(void)loop_run(w.loop);
		(void)usleep(50000);
	}
	cr_assert(failed, "the reload does not fail");
}

/* The worker goes on, and so do we, whatever the master calls it. */
Test(lb_haproxy, reload_failed)
{
	struct buf good = { .data = NULL };
	int pid;

	build_usual();
	pid = saw_lb()->pid;
	cr_assert_eq(file_read(w.file, 1 << 20, &good, NULL), 0);
	cr_assert_eq(file_write(w.file, "nonsense\n", 9, 0640, NULL), 0);
	(void)kill(w.master, SIGUSR2);
	await_failed_reload();
	cr_assert_eq(file_write(w.file, good.data, good.len, 0640, NULL), 0);
	await_polls();
	cr_expect_eq(saw_lb()->pid, pid);
	cr_expect_eq(saw_lb()->leaving, 0);
	cr_expect_eq(saw_lb()->reload_failed, TRI_YES);
	cr_expect_null(saw_row("a", true));
	start_origin(4);
	cr_expect_eq(act_on(ACTION_ATTACH, "n", 4), OUTCOME_OK, "%s", w.trouble);
	reload();
	cr_expect_eq(saw_lb()->leaving, 0);
	cr_expect_eq(saw_lb()->reload_failed, TRI_NO);
	cr_expect_eq(saw_row("n", false)->state, LB_UP);
	buf_done(&good);
}
