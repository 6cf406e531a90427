/* backend/haproxy_stat: real replies, and everything that is not one. */

#include "backend/haproxy_stat.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/xmalloc.h"
#include "haproxy_replies.h"
#include "model/traffic.h"

static int
parse(const char *reply, size_t len, struct hap_worker *worker, struct err *err)
{
	/* A copy of just this size: reading past it is seen by the sanitizer. */
	char *copy = xcalloc(len + 1, 1);
	int rc;

	memcpy(copy, reply, len);
	copy = xrealloc(copy, len == 0 ? 1 : len, 1);
	memset(worker, 0, sizeof(*worker));
	rc = hap_parse_worker(copy, len, "lb1", "app", worker, err);
	free(copy);
	return rc;
}

/* reply_worker with the first `from` replaced; the caller frees. */
static char *
changed(const char *text, const char *from, const char *to)
{
	const char *at = strstr(text, from);
	struct buf buf = { .data = NULL };

	cr_assert_not_null(at, "%s", from);
	buf_add(&buf, text, (size_t)(at - text));
	buf_puts(&buf, to);
	buf_puts(&buf, at + strlen(from));
	return buf_take(&buf);
}

static void
expect_refused(const char *from, const char *to, const char *says)
{
	char *reply = changed(reply_worker, from, to);
	struct hap_worker worker;
	struct err err = { .text = "" };

	cr_expect_eq(parse(reply, strlen(reply), &worker, &err), -1, "%s", to);
	cr_expect_not_null(strstr(err.text, says), "%s: %s", says, err.text);
	hap_worker_done(&worker);
	free(reply);
}

Test(haproxy_stat, real_reply)
{
	struct hap_worker worker;
	const struct hap_server *a;
	struct err err = { .text = "" };

	cr_assert_eq(parse(reply_worker, strlen(reply_worker), &worker, &err),
	    0, "%s", err.text);
	cr_expect_str_eq(worker.version, "2.6.12-1+deb12u4");
	cr_expect_eq(worker.major, 2);
	cr_expect_eq(worker.minor, 6);
	cr_expect_eq(worker.pid, 9515);
	cr_expect_eq(worker.start_s, 1795536503);
	cr_expect_eq(worker.uptime_s, 2);
	cr_expect_not(worker.stopping);
	cr_expect_str_eq(worker.cookie, "SRV");
	cr_expect_eq(worker.backend_queue, 0);
	cr_assert_eq(worker.n, 5);
	a = hap_worker_server(&worker, "a");
	cr_assert_not_null(a);
	cr_expect_str_eq(a->row.lb, "lb1");
	cr_expect_str_eq(a->row.pxname, "app");
	cr_expect_str_eq(a->row.addr, "127.0.77.2:8081");
	cr_expect_str_eq(a->row.cookie, "76f02bb0bca75497");
	cr_expect_str_eq(a->row.check, "L7OK");
	cr_expect_eq(a->row.check_code, 200);
	cr_expect_eq(a->row.scur, 1);
	cr_expect_eq(a->row.used, 1);
	cr_expect_eq(a->row.stot, 1);
	cr_expect_eq(a->row.lbtot, 1);
	cr_expect_eq(a->row.weight, 1);
	cr_expect_eq(a->check_fall, 3);
	cr_expect_eq(a->row.pid, 9515);
	cr_expect_not(a->row.leaving);
	cr_expect(a->row.in_service);
	hap_worker_done(&worker);
}

