/* backend/haproxy_file: what a configuration says, and one line more or fewer. */

#include "backend/haproxy_file.h"

#include <criterion/criterion.h>
#include <string.h>

#include "backend/haproxy_addr.h"

static const char site[] =
    "# the site\n"
    "global\n\tstats socket /run/x level admin\n"
    "defaults base\n"
    "  mode http\n"
    "  option  httpchk GET /\n"
    "  http-check disable-on-404   # soft\n"
    "frontend app\n"
    "  bind :80\n"
    "  default_backend app\n"
    "\n"
    "backend app\n"
    "  balance roundrobin\n"
    "    server a 10.0.0.1:80 cookie \"a b\" check  # the first\n"
    "\tserver b 10.0.0.2:80 check disabled\n"
    "  server-template t 2-4 10.0.1.1:80 check\n"
    "  # no more\n"
    "\n"
    "backend other from base\n"
    "  option tcp-check\n"
    "  default-server inter 2s on-marked-down shutdown-sessions\n"
    "  server a 10.9.0.1:80\n"
    "listen last\n"
    "  no option httpchk\n"
    "  bind :81";

static struct hap_file
read_file(const char *text, const char *backend)
{
	struct hap_file file;
	struct err err;

	cr_assert_eq(haproxy_file_read(&file, text, strlen(text), backend, &err),
	    0, "%s", err.text);
	return file;
}

Test(haproxy_file, what_it_says)
{
	static const struct {
		const char *backend;
		enum tri soft, cuts;
	} expected[] = {
		{ "app", TRI_YES, TRI_NO },
		{ "other", TRI_NO, TRI_YES },
		{ "last", TRI_NO, TRI_NO },
	};

	for (size_t i = 0; i < countof(expected); i++) {
		struct hap_file file = read_file(site, expected[i].backend);

		cr_expect_eq(file.soft_stop, expected[i].soft, "%s",
		    expected[i].backend);
		cr_expect_eq(file.cuts_on_down, expected[i].cuts, "%s",
		    expected[i].backend);
		haproxy_file_done(&file);
	}
}

Test(haproxy_file, soft_stop_and_its_look_alikes)
{
	static const struct { const char *text; enum tri soft, cuts; } files[] = {
		{ "backend app\n option httpchk\n", TRI_NO, TRI_NO },
		{ "backend app\n http-check disable-on-404\n", TRI_NO, TRI_NO },
		{ "backend app\n option httpchk\n http-check disable-on-404\n",
		  TRI_YES, TRI_NO },
		{ "backend app\n option httpchk\n #http-check disable-on-404\n",
		  TRI_NO, TRI_NO },
		{ "backend app\n option httpchk # http-check\n"
		  " http-check expect status 200\n", TRI_NO, TRI_NO },
		{ "defaults\n option httpchk\n http-check disable-on-404\n"
		  "defaults\n mode http\nbackend app\n", TRI_NO, TRI_NO },
		{ "defaults\n option httpchk\n http-check disable-on-404\n"
		  "backend app\n option mysql-check\n", TRI_NO, TRI_NO },
		{ "defaults x\n option httpchk\n http-check disable-on-404\n"
		  "defaults y from x\ndefaults z\nbackend app from y\n",
		  TRI_YES, TRI_NO },
		{ "defaults\n default-server on-marked-down shutdown-sessions\n"
		  "listen app\n option httpchk\n http-check disable-on-404\n",
		  TRI_YES, TRI_YES },
		{ "backend app\n server a 1.2.3.4:1 on-marked-down "
		  "shutdown-sessions\n", TRI_NO, TRI_YES },
		{ "backend app\n server a 1.2.3.4:1 # on-marked-down "
		  "shutdown-sessions\n", TRI_NO, TRI_NO },
		{ "backend app\n.if defined(X)\n option httpchk\n.endif\n",
		  TRI_UNKNOWN, TRI_UNKNOWN },
		{ "backend 'app'\r\n option httpchk\r\n"
		  " http-check disable-on-404\r\n", TRI_YES, TRI_NO },
	};

	for (size_t i = 0; i < countof(files); i++) {
		struct hap_file file = read_file(files[i].text, "app");

		cr_expect_eq(file.soft_stop, files[i].soft, "%s", files[i].text);
		cr_expect_eq(file.cuts_on_down, files[i].cuts, "%s",
		    files[i].text);
		haproxy_file_done(&file);
	}
}

Test(haproxy_file, servers)
{
	struct hap_file file = read_file(site, "app");

	cr_expect(haproxy_file_has(&file, "a"));
	cr_expect_not(haproxy_file_has(&file, "b"), "it is disabled");
	cr_expect_not(haproxy_file_has(&file, "t1"));
	cr_expect(haproxy_file_has(&file, "t2"));
	cr_expect(haproxy_file_has(&file, "t4"));
	cr_expect_not(haproxy_file_has(&file, "t5"));
	cr_expect_not(haproxy_file_has(&file, "t"));
	haproxy_file_done(&file);
}

static int
change(const char *text, const char *server, const char *addr, bool remove,
    struct buf *out, struct err *err)
{
	struct hap_change wanted = {
		.backend = "app", .server = server, .addr = addr,
		.options = "check inter 500", .remove = remove,
	};

	buf_reset(out);
	return haproxy_file_change(text, strlen(text), &wanted, out, err);
}

static void
expect_change(const char *text, const char *server, const char *addr,
    bool remove, const char *from, const char *to)
{
	struct buf out = { .data = NULL };
	struct err err = { .text = "" };
	const char *at = strstr(text, from);
	struct buf want = { .data = NULL };

	cr_assert_not_null(at, "%s", from);
	buf_add(&want, text, (size_t)(at - text));
	buf_puts(&want, to);
	buf_puts(&want, at + strlen(from));
	cr_assert_eq(change(text, server, addr, remove, &out, &err), 0, "%s",
	    err.text);
	cr_expect_str_eq(out.data, want.data);
	buf_done(&out);
	buf_done(&want);
}

