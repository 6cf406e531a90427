/*
 * "show stat": CSV → rows.  Columns are found by name in the first line; their
 * number differs between versions and with what is compiled in.
 */

#include "config.h"

#include "backend/haproxy_stat.h"

#include <stdlib.h>
#include <string.h>

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

enum { TYPE_BACKEND = 1, TYPE_SERVER = 2 };

#define MAX_COLUMNS 512			/* 2.6 has 128 */

struct header {
	unsigned char column[MAX_COLUMNS];
	size_t n;
};

struct cells {
	char text[COLUMN_COUNT][256];
};

static enum column
column_of(const char *name)
{
	for (int i = COLUMN_OTHER + 1; i < COLUMN_COUNT; i++)
		if (strcmp(name, column_names[i]) == 0)
			return (enum column)i;
	return COLUMN_OTHER;
}

static int
read_header(struct header *header, struct hap_text line, struct err *err)
{
	bool seen[COLUMN_COUNT] = { false };
	char name[64];
	bool cut;
	enum hap_field got;

	header->n = 0;
	while ((got = hap_field(&line, name, sizeof(name), &cut)) == HAP_FIELD) {
		enum column column = column_of(name);

		if (header->n == MAX_COLUMNS || (column != COLUMN_OTHER &&
		    seen[column]))
			return err_set(err, ERR_PARSE,
			    "show stat: too many columns");
		seen[column] = true;
		header->column[header->n++] = (unsigned char)column;
	}
	if (got == HAP_FIELD_BAD)
		return err_set(err, ERR_PARSE, "show stat: the header was cut");
	for (int i = COLUMN_OTHER + 1; i < COLUMN_COUNT; i++)
		if (!seen[i])
			return err_set(err, ERR_PARSE,
			    "show stat: no column %s", column_names[i]);
	return 0;
}

/* One line; all its fields, no more and no fewer than the header has. */
static int
read_cells(struct cells *cells, const struct header *header,
    struct hap_text line, struct err *err)
{
	bool cut;
	size_t n = 0;
	enum hap_field got;
	char text[256];

	while ((got = hap_field(&line, text, sizeof(text), &cut)) == HAP_FIELD) {
		enum column column = n < header->n ? header->column[n] : 0;

		if (column != COLUMN_OTHER) {
			if (cut && column != COLUMN_LAST_CHK)
				break;
			(void)str_copy(cells->text[column],
			    sizeof(cells->text[column]), text);
		}
		n++;
	}
	if (got != HAP_FIELD_NONE || n != header->n)
		return err_set(err, ERR_PARSE,
		    "show stat: a line is not whole");
	return 0;
}

/* An empty field reads as `none`; INT64_MIN there: it must not be empty. */
static int64_t
number(const struct cells *cells, enum column column, int64_t none, bool *bad)
{
	const char *text = cells->text[column];
	int64_t value = none;

	if (text[0] == '\0')
		*bad = *bad || none == INT64_MIN;
	else if (!str_to_i64(text, -1, INT64_MAX, &value))
		*bad = true;
	return value;
}

static unsigned
count(const struct cells *cells, enum column column, bool *bad)
{
	int64_t value = number(cells, column, INT64_MIN, bad);

	if (value < 0 || value > INT32_MAX) {
		*bad = true;
		return 0;
	}
	return (unsigned)value;
}

/* A total, or a number that this mode or state does not have. */
static uint64_t
total(const struct cells *cells, enum column column, int64_t none, bool *bad)
{
	int64_t value = number(cells, column, none, bad);

	*bad = *bad || value < 0;
	return value < 0 ? 0 : (uint64_t)value;
}

static void
read_numbers(struct hap_server *server, const struct cells *cells, bool *bad)
{
	struct lb_row *row = &server->row;

	row->weight = count(cells, COLUMN_WEIGHT, bad);
	row->qcur = count(cells, COLUMN_QCUR, bad);
	row->scur = count(cells, COLUMN_SCUR, bad);
	row->used = count(cells, COLUMN_USED, bad);
	row->backup = count(cells, COLUMN_BCK, bad) != 0;
	row->stot = total(cells, COLUMN_STOT, INT64_MIN, bad);
	row->lbtot = total(cells, COLUMN_LBTOT, INT64_MIN, bad);
	row->lastsess_s = number(cells, COLUMN_LASTSESS, INT64_MIN, bad);
	row->econ = total(cells, COLUMN_ECON, 0, bad);
	row->eresp = total(cells, COLUMN_ERESP, 0, bad);
	row->hrsp_5xx = total(cells, COLUMN_HRSP_5XX, 0, bad);
	row->check_code = (unsigned)total(cells, COLUMN_CHECK_CODE, 0, bad);
	server->check_fall = (unsigned)total(cells, COLUMN_CHECK_FALL, 0, bad);
}

