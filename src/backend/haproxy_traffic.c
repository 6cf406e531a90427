/* "show stat" of everything → traffic rows.  Pure. */

#include "config.h"

#include <string.h>

#include "backend/haproxy_csv.h"
#include "backend/haproxy_stat.h"
#include "base/str.h"
#include "model/traffic.h"

#define COLUMN_LIST(X) \
	X(PXNAME, "pxname") X(SVNAME, "svname") X(TYPE, "type") \
	X(STATUS, "status") X(WEIGHT, "weight") X(ACT, "act") X(BCK, "bck") \
	X(QCUR, "qcur") X(SCUR, "scur") X(SMAX, "smax") X(SLIM, "slim") \
	X(STOT, "stot") X(BIN, "bin") X(BOUT, "bout") X(RATE, "rate") \
	X(RATE_MAX, "rate_max") X(LASTCHG, "lastchg") X(LASTSESS, "lastsess") \
	X(EREQ, "ereq") X(ECON, "econ") X(ERESP, "eresp") X(WRETR, "wretr") \
	X(HRSP_5XX, "hrsp_5xx") X(CHECK, "check_status") \
	X(CHECK_CODE, "check_code") X(LAST_CHK, "last_chk") X(ADDR, "addr")

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

/* A frontend has no queue, a server no request errors: what is not there is 0,
 * but for sessions, which each of them has. */
static void
read_numbers(struct traffic_row *row, const struct hap_csv *csv, bool *bad)
{
	const struct { size_t column; unsigned *value; } small[] = {
		{ COLUMN_WEIGHT, &row->weight }, { COLUMN_ACT, &row->act },
		{ COLUMN_BCK, &row->bck }, { COLUMN_QCUR, &row->qcur },
		{ COLUMN_SMAX, &row->smax }, { COLUMN_SLIM, &row->slim },
		{ COLUMN_RATE, &row->rate }, { COLUMN_RATE_MAX, &row->rate_max },
		{ COLUMN_CHECK_CODE, &row->check_code },
	};
	const struct { size_t column; uint64_t *value; } large[] = {
		{ COLUMN_STOT, &row->stot }, { COLUMN_BIN, &row->bin },
		{ COLUMN_BOUT, &row->bout }, { COLUMN_EREQ, &row->ereq },
		{ COLUMN_ECON, &row->econ }, { COLUMN_ERESP, &row->eresp },
		{ COLUMN_WRETR, &row->wretr }, { COLUMN_HRSP_5XX, &row->hrsp_5xx },
	};

	row->scur = hap_csv_count(csv, COLUMN_SCUR, bad);
	for (size_t i = 0; i < countof(small); i++)
		*small[i].value = (unsigned)hap_csv_total(csv, small[i].column, 0,
		    bad);
	for (size_t i = 0; i < countof(large); i++)
		*large[i].value = hap_csv_total(csv, large[i].column, 0, bad);
	row->lastchg_s = hap_csv_number(csv, COLUMN_LASTCHG, -1, bad);
	row->lastsess_s = hap_csv_number(csv, COLUMN_LASTSESS, -1, bad);
	row->errors = row->ereq + row->econ + row->eresp + row->hrsp_5xx;
}

static void
read_words(struct traffic_row *row, const struct hap_csv *csv)
{
	(void)str_safe(row->check, sizeof(row->check),
	    hap_csv_check(csv, COLUMN_CHECK));
	(void)str_safe(row->status, sizeof(row->status),
	    csv->text[COLUMN_STATUS]);
	(void)str_safe(row->addr, sizeof(row->addr), csv->text[COLUMN_ADDR]);
	(void)str_safe(row->last_chk, sizeof(row->last_chk),
	    csv->text[COLUMN_LAST_CHK]);
	if (row->kind == TRAFFIC_SERVER)
		row->state = lb_state_of(row->status, row->check);
}

static bool
is_shown(int64_t type, enum traffic_kind *kind)
{
	static const enum traffic_kind kinds[] =
	    { TRAFFIC_FRONTEND, TRAFFIC_BACKEND, TRAFFIC_SERVER };

	/* 3 is one listening socket of a frontend. */
	if (type < 0 || type >= (int64_t)countof(kinds))
		return false;
	*kind = kinds[type];
	return true;
}

struct reading { struct traffic_rows *rows; const char *lb; };

static int
add_row(const struct hap_csv *csv, void *arg, struct err *err)
{
	struct reading *reading = arg;
	struct traffic_row row = { 0 };
	bool bad = false;
	int64_t type = hap_csv_number(csv, COLUMN_TYPE, HAP_CSV_NONE, &bad);
	char shown[200];

	if (!bad && !is_shown(type, &row.kind))
		return 0;
	(void)str_copy(row.lb, sizeof(row.lb), reading->lb);
	bad = bad || !str_is_name(csv->text[COLUMN_PXNAME]) ||
	    !str_is_name(csv->text[COLUMN_SVNAME]) ||
	    !str_copy(row.pxname, sizeof(row.pxname), csv->text[COLUMN_PXNAME]) ||
	    !str_copy(row.svname, sizeof(row.svname), csv->text[COLUMN_SVNAME]);
	read_numbers(&row, csv, &bad);
	read_words(&row, csv);
	if (bad)
		return err_set(err, ERR_PARSE,
		    "show stat: the line of \"%.100s\" cannot be understood",
		    (str_safe(shown, sizeof(shown), csv->text[COLUMN_SVNAME]),
		    shown));
	if (reading->rows->n == HAP_TRAFFIC_MAX)
		return err_set(err, ERR_PARSE, "show stat: more than %d lines",
		    HAP_TRAFFIC_MAX);
	*traffic_rows_add(reading->rows) = row;
	return 0;
}

int
hap_read_traffic(struct traffic_rows *rows, struct hap_text block,
    const char *lb, struct err *err)
{
	struct hap_csv csv = columns;
	struct reading reading = { rows, lb };

	return hap_csv_each(&csv, block, add_row, &reading, err);
}

int
hap_parse_traffic(const char *reply, size_t len, const char *lb,
    struct hap_worker *worker, struct traffic_rows *rows, struct err *err)
{
	struct hap_text text = { reply, reply + len }, block;

	if (!hap_block(&text, &block))
		return hap_strange(err, "show info", text);
	if (hap_read_info(worker, block, err) == -1)
		return -1;
	if (!hap_block(&text, &block) || text.at != text.end)
		return hap_strange(err, "show stat", text);
	return hap_read_traffic(rows, block, lb, err);
}
