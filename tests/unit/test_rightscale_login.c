/*
 * backend/rs_client: when it logs in.  A platform of one session whose name changes:
 * two calls are on their way, "quick" is refused under the old name before the answer
 * to "slow" comes, which may bring the new one.
 */

#include "test_base_http.h"

#include <poll.h>

#include "backend/rs_client_priv.h"

#define LOGIN "HTTP/1.1 204 No Content\r\nConnection: close\r\n" \
	"Set-Cookie: _session_id=old; Path=/\r\n\r\n"
#define EXPIRED "HTTP/1.1 403 Forbidden\r\nConnection: close\r\n" \
	"Content-Length: 39\r\n\r\nSession cookie is expired or invalid   "
#define RENAMED "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n" \
	"Set-Cookie: _session_id=new; Path=/\r\n\r\n"
#define PLAIN "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"

static struct {
	struct loop *loop;
	struct config config;
	char secret[64];
	struct rs_client *client;
	struct rs_call *slow;
	int open;			/* calls that are not answered */
	char logins[16];		/* as the platform counted them */
	int platform, test;		/* ends of a line between the two */
	struct loop_fd *line;
	loop_timer_fn *then;		/* after the refusal */
} w;

/* Until the other side has read all of it and hung up. */
static void
let_go(int conn)
{
	char rest[256];

	while (read(conn, rest, sizeof(rest)) > 0)
		;
	(void)close(conn);
}

/* Answers the first login and the two calls; the refusal is there first.  NULL: the
 * slow one is never answered. */
static void
first_round(int fd, const char *slow_answer)
{
	char text[2000];
	int conn = accept(fd, NULL, NULL), slow = -1, quick = -1;

	(void)hear(conn, text, sizeof(text));
	(void)say(conn, LOGIN);
	let_go(conn);
	while (slow == -1 || quick == -1) {
		conn = accept(fd, NULL, NULL);
		(void)hear(conn, text, sizeof(text));
		*(strstr(text, "/api/slow") != NULL ? &slow : &quick) = conn;
	}
	(void)say(quick, EXPIRED);
	let_go(quick);
	/* What comes of the refusal is begun before the other answer leaves. */
	(void)say(w.test, "refused");
	if (slow_answer != NULL && read(w.test, text, sizeof(text)) > 0)
		(void)say(slow, slow_answer);
	let_go(slow);
}

static void
platform(int fd, const char *slow_answer)
{
	char text[2000], answer[200];
	int logins = 1;

	first_round(fd, slow_answer);
	for (;;) {
		int conn = accept(fd, NULL, NULL);

		(void)hear(conn, text, sizeof(text));
		if (strstr(text, "POST /api/sessions") != NULL) {
			logins++;
			(void)say(conn, LOGIN);
		} else {
			(void)snprintf(answer, sizeof(answer), "HTTP/1.1 200 OK\r\n"
			    "Connection: close\r\nContent-Length: 1\r\n\r\n%d", logins);
			(void)say(conn, answer);
		}
		let_go(conn);
	}
}

static void
come(const struct rs_reply *reply, const struct err *err, void *arg)
{
	cr_expect_null(err, "%s", err == NULL ? "" : err->text);
	if (arg != NULL && reply != NULL)
		(void)str_copy(w.logins, sizeof(w.logins), reply->text);
	if (--w.open == 0)
		loop_stop(w.loop, 0);
}

static void
go_on(void *arg)
{
	(void)arg;
	(void)say(w.platform, "go on");
}

static void
cancel_slow(void *arg)
{
	(void)arg;
	rs_call_cancel(w.slow);
	cr_expect(w.client->logging_in);
	w.open--;
}

/* Timers fire in their order: what the refusal has set comes first. */
static void
on_refused(int fd, short events, void *arg)
{
	(void)fd;
	(void)events;
	(void)arg;
	loop_del_fd(w.line);
	(void)loop_add_timer(w.loop, 10, w.then, NULL);
}

static void
begin(const char *slow_answer, loop_timer_fn *then)
{
	int port, fd = listen_on_loopback(&port);
	struct rs_config *rs = &w.config.cloud.rs;
	struct err err = { 0 };
	int secret, line[2];

	cr_assert_eq(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, line), 0);
	w.platform = line[0];
	w.test = line[1];
	server = fork();
	if (server == 0) {
		(void)signal(SIGPIPE, SIG_IGN);
		(void)alarm(60);	/* should the test be gone */
		platform(fd, slow_answer);
	}
	(void)close(fd);
	(void)str_copy(w.secret, sizeof(w.secret), "/tmp/cutover-secret-XXXXXX");
	secret = mkstemp(w.secret);
	cr_assert_eq(write(secret, "secret\n", 7), 7);
	(void)close(secret);
	(void)str_fmt(rs->api, sizeof(rs->api), "http://127.0.0.1:%d", port);
	(void)str_copy(rs->email, sizeof(rs->email), "ops@example.com");
	(void)str_copy(rs->account, sizeof(rs->account), "60001");
	(void)str_copy(rs->secret_file, sizeof(rs->secret_file), w.secret);
	w.loop = loop_new(&err);
	w.client = rs_client_new(w.loop, &w.config, &err);
	cr_assert_not_null(w.client, "%s", err.text);
	w.then = then;
	w.line = loop_add_fd(w.loop, w.platform, POLLIN, on_refused, NULL);
	w.open = 2;
	w.slow = rs_call_start(w.client, "GET", "/api/slow", NULL, come, NULL);
	(void)rs_call_start(w.client, "GET", "/api/quick", NULL, come, &w);
}

static void
finish(void)
{
	rs_client_free(w.client);
	loop_free(w.loop);
	(void)unlink(w.secret);
	(void)close(w.platform);
	(void)close(w.test);
	stop_server();
}

Test(rs_login, a_new_name_that_a_refusal_overtook_needs_no_login, .fini = finish,
    .timeout = 30)
{
	begin(RENAMED, go_on);
	(void)loop_run(w.loop);
	cr_expect_str_eq(w.logins, "1");
}

Test(rs_login, when_no_answer_brings_a_name_we_log_in_once, .fini = finish,
    .timeout = 30)
{
	begin(PLAIN, go_on);
	(void)loop_run(w.loop);
	cr_expect_str_eq(w.logins, "2");
}

Test(rs_login, who_is_cancelled_is_not_waited_for, .fini = finish, .timeout = 30)
{
	begin(NULL, cancel_slow);
	(void)loop_run(w.loop);
	cr_expect_str_eq(w.logins, "2");
}