/* 5xx answers of the whole backend; empty in mode tcp, which is not none. */
/* Another backend's server is told, by its address; its names are only shown. */
Test(haproxy_stat, servers_of_other_backends)
{
	const char *line = strstr(reply_worker, "\napp,a,");
	size_t len = strcspn(line + 1, "\n");
	struct buf buf = { .data = NULL };
	struct hap_worker worker;
	struct err err = { .text = "" };

	buf_add(&buf, reply_worker, (size_t)(line - reply_worker));
	buf_puts(&buf, "\nfixed\x1b,a");
	buf_add(&buf, line + 6, len - 5);
	buf_puts(&buf, line);
	cr_assert_eq(parse(buf.data, buf.len, &worker, &err), 0, "%s", err.text);
	cr_expect_eq(worker.n, 5);
	cr_assert_eq(worker.n_elsewhere, 1);
	cr_expect(worker.elsewhere[0].elsewhere);
	cr_expect_str_eq(worker.elsewhere[0].pxname, "fixed\\x1b");
	cr_expect_str_eq(worker.elsewhere[0].addr, "127.0.77.2:8081");
	cr_expect_str_eq(worker.elsewhere[0].lb, "lb1");
	cr_expect_eq(worker.elsewhere[0].state, LB_UP);
	hap_worker_done(&worker);
	buf_done(&buf);
}

Test(haproxy_stat, backend_errors)
{
	static const struct { const char *to; int64_t errors; } cases[] = {
		{ ",2,,,,0,0,0,0,7,0,,", 7 }, { ",2,,,,0,0,0,0,,0,,", -1 },
	};

	for (size_t i = 0; i < countof(cases); i++) {
		char *reply = changed(reply_worker, ",2,,,,0,0,0,0,0,0,,",
		    cases[i].to);
		struct hap_worker worker;
		struct err err = { .text = "" };

		cr_assert_eq(parse(reply, strlen(reply), &worker, &err), 0, "%s",
		    err.text);
		cr_expect_eq(worker.backend_errors, cases[i].errors);
		hap_worker_done(&worker);
		free(reply);
	}
}

Test(haproxy_stat, states)
{
	static const struct {
		const char *name;
		enum lb_state state;
		unsigned admin;
		bool in_service;
		int64_t lastsess_s;
	} expected[] = {
		{ "a", LB_UP, 0, true, 1 },
		{ "c", LB_DRAIN, 8, false, -1 },
		{ "dead", LB_DOWN, 0, false, -1 },
		{ "idle", LB_MAINT, 5, false, -1 },
	};
	struct hap_worker worker;

	cr_assert_eq(parse(reply_worker, strlen(reply_worker), &worker, NULL), 0);
	for (size_t i = 0; i < countof(expected); i++) {
		const struct hap_server *sv =
		    hap_worker_server(&worker, expected[i].name);

		cr_assert_not_null(sv);
		cr_expect_eq(sv->row.state, expected[i].state, "%s", sv->row.svname);
		cr_expect_eq(sv->row.admin, expected[i].admin);
		cr_expect_eq(sv->row.in_service, expected[i].in_service);
		cr_expect_eq(sv->row.lastsess_s, expected[i].lastsess_s);
	}
	hap_worker_done(&worker);
}

/* C12: a reply that was cut anywhere is no answer at all. */
Test(haproxy_stat, cut_at_every_byte)
{
	for (size_t len = 0; len < strlen(reply_worker); len++) {
		struct hap_worker worker;

		cr_assert_eq(parse(reply_worker, len, &worker, NULL), -1,
		    "%zu bytes were taken", len);
		hap_worker_done(&worker);
	}
	for (size_t len = 0; len < strlen(reply_leaving); len++) {
		struct hap_worker worker = { .pid = 0 };

		cr_assert_eq(hap_parse_leaving(reply_leaving, len, "lb1", "app",
		    &worker, NULL), -1, "%zu bytes were taken", len);
		hap_worker_done(&worker);
	}
	for (size_t len = 0; len < strlen(reply_procs); len++) {
		struct hap_procs procs;

		cr_assert_eq(hap_parse_procs(reply_procs, len, &procs, NULL), -1);
	}
}

/* Any single byte changed: an error or an answer, never a crash. */
Test(haproxy_stat, every_byte_changed)
{
	static const char bytes[] = { '\0', '\n', ',', '"', ' ', 'x', '9', -1 };
	size_t len = strlen(reply_worker);
	char *reply = xstrdup(reply_worker);

	for (size_t at = 0; at < len; at++) {
		struct hap_worker worker;

		reply[at] = bytes[at % sizeof(bytes)];
		(void)parse(reply, len, &worker, NULL);
		for (size_t i = 0; i < worker.n; i++)
			cr_assert(str_is_name(worker.servers[i].row.svname));
		hap_worker_done(&worker);
		reply[at] = reply_worker[at];
	}
	free(reply);
}

