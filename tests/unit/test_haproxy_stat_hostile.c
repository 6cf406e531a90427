/* backend/haproxy_stat: everything that is no reply. */

#include "test_haproxy_stat.h"

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

/* C12: a reply that was cut anywhere is no answer at all. */
Test(haproxy_stat_hostile, cut_at_every_byte)
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
Test(haproxy_stat_hostile, every_byte_changed)
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

Test(haproxy_stat_hostile, refused)
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

Test(haproxy_stat_hostile, garbage)
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