static void
read_words(struct lb_row *row, const struct cells *cells, bool *bad)
{
	const char *check = cells->text[COLUMN_CHECK];

	/* A check that runs just now has "* " in front. */
	if (str_starts(check, "* "))
		check += 2;
	if (check[0] != '\0' && !str_is_name(check))
		*bad = true;
	(void)str_copy(row->check, sizeof(row->check), check);
	(void)str_copy(row->pxname, sizeof(row->pxname),
	    cells->text[COLUMN_PXNAME]);
	(void)str_safe(row->status, sizeof(row->status),
	    cells->text[COLUMN_STATUS]);
	(void)str_safe(row->addr, sizeof(row->addr), cells->text[COLUMN_ADDR]);
	(void)str_safe(row->cookie, sizeof(row->cookie),
	    cells->text[COLUMN_COOKIE]);
	/* Comes from the server itself, through its answer to the check. */
	(void)str_safe(row->last_chk, sizeof(row->last_chk),
	    cells->text[COLUMN_LAST_CHK]);
	row->state = lb_state_of(row->status, row->check);
	row->agent = cells->text[COLUMN_AGENT][0] != '\0';
	row->throttled = cells->text[COLUMN_THROTTLE][0] != '\0';
}

static int
add_server(struct hap_worker *worker, const struct cells *cells,
    struct err *err)
{
	struct hap_server server = { .row = { .pid = worker->pid } };
	const char *name = cells->text[COLUMN_SVNAME];
	bool bad = cells->text[COLUMN_STATUS][0] == '\0';
	char shown[200];

	(void)str_safe(shown, sizeof(shown), name);
	if (!str_is_name(name) || !str_copy(server.row.svname,
	    sizeof(server.row.svname), name))
		return err_set(err, ERR_PARSE,
		    "show stat: a server is named \"%s\"", shown);
	if (hap_worker_server(worker, name) != NULL)
		return err_set(err, ERR_PARSE,
		    "show stat: two servers are named \"%s\"", shown);
	read_numbers(&server, cells, &bad);
	read_words(&server.row, cells, &bad);
	if (bad)
		return err_set(err, ERR_PARSE,
		    "show stat: the line of %s cannot be understood", shown);
	x_grow(worker->servers, worker->n, worker->cap);
	worker->servers[worker->n++] = server;
	index_add(&worker->by_name, TEXTS(worker->servers, row.svname,
	    worker->n));
	return 0;
}

static int
add_row(struct hap_worker *worker, const struct cells *cells, struct err *err)
{
	bool bad = false;
	int64_t type = number(cells, COLUMN_TYPE, INT64_MIN, &bad);

	if (!bad && type == TYPE_SERVER)
		return add_server(worker, cells, err);
	if (!bad && type == TYPE_BACKEND) {
		bad = worker->has_backend;
		worker->has_backend = true;
		worker->backend_queue = count(cells, COLUMN_QCUR, &bad);
		(void)str_safe(worker->cookie, sizeof(worker->cookie),
		    cells->text[COLUMN_COOKIE]);
	}
	if (bad)
		return err_set(err, ERR_PARSE,
		    "show stat: the backend's line cannot be understood");
	return 0;
}

/* The first line of a block, when it is the CSV header. */
static int
begin(struct hap_text *block, struct header *header, struct err *err)
{
	struct hap_text line = *block, whole = *block;

	if (!hap_line(block, &line) || !hap_past(&line, "# "))
		return hap_strange(err, "show stat", whole);
	return read_header(header, line, err);
}

int
hap_read_stat(struct hap_worker *worker, struct hap_text block, const char *lb,
    const char *backend, bool leaving, struct err *err)
{
	struct header header;
	struct hap_text line;
	struct cells cells;

	if (begin(&block, &header, err) == -1)
		return -1;
	while (hap_line(&block, &line)) {
		if (read_cells(&cells, &header, line, err) == -1)
			return -1;
		if (strcmp(cells.text[COLUMN_PXNAME], backend) == 0 &&
		    add_row(worker, &cells, err) == -1)
			return -1;
	}
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
	struct header header;
	struct cells cells;
	bool bad = false;

	if (!hap_block(&text, &block) || !hap_past(&block, "admin\n"))
		return hap_strange(err, "show cli level", whole);
	if (!hap_block(&text, &block))
		return hap_strange(err, "show stat", text);
	if (begin(&block, &header, err) == -1)
		return -1;
	*iid = 0;
	while (hap_line(&block, &line)) {
		if (read_cells(&cells, &header, line, err) == -1)
			return -1;
		/* A frontend may bear the same name: its type is another. */
		if (strcmp(cells.text[COLUMN_PXNAME], backend) == 0 &&
		    number(&cells, COLUMN_TYPE, INT64_MIN, &bad) == TYPE_BACKEND)
			*iid = (int)count(&cells, COLUMN_IID, &bad);
	}
	if (bad || text.at != text.end)
		return err_set(err, ERR_PARSE, "show stat: not a whole answer");
	if (*iid == 0)
		return err_set(err, ERR_FAILED, "it has no backend %s", backend);
	return 0;
}