Test(haproxy_file, adds_after_the_last_server)
{
	expect_change(site, "n", "10.0.0.9:80", false,
	    "check disabled\n",
	    "check disabled\n    server n 10.0.0.9:80 check inter 500\n");
}

Test(haproxy_file, adds_to_a_backend_without_servers)
{
	expect_change("backend app\n  mode http\n  # x\n\nbackend b\n", "n",
	    "10.0.0.9:80", false, "mode http\n",
	    "mode http\n    server n 10.0.0.9:80 check inter 500\n");
	expect_change("backend app", "n", "10.0.0.9:80", false, "app",
	    "app\n    server n 10.0.0.9:80 check inter 500\n");
}

Test(haproxy_file, adding_twice_changes_nothing)
{
	expect_change(site, "a", "10.0.0.1:80", false, "a", "a");
	expect_change(site, "a", "ipv4@10.0.0.1:80", false, "a", "a");
}

Test(haproxy_file, adding_takes_disabled_away)
{
	expect_change(site, "b", "10.0.0.2:80", false, " disabled", "");
}

Test(haproxy_file, removing_keeps_the_line_as_a_comment)
{
	expect_change(site, "a", "10.0.0.1:80", true,
	    "    server a 10.0.0.1", "    # detached: a 10.0.0.1");
	expect_change(site, "n", "10.0.0.9:80", true, "a", "a");
}

Test(haproxy_file, removed_and_added_is_byte_for_byte_as_before)
{
	struct buf out = { .data = NULL }, back = { .data = NULL };

	cr_assert_eq(change(site, "a", "10.0.0.1:80", true, &out, NULL), 0);
	cr_expect_str_neq(out.data, site);
	cr_assert_eq(change(out.data, "a", "10.0.0.1:80", false, &back, NULL), 0);
	cr_expect_str_eq(back.data, site);
	/* Another server that bears the name later is a new line. */
	cr_assert_eq(change(out.data, "a", "10.0.0.77:80", false, &back, NULL),
	    0);
	cr_expect_not_null(strstr(back.data,
	    "    server a 10.0.0.77:80 check inter 500\n"));
	buf_done(&out);
	buf_done(&back);
}

/* C8: the same name at another address is another server. */
Test(haproxy_file, another_address_is_refused)
{
	struct buf out = { .data = NULL };
	struct err err;

	for (int remove = 0; remove < 2; remove++) {
		cr_expect_eq(change(site, "a", "10.0.0.1:81", remove, &out,
		    &err), -1);
		cr_expect_eq(change(site, "a", "10.0.0.3:80", remove, &out,
		    &err), -1);
		cr_expect_not_null(strstr(err.text, "10.0.0.1:80"));
	}
	buf_done(&out);
}

Test(haproxy_file, a_host_name_needs_the_port)
{
	static const char text[] = "backend app\n server a app1.lan:80\n";
	struct buf out = { .data = NULL };

	cr_expect_eq(change(text, "a", "10.0.0.1:80", true, &out, NULL), 0);
	cr_expect_eq(change(text, "a", "10.0.0.1:81", true, &out, NULL), -1);
	buf_done(&out);
}

Test(haproxy_file, refused)
{
	static const char *const texts[] = {
		"", "backend ap\n", "frontend app\n server a 1.2.3.4:1\n",
		"# backend app\n", "backend app\n.if x\n.endif\n",
	};
	struct buf out = { .data = NULL };

	for (size_t i = 0; i < countof(texts); i++)
		cr_expect_eq(change(texts[i], "n", "10.0.0.9:80", false, &out,
		    NULL), -1, "%s", texts[i]);
	buf_done(&out);
}

Test(haproxy_file, every_cut_keeps_the_rest)
{
	char text[sizeof(site)];

	for (size_t len = 0; len < sizeof(site); len++) {
		struct buf out = { .data = NULL };
		struct hap_file file;

		memcpy(text, site, len);
		text[len] = '\0';
		(void)haproxy_file_read(&file, text, len, "app", NULL);
		haproxy_file_done(&file);
		if (change(text, "n", "10.0.0.9:80", false, &out, NULL) == 0)
			cr_expect_geq(out.len, len + 30);
		buf_done(&out);
	}
}

Test(haproxy_addr, spellings)
{
	static const struct { const char *a, *b; bool same; } pairs[] = {
		{ "10.0.0.1:80", "10.0.0.1:80", true },
		{ "10.0.0.1:80", "ipv4@10.0.0.1:80", true },
		{ "10.0.0.1:80", "10.0.0.1:81", false },
		{ "10.0.0.1:80", "10.0.0.10:80", false },
		{ "[2001:db8::1]:80", "2001:db8:0::1:80", true },
		{ "[::1]:80", "[::2]:80", false },
		{ "app.lan:80", "APP.lan:80", true },
		{ "app.lan:80", "10.0.0.1:80", false },
		{ "10.0.0.1", "10.0.0.1", false },
		{ "10.0.0.1:0", "10.0.0.1:0", false },
		{ "10.0.0.1:65536", "10.0.0.1:65536", false },
		{ ":80", ":80", false },
		{ "", "", false },
	};

	for (size_t i = 0; i < countof(pairs); i++)
		cr_expect_eq(hap_addr_equal(pairs[i].a, pairs[i].b),
		    pairs[i].same, "%s %s", pairs[i].a, pairs[i].b);
}
