/* base/sock: against servers that behave, and servers that do not. */

#include "base/sock.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/loop.h"
#include "base/str.h"
#include "fake/listen.h"

static char dir[64];
static char address[100];
static pid_t server;

struct world {
	struct loop *loop;
	struct sock *sock;
	int calls;
	struct buf reply;
	struct err err;			/* ERR_NONE: there was a reply */
};

static void
set_up(void)
{
	(void)snprintf(dir, sizeof(dir), "/tmp/test-base-XXXXXX");
	cr_assert_not_null(mkdtemp(dir));
	(void)snprintf(address, sizeof(address), "%s/socket", dir);
}

static void
tear_down(void)
{
	if (server > 0) {
		(void)kill(server, SIGKILL);
		(void)waitpid(server, NULL, 0);
	}
	cr_expect_eq(file_remove_tree(dir, NULL), 0);
}

TestSuite(base_sock, .init = set_up, .fini = tear_down, .timeout = 60);

static int
listen_at(int backlog)
{
	struct sockaddr_un sun = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	(void)str_copy(sun.sun_path, sizeof(sun.sun_path), address);
	cr_assert_eq(bind(fd, (struct sockaddr *)&sun, sizeof(sun)), 0);
	cr_assert_eq(listen(fd, backlog), 0);
	return fd;
}

/* A process that takes one connection and then does as it likes. */
static void
serve_on(int fd, void (*behave)(int conn))
{
	server = fork();
	if (server == 0) {
		behave(accept(fd, NULL, NULL));
		_exit(0);
	}
	(void)close(fd);
}

static void
serve(void (*behave)(int conn))
{
	serve_on(listen_at(5), behave);
}

static void
say(int conn, const char *text)
{
	if (write(conn, text, strlen(text)) == -1)
		_exit(1);
}

static void
hear(int conn)
{
	char line[100];

	if (read(conn, line, sizeof(line)) == -1)
		_exit(1);
}

static void
on_done(const char *reply, size_t len, const struct err *err, void *arg)
{
	struct world *w = arg;

	w->calls++;
	cr_expect_eq(reply == NULL, err != NULL);
	if (err != NULL)
		w->err = *err;
	else
		buf_add(&w->reply, reply, len + 1);
	sock_cancel(w->sock);		/* harmless */
	loop_stop(w->loop, 0);
}

static void
ask(struct world *w, const struct sock_ask *what)
{
	*w = (struct world){ .loop = loop_new(NULL) };
	w->sock = sock_start(w->loop, what, on_done, w);
	(void)loop_run(w->loop);
	cr_expect_eq(w->calls, 1);
}

static void
end(struct world *w)
{
	buf_done(&w->reply);
	loop_free(w->loop);
}

static void
expect_failure(struct world *w, const struct sock_ask *what,
    enum err_code code, const char *words)
{
	ask(w, what);
	cr_expect_eq(w->err.code, code, "%d: %s", w->err.code, w->err.text);
	cr_expect_not_null(strstr(w->err.text, words), "%s", w->err.text);
	end(w);
}

static void
echo_line(int conn)
{
	char line[100];
	ssize_t n = read(conn, line, sizeof(line));

	say(conn, "> ");
	if (write(conn, line, (size_t)n) != n || write(conn, "a\0b", 3) != 3)
		_exit(1);
}

Test(base_sock, answer)
{
	struct world w;

	serve(echo_line);
	ask(&w, &(struct sock_ask){ .address = address, .request = "hi\n" });
	cr_assert_eq(w.err.code, ERR_NONE, "%s", w.err.text);
	cr_expect_eq(w.reply.len, 9);
	cr_expect_eq(memcmp(w.reply.data, "> hi\na\0b", 9), 0);
	end(&w);
}

static void
say_nothing(int conn)
{
	hear(conn);
}

Test(base_sock, empty_answer_is_an_answer)
{
	struct world w;
	char name[120];

	serve(say_nothing);
	(void)snprintf(name, sizeof(name), "unix@%s", address);
	ask(&w, &(struct sock_ask){ .address = name, .request = "x\n" });
	cr_assert_eq(w.err.code, ERR_NONE, "%s", w.err.text);
	cr_expect_eq(w.reply.len, 1);
	end(&w);
}

/* Up to the end of the line; then whether an end of file comes too early, and in
 * the end that it comes. */
