/* What HAProxy tells by HTTP: the statistics alone, and the page around them. */

#include "test_haproxy_stat.h"

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

Test(haproxy_page, csv)
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
Test(haproxy_page, server_behind_its_backend)
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
Test(haproxy_page, csv_cut_at_every_byte)
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

Test(haproxy_page, page)
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

Test(haproxy_page, page_is_another)
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
