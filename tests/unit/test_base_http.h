/*
 * What the tests of base/http share: a server that says what a test tells it to, and a
 * question to it.
 */
#ifndef TEST_BASE_HTTP_H
#define TEST_BASE_HTTP_H

#include "base/http.h"

#include <criterion/criterion.h>
#include <fcntl.h>
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
#include "fake/listen.h"

static char url[100];
static pid_t server;

#define HTTP_FN static __attribute__((unused))

struct world {
	struct loop *loop;
	struct http *http;
	int calls;
	long status;
	struct buf head, body;
	struct err err;			/* ERR_NONE: there was a reply */
};

HTTP_FN void
stop_server(void)
{
	if (server > 0) {
		(void)kill(server, SIGKILL);
		(void)waitpid(server, NULL, 0);
	}
}

HTTP_FN int
listen_tcp(void)
{
	int port, fd = listen_on_loopback(&port);

	(void)snprintf(url, sizeof(url), "http://127.0.0.1:%d/path", port);
	return fd;
}

/* A process that behaves the same way to each connection in turn. */
HTTP_FN void
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
HTTP_FN bool
say(int conn, const char *text)
{
	return write(conn, text, strlen(text)) != -1;
}

/* A request up to the end of its head and, if it has one, of its body. */
HTTP_FN size_t
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

HTTP_FN void
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

HTTP_FN void
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

HTTP_FN void
end(struct world *w)
{
	buf_done(&w->head);
	buf_done(&w->body);
	loop_free(w->loop);
}

HTTP_FN void
expect_failure(const struct http_ask *what, enum err_code code,
    const char *words)
{
	struct world w;

	ask(&w, what);
	cr_expect_eq(w.err.code, code, "%d: %s", w.err.code, w.err.text);
	cr_expect_not_null(strstr(w.err.text, words), "%s", w.err.text);
	end(&w);
}

HTTP_FN void
expect_body(const struct http_ask *what, long status, const char *body)
{
	struct world w;

	ask(&w, what);
	cr_assert_eq(w.err.code, ERR_NONE, "%s", w.err.text);
	cr_expect_eq(w.status, status);
	cr_expect_str_eq(w.body.data, body);
	end(&w);
}

#endif