static void
count_all(int conn)
{
	struct pollfd end = { .fd = conn, .events = POLLIN };
	char data[4096] = "";
	long bytes = 0;
	ssize_t n = 0;

	while (memchr(data, '\n', (size_t)n) == NULL &&
	    (n = read(conn, data, sizeof(data))) > 0)
		bytes += n;
	(void)dprintf(conn, "%ld%s", bytes, poll(&end, 1, 200) == 0 ? "" :
	    " and its end at once");
	(void)dprintf(conn, read(conn, data, 1) == 0 ? ", then its end" :
	    ", and more");
}

Test(base_sock, large_request_and_half_close)
{
	struct world w;
	char *request = malloc(3000001);

	memset(request, 'x', 2999999);
	request[2999999] = '\n';
	request[3000000] = '\0';
	serve(count_all);
	ask(&w, &(struct sock_ask){ .address = address, .request = request,
	    .half_close = true, .timeout_ms = 20000 });
	cr_assert_eq(w.err.code, ERR_NONE, "%s", w.err.text);
	cr_expect_str_eq(w.reply.data, "3000000, then its end");
	free(request);
	end(&w);
}

static void
say_a_lot(int conn)
{
	char data[1000];

	hear(conn);
	memset(data, 'y', sizeof(data));
	for (int i = 0; i < 5000; i++)
		if (write(conn, data, sizeof(data)) == -1)
			_exit(1);
}

Test(base_sock, large_answer)
{
	struct world w;

	serve(say_a_lot);
	ask(&w, &(struct sock_ask){ .address = address, .request = "x\n",
	    .timeout_ms = 20000 });
	cr_assert_eq(w.err.code, ERR_NONE, "%s", w.err.text);
	cr_expect_eq(w.reply.len, 5000001);
	end(&w);
}

static void
say_for_ever(int conn)
{
	hear(conn);
	for (;;)
		say(conn, "and on and on and on and on and on and on\n");
}

Test(base_sock, endless_answer_is_cut)
{
	struct world w;

	serve(say_for_ever);
	expect_failure(&w, &(struct sock_ask){ .address = address,
	    .request = "x\n", .max_reply = 100000, .timeout_ms = 20000 },
	    ERR_PARSE, "too long");
}

static void
drip(int conn)
{
	hear(conn);
	for (;;) {
		say(conn, "x");
		(void)usleep(20000);
	}
}

Test(base_sock, slow_drip_has_a_deadline)
{
	struct world w;
	int64_t before = clock_boot_ms();

	serve(drip);
	expect_failure(&w, &(struct sock_ask){ .address = address,
	    .request = "x\n", .timeout_ms = 300 }, ERR_TIMEOUT,
	    "no complete answer within 300 ms");
	cr_expect_lt(clock_boot_ms() - before, 3000);
}

static void
reset(int conn)
{
	hear(conn);
	/* Unread bytes make of this close a reset. */
}

Test(base_sock, reset_after_the_request_is_unknown)
{
	struct world w;
	char *request = malloc(1001);

	memset(request, 'x', 1000);
	request[1000] = '\0';
	serve(reset);
	expect_failure(&w, &(struct sock_ask){ .address = address,
	    .request = request }, ERR_PARSE, "reset");
	free(request);
}

Test(base_sock, closed_before_all_was_taken_is_unknown)
{
	struct world w;
	char *request = malloc(3000001);

	memset(request, 'x', 3000000);
	request[3000000] = '\0';
	serve(say_nothing);
	expect_failure(&w, &(struct sock_ask){ .address = address,
	    .request = request }, ERR_PARSE, address);
	free(request);
}

Test(base_sock, nobody_there_is_certain)
{
	struct world w;

	expect_failure(&w, &(struct sock_ask){ .address = address,
	    .request = "x\n" }, ERR_IO, "No such file");
	(void)close(listen_at(1));
	expect_failure(&w, &(struct sock_ask){ .address = address,
	    .request = "x\n" }, ERR_IO, "refused");
}

static int
fill_backlog(void)
{
	struct sockaddr_un sun = { .sun_family = AF_UNIX };
	int fd = listen_at(0), rc;

	(void)str_copy(sun.sun_path, sizeof(sun.sun_path), address);
	do {
		int conn = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);

		rc = connect(conn, (struct sockaddr *)&sun, sizeof(sun));
	} while (rc == 0);
	cr_assert_eq(errno, EAGAIN);
	return fd;
}

