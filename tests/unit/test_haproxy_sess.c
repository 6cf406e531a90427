/* backend/haproxy_sess: the sessions of one server. */

#include "test_haproxy_stat.h"

static void
count_line(const char *line, void *arg)
{
	struct buf *buf = arg;

	buf_printf(buf, "%s\n", line);
}

Test(haproxy_sess, sessions)
{
	static const char reply[] =
	    "0x1: proto=tcpv4 src=10.9.3.7:51544 fe=www be=app srv=s1 age=41m7s\n"
	    "0x2: proto=tcpv4 src=10.9.3.8:1 fe=www be=app srv=s10 age=3s\n"
	    "0x3: proto=tcpv4 src=10.9.3.9:2 fe=www be=app2 srv=s1 age=3s\n"
	    "0x4: proto=tcpv4 src=10.9.3.10:3 fe=www be=app srv=s1 age=2d4h\n"
	    "0x5: proto=unix src=unix:1 fe=GLOBAL be=<NONE> srv=<none> age=0s\n"
	    "0x6: src=10.9.3.11:4 fe=w\001w be=app srv=s1 age=soon\n\n";
	struct buf buf = { .data = NULL };
	struct err err;

	cr_assert_eq(hap_parse_sessions(reply, strlen(reply), "app", "s1",
	    count_line, &buf, NULL), 0);
	cr_expect_str_eq(buf.data,
	    "10.9.3.7:51544 through www, open 41 min\n"
	    "10.9.3.10:3 through www, open 2 days\n"
	    "10.9.3.11:4 through w\\x01w, open for an unknown time\n");
	buf_reset(&buf);
	cr_assert_eq(hap_parse_sessions(reply_sess, strlen(reply_sess), "app",
	    "a", count_line, &buf, NULL), 0);
	cr_expect_str_eq(buf.data, "127.0.0.1:39936 through app, open 2 s\n");
	cr_expect_eq(hap_parse_sessions("Permission denied\n\n", 19, "app", "a",
	    count_line, &buf, &err), -1);
	cr_expect_str_eq(err.text,
	    "level user; sessions are listed from level operator on");
	buf_done(&buf);
}
