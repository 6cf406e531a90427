/* "show stat": CSV → rows of our backend. */

#include "config.h"

#include "backend/haproxy_stat.h"

#include <stdlib.h>
#include <string.h>

#include "backend/haproxy_csv.h"
#include "base/str.h"
#include "base/xmalloc.h"

#define COLUMN_LIST(X) \
	X(PXNAME, "pxname") X(SVNAME, "svname") X(TYPE, "type") X(IID, "iid") \
	X(STATUS, "status") X(WEIGHT, "weight") X(BCK, "bck") \
	X(QCUR, "qcur") X(SCUR, "scur") X(USED, "used_conn_cur") \
	X(STOT, "stot") X(LBTOT, "lbtot") X(LASTSESS, "lastsess") \
	X(ECON, "econ") X(ERESP, "eresp") X(HRSP_5XX, "hrsp_5xx") \
	X(THROTTLE, "throttle") X(CHECK, "check_status") \
	X(CHECK_CODE, "check_code") X(CHECK_FALL, "check_fall") \
	X(LAST_CHK, "last_chk") X(AGENT, "agent_status") \
	X(ADDR, "addr") X(COOKIE, "cookie")

enum column {
	COLUMN_OTHER,
#define X(id, name) COLUMN_##id,
	COLUMN_LIST(X)
#undef X
	COLUMN_COUNT
};

static const char *const column_names[] = {
	"",
#define X(id, name) name,
	COLUMN_LIST(X)
#undef X
};

static const struct hap_csv columns = {
	.names = column_names,
	.n = COLUMN_COUNT,
	.cut_ok = COLUMN_LAST_CHK,
};

enum { TYPE_BACKEND = 1, TYPE_SERVER = 2 };

static void
read_numbers(struct hap_server *server, const struct hap_csv *csv, bool *bad)
{
	struct lb_row *row = &server->row;

	row->weight = hap_csv_count(csv, COLUMN_WEIGHT, bad);
	row->qcur = hap_csv_count(csv, COLUMN_QCUR, bad);
	row->scur = hap_csv_count(csv, COLUMN_SCUR, bad);
	row->used = hap_csv_count(csv, COLUMN_USED, bad);
	row->backup = hap_csv_count(csv, COLUMN_BCK, bad) != 0;
	row->stot = hap_csv_total(csv, COLUMN_STOT, HAP_CSV_NONE, bad);
	row->lbtot = hap_csv_total(csv, COLUMN_LBTOT, HAP_CSV_NONE, bad);
	row->lastsess_s = hap_csv_number(csv, COLUMN_LASTSESS, HAP_CSV_NONE, bad);
	row->econ = hap_csv_total(csv, COLUMN_ECON, 0, bad);
	row->eresp = hap_csv_total(csv, COLUMN_ERESP, 0, bad);
	row->hrsp_5xx = hap_csv_total(csv, COLUMN_HRSP_5XX, 0, bad);
	row->check_code = (unsigned)hap_csv_total(csv, COLUMN_CHECK_CODE, 0, bad);
	server->check_fall = (unsigned)hap_csv_total(csv, COLUMN_CHECK_FALL, 0, bad);
}

static void
read_words(struct lb_row *row, const struct hap_csv *csv, bool *bad)
{
	const char *check = hap_csv_check(csv, COLUMN_CHECK);

	if (check[0] != '\0' && !str_is_name(check))
		*bad = true;
	(void)str_copy(row->check, sizeof(row->check), check);
	(void)str_copy(row->pxname, sizeof(row->pxname),
	    csv->text[COLUMN_PXNAME]);
	(void)str_safe(row->status, sizeof(row->status),
	    csv->text[COLUMN_STATUS]);
	(void)str_safe(row->addr, sizeof(row->addr), csv->text[COLUMN_ADDR]);
	(void)str_safe(row->cookie, sizeof(row->cookie),
	    csv->text[COLUMN_COOKIE]);
	/* Comes from the server itself, through its answer to the check. */
	(void)str_safe(row->last_chk, sizeof(row->last_chk),
	    csv->text[COLUMN_LAST_CHK]);
	row->state = lb_state_of(row->status, row->check);
	row->agent = csv->text[COLUMN_AGENT][0] != '\0';
	row->throttled = csv->text[COLUMN_THROTTLE][0] != '\0';
}

