/* backend/lb_haproxy where balancers are only read: by HTTP, and by a socket of level
 * user; with a real HAProxy. */

#include "haproxy_world.h"

#include "model/traffic.h"

#define PAGE "  cookie SRV insert\n  stats enable\n  stats uri /haproxy-status\n"

TestSuite(lb_haproxy_web, .fini = clean_up, .timeout = 120);

static void
open_reader(const char *socket, const char *statistics)
{
	struct provider_ctx ctx = { .loop = w.loop, .config = &w.config,
		.lb = &w.lb, .output = on_output };
	struct err err = { .text = "" };

	/* Where RightScale's scripts attach and detach. */
	(void)str_copy(w.config.cloud.provider, NAME_LEN, "rightscale");
	(void)str_copy(w.config.cloud.rs.attach, TEXT_LEN, "recipe:attach");
	if (w.self != NULL)
		lb_haproxy.close(w.self);
	w.self = NULL;
	(void)str_copy(w.lb.socket, sizeof(w.lb.socket), socket);
	(void)str_copy(w.lb.statistics, sizeof(w.lb.statistics), statistics);
	cr_assert_eq(lb_haproxy.open(&w.self, &ctx, &err), 0, "%s", err.text);
}

/* Opened as one that is read through its page. */
static void
open_web(const char *path)
{
	char url[128];

	(void)str_fmt(url, sizeof(url), "http://%s1:8080%s", w.net, path);
	open_reader("", url);
}

/* What a socket of level admin tells, and both others must tell too. */
static void
compare_with(const struct lb_row *row, const struct lb_row *with)
{
	cr_assert_not_null(row);
	cr_expect_str_eq(row->addr, with->addr);
	cr_expect_str_eq(row->status, with->status);
	cr_expect_eq(row->state, with->state);
	cr_expect_eq(row->weight, with->weight);
	cr_expect_eq(row->pid, with->pid);
	cr_expect_eq(row->in_service, with->in_service);
	cr_expect_eq(row->in_file, with->in_file);
}

Test(lb_haproxy_web, both_ways_tell_what_the_admin_socket_tells)
{
	struct lb_row a;
	char path[128];

	build("", PAGE "  stats show-legends\n");
	a = *saw_row("a", false);
	open_web("/haproxy-status");
	refresh();
	cr_assert_str_empty(w.trouble, "%s", w.trouble);
	compare_with(saw_row("a", false), &a);
	cr_expect_eq(saw_lb()->pid, a.pid);
	cr_expect_eq(saw_lb()->admin, TRI_NO);
	cr_expect(str_starts(saw_lb()->version, "2.") ||
	    str_starts(saw_lb()->version, "3."));
	/* Its master is still asked who is on its way out. */
	cr_expect_eq(saw_lb()->master, TRI_YES);

	(void)str_fmt(path, sizeof(path), "%s/user", w.dir);
	open_reader(path, "");
	refresh();
	cr_assert_str_empty(w.trouble, "%s", w.trouble);
	compare_with(saw_row("a", false), &a);
	cr_expect_eq(saw_lb()->admin, TRI_NO);
}

Test(lb_haproxy_web, a_reload_is_seen)
{
	int pid;

	build("", PAGE "  stats show-legends\n");
	open_web("/haproxy-status");
	refresh();
	pid = saw_lb()->pid;
	reload();
	cr_expect_neq(saw_lb()->pid, pid, "%s", w.trouble);
}

Test(lb_haproxy_web, its_state_is_saved)
{
	char path[128];
	struct buf text = { 0 };

	build("", PAGE "  stats show-legends\n");
	open_web("/haproxy-status");
	(void)str_fmt(path, sizeof(path), "%s/saved", w.dir);
	cr_expect_eq(act(ACTION_SAVE_LB, "", path), OUTCOME_OK, "%s", w.trouble);
	cr_assert_eq(file_read(path, 1 << 20, &text, NULL), 0);
	cr_expect(str_starts(text.data, "# pxname,svname,"));
	buf_done(&text);
}

static void
saw_traffic(const struct backend_traffic *answer, void *arg)
{
	size_t *rows = arg;

	w.answered = true;
	*rows = answer->rows->n;
	if (answer->trouble != NULL)
		(void)str_copy(w.trouble, sizeof(w.trouble), answer->trouble);
	loop_stop(w.loop, 0);
}

Test(lb_haproxy_web, all_its_traffic)
{
	size_t rows = 0;

	build("", PAGE "  stats show-legends\n");
	open_web("/haproxy-status");
	begin();
	lb_haproxy.traffic(w.self, saw_traffic, &rows);
	run();
	cr_expect_str_empty(w.trouble, "%s", w.trouble);
	cr_expect_eq(rows, 4, "a frontend, a backend, two servers");
}

