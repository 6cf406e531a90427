/* Fuzzer of all that parses HAProxy's words.  The first byte chooses. */

#include <stdlib.h>
#include <string.h>

#include "backend/haproxy_file.h"
#include "backend/haproxy_stat.h"
#include "model/traffic.h"
#include "base/str.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

static void
drop(const char *line, void *arg)
{
	(void)line;
	(void)arg;
}

static void
fuzz_worker(const char *text, size_t len, bool leaving)
{
	struct hap_worker worker = { .pid = 0 };
	struct err err;
	int rc = leaving ?
	    hap_parse_leaving(text, len, "lb1", "app", &worker, &err) :
	    hap_parse_worker(text, len, "lb1", "app", &worker, &err);

	/* What is taken bears good names, and never is a part of it. */
	for (size_t i = 0; rc == 0 && i < worker.n; i++)
		if (!str_is_name(worker.servers[i].row.svname) ||
		    (!leaving && !worker.servers[i].stated))
			abort();
	hap_worker_done(&worker);
}

static void
fuzz_csv(const char *text, size_t len)
{
	struct hap_worker worker = { .pid = 0 };

	/* Without its backend's line it is not whole. */
	if (hap_parse_csv(text, len, "lb1", "app", &worker, NULL) == 0 &&
	    !worker.has_backend)
		abort();
	hap_worker_done(&worker);
}

static void
fuzz_page(const char *text, size_t len)
{
	struct hap_worker worker = { .pid = 0 };

	if (hap_parse_page(text, len, &worker, NULL) == 0 &&
	    (worker.pid < 1 || worker.uptime_s < 0))
		abort();
}

static void
fuzz_traffic(const char *text, size_t len)
{
	struct hap_worker worker = { .pid = 0 };
	struct traffic_rows rows = { 0 };

	if (hap_parse_traffic(text, len, "lb1", &worker, &rows, NULL) == 0)
		for (size_t i = 0; i < rows.n; i++)
			if (!str_is_name(rows.list[i].svname))
				abort();
	hap_worker_done(&worker);
	traffic_rows_done(&rows);
}

static void
fuzz_file(const char *text, size_t len)
{
	struct hap_change change = {
		.backend = "app", .server = "a", .addr = "10.0.0.1:80",
		.options = "check",
	};
	struct hap_file file;
	struct buf out = { .data = NULL };

	if (haproxy_file_read(&file, text, len, "app", NULL) == 0)
		(void)haproxy_file_has(&file, "a1");
	haproxy_file_done(&file);
	for (int remove = 0; remove < 2; remove++) {
		change.remove = remove != 0;
		(void)haproxy_file_change(text, len, &change, &out, NULL);
		buf_reset(&out);
	}
	buf_done(&out);
}

int
LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	const char *text = (const char *)data + 1;
	struct hap_procs procs;

	if (size == 0)
		return 0;
	size--;
	switch (data[0] % 8) {
	case 0:
		fuzz_worker(text, size, false);
		break;
	case 1:
		fuzz_worker(text, size, true);
		break;
	case 2:
		fuzz_file(text, size);
		break;
	case 3:
		(void)hap_parse_procs(text, size, &procs, NULL);
		break;
	case 5:
		(void)hap_parse_sessions(text, size, "app", "a", drop, NULL,
		    NULL);
		break;
	case 6:
		fuzz_traffic(text, size);
		break;
	case 7:
		fuzz_csv(text, size);
		break;
	case 4:
		fuzz_page(text, size);
		break;
	}
	return 0;
}
