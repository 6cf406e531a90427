/*
 * backend/haproxy_*: what real HAProxies answered, byte by byte, one version after
 * the other.  haproxy/record.py made the answers, and says of what world.
 */

#include <criterion/criterion.h>
#include <glob.h>
#include <stdlib.h>
#include <string.h>

#include "backend/haproxy_stat.h"
#include "backend/haproxy_tried.h"
#include "base/file.h"
#include "base/str.h"
#include "model/traffic.h"

#define ANSWERS TOP_SRCDIR "/tests/unit/haproxy/"

typedef void version_fn(const char *version);

static void
each_version(version_fn *fn)
{
	glob_t found;

	cr_assert_eq(glob(ANSWERS "*/worker", 0, NULL, &found), 0);
	cr_assert_geq(found.gl_pathc, 3);
	for (size_t i = 0; i < found.gl_pathc; i++) {
		char *version = found.gl_pathv[i] + strlen(ANSWERS);

		*strchr(version, '/') = '\0';
		fn(version);
	}
	globfree(&found);
}

static struct buf
answer(const char *version, const char *name)
{
	struct buf text = { .data = NULL };
	char path[512];

	(void)str_fmt(path, sizeof(path), ANSWERS "%s/%s", version, name);
	cr_assert_eq(file_read(path, 1 << 20, &text, NULL), 0, "%s", path);
	return text;
}

/* What is called tried has its answers here, and the papers say the same. */
static void
was_tried(const char *version)
{
	cr_expect_not_null(strstr(hap_tried_words, version));
	cr_expect_eq(hap_tried(version), HAP_TRIED);
}

Test(haproxy_versions, tried)
{
	static const char *const papers[] = { "README", "man/cutover.conf.5" };
	static const struct { const char *version; enum hap_tried tried; }
	others[] = {
		{ "2.5.14", HAP_OLDER }, { "2.6-dev1", HAP_TRIED },
		{ "2.8.16-1~bpo12", HAP_TRIED }, { "3.2.99", HAP_TRIED },
		{ "3.3.0", HAP_NEWER }, { "3.10.1", HAP_NEWER },
		{ "4.0-dev0", HAP_NEWER }, { "?", HAP_UNTOLD }, { "", HAP_UNTOLD },
	};

	each_version(was_tried);
	for (size_t i = 0; i < countof(others); i++)
		cr_expect_eq(hap_tried(others[i].version), others[i].tried, "%s",
		    others[i].version);
	for (size_t i = 0; i < countof(papers); i++) {
		struct buf text = { .data = NULL };
		char path[512];

		(void)str_fmt(path, sizeof(path), TOP_SRCDIR "/%s", papers[i]);
		cr_assert_eq(file_read(path, 1 << 20, &text, NULL), 0);
		cr_expect_not_null(strstr(text.data, hap_tried_words), "%s",
		    papers[i]);
		buf_done(&text);
	}
}

/* Each reader, with the sentence of a refusal. */
typedef int reader_fn(const char *text, size_t len, struct hap_worker *worker,
    struct err *err);

static int
read_worker(const char *text, size_t len, struct hap_worker *worker,
    struct err *err)
{
	return hap_parse_worker(text, len, "lb1", "app", worker, err);
}

static int
read_leaving(const char *text, size_t len, struct hap_worker *worker,
    struct err *err)
{
	return hap_parse_leaving(text, len, "lb1", "app", worker, err);
}

static int
read_csv(const char *text, size_t len, struct hap_worker *worker,
    struct err *err)
{
	return hap_parse_csv(text, len, "lb1", "app", worker, err);
}

static int
read_traffic(const char *text, size_t len, struct hap_worker *worker,
    struct err *err)
{
	struct traffic_rows rows = { 0 };
	int rc = hap_parse_traffic(text, len, "lb1", worker, &rows, err);

	traffic_rows_done(&rows);
	return rc;
}

static struct hap_worker
whole(const char *version, const char *name, reader_fn *reader)
{
	struct hap_worker worker = { .pid = 0 };
	struct buf text = answer(version, name);
	struct err err = { .text = "" };

	cr_assert_eq(reader(text.data, text.len, &worker, &err), 0, "%s %s: %s",
	    version, name, err.text);
	buf_done(&text);
	return worker;
}