/* What is left out below level admin: another command has it. */
Test(haproxy_stat, user_level)
{
	static const char *const from[] = { "admin\n", ",127.0.77.2:8081," };
	static const char *const to[] = { "user\n", ",," };
	char *reply = xstrdup(reply_worker);
	struct hap_worker worker;

	for (size_t i = 0; i < countof(from); i++) {
		char *before = reply;

		reply = changed(before, from[i], to[i]);
		free(before);
	}
	cr_assert_eq(parse(reply, strlen(reply), &worker, NULL), 0);
	cr_expect_not(worker.admin);
	cr_expect_str_eq(hap_worker_server(&worker, "a")->row.addr,
	    "127.0.77.2:8081");
	hap_worker_done(&worker);
	free(reply);
}

/* The statistics of reply_worker, as by HTTP: no empty line at the end. */
static char *
csv_text(void)
{
	const char *from = strstr(reply_worker, "# pxname");
	const char *end = strstr(from, "\n\n");
	struct buf buf = { .data = NULL };

	buf_add(&buf, from, (size_t)(end + 1 - from));
	return buf_take(&buf);
}

static int
parse_csv(const char *text, size_t len, struct hap_worker *worker,
    struct err *err)
{
	memset(worker, 0, sizeof(*worker));
	return hap_parse_csv(text, len, "lb1", "app", worker, err);
}

Test(haproxy_stat, csv)
{
	char *text = csv_text();
	struct hap_worker worker;

	cr_assert_eq(parse_csv(text, strlen(text), &worker, NULL), 0);
	cr_expect_eq(worker.n, 5);
	cr_expect_not(worker.admin);
	cr_expect_eq(hap_worker_server(&worker, "idle")->row.state, LB_MAINT);
	cr_expect_eq(hap_worker_server(&worker, "a")->row.scur, 1);
	hap_worker_done(&worker);
	for (size_t len = 0; len < strlen(text); len++) {
		cr_expect_eq(parse_csv(text, len, &worker, NULL), -1, "%zu", len);
		hap_worker_done(&worker);
	}
	free(text);
}

/* Then that line could not tell that all servers were there. */
Test(haproxy_stat, server_behind_its_backend)
{
	char *text = csv_text();
	struct hap_worker worker;
	struct err err = { .text = "" };
	struct buf twice = { .data = NULL };

	buf_puts(&twice, text);
	buf_puts(&twice, strstr(text, "\napp,a,") + 1);
	cr_expect_eq(parse_csv(twice.data, twice.len, &worker, &err), -1);
	cr_expect_str_eq(err.text,
	    "show stat: a stands behind the line of its backend");
	hap_worker_done(&worker);
	buf_done(&twice);
	free(text);
}

/* All that is ours is told before the line of its backend ends. */
Test(haproxy_stat, csv_cut_at_every_byte)
{
	char *text = csv_text();
	size_t whole = (size_t)(strchr(strstr(text, "\napp,BACKEND,") + 1, '\n') + 1 -
	    text);
	struct hap_worker worker;

	for (size_t len = 0; len <= strlen(text); len++) {
		bool taken = parse_csv(text, len, &worker, NULL) == 0;

		cr_expect_eq(taken, len >= whole && text[len - 1] == '\n',
		    "%zu bytes", len);
		cr_expect(!taken || worker.n == 5, "%zu bytes", len);
		hap_worker_done(&worker);
	}
	free(text);
}

/* As 2.6.12 writes it, between much else. */
static const char page[] = "<h1><a href=\"x\">HAProxy version 2.6.12-1+deb12u4, "
    "released 2026/10/17</a></h1>\n<h2>Statistics Report for pid 23049</h2>\n"
    "<b>pid = </b> 23049 (process #1, nbproc = 1, nbthread = 2)<br>\n"
    "<b>uptime = </b> 1d 2h03m04s; warnings = 0<br>\n"
    "current conns = 17; current pipes = 0/0; conn rate = 0/sec<br>\n";