static int
add_server(struct hap_worker *worker, const struct hap_csv *csv,
    struct err *err)
{
	struct hap_server server = { .row = { .pid = worker->pid } };
	const char *name = csv->text[COLUMN_SVNAME];
	bool bad = csv->text[COLUMN_STATUS][0] == '\0';
	char shown[200];

	(void)str_safe(shown, sizeof(shown), name);
	if (!str_is_name(name) || !str_copy(server.row.svname,
	    sizeof(server.row.svname), name))
		return err_set(err, ERR_PARSE,
		    "show stat: a server is named \"%s\"", shown);
	if (worker->has_backend)
		return err_set(err, ERR_PARSE, "show stat: %s stands behind the "
		    "line of its backend", shown);
	if (hap_worker_server(worker, name) != NULL)
		return err_set(err, ERR_PARSE,
		    "show stat: two servers are named \"%s\"", shown);
	read_numbers(&server, csv, &bad);
	read_words(&server.row, csv, &bad);
	if (bad)
		return err_set(err, ERR_PARSE,
		    "show stat: the line of %s cannot be understood", shown);
	x_grow(worker->servers, worker->n, worker->cap);
	worker->servers[worker->n++] = server;
	index_add(&worker->by_name, TEXTS(worker->servers, row.svname,
	    worker->n));
	return 0;
}

struct reading { struct hap_worker *worker; const char *backend; };

static int
add_row(const struct hap_csv *csv, void *arg, struct err *err)
{
	struct reading *reading = arg;
	struct hap_worker *worker = reading->worker;
	bool bad = false;
	int64_t type;

	if (strcmp(csv->text[COLUMN_PXNAME], reading->backend) != 0)
		return 0;
	type = hap_csv_number(csv, COLUMN_TYPE, HAP_CSV_NONE, &bad);
	if (!bad && type == TYPE_SERVER)
		return add_server(worker, csv, err);
	if (!bad && type == TYPE_BACKEND) {
		bad = worker->has_backend;
		worker->has_backend = true;
		worker->backend_queue = hap_csv_count(csv, COLUMN_QCUR, &bad);
		worker->backend_errors = hap_csv_number(csv, COLUMN_HRSP_5XX,
		    -1, &bad);
		(void)str_safe(worker->cookie, sizeof(worker->cookie),
		    csv->text[COLUMN_COOKIE]);
	}
	if (bad)
		return err_set(err, ERR_PARSE,
		    "show stat: the backend's line cannot be understood");
	return 0;
}

int
hap_read_stat(struct hap_worker *worker, struct hap_text block, const char *lb,
    const char *backend, bool leaving, struct err *err)
{
	struct hap_csv csv = columns;
	struct reading reading = { worker, backend };

	if (hap_csv_each(&csv, block, add_row, &reading, err) == -1)
		return -1;
	for (size_t i = 0; i < worker->n; i++) {
		(void)str_copy(worker->servers[i].row.lb, NAME_LEN, lb);
		worker->servers[i].row.leaving = leaving;
	}
	return 0;
}

int
hap_parse_find(const char *reply, size_t len, const char *backend, int *iid,
    struct err *err)
{
	struct hap_text text = { reply, reply + len }, whole = text, block, line;
	struct hap_csv csv = columns;
	bool bad = false, admin;

	if (!hap_block(&text, &block) || !hap_level(block, &admin))
		return hap_strange(err, "show cli level", whole);
	if (!hap_block(&text, &block))
		return hap_strange(err, "show stat", text);
	if (hap_csv_begin(&csv, &block, err) == -1)
		return -1;
	*iid = 0;
	while (hap_line(&block, &line)) {
		if (hap_csv_line(&csv, line, err) == -1)
			return -1;
		/* A frontend may bear the same name: its type is another. */
		if (strcmp(csv.text[COLUMN_PXNAME], backend) == 0 &&
		    hap_csv_number(&csv, COLUMN_TYPE, HAP_CSV_NONE, &bad) ==
		    TYPE_BACKEND)
			*iid = (int)hap_csv_count(&csv, COLUMN_IID, &bad);
	}
	if (bad || text.at != text.end)
		return err_set(err, ERR_PARSE, "show stat: not a whole answer");
	if (*iid == 0)
		return err_set(err, ERR_FAILED, "it has no backend %s", backend);
	return 0;
}
