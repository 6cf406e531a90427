/* base/http: questions, answers, orders. */

#include "test_base_http.h"

TestSuite(base_http, .fini = stop_server, .timeout = 60);

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