Test(haproxy_stat, page)
{
	struct hap_worker worker = { 0 };

	cr_assert_eq(hap_parse_page(page, strlen(page), &worker, NULL), 0);
	cr_expect_eq(worker.pid, 23049);
	cr_expect_eq(worker.uptime_s, 86400 + 2 * 3600 + 3 * 60 + 4);
	cr_expect_eq(worker.curr_conns, 17);
	cr_expect_str_eq(worker.version, "2.6.12-1+deb12u4");
	/* Up to the end of the connections it is not whole, and 1 is not 17. */
	for (const char *end = strstr(page, " 17;") + 3; end >= page; end--)
		cr_expect_eq(hap_parse_page(page, (size_t)(end - page), &worker,
		    NULL), -1);
}

Test(haproxy_stat, page_is_another)
{
	static const struct { const char *from, *to, *says; } faults[] = {
		{ "pid 23049", "pid 0", "names no pid" },
		{ "pid 23049", "pid x", "names no pid" },
		{ "1d 2h03m04s", "1d 2h03m04", "no uptime" },
		{ "1d 2h03m04s", "-1d 2h03m04s", "no uptime" },
		{ "1d 2h", "123456d 2h", "no uptime" },
		{ "conns = 17", "conns = ", "no connections" },
	};

	for (size_t i = 0; i < countof(faults); i++) {
		char *text = changed(page, faults[i].from, faults[i].to);
		struct hap_worker worker = { 0 };
		struct err err = { .text = "" };

		cr_expect_eq(hap_parse_page(text, strlen(text), &worker, &err), -1);
		cr_expect_not_null(strstr(err.text, faults[i].says), "%s: %s",
		    faults[i].to, err.text);
		free(text);
	}
}

Test(haproxy_stat, refused)
{
	static const struct { const char *from, *to, *says; } faults[] = {
		{ "admin\n", "boss\n", "show cli level: unexpected answer: boss" },
		{ ",scur,", ",scurr,", "no column scur" },
		{ ",lastsess,", ",last,", "no column lastsess" },
		{ ",scur,", ",stot,", "too many columns" },
		{ "app,a,0,0,", "app,a,0,", "not whole" },
		{ "app,a,0,0,", "app,a,0,0,0,", "not whole" },
		{ "app,a,0,0,", "app,a,x,0,", "cannot be understood" },
		{ "app,a,0,0,", "app,a,-1,0,", "cannot be understood" },
		{ "app,a,0,0,", "app,a,,0,", "cannot be understood" },
		{ "app,a,0,0,", "app,a,99999999999999999999,0,", "understood" },
		{ "app,a,", "app,b,", "two servers" },
		{ "app,a,", "app,,", "named" },
		{ "app,a,", "app,a;b,", "named" },
		{ "app,a,", "app,-a,", "named" },
		{ "app,a,", "app,a b,", "named" },
		{ "app,a,", "app,\"a\nb\",", "show stat" },
		{ "app,a,", "app,\"a,b\",", "named" },
		{ "app,a,", "app,\033[2J,", "\\x1b" },
		{ "app,a,", "app,q,", "other servers" },
		{ "app,a,", "other,a,", "other servers" },
		{ "app 1 a ", "app 1 q ", "other servers" },
		{ "app 1 a ", "app 1 b ", "other servers" },
		{ "app 1 a ", "apq 1 a ", "other servers" },
		{ "3 app 5 idle 127.0.77.4 0 5 1 1 2 1 0 0 8 0 0 0 - 8081 - 0 0 - - 0\n",
		  "", "not tell of idle" },
		{ "127.0.77.2 2 0 ", "127.0.77.2 2 0x8 ", "understood" },
		{ "127.0.77.2 2 0 ", "127.0.77.2 2 ", "not whole" },
		{ "srv_admin_state", "srv_state", "no column" },
		{ "\n1\n# be_id", "\n2\n# be_id", "unexpected" },
		{ "Pid: 9515", "Pid: 0", "show info" },
		{ "Pid: 9515", "Pid: -5", "show info" },
		{ "Stopping: 0\n", "", "show info" },
		{ "Version: 2.6.12-1+deb12u4", "Version: 2.4.22", "too old" },
		{ "Version: 2.6.12-1+deb12u4", "Version: 1.9", "too old" },
		{ "Version: 2.6.12-1+deb12u4", "Version: dev", "understood" },
		{ "Version: 2.6.12-1+deb12u4", "Version: ", "understood" },
		{ "# pxname,", "Permission denied\n\n# pxname,", "Permission" },
	};

	for (size_t i = 0; i < countof(faults); i++)
		expect_refused(faults[i].from, faults[i].to, faults[i].says);
}

