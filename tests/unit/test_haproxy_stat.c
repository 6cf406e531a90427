/* backend/haproxy_stat: what real replies tell of a worker and its servers. */

#include "test_haproxy_stat.h"

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

/* 5xx answers of the whole backend; empty in mode tcp, which is not none. */
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
