/* base/http: against a server that says what a test tells it to. */

#include "base/http.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/loop.h"
#include "base/str.h"

static char url[100];
static pid_t server;

struct world {
	struct loop *loop;
	struct http *http;
	int calls;
	long status;
	struct buf head, body;
	struct err err;			/* ERR_NONE: there was a reply */
};

static void
stop_server(void)
{
	if (server > 0) {
		(void)kill(server, SIGKILL);
		(void)waitpid(server, NULL, 0);
	}
}

TestSuite(base_http, .fini = stop_server, .timeout = 60);

static int
listen_tcp(void)
{
	struct sockaddr_in sin = { .sin_family = AF_INET,
	    .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t len = sizeof(sin);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	cr_assert_eq(bind(fd, (struct sockaddr *)&sin, len), 0);
	cr_assert_eq(listen(fd, 20), 0);
	cr_assert_eq(getsockname(fd, (struct sockaddr *)&sin, &len), 0);
	(void)snprintf(url, sizeof(url), "http://127.0.0.1:%d/path",
	    ntohs(sin.sin_port));
	return fd;
}

/* A process that behaves the same way to each connection in turn. */
static void
serve(void (*behave)(int conn))
{
	int fd = listen_tcp();

	server = fork();
	if (server == 0) {
		(void)signal(SIGPIPE, SIG_IGN);
		for (;;) {
			int conn = accept(fd, NULL, NULL);

			behave(conn);
			(void)shutdown(conn, SHUT_WR);
			(void)close(conn);
		}
	}
	(void)close(fd);
}

/* False when nobody listens any more. */
static bool
say(int conn, const char *text)
{
	return write(conn, text, strlen(text)) != -1;
}

/* A request up to the end of its head and, if it has one, of its body. */
static size_t
hear(int conn, char *text, size_t size)
{
	size_t len = 0;
	ssize_t n;
	long want = 0;

	text[0] = '\0';
	while (len + 1 < size &&
	    (n = read(conn, text + len, size - len - 1)) > 0) {
		len += (size_t)n;
		text[len] = '\0';
		const char *end = strstr(text, "\r\n\r\n");
		const char *length = strstr(text, "Content-Length: ");

		if (length != NULL)
			want = strtol(length + 16, NULL, 10);
		if (end != NULL && strlen(end + 4) >= (size_t)want)
			break;
	}
	return len;
}

static void
on_done(const struct http_reply *reply, const struct err *err, void *arg)
{
	struct world *w = arg;

	w->calls++;
	cr_expect_eq(reply == NULL, err != NULL);
	if (err != NULL) {
		w->err = *err;
	} else {
		w->status = reply->status;
		buf_add(&w->head, reply->head, reply->head_len);
		buf_add(&w->body, reply->body, reply->body_len);
		cr_expect_eq(reply->body[reply->body_len], '\0');
		cr_expect_gt(reply->total_ms, 0);
	}
	http_cancel(w->http);		/* harmless */
	loop_stop(w->loop, 0);
}

static void
ask(struct world *w, const struct http_ask *what)
{
	*w = (struct world){ .loop = loop_new(NULL) };
	w->http = http_start(w->loop, what, on_done, w, &w->err);
	if (w->http == NULL) {
		cr_expect_neq(w->err.code, ERR_NONE);
		return;
	}
	(void)loop_run(w->loop);
	cr_expect_eq(w->calls, 1);
}

static void
end(struct world *w)
{
	buf_done(&w->head);
	buf_done(&w->body);
	loop_free(w->loop);
}

static void
expect_failure(const struct http_ask *what, enum err_code code,
    const char *words)
{
	struct world w;

	ask(&w, what);
	cr_expect_eq(w.err.code, code, "%d: %s", w.err.code, w.err.text);
	cr_expect_not_null(strstr(w.err.text, words), "%s", w.err.text);
	end(&w);
}

static void
expect_body(const struct http_ask *what, long status, const char *body)
{
	struct world w;

	ask(&w, what);
	cr_assert_eq(w.err.code, ERR_NONE, "%s", w.err.text);
	cr_expect_eq(w.status, status);
	cr_expect_str_eq(w.body.data, body);
	end(&w);
}

/* Answers with the request itself as the body. */
static void
mirror(int conn)
{
	char text[8192];
	size_t len = hear(conn, text, sizeof(text));

	(void)dprintf(conn, "HTTP/1.1 201 Created\r\nX-One: 1\r\n"
	    "Content-Length: %zu\r\n\r\n%s", len, text);
}

Test(base_http, question_and_answer)
{
	struct world w;

	cr_assert_eq(setenv("http_proxy", "http://127.0.0.1:1/", 1), 0);
	cr_assert_eq(setenv("ALL_PROXY", "http://127.0.0.1:1/", 1), 0);
	serve(mirror);
	ask(&w, &(struct http_ask){ .url = url,
	    .headers = (const char *const []){ "X-Mine: yes", NULL } });
	cr_assert_eq(w.err.code, ERR_NONE, "%s", w.err.text);
	cr_expect_eq(w.status, 201);
	cr_expect(str_starts(w.head.data, "HTTP/1.1 201 Created\r\nX-One"));
	cr_expect(str_ends(w.head.data, "\r\n\r\n"));
	cr_expect(str_starts(w.body.data, "GET /path HTTP/1.1\r\n"));
	cr_expect_not_null(strstr(w.body.data, "X-Mine: yes\r\n"));
	cr_expect_null(strstr(w.body.data, "Accept-Encoding"));
	end(&w);
}

Test(base_http, bodies_and_methods)
{
	struct world w;
	char body[3001];

	memset(body, 'b', sizeof(body) - 1);
	body[sizeof(body) - 1] = '\0';
	serve(mirror);
	ask(&w, &(struct http_ask){ .url = url, .method = "PUT",
	    .body = body, .headers = (const char *const []){
	    "Content-Type: application/json", NULL } });
	cr_assert_eq(w.err.code, ERR_NONE, "%s", w.err.text);
	cr_expect(str_starts(w.body.data, "PUT /path HTTP/1.1\r\n"));
	cr_expect(str_ends(w.body.data, body));
	cr_expect_not_null(strstr(w.body.data, "application/json"));
	cr_expect_null(strstr(w.body.data, "urlencoded"));
	cr_expect_null(strstr(w.body.data, "Expect"));
	end(&w);
	ask(&w, &(struct http_ask){ .url = url, .method = "POST" });
	cr_expect(str_starts(w.body.data, "POST /path HTTP/1.1\r\n"));
	cr_expect_not_null(strstr(w.body.data, "Content-Length: 0\r\n"));
	end(&w);
	ask(&w, &(struct http_ask){ .url = url, .method = "DELETE" });
	cr_expect(str_starts(w.body.data, "DELETE /path HTTP/1.1\r\n"));
	end(&w);
}

static void
head_only(int conn)
{
	char text[8192];

	(void)hear(conn, text, sizeof(text));
	say(conn, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n");
}

Test(base_http, head_has_no_body)
{
	serve(head_only);
	expect_body(&(struct http_ask){ .url = url, .method = "HEAD" }, 200,
	    "");
}

/* The same length and less: the other side was cut off. */
Test(base_http, body_that_ends_early_is_no_answer)
{
	serve(head_only);
	expect_failure(&(struct http_ask){ .url = url }, ERR_PARSE, "");
}

static void
chunks(int conn)
{
	char text[8192];

	(void)hear(conn, text, sizeof(text));
	say(conn, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
	    "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
}

static void
cut_chunks(int conn)
{
	char text[8192];

	(void)hear(conn, text, sizeof(text));
	say(conn, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
	    "3\r\nabc\r\n");
}

Test(base_http, chunked)
{
	serve(chunks);
	expect_body(&(struct http_ask){ .url = url }, 200, "abcde");
	stop_server();
	serve(cut_chunks);
	expect_failure(&(struct http_ask){ .url = url }, ERR_PARSE, "");
}

static void
endless_body(int conn)
{
	char text[8192];

	(void)hear(conn, text, sizeof(text));
	say(conn, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
	while (say(conn, "10\r\n0123456789abcdef\r\n"))
		continue;
}

Test(base_http, endless_body_is_cut)
{
	serve(endless_body);
	expect_failure(&(struct http_ask){ .url = url, .max_body = 100000 },
	    ERR_PARSE, "the answer is too long");
}

static void
endless_head(int conn)
{
	char text[8192];

	(void)hear(conn, text, sizeof(text));
	say(conn, "HTTP/1.1 200 OK\r\n");
	while (say(conn, "X-More: and more\r\n"))
		continue;
}

static void
endless_continue(int conn)
{
	char text[8192];

	(void)hear(conn, text, sizeof(text));
	while (say(conn, "HTTP/1.1 100 Continue\r\n\r\n"))
		continue;
}

static void
endless_line(int conn)
{
	char text[8192];

	(void)hear(conn, text, sizeof(text));
	say(conn, "HTTP/1.1 200 OK\r\nX-Long: ");
	while (say(conn, "and on and on and on and on and on and on "))
		continue;
}

Test(base_http, endless_heads_are_cut)
{
	serve(endless_head);
	expect_failure(&(struct http_ask){ .url = url }, ERR_PARSE,
	    "the head of the answer is too long");
	stop_server();
	serve(endless_continue);
	expect_failure(&(struct http_ask){ .url = url }, ERR_PARSE,
	    "the head of the answer is too long");
	stop_server();
	serve(endless_line);
	expect_failure(&(struct http_ask){ .url = url }, ERR_PARSE, "");
}

static void
interim(int conn)
{
	char text[8192];

	(void)hear(conn, text, sizeof(text));
	say(conn, "HTTP/1.1 103 Early Hints\r\nX-Early: 1\r\n\r\n"
	    "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
}

Test(base_http, head_is_that_of_the_real_answer)
{
	struct world w;

	serve(interim);
	ask(&w, &(struct http_ask){ .url = url });
	cr_expect_str_eq(w.head.data,
	    "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n");
	end(&w);
}

static void
drip(int conn)
{
	char text[8192];

	(void)hear(conn, text, sizeof(text));
	say(conn, "HTTP/1.1 200 OK\r\nContent-Length: 10000\r\n\r\n");
	while (say(conn, "x"))
		(void)usleep(20000);
}

Test(base_http, slow_drip_has_a_deadline)
{
	int64_t before = clock_boot_ms();

	serve(drip);
	expect_failure(&(struct http_ask){ .url = url, .timeout_ms = 300 },
	    ERR_TIMEOUT, "");
	cr_expect_lt(clock_boot_ms() - before, 3000);
}

static void
silence(int conn)
{
	char text[8192];

	(void)hear(conn, text, sizeof(text));
	(void)sleep(60);
}

Test(base_http, silence_after_the_request_is_unknown)
{
	serve(silence);
	expect_failure(&(struct http_ask){ .url = url, .timeout_ms = 200,
	    .method = "POST", .body = "x" }, ERR_TIMEOUT, "");
}

static void
hang_up(int conn)
{
	char text[8192];

	(void)hear(conn, text, sizeof(text));
}

static void
garbage(int conn)
{
	char text[8192];

	(void)hear(conn, text, sizeof(text));
	say(conn, "SSH-2.0-OpenSSH\r\n\033[2J");
}

Test(base_http, no_answer_and_garbage_are_unknown)
{
	serve(hang_up);
	expect_failure(&(struct http_ask){ .url = url }, ERR_PARSE, "");
	stop_server();
	serve(garbage);
	expect_failure(&(struct http_ask){ .url = url }, ERR_PARSE, "");
}

Test(base_http, nobody_there_is_certain)
{
	(void)close(listen_tcp());
	expect_failure(&(struct http_ask){ .url = url, .method = "POST" },
	    ERR_IO, "connect");
	expect_failure(&(struct http_ask){ .url = "http://name.invalid./" },
	    ERR_IO, "resolve");
}

static void
blurt(int conn)
{
	char text[256];

	say(conn, "SSH-2.0-OpenSSH\r\n");
	while (read(conn, text, sizeof(text)) > 0)
		;			/* until the other side has understood */
}

/* Where TLS is expected: the handshake fails, no request is sent. */
Test(base_http, no_tls_no_request)
{
	char https[120];

	serve(blurt);
	(void)snprintf(https, sizeof(https), "https%s", url + strlen("http"));
	expect_failure(&(struct http_ask){ .url = https, .timeout_ms = 3000 },
	    ERR_IO, "");
}

Test(base_http, only_http)
{
	static const char *const bad[] = { "file:///etc/passwd",
	    "ftp://127.0.0.1/", "gopher://127.0.0.1/", "http://", "", " ",
	    "http://a b/" };

	for (size_t i = 0; i < countof(bad); i++)
		expect_failure(&(struct http_ask){ .url = bad[i] }, ERR_IO, "");
}

Test(base_http, nothing_is_smuggled_in)
{
	expect_failure(&(struct http_ask){ .url = "http://127.0.0.1/",
	    .headers = (const char *const []){ "X: a\r\nEvil: 1", NULL } },
	    ERR_USAGE, "line break");
	expect_failure(&(struct http_ask){ .url = "http://127.0.0.1/",
	    .method = "GET / HTTP/1.1\r\nEvil: 1\r\n" }, ERR_USAGE, "method");
}

static void
redirect(int conn)
{
	char text[8192];

	(void)hear(conn, text, sizeof(text));
	say(conn, "HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\n"
	    "Content-Length: 0\r\n\r\n");
}

static void
zipped(int conn)
{
	char text[8192];

	(void)hear(conn, text, sizeof(text));
	say(conn, "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n"
	    "Content-Length: 3\r\n\r\nraw");
}

Test(base_http, follows_nothing_and_decodes_nothing)
{
	serve(redirect);
	expect_body(&(struct http_ask){ .url = url }, 302, "");
	stop_server();
	serve(zipped);
	expect_body(&(struct http_ask){ .url = url }, 200, "raw");
}

/* Answers one request on a connection and hangs up on the second one, as a
 * server does that has just restarted.  The body counts the requests. */
static void
once(int conn)
{
	static int requests;
	struct timeval soon = { .tv_usec = 300000 };
	char text[8192];

	(void)setsockopt(conn, SOL_SOCKET, SO_RCVTIMEO, &soon, sizeof(soon));
	if (hear(conn, text, sizeof(text)) == 0)
		return;
	(void)dprintf(conn, "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n%d",
	    ++requests);
	if (hear(conn, text, sizeof(text)) > 0)
		requests++;
}

static void
on_second(const struct http_reply *reply, const struct err *err, void *arg)
{
	struct world *w = arg;

	on_done(reply, err, arg);
	if (w->calls == 1)
		w->http = http_start(w->loop, &(struct http_ask){ .url = url,
		    .method = "POST" }, on_second, w, NULL);
}

Test(base_http, an_order_is_never_sent_again)
{
	struct world w = { .loop = loop_new(NULL) };

	serve(once);
	w.http = http_start(w.loop, &(struct http_ask){ .url = url }, on_second,
	    &w, NULL);
	while (w.calls < 2)
		(void)loop_run(w.loop);
	cr_assert_eq(w.err.code, ERR_NONE, "%s", w.err.text);
	cr_expect_str_eq(w.body.data, "12");
	end(&w);
}

struct crowd {
	struct loop *loop;
	struct http *http[10];
	int calls;
};

/* Whoever is first takes all the others with it. */
static void
cancel_others(const struct http_reply *reply, const struct err *err, void *arg)
{
	struct crowd *crowd = arg;

	(void)reply;
	(void)err;
	crowd->calls++;
	for (int i = 0; i < 10; i++)
		http_cancel(crowd->http[i]);
	loop_stop(crowd->loop, 0);
}

Test(base_http, cancelled_means_no_call)
{
	struct crowd crowd = { .loop = loop_new(NULL) };

	(void)close(listen_tcp());
	http_cancel(NULL);
	for (int i = 0; i < 10; i++)
		crowd.http[i] = http_start(crowd.loop, &(struct http_ask){
		    .url = url }, cancel_others, &crowd, NULL);
	(void)loop_run(crowd.loop);
	loop_stop(crowd.loop, 0);
	(void)loop_run(crowd.loop);
	cr_expect_eq(crowd.calls, 1);
	http_cancel(http_start(crowd.loop, &(struct http_ask){ .url = url },
	    cancel_others, &crowd, NULL));
	loop_free(crowd.loop);
}
