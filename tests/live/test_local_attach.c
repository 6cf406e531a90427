/* The templates' attach.pl against a real HAProxy: what an array's member does at
 * the end of its boot, and when it is given up. */

#include <criterion/criterion.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/child.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/loop.h"
#include "base/sock.h"
#include "base/str.h"
#include "haproxy_program.h"

#define LIMIT_MS 15000

static struct {
	char dir[64], net[32], socket[96], file[96], balancers[512];
	struct loop *loop;
	pid_t haproxy, origin;
	struct buf text;
	struct child_end ended;
} world;

static void
wake(void *arg)
{
	(void)arg;
	loop_stop(world.loop, 0);
}

static void
pause_ms(int ms)
{
	(void)loop_add_timer(world.loop, ms, wake, NULL);
	(void)loop_run(world.loop);
}

static void
got_reply(const char *reply, size_t len, const struct err *err, void *arg)
{
	(void)arg;
	buf_reset(&world.text);
	buf_puts(&world.text, "");
	if (err == NULL)
		buf_add(&world.text, reply, len);
	loop_stop(world.loop, 0);
}

static const char *
ask(const char *line)
{
	const struct sock_ask what = { .address = world.socket, .request = line };

	(void)sock_start(world.loop, &what, got_reply, NULL);
	(void)loop_run(world.loop);
	return world.text.data;
}

static void
take_line(const char *line, bool is_err, void *arg)
{
	(void)is_err, (void)arg;
	buf_printf(&world.text, "%s\n", line);
}

static void
take_end(const struct child_end *end, void *arg)
{
	(void)arg;
	world.ended = *end;
	loop_stop(world.loop, 0);
}

/* Its exit status; what it said is in world.text. */
static int
attach(const char *verb, const char *name, const char *addr)
{
	static const char script[] = TOP_SRCDIR "/config/demo/templates/r41/attach.pl";
	const char *const argv[] = { "perl", script, verb, name, addr, NULL };
	const char *const env[] = { world.balancers, NULL };
	const struct child_spec spec = { .argv = argv, .keep_env = env,
		.timeout_ms = 60000 };

	buf_reset(&world.text);
	buf_puts(&world.text, "");
	cr_assert_not_null(child_start(world.loop, &spec, take_line, take_end, NULL,
	    NULL));
	(void)loop_run(world.loop);
	return world.ended.exited ? world.ended.status : -1;
}

static const char *
file_text(void)
{
	buf_reset(&world.text);
	cr_assert_eq(file_read(world.file, 65536, &world.text, NULL), 0);
	return world.text.data;
}

/* The server's line of "show servers state": its admin state, -1 not there. */
static int
admin_state(const char *name)
{
	char wanted[64];
	int admin = -1;

	(void)str_fmt(wanted, sizeof(wanted), " %s ", name);
	const char *at = strstr(ask("show servers state app\n"), wanted);
	if (at != NULL && sscanf(at, "%*s %*s %*s %d", &admin) != 1)
		admin = -1;
	return admin;
}

static bool
has_cookie(const char *name)
{
	char wanted[64];

	(void)str_fmt(wanted, sizeof(wanted), "app,%s,", name);
	const char *text = ask("show stat\n"), *line = strstr(text, wanted);
	int column = 0, at = 0;

	for (const char *p = strstr(text, ",cookie,"); p > text; p--)
		column += *p == ',';
	for (; line != NULL && at < column; line++)
		at += *line == ',';
	return line != NULL && *line != ',';
}

/* A server that says 200 to all; in Perl, because that is there anyway. */
static const char origin[] = "use IO::Socket::INET;"
    "$s = IO::Socket::INET->new(LocalAddr => $ARGV[0], Listen => 9,"
    " ReuseAddr => 1) or die; while ($c = $s->accept) { $l = <$c>;"
    " print $c qq(HTTP/1.0 200 OK\\r\\n\\r\\nok\\n); close $c }";

static pid_t
launch(const char *const *argv)
{
	const struct child_spec spec = { .argv = argv, .detach = true };
	struct err err;
	pid_t pid = child_launch(&spec, &err);

	cr_assert_gt(pid, 0, "%s", err.text);
	return pid;
}

static void
start_haproxy(void)
{
	const char *const argv[] = { haproxy(), "-db", "-f", world.file, NULL };
	struct stat st;

	(void)unlink(world.socket);
	world.haproxy = launch(argv);
	for (int i = 0; i < 500 && stat(world.socket, &st) == -1; i++)
		pause_ms(20);
}

static void
end(pid_t *pid)
{
	if (*pid > 0)
		(void)kill(*pid, SIGKILL);
	while (*pid > 0 && child_alive(*pid))
		pause_ms(5);
	*pid = 0;
}