Test(haproxy_stat, newer_versions_are_taken)
{
	char *reply = changed(reply_worker, "Version: 2.6.12-1+deb12u4",
	    "Version: 3.1-dev3");
	struct hap_worker worker;

	cr_assert_eq(parse(reply, strlen(reply), &worker, NULL), 0);
	cr_expect_eq(worker.major, 3);
	cr_expect_eq(worker.minor, 1);
	hap_worker_done(&worker);
	free(reply);
}

/* The text of a check comes from the server: quotes, commas and escapes in it
 * neither move a column nor reach the screen. */
Test(haproxy_stat, hostile_check_text)
{
	char *reply = changed(reply_worker, ",L7OK,200,", ",* L7STS,0,");
	char *hostile = changed(reply, ",1,,,0,0,0,0,,,,Layer7",
	    ",1,\"Down, \"\"maint\"\" \033[31m\",,0,0,0,0,,,,Layer7");
	struct hap_worker worker;
	struct err err = { .text = "" };
	const struct hap_server *a;

	cr_assert_eq(parse(hostile, strlen(hostile), &worker, &err), 0, "%s",
	    err.text);
	a = hap_worker_server(&worker, "a");
	cr_assert_not_null(a);
	cr_expect_str_eq(a->row.last_chk, "Down, \"maint\" \\x1b[31m");
	cr_expect_str_eq(a->row.check, "L7STS");
	cr_expect_eq(a->row.check_code, 0);
	cr_expect_str_eq(a->row.addr, "127.0.77.2:8081");
	hap_worker_done(&worker);
	free(reply);
	free(hostile);
}

Test(haproxy_stat, leaving_worker)
{
	struct hap_worker worker = { .pid = 0 };
	const struct hap_server *a;
	struct err err = { .text = "" };

	cr_assert_eq(hap_parse_leaving(reply_leaving, strlen(reply_leaving),
	    "lb1", "app", &worker, &err), 0, "%s", err.text);
	cr_expect(worker.stopping);
	cr_expect_eq(worker.pid, 9515);
	cr_expect_eq(worker.n, 5);
	a = hap_worker_server(&worker, "a");
	cr_assert_not_null(a);
	cr_expect(a->row.leaving);
	cr_expect_not(a->row.in_service);
	cr_expect_eq(a->row.scur, 1);
	hap_worker_done(&worker);
	/* It may never have had this backend: then it tells of no server. */
	cr_assert_eq(hap_parse_leaving(reply_leaving, strlen(reply_leaving),
	    "lb1", "nosuch", &worker, NULL), 0);
	cr_expect_eq(worker.n, 0);
	hap_worker_done(&worker);
}

Test(haproxy_stat, processes)
{
	struct hap_procs procs;
	static const char bad[] = "#<PID> <type>\n# old workers\nx worker\n\n";

	cr_assert_eq(hap_parse_procs(reply_procs, strlen(reply_procs), &procs,
	    NULL), 0);
	cr_assert_eq(procs.n_workers, 1);
	cr_expect_eq(procs.workers[0], 9780);
	cr_assert_eq(procs.n_old, 1);
	cr_expect_eq(procs.old[0], 9515);
	cr_expect_eq(hap_parse_procs(bad, strlen(bad), &procs, NULL), -1);
}

