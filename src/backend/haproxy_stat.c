/* "show stat": CSV → what a worker says of our backend. */

#include "config.h"

#include "backend/haproxy_stat.h"

#include <stdlib.h>
#include <string.h>

#include "backend/haproxy_csv.h"
#include "base/str.h"
#include "base/xmalloc.h"

void
hap_worker_done(struct hap_worker *worker)
{
	free(worker->servers);
	free(worker->elsewhere);
	index_done(&worker->by_name);
	memset(worker, 0, sizeof(*worker));
}

const struct hap_server *
hap_worker_server(const struct hap_worker *worker, const char *name)
{
	size_t i = index_find(&worker->by_name, TEXTS(worker->servers,
	    row.svname, worker->n), name, 0);

	return i < worker->n ? &worker->servers[i] : NULL;
}

static void
read_numbers(struct hap_server *server, const struct hap_csv *csv, bool *bad)
{
	struct lb_row *row = &server->row;

	row->weight = hap_csv_count(csv, HAP_WEIGHT, bad);
	row->qcur = hap_csv_count(csv, HAP_QCUR, bad);
	row->scur = hap_csv_count(csv, HAP_SCUR, bad);
	row->used = hap_csv_count(csv, HAP_USED, bad);
	row->backup = hap_csv_count(csv, HAP_BCK, bad) != 0;
	row->stot = hap_csv_total(csv, HAP_STOT, HAP_CSV_NONE, bad);
	row->lbtot = hap_csv_total(csv, HAP_LBTOT, HAP_CSV_NONE, bad);
	row->lastsess_s = hap_csv_number(csv, HAP_LASTSESS, HAP_CSV_NONE, bad);
	row->econ = hap_csv_total(csv, HAP_ECON, 0, bad);
	row->eresp = hap_csv_total(csv, HAP_ERESP, 0, bad);
	row->hrsp_5xx = hap_csv_total(csv, HAP_HRSP_5XX, 0, bad);
	row->check_code = (unsigned)hap_csv_total(csv, HAP_CHECK_CODE, 0, bad);
	server->check_fall = (unsigned)hap_csv_total(csv, HAP_CHECK_FALL, 0, bad);
}

static void
read_words(struct lb_row *row, const struct hap_csv *csv, bool *bad)
{
	const char *check = hap_csv_check(csv);

	if (check[0] != '\0' && !str_is_name(check))
		*bad = true;
	(void)str_copy(row->check, sizeof(row->check), check);
	(void)str_copy(row->pxname, sizeof(row->pxname),
	    csv->text[HAP_PXNAME]);
	hap_csv_words(csv, HAP_STATUS, row->status, sizeof(row->status));
	hap_csv_words(csv, HAP_ADDR, row->addr, sizeof(row->addr));
	hap_csv_words(csv, HAP_COOKIE, row->cookie, sizeof(row->cookie));
	/* Comes from the server itself, through its answer to the check. */
	hap_csv_words(csv, HAP_LAST_CHK, row->last_chk, sizeof(row->last_chk));
	row->state = lb_state_of(row->status, row->check);
	row->agent = csv->text[HAP_AGENT][0] != '\0';
	row->throttled = csv->text[HAP_THROTTLE][0] != '\0';
}

static int
add_server(struct hap_worker *worker, const struct hap_csv *csv,
    struct err *err)
{
	struct hap_server server = { .row = { .pid = worker->pid } };
	const char *name = csv->text[HAP_SVNAME];
	bool bad = csv->text[HAP_STATUS][0] == '\0';
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

/* Who may be ours stands there by address; its names are others' business. */
static int
add_elsewhere(struct hap_worker *worker, const struct hap_csv *csv,
    struct err *err)
{
	struct hap_server server = { .row = { .pid = worker->pid,
		.elsewhere = true } };
	struct lb_row *row = &server.row;
	bool bad = false;
	int64_t type = hap_csv_number(csv, HAP_TYPE, HAP_CSV_NONE, &bad);

	if (!bad && (type != HAP_TYPE_SERVER || csv->text[HAP_ADDR][0] == '\0'))
		return 0;
	bad = bad || csv->text[HAP_STATUS][0] == '\0';
	read_numbers(&server, csv, &bad);
	read_words(row, csv, &bad);
	hap_csv_words(csv, HAP_SVNAME, row->svname, sizeof(row->svname));
	hap_csv_words(csv, HAP_PXNAME, row->pxname, sizeof(row->pxname));
	if (bad)
		return err_set(err, ERR_PARSE, "show stat: the line of %s in backend "
		    "%s cannot be understood", row->svname, row->pxname);
	x_grow(worker->elsewhere, worker->n_elsewhere, worker->cap_elsewhere);
	worker->elsewhere[worker->n_elsewhere++] = *row;
	return 0;
}

static int
read_backend(struct hap_worker *worker, const struct hap_csv *csv,
    struct err *err)
{
	bool bad = worker->has_backend;

	worker->has_backend = true;
	worker->backend_queue = hap_csv_count(csv, HAP_QCUR, &bad);
	worker->backend_errors = hap_csv_number(csv, HAP_HRSP_5XX, -1, &bad);
	hap_csv_words(csv, HAP_COOKIE, worker->cookie, sizeof(worker->cookie));
	return !bad ? 0 : err_set(err, ERR_PARSE,
	    "show stat: the backend's line cannot be understood");
}

struct reading {
	struct hap_worker *worker;
	const char *backend;
};

static int
add_row(const struct hap_csv *csv, void *arg, struct err *err)
{
	const struct reading *reading = arg;
	bool bad = false;
	int64_t type;

	if (strcmp(csv->text[HAP_PXNAME], reading->backend) != 0)
		return add_elsewhere(reading->worker, csv, err);
	type = hap_csv_number(csv, HAP_TYPE, HAP_CSV_NONE, &bad);
	if (bad)
		return err_set(err, ERR_PARSE,
		    "show stat: a line of %s has no type", reading->backend);
	if (type == HAP_TYPE_SERVER)
		return add_server(reading->worker, csv, err);
	return type != HAP_TYPE_BACKEND ? 0 :
	    read_backend(reading->worker, csv, err);
}

static void
sign(struct lb_row *row, const char *lb, bool leaving)
{
	(void)str_copy(row->lb, sizeof(row->lb), lb);
	row->leaving = leaving;
}

int
hap_read_stat(struct hap_worker *worker, struct hap_text block, const char *lb,
    const char *backend, bool leaving, struct err *err)
{
	struct reading reading = { worker, backend };

	if (hap_csv_each(block, add_row, &reading, err) == -1)
		return -1;
	for (size_t i = 0; i < worker->n; i++)
		sign(&worker->servers[i].row, lb, leaving);
	for (size_t i = 0; i < worker->n_elsewhere; i++)
		sign(&worker->elsewhere[i], lb, leaving);
	return 0;
}