static void
build(void)
{
	char addr[64];
	struct buf text = { 0 };

	char program[256];

	if (child_find(haproxy(), program, sizeof(program), NULL) == -1 ||
	    access(program, X_OK) == -1)
		cr_skip_test("no HAProxy here");
	(void)str_copy(world.dir, sizeof(world.dir), "/tmp/cutover-XXXXXX");
	cr_assert_not_null(mkdtemp(world.dir));
	(void)str_fmt(world.net, sizeof(world.net), "127.%d.%d.",
	    130 + getpid() % 90, getpid() / 90 % 250);
	(void)str_fmt(world.socket, sizeof(world.socket), "%s/sock", world.dir);
	(void)str_fmt(world.file, sizeof(world.file), "%s/haproxy.cfg", world.dir);
	(void)str_fmt(world.balancers, sizeof(world.balancers),
	    "INPUT_BALANCERS=%s=%s=app=%s", world.socket, world.file,
	    haproxy());
	world.loop = loop_new(NULL);
	(void)str_fmt(addr, sizeof(addr), "%s9:8080", world.net);
	const char *const argv[] = { "perl", "-e", origin, addr, NULL };
	world.origin = launch(argv);
	buf_printf(&text, "global\n    stats socket %s mode 600 level admin\n"
	    "defaults\n    mode http\n    timeout connect 1s\n"
	    "    timeout client 5s\n    timeout server 5s\n"
	    "    default-server inter 200 fall 1 rise 1\n"
	    "frontend site\n    bind %s1:8000\n    default_backend app\n"
	    "backend app\n    balance roundrobin\n    option httpchk GET /up\n"
	    "    dynamic-cookie-key demo\n"
	    "    cookie SRV insert indirect nocache dynamic\n"
	    "    server app-1 %s8:8080 check weight 7 disabled\n"
	    "backend other\n    server app-2 %s8:8080\n",
	    world.socket, world.net, world.net, world.net);
	cr_assert_eq(file_write(world.file, text.data, text.len, 0640, NULL), 0);
	buf_done(&text);
	start_haproxy();
}

static void
tear_down(void)
{
	if (world.dir[0] == '\0')
		return;
	end(&world.haproxy);
	end(&world.origin);
	loop_free(world.loop);
	buf_done(&world.text);
	(void)file_remove_tree(world.dir, NULL);
}

TestSuite(local_attach, .fini = tear_down, .timeout = 120);

Test(local_attach, comes_serves_and_goes)
{
	char addr[64], line[128];
	struct stat st;

	build();
	(void)str_fmt(addr, sizeof(addr), "%s9:8080", world.net);
	(void)str_fmt(line, sizeof(line), "    server WEB-1 %s check weight 7\n"
	    "backend other", addr);
	for (int twice = 0; twice < 2; twice++) {
		cr_assert_eq(attach("attach", "WEB-1", addr), 0, "%s",
		    world.text.data);
		cr_expect_eq(admin_state("WEB-1"), 0);
		cr_expect(has_cookie("WEB-1"));
		cr_expect_not_null(strstr(file_text(), line), "%s", file_text());
	}
	cr_expect_eq(stat(world.file, &st), 0);
	cr_expect_eq(st.st_mode & 0777, 0640);

	/* A new worker knows it from the file. */
	end(&world.haproxy);
	start_haproxy();
	cr_expect_eq(attach("attach", "WEB-1", addr), 0, "%s", world.text.data);
	cr_expect_eq(admin_state("WEB-1"), 0);

	for (int twice = 0; twice < 2; twice++) {
		cr_expect_eq(attach("detach", "WEB-1", addr), 0, "%s",
		    world.text.data);
		cr_expect_neq(admin_state("WEB-1") & 1, 0);
		cr_expect_null(strstr(file_text(), "WEB-1"));
	}
	/* And comes back from MAINT. */
	cr_expect_eq(attach("attach", "WEB-1", addr), 0, "%s", world.text.data);
	cr_expect_eq(admin_state("WEB-1"), 0);
}

/* A server that answers no check gets no visitor and no line. */
Test(local_attach, dead_server_is_not_let_in)
{
	char addr[64];

	build();
	(void)str_fmt(addr, sizeof(addr), "%s7:8080", world.net);
	cr_expect_eq(attach("attach", "WEB-1", addr), 1);
	cr_expect_not_null(strstr(world.text.data, "passes no check"), "%s",
	    world.text.data);
	cr_expect_neq(admin_state("WEB-1"), 0);
	cr_expect_null(strstr(file_text(), "WEB-1"));
}

Test(local_attach, file_that_haproxy_refuses_stays)
{
	char addr[64];
	struct buf bad = { 0 };

	build();
	(void)str_fmt(addr, sizeof(addr), "%s9:8080", world.net);
	buf_puts(&bad, file_text());
	buf_puts(&bad, "    nonsense\n");
	cr_assert_eq(file_write(world.file, bad.data, bad.len, 0640, NULL), 0);
	cr_expect_eq(attach("attach", "WEB-1", addr), 1);
	cr_expect_str_eq(file_text(), bad.data);
	buf_done(&bad);
}