static void
wants_trouble(const char *path, const char *says)
{
	open_web(path);
	refresh();
	cr_expect_eq(w.batch.n, 0);
	cr_expect(str_starts(w.trouble, "lb1: http://"), "%s", w.trouble);
	cr_expect_not_null(strstr(w.trouble, says), "%s", w.trouble);
}

Test(lb_haproxy_web, troubles)
{
	build("", PAGE);
	wants_trouble("/haproxy-status", "write \"stats show-legends\"");
	wants_trouble("/other", "it names no pid");
	wants_trouble("/haproxy-status;csv", "write \"stats show-legends\"");
	(void)str_copy(w.lb.backend, sizeof(w.lb.backend), "nosuch");
	wants_trouble("/haproxy-status", "it has no backend nosuch");
	(void)str_copy(w.net, sizeof(w.net), "127.254.254.");
	wants_trouble("/haproxy-status", "onnect");
}

static void
write_secret(const char *text)
{
	(void)str_fmt(w.lb.statistics_secret_file,
	    sizeof(w.lb.statistics_secret_file), "%s/secret", w.dir);
	cr_assert_eq(file_write(w.lb.statistics_secret_file, text, strlen(text),
	    0600, NULL), 0);
}

#define LOGIN PAGE "  stats show-legends\n  stats auth watcher:s3cret\n"

Test(lb_haproxy_web, whom_it_does_not_let_in)
{
	build("", LOGIN);
	wants_trouble("/haproxy-status", "status 401: it wants a user");
	(void)str_copy(w.lb.statistics_user, NAME_LEN, "watcher");
	write_secret("wrong\n");
	wants_trouble("/haproxy-status",
	    "status 401: it does not let this user in");
	(void)unlink(w.lb.statistics_secret_file);
	refresh();
	cr_expect_not_null(strstr(w.trouble, "No such file"), "%s", w.trouble);
	/* The file counts as it stands. */
	write_secret("s3cret\n");
	refresh();
	cr_expect_not_null(saw_row("a", false), "%s", w.trouble);
}

Test(lb_haproxy_web, a_command_tells_the_secret)
{
	char path[128];
	char cat[] = "/bin/cat", *words[] = { cat, path, NULL };

	build("", LOGIN);
	(void)str_copy(w.lb.statistics_user, NAME_LEN, "watcher");
	write_secret("s3cret\n");
	(void)str_copy(path, sizeof(path), w.lb.statistics_secret_file);
	w.lb.statistics_secret_file[0] = '\0';
	w.lb.statistics_secret_command = (struct argv){ words, 2 };
	open_web("/haproxy-status");
	refresh();
	cr_expect_not_null(saw_row("a", false), "%s", w.trouble);
	/* It is kept: not asked for again while it lets us in. */
	(void)unlink(path);
	refresh();
	cr_expect_not_null(saw_row("a", false), "%s", w.trouble);
	w.lb.statistics_secret_command = (struct argv){ NULL, 0 };
	open_web("/haproxy-status");
}

/* Each poll by a connection of its own: one that is kept stays with the worker that
 * is on its way out. */
Test(lb_haproxy_web, its_uptime_grows_and_begins_again)
{
	int64_t before;

	build("", PAGE "  stats show-legends\n");
	open_web("/haproxy-status");
	do {
		refresh();
	} while (saw_lb()->uptime_s < 1);
	before = saw_lb()->uptime_s;
	reload();
	cr_expect_leq(saw_lb()->uptime_s, before);
	cr_expect_eq(saw_row("a", false)->stot, 0);
}

static void
ask_who(const char *says)
{
	begin();
	w.returned = true;
	lb_haproxy.sessions(w.self, "a", on_lines, NULL);
	run();			/* also when it was told at once */
	cr_expect_not_null(strstr(w.trouble, says), "%s", w.trouble);
}

Test(lb_haproxy_web, who_is_there_is_not_told)
{
	char path[128];

	build("", PAGE "  stats show-legends\n");
	open_web("/haproxy-status");
	ask_who("is read over HTTP, which does not tell who is there");
	(void)str_fmt(path, sizeof(path), "%s/user", w.dir);
	open_reader(path, "");
	ask_who("level user; sessions are listed from level operator on");
	(void)str_fmt(path, sizeof(path), "%s/saved", w.dir);
	cr_expect_eq(act(ACTION_SAVE_LB, "", path), OUTCOME_OK, "%s", w.trouble);
}

Test(lb_haproxy_web, who_changes_it_needs_its_socket)
{
	struct provider_ctx ctx = { .config = &w.config, .lb = &w.lb };
	struct err err = { .text = "" };

	build("", PAGE);
	w.lb.socket[0] = '\0';
	(void)str_copy(w.lb.statistics, sizeof(w.lb.statistics), "http://x");
	ctx.loop = w.loop;
	lb_haproxy.close(w.self);
	w.self = NULL;
	cr_expect_eq(lb_haproxy.open(&w.self, &ctx, &err), -1);
	cr_expect_not_null(strstr(err.text, "needs its socket"), "%s", err.text);
}