/* The servers of app, as they stood there. */
static void
expect_servers(const char *version, const struct hap_worker *worker, bool here)
{
	static const struct {
		const char *name;
		enum lb_state state;
		unsigned admin, scur;
		bool in_service;
	} expected[] = {
		{ "a", LB_UP, 0, 1, true }, { "b", LB_UP, 0, 1, true },
		{ "c", LB_DRAIN, 8, 0, false }, { "dead", LB_DOWN, 0, 0, false },
		{ "idle", LB_MAINT, 5, 0, false }, { "n", LB_DRAIN, 8, 0, false },
	};

	cr_assert_eq(worker->n, countof(expected), "%s", version);
	for (size_t i = 0; i < countof(expected); i++) {
		const struct hap_server *sv =
		    hap_worker_server(worker, expected[i].name);

		cr_assert_not_null(sv, "%s", version);
		cr_expect_eq(sv->row.state, expected[i].state, "%s %s", version,
		    sv->row.svname);
		cr_expect_eq(sv->row.scur, expected[i].scur);
		cr_expect_eq(sv->row.used, expected[i].scur);
		cr_expect_eq(sv->row.stot, expected[i].scur);
		cr_expect_eq(sv->row.lbtot, expected[i].scur);
		cr_expect_eq(sv->row.lastsess_s >= 0, expected[i].scur > 0);
		if (!here)
			continue;
		cr_expect_eq(sv->row.admin, expected[i].admin);
		cr_expect_eq(sv->row.in_service, expected[i].in_service);
	}
	cr_assert_eq(worker->n_elsewhere, 1);
	cr_expect_str_eq(worker->elsewhere[0].pxname, "fixed");
	cr_expect_str_eq(worker->elsewhere[0].addr, "127.0.77.2:8081");
}

static void
look(const char *version)
{
	struct hap_worker worker = whole(version, "worker", read_worker);
	const struct hap_server *a = hap_worker_server(&worker, "a");

	cr_expect(str_starts(worker.version, version), "%s", worker.version);
	cr_expect_gt(worker.pid, 0);
	cr_expect_gt(worker.start_s, 0);
	cr_expect(worker.admin && !worker.stopping);
	cr_expect_str_eq(worker.cookie, "SRV");
	cr_expect_eq(worker.backend_queue, 0);
	cr_expect_eq(worker.backend_errors, 0);
	expect_servers(version, &worker, true);
	cr_expect_str_eq(a->row.addr, "127.0.77.2:8081");
	cr_expect_str_eq(a->row.check, "L7OK");
	cr_expect_eq(a->row.check_code, 200);
	cr_expect_eq(a->check_fall, 3);
	cr_expect_neq(a->row.cookie[0], '\0');
	hap_worker_done(&worker);
}

Test(haproxy_versions, look)
{
	each_version(look);
}

/* Level user leaves addresses out of the statistics. */
static void
look_as_user(const char *version)
{
	struct hap_worker worker = whole(version, "user", read_worker);

	cr_expect_not(worker.admin);
	for (size_t i = 0; i < worker.n; i++)
		cr_expect_neq(worker.servers[i].row.addr[0], '\0', "%s", version);
	hap_worker_done(&worker);
}

Test(haproxy_versions, look_as_user)
{
	each_version(look_as_user);
}

static void
page_and_csv(const char *version)
{
	struct hap_worker worker = whole(version, "worker", read_worker);
	int pid = worker.pid;

	hap_worker_done(&worker);
	worker = whole(version, "page.html", hap_parse_page);
	cr_expect_eq(worker.pid, pid);
	cr_expect(str_starts(worker.version, version), "%s", worker.version);
	hap_worker_done(&worker);
	worker = whole(version, "page.csv", read_csv);
	expect_servers(version, &worker, false);
	hap_worker_done(&worker);
}

Test(haproxy_versions, page_and_csv)
{
	each_version(page_and_csv);
}

static void
traffic(const char *version)
{
	struct hap_worker worker = { .pid = 0 };
	struct traffic_rows rows = { 0 };
	struct buf text = answer(version, "traffic");
	size_t of_kind[TRAFFIC_SERVER + 1] = { 0 };

	cr_assert_eq(hap_parse_traffic(text.data, text.len, "lb1", &worker, &rows,
	    NULL), 0, "%s", version);
	for (size_t i = 0; i < rows.n; i++)
		of_kind[rows.list[i].kind]++;
	cr_expect_eq(of_kind[TRAFFIC_FRONTEND], 1);
	cr_expect_eq(of_kind[TRAFFIC_BACKEND], 2);
	cr_expect_eq(of_kind[TRAFFIC_SERVER], 7);
	traffic_rows_done(&rows);
	hap_worker_done(&worker);
	buf_done(&text);
}

Test(haproxy_versions, traffic)
{
	each_version(traffic);
}

/* C12: cut anywhere it is refused; with any byte changed it is at least survived.
 * (Whether a page was cut, HTTP tells.) */
