/* base/http: what no honest server would say. */

#include "test_base_http.h"

TestSuite(base_http_hostile, .fini = stop_server, .timeout = 60);

static void
endless_body(int conn)
{
	char text[8192];

	(void)hear(conn, text, sizeof(text));
	say(conn, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
	while (say(conn, "10\r\n0123456789abcdef\r\n"))
		continue;
}

Test(base_http_hostile, endless_body_is_cut)
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

Test(base_http_hostile, endless_heads_are_cut)
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
drip(int conn)
{
	char text[8192];

	(void)hear(conn, text, sizeof(text));
	say(conn, "HTTP/1.1 200 OK\r\nContent-Length: 10000\r\n\r\n");
	while (say(conn, "x"))
		(void)usleep(20000);
}

Test(base_http_hostile, slow_drip_has_a_deadline)
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
	(void)pause();
}

Test(base_http_hostile, silence_after_the_request_is_unknown)
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

Test(base_http_hostile, no_answer_and_garbage_are_unknown)
{
	serve(hang_up);
	expect_failure(&(struct http_ask){ .url = url }, ERR_PARSE, "");
	stop_server();
	serve(garbage);
	expect_failure(&(struct http_ask){ .url = url }, ERR_PARSE, "");
}

Test(base_http_hostile, nobody_there_is_certain)
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
Test(base_http_hostile, no_tls_no_request)
{
	char https[120];

	serve(blurt);
	(void)snprintf(https, sizeof(https), "https%s", url + strlen("http"));
	expect_failure(&(struct http_ask){ .url = https, .timeout_ms = 3000 },
	    ERR_IO, "");
}

Test(base_http_hostile, only_http)
{
	static const char *const bad[] = { "file:///etc/passwd",
	    "ftp://127.0.0.1/", "gopher://127.0.0.1/", "http://", "", " ",
	    "http://a b/" };

	for (size_t i = 0; i < countof(bad); i++)
		expect_failure(&(struct http_ask){ .url = bad[i] }, ERR_IO, "");
}

Test(base_http_hostile, nothing_is_smuggled_in)
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

Test(base_http_hostile, follows_nothing_and_decodes_nothing)
{
	serve(redirect);
	expect_body(&(struct http_ask){ .url = url }, 302, "");
	stop_server();
	serve(zipped);
	expect_body(&(struct http_ask){ .url = url }, 200, "raw");
}

/* ---- a certificate that nobody vouches for ---- */

/* Runs openssl's own program with these words; 127: there is none here. */
static pid_t
openssl(const char *const *words)
{
	pid_t pid = fork();

	if (pid != 0)
		return pid;
	for (int fd = STDOUT_FILENO; fd <= STDERR_FILENO; fd++)
		(void)dup2(open("/dev/null", O_WRONLY), fd);
	(void)execvp(words[0], (char *const *)(uintptr_t)words);
	_exit(127);
}

/* A server that would answer, with a certificate of its own making. */
static bool
serve_own_certificate(const char *key, const char *cert)
{
	const char *const make[] = { "openssl", "req", "-x509", "-newkey",
		"rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=127.0.0.1",
		"-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out",
		cert, NULL };
	const char *port = strrchr(url, ':') + 1;
	char digits[8] = "";
	int status;

	(void)str_copy_n(digits, sizeof(digits), port, strspn(port, "0123456789"));
	const char *const run[] = { "openssl", "s_server", "-accept", digits, "-key",
		key, "-cert", cert, "-www", NULL };
	cr_assert_gt(waitpid(openssl(make), &status, 0), 0);
	if (status == 0)
		server = openssl(run);
	return status == 0;
}

Test(base_http_hostile, nobody_vouches_for_it)
{
	char dir[] = "/tmp/cutover-test-XXXXXX", key[64], cert[64], https[120];
	struct world w;

	(void)close(listen_tcp());
	cr_assert_not_null(mkdtemp(dir));
	(void)snprintf(key, sizeof(key), "%s/key", dir);
	(void)snprintf(cert, sizeof(cert), "%s/cert", dir);
	bool serves = serve_own_certificate(key, cert);
	(void)snprintf(https, sizeof(https), "https%s", url + strlen("http"));
	do {				/* until it listens */
		ask(&w, &(struct http_ask){ .url = https });
		end(&w);
	} while (serves && strstr(w.err.text, "onnect") != NULL);
	(void)unlink(key);
	(void)unlink(cert);
	(void)rmdir(dir);
	if (!serves)
		cr_skip_test("no openssl here");
	cr_expect_eq(w.err.code, ERR_IO, "%d: %s", w.err.code, w.err.text);
	cr_expect_not_null(strstr(w.err.text, "certificate"), "%s", w.err.text);
}