Test(base_sock, full_queue_that_stays_full_is_certain)
{
	struct world w;
	int fd = fill_backlog();

	expect_failure(&w, &(struct sock_ask){ .address = address,
	    .request = "x\n", .timeout_ms = 200 }, ERR_IO,
	    "no connection within 200 ms");
	(void)close(fd);
}

static int second_listener;

static void
take_the_next(int conn)
{
	(void)usleep(100000);
	for (;;) {
		(void)close(conn);
		conn = accept(second_listener, NULL, NULL);
		char line[10];

		if (recv(conn, line, sizeof(line), MSG_DONTWAIT) > 0 ||
		    (usleep(30000) == 0 &&
		    recv(conn, line, sizeof(line), MSG_DONTWAIT) > 0))
			break;
	}
	say(conn, "at last");
}

Test(base_sock, full_queue_is_waited_for)
{
	struct world w;

	second_listener = fill_backlog();
	serve_on(dup(second_listener), take_the_next);
	ask(&w, &(struct sock_ask){ .address = address, .request = "x\n",
	    .timeout_ms = 20000 });
	cr_assert_eq(w.err.code, ERR_NONE, "%s", w.err.text);
	cr_expect_str_eq(w.reply.data, "at last");
	end(&w);
	(void)close(second_listener);
}

static int
listen_tcp(void)
{
	int port, fd = listen_on_loopback(&port);

	(void)snprintf(address, sizeof(address), "ipv4@127.0.0.1:%d", port);
	return fd;
}

Test(base_sock, over_tcp)
{
	struct world w;

	serve_on(listen_tcp(), echo_line);
	ask(&w, &(struct sock_ask){ .address = address + strlen("ipv4@"),
	    .request = "hi\n" });
	cr_assert_eq(w.err.code, ERR_NONE, "%s", w.err.text);
	cr_expect_eq(w.reply.len, 9);
	end(&w);
}

Test(base_sock, nobody_there_over_tcp)
{
	struct world w;

	(void)close(listen_tcp());
	expect_failure(&w, &(struct sock_ask){ .address = address,
	    .request = "x\n" }, ERR_IO, "refused");
}

static void
not_wanted(const char *reply, size_t len, const struct err *err, void *arg)
{
	(void)reply;
	(void)len;
	(void)err;
	(void)arg;
	cr_expect(false, "called after it was cancelled");
}

static void
stop_now(void *arg)
{
	loop_stop(arg, 0);
}

Test(base_sock, cancelled_means_no_call)
{
	struct loop *loop = loop_new(NULL);

	serve(echo_line);
	sock_cancel(sock_start(loop, &(struct sock_ask){ .address = address,
	    .request = "x\n" }, not_wanted, NULL));
	sock_cancel(NULL);
	(void)loop_add_timer(loop, 50, stop_now, loop);
	(void)loop_run(loop);
	loop_free(loop);
}

Test(base_sock, addresses)
{
	static const char *const good[] = { "/run/haproxy.sock", "unix@/x",
	    "ipv4@127.0.0.1:9999", "10.0.0.1:1", "0.0.0.0:65535" };
	static const char *const bad[] = { "", "x", "unix@x", "unix@",
	    "127.0.0.1", "127.0.0.1:", "127.0.0.1:0", "127.0.0.1:65536",
	    "127.0.0.1:9x", "127.0.0.1: 9", "localhost:80", "1.2.3:80",
	    "ipv4@/x", "ipv6@::1:80", "fd@3", "1.2.3.4:5:6",
	    "255.255.255.255.255.255.255:80" };
	char path[200];
	struct err err;

	for (size_t i = 0; i < countof(good); i++)
		cr_expect(sock_address_ok(good[i], &err), "%s: %s", good[i],
		    err.text);
	for (size_t i = 0; i < countof(bad); i++)
		cr_expect_not(sock_address_ok(bad[i], &err), "%s", bad[i]);
	memset(path, 'x', sizeof(path));
	path[0] = '/';
	path[107] = '\0';
	cr_expect(sock_address_ok(path, &err));
	path[107] = 'x';
	path[108] = '\0';
	cr_expect_not(sock_address_ok(path, &err));
	cr_expect_not_null(strstr(err.text, "107 bytes"), "%s", err.text);
}