static void
count_line(const char *line, void *arg)
{
	struct buf *buf = arg;

	buf_printf(buf, "%s\n", line);
}

Test(haproxy_stat, sessions)
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

Test(haproxy_stat, garbage)
{
	size_t len = 1 << 20;
	char *reply = xcalloc(len, 1);
	struct hap_worker worker;

	for (int c = 0; c < 256; c++) {
		memset(reply, c, len);
		cr_assert_eq(parse(reply, len, &worker, NULL), -1);
		hap_worker_done(&worker);
	}
	free(reply);
}

/* ---- all traffic ---- */

/* Of the real reply, what "show info;show stat" answers. */
static char *
traffic_reply(void)
{
	const char *from = reply_worker + strlen("admin\n\n");
	const char *states = strstr(from, "\n1\n# be_id");
	struct buf buf = { .data = NULL };

	cr_assert_not_null(states);
	buf_add(&buf, from, (size_t)(states - from) + 1);
	return buf_take(&buf);
}

static int
parse_traffic(const char *reply, struct traffic_rows *rows, struct err *err)
{
	struct hap_worker worker = { .pid = 0 };
	size_t len = strlen(reply);
	char *copy = xcalloc(len + 1, 1);

	memcpy(copy, reply, len);
	copy = xrealloc(copy, len == 0 ? 1 : len, 1);
	memset(rows, 0, sizeof(*rows));
	int rc = hap_parse_traffic(copy, len, "lb1", &worker, rows, err);
	hap_worker_done(&worker);
	free(copy);
	return rc;
}

Test(haproxy_traffic, real_reply)
{
	char *reply = traffic_reply();
	struct traffic_rows rows;
	struct err err = { .text = "" };

	cr_assert_eq(parse_traffic(reply, &rows, &err), 0, "%s", err.text);
	cr_assert_eq(rows.n, 6);
	cr_expect_str_eq(rows.list[0].svname, "a");
	cr_expect_eq(rows.list[0].kind, TRAFFIC_SERVER);
	cr_expect_eq(rows.list[0].state, LB_UP);
	cr_expect_str_eq(rows.list[0].status, "UP");
	cr_expect_eq(rows.list[0].stot, 1);
	cr_expect_eq(rows.list[5].kind, TRAFFIC_BACKEND);
	cr_expect_eq(rows.list[5].scur, 2);
	traffic_rows_done(&rows);
	free(reply);
}

/* Whole, or refused with a sentence: cut anywhere it is never half believed. */
Test(haproxy_traffic, cut_anywhere_is_refused)
{
	char *reply = traffic_reply();
	size_t len = strlen(reply);

	for (size_t cut = 0; cut < len; cut++) {
		char kept = reply[cut];
		struct traffic_rows rows;
		struct err err = { .text = "" };

		reply[cut] = '\0';
		cr_expect_eq(parse_traffic(reply, &rows, &err), -1, "%zu", cut);
		cr_expect_neq(err.text[0], '\0');
		traffic_rows_done(&rows);
		reply[cut] = kept;
	}
	free(reply);
}

Test(haproxy_traffic, what_is_no_number_or_name_is_refused)
{
	static const struct { const char *from, *to; } bad[] = {
		{ "app,a,0,", "app,a,x," }, { "app,a,0,0,", "app,a,0,0,-7" },
		{ "app,a,", "app,a b," }, { "app,a,", "app,\033[2J," },
		{ ",rate,", ",rtae," }, { "Pid: ", "Pdi: " },
	};

	for (size_t i = 0; i < countof(bad); i++) {
		char *whole = traffic_reply();
		char *reply = changed(whole, bad[i].from, bad[i].to);
		struct traffic_rows rows;
		struct err err = { .text = "" };

		cr_expect_eq(parse_traffic(reply, &rows, &err), -1, "%s", bad[i].to);
		cr_expect_null(strchr(err.text, '\033'));
		traffic_rows_done(&rows);
		free(reply);
		free(whole);
	}
}
