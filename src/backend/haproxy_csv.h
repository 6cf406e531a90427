/*
 * The CSV of "show stat": wanted columns, found by name in the first line; their
 * number differs between versions and with what is compiled in.  Pure.
 */
#ifndef BACKEND_HAPROXY_CSV_H
#define BACKEND_HAPROXY_CSV_H

#include "backend/haproxy_text.h"

#define HAP_CSV_COLUMNS 512		/* 2.6 has 128 */
#define HAP_CSV_NONE INT64_MIN		/* the field must not be empty */

#define HAP_COLUMN_LIST(X) \
	X(PXNAME, "pxname") X(SVNAME, "svname") X(TYPE, "type") \
	X(STATUS, "status") X(WEIGHT, "weight") X(ACT, "act") X(BCK, "bck") \
	X(QCUR, "qcur") X(SCUR, "scur") X(SMAX, "smax") X(SLIM, "slim") \
	X(USED, "used_conn_cur") X(STOT, "stot") X(LBTOT, "lbtot") \
	X(BIN, "bin") X(BOUT, "bout") X(RATE, "rate") X(RATE_MAX, "rate_max") \
	X(LASTCHG, "lastchg") X(LASTSESS, "lastsess") X(EREQ, "ereq") \
	X(ECON, "econ") X(ERESP, "eresp") X(WRETR, "wretr") \
	X(HRSP_5XX, "hrsp_5xx") X(THROTTLE, "throttle") \
	X(CHECK, "check_status") X(CHECK_CODE, "check_code") \
	X(CHECK_FALL, "check_fall") X(LAST_CHK, "last_chk") \
	X(AGENT, "agent_status") X(ADDR, "addr") X(COOKIE, "cookie")

enum hap_column {
	HAP_OTHER,			/* one that nobody wants */
#define X(id, name) HAP_##id,
	HAP_COLUMN_LIST(X)
#undef X
	HAP_COLUMN_COUNT
};

/* What a line is of. */
enum { HAP_TYPE_BACKEND = 1, HAP_TYPE_SERVER = 2 };

struct hap_csv {
	unsigned char column[HAP_CSV_COLUMNS];	/* enum hap_column of each field */
	size_t width;			/* fields of a line */
	char text[HAP_COLUMN_COUNT][256];	/* of this line */
};

/* Each line of a whole block.  -1: it has no header, or a column is not in it; a
 * line has fewer fields or more; or fn has refused one, with *err its own. */
typedef int hap_csv_fn(const struct hap_csv *csv, void *arg, struct err *err);
int hap_csv_each(struct hap_text block, hap_csv_fn *fn, void *arg,
    struct err *err);

/* An empty field reads as `none`; *bad when it is no number (-1 is one). */
int64_t hap_csv_number(const struct hap_csv *csv, enum hap_column column,
    int64_t none, bool *bad);
/* Not negative, and not empty. */
unsigned hap_csv_count(const struct hap_csv *csv, enum hap_column column,
    bool *bad);
/* A total, or `none` when this mode or state does not have it. */
uint64_t hap_csv_total(const struct hap_csv *csv, enum hap_column column,
    int64_t none, bool *bad);
/* check_status, without the "* " in front while a check runs. */
const char *hap_csv_check(const struct hap_csv *csv);
/* The text of a column, harmless: others have written it. */
void hap_csv_words(const struct hap_csv *csv, enum hap_column column, char *dst,
    size_t size);

#endif
