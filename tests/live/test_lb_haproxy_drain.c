/* backend/lb_haproxy: a drain by the health check in a real HAProxy, with a reload in
 * the middle of it, and what a server may say in its answer. */

#include "haproxy_world.h"

TestSuite(lb_haproxy_drain, .fini = clean_up, .timeout = 120);

/* To checks: what stands in DIR/says, or 404 while there is no such file. */
static void
answer_as_told(int fd, int last)
{
	struct buf says = { .data = NULL };
	char text[512], path[128];

	(void)last;
	if (read(fd, text, sizeof(text)) <= 0)
		return;
	(void)str_fmt(path, sizeof(path), "%s/says", w.dir);
	if (file_read(path, 4096, &says, NULL) == -1)
		buf_puts(&says, "404 Not Found");
	(void)dprintf(fd, "HTTP/1.0 %s\r\n\r\n", says.data);
	buf_done(&says);
}

static void
say(const char *status)
{
	char path[128];

	(void)str_fmt(path, sizeof(path), "%s/says", w.dir);
	cr_assert_eq(file_write(path, status, strlen(status), 0600, NULL), 0);
}

/* Server n, which says what it is told to say, attached. */
static void
attach_n(void)
{
	say("200 OK");
	w.origins[4] = start_server(4, 8081, answer_as_told);
	cr_assert_eq(act_on(ACTION_ATTACH, "n", 4), OUTCOME_OK, "%s", w.trouble);
}

static void
await_state(enum lb_state state)
{
	const struct lb_row *row = NULL;

	for (int i = 0; i < 400; i++) {
		refresh();
		row = saw_row("n", false);
		if (row != NULL && row->state == state)
			return;
		(void)usleep(50000);
	}
	cr_assert_fail("n is %s; %s", row == NULL ? "not there" : row->status,
	    w.trouble);
}

/* A new worker begins with everybody UP, and has to see for itself; the old one goes
 * on saying what it knew. */
Test(lb_haproxy_drain, reload_in_the_middle)
{
	char path[128];
	pid_t slow;
	int pid;

	build_usual();
	slow = slow_visitor();
	attach_n();
	(void)str_fmt(path, sizeof(path), "%s/says", w.dir);
	(void)unlink(path);
	await_state(LB_NOLB);
	pid = saw_lb()->pid;
	(void)kill(w.master, SIGUSR2);
	do {
		await_state(LB_NOLB);
	} while (saw_lb()->pid == pid);
	cr_assert_eq(saw_lb()->leaving, 1, "%s", w.trouble);
	cr_assert_not_null(saw_row("n", true));
	cr_expect_eq(saw_row("n", true)->state, LB_NOLB);
	cr_expect_eq(saw_row("n", true)->pid, pid);
	cr_expect_eq(saw_row("n", false)->pid, saw_lb()->pid);
	serve_slow_visitor(slow);
}

/* It stands in the table, with commas and quotes, and comes to a screen. */
Test(lb_haproxy_drain, what_a_server_says)
{
	const struct lb_row *row;

	build_usual();
	attach_n();
	say("500 Down, \"maint\"\t\033[2J,,n,UP");
	await_state(LB_DOWN);
	row = saw_row("n", false);
	cr_expect_str_eq(row->check, "L7STS");
	cr_expect_eq(row->check_code, 500);
	cr_expect_null(strchr(row->last_chk, '\033'));
	cr_expect_not_null(strstr(row->last_chk, "Down, \"maint\""), "%s",
	    row->last_chk);
	cr_expect_not_null(strstr(row->addr, ":8081"));
	cr_expect_eq(saw_row("a", false)->state, LB_UP);
	say("200 OK");
	await_state(LB_UP);
}
