/* backend/haproxy_traffic: all rows of one reply, whole or refused. */

#include "test_haproxy_stat.h"

#include "model/traffic.h"

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
