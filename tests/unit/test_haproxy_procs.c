/* backend/haproxy_procs: the workers there are, and what one that leaves tells. */

#include "test_haproxy_stat.h"

Test(haproxy_procs, processes)
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

Test(haproxy_procs, leaving_worker)
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
