/* "show stat" of everything → traffic rows.  Pure. */

#include "config.h"

#include <string.h>

#include "backend/haproxy_csv.h"
#include "backend/haproxy_stat.h"
#include "base/str.h"
#include "model/traffic.h"

/* A frontend has no queue, a server no request errors: what is not there is 0,
 * but for sessions, which each of them has. */
static void
read_numbers(struct traffic_row *row, const struct hap_csv *csv, bool *bad)
{
	const struct { size_t column; unsigned *value; } small[] = {
		{ HAP_WEIGHT, &row->weight }, { HAP_ACT, &row->act },
		{ HAP_BCK, &row->bck }, { HAP_QCUR, &row->qcur },
		{ HAP_SMAX, &row->smax }, { HAP_SLIM, &row->slim },
		{ HAP_RATE, &row->rate }, { HAP_RATE_MAX, &row->rate_max },
		{ HAP_CHECK_CODE, &row->check_code },
	};
	const struct { size_t column; uint64_t *value; } large[] = {
		{ HAP_STOT, &row->stot }, { HAP_BIN, &row->bin },
		{ HAP_BOUT, &row->bout }, { HAP_EREQ, &row->ereq },
		{ HAP_ECON, &row->econ }, { HAP_ERESP, &row->eresp },
		{ HAP_WRETR, &row->wretr }, { HAP_HRSP_5XX, &row->hrsp_5xx },
	};

	row->scur = hap_csv_count(csv, HAP_SCUR, bad);
	for (size_t i = 0; i < countof(small); i++)
		*small[i].value = (unsigned)hap_csv_total(csv, small[i].column, 0,
		    bad);
	for (size_t i = 0; i < countof(large); i++)
		*large[i].value = hap_csv_total(csv, large[i].column, 0, bad);
	row->lastchg_s = hap_csv_number(csv, HAP_LASTCHG, -1, bad);
	row->lastsess_s = hap_csv_number(csv, HAP_LASTSESS, -1, bad);
	row->errors = row->ereq + row->econ + row->eresp + row->hrsp_5xx;
}

static void
read_words(struct traffic_row *row, const struct hap_csv *csv)
{
	(void)str_safe(row->check, sizeof(row->check), hap_csv_check(csv));
	hap_csv_words(csv, HAP_STATUS, row->status, sizeof(row->status));
	hap_csv_words(csv, HAP_ADDR, row->addr, sizeof(row->addr));
	hap_csv_words(csv, HAP_LAST_CHK, row->last_chk, sizeof(row->last_chk));
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

struct reading {
	struct traffic_rows *rows;
	const char *lb;
};

static int
add_row(const struct hap_csv *csv, void *arg, struct err *err)
{
	const struct reading *reading = arg;
	struct traffic_row row = { 0 };
	bool bad = false;
	int64_t type = hap_csv_number(csv, HAP_TYPE, HAP_CSV_NONE, &bad);
	char shown[200];

	if (reading->rows->n == HAP_TRAFFIC_MAX)
		return err_set(err, ERR_PARSE, "show stat: more than %d lines",
		    HAP_TRAFFIC_MAX);
	if (!bad && !is_shown(type, &row.kind))
		return 0;
	(void)str_copy(row.lb, sizeof(row.lb), reading->lb);
	bad = bad || !str_is_name(csv->text[HAP_PXNAME]) ||
	    !str_is_name(csv->text[HAP_SVNAME]) ||
	    !str_copy(row.pxname, sizeof(row.pxname), csv->text[HAP_PXNAME]) ||
	    !str_copy(row.svname, sizeof(row.svname), csv->text[HAP_SVNAME]);
	read_numbers(&row, csv, &bad);
	read_words(&row, csv);
	if (bad)
		return err_set(err, ERR_PARSE,
		    "show stat: the line of \"%.100s\" cannot be understood",
		    (str_safe(shown, sizeof(shown), csv->text[HAP_SVNAME]),
		    shown));
	*traffic_rows_add(reading->rows) = row;
	return 0;
}

int
hap_read_traffic(struct traffic_rows *rows, struct hap_text block,
    const char *lb, struct err *err)
{
	struct reading reading = { rows, lb };

	return hap_csv_each(block, add_row, &reading, err);
}