static void
cut_or_changed(const char *version)
{
	static const struct { const char *name; reader_fn *reader; } readers[] = {
		{ "worker", read_worker }, { "leaving", read_leaving },
		{ "traffic", read_traffic },
	};
	static const char bytes[] = { '\0', '\n', ',', '"', ' ', 'x', '9', -1 };

	for (size_t i = 0; i < countof(readers); i++) {
		struct buf text = answer(version, readers[i].name);

		for (size_t at = 0; at < text.len; at++) {
			struct hap_worker worker = { .pid = 0 };
			char kept = text.data[at];

			cr_assert_eq(readers[i].reader(text.data, at, &worker,
			    NULL), -1, "%s %s: %zu bytes were taken", version,
			    readers[i].name, at);
			hap_worker_done(&worker);
			text.data[at] = bytes[at % sizeof(bytes)];
			(void)readers[i].reader(text.data, text.len, &worker, NULL);
			hap_worker_done(&worker);
			text.data[at] = kept;
		}
		buf_done(&text);
	}
}

Test(haproxy_versions, cut_or_changed)
{
	each_version(cut_or_changed);
}

static struct hap_procs
procs_of(const char *version, const char *name)
{
	struct buf text = answer(version, name);
	struct hap_procs procs;

	cr_assert_eq(hap_parse_procs(text.data, text.len, &procs, NULL), 0, "%s",
	    version);
	buf_done(&text);
	return procs;
}

/* After a reload; the worker that was asked before is now old. */
static void
reloaded(const char *version)
{
	struct hap_procs procs = procs_of(version, "procs");
	struct hap_worker worker = whole(version, "leaving", read_leaving);
	struct err err = { .text = "" };

	cr_assert_eq(procs.n_workers, 1);
	cr_assert_eq(procs.n_old, 1);
	cr_expect_eq(procs.old[0], worker.pid);
	cr_expect(worker.stopping);
	expect_servers(version, &worker, false);
	cr_expect(worker.servers[0].row.leaving);
	hap_worker_done(&worker);

	cr_expect_eq(hap_procs_current(&procs, procs.old[0], &err), -1);
	cr_expect_not_null(strstr(err.text, "is being replaced"), "%s", err.text);
	cr_expect_eq(hap_procs_current(&procs, 1, &err), -1);
	cr_expect_not_null(strstr(err.text, "the same HAProxy"), "%s", err.text);
	cr_expect_eq(hap_procs_current(&procs, procs.workers[0], &err), 0);
	cr_expect_eq(procs.n_old, 1);
}

Test(haproxy_versions, reloaded)
{
	each_version(reloaded);
}

/* The worker goes on, wherever the master lists it; the old one stays old. */
static void
reload_failed(const char *version)
{
	struct hap_procs before = procs_of(version, "procs");
	struct hap_procs procs = procs_of(version, "procs-failed");

	cr_expect_eq(hap_procs_current(&procs, before.workers[0], NULL), 0, "%s",
	    version);
	cr_assert_eq(procs.n_old, 1, "%s", version);
	cr_expect_eq(procs.old[0], before.old[0]);
	cr_expect(procs.failed);
	cr_expect_not(before.failed);
}

Test(haproxy_versions, reload_failed)
{
	each_version(reload_failed);
}

static void
count_session(const char *line, void *arg)
{
	size_t *n = arg;

	cr_expect_not_null(strstr(line, " through app, open 1 s"), "%s", line);
	++*n;
}

static void
sessions(const char *version)
{
	static const char *const names[] = { "sess", "leaving-sess" };
	static const char *const refused[] = { "user-sess", "gone" };

	for (size_t i = 0; i < countof(names); i++) {
		struct buf text = answer(version, names[i]);
		size_t on_a = 0, on_c = 0;

		cr_expect_eq(hap_parse_sessions(text.data, text.len, "app", "a",
		    count_session, &on_a, NULL), 0, "%s", version);
		cr_expect_eq(hap_parse_sessions(text.data, text.len, "app", "c",
		    count_session, &on_c, NULL), 0);
		cr_expect_eq(on_a, 1);
		cr_expect_eq(on_c, 0);
		buf_done(&text);
	}
	for (size_t i = 0; i < countof(refused); i++) {
		struct buf text = answer(version, refused[i]);
		size_t n = 0;

		cr_expect_eq(hap_parse_sessions(text.data, text.len, "app", "a",
		    count_session, &n, NULL), -1, "%s", version);
		buf_done(&text);
	}
}

Test(haproxy_versions, sessions)
{
	each_version(sessions);
}
