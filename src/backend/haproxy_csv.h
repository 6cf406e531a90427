/*
 * The CSV of "show stat": wanted columns, found by name in the first line; their
 * number differs between versions and with what is compiled in.  Pure.
 */
#ifndef BACKEND_HAPROXY_CSV_H
#define BACKEND_HAPROXY_CSV_H

#include "backend/haproxy_text.h"

#define HAP_CSV_COLUMNS 512		/* 2.6 has 128 */
#define HAP_CSV_WANTED 48
#define HAP_CSV_NONE INT64_MIN		/* the field must not be empty */

struct hap_csv {
	/* names[0] is not used: a column that nobody wants.  n counts it. */
	const char *const *names;
	size_t n;
	size_t cut_ok;			/* the one that may be longer than a cell */
	unsigned char column[HAP_CSV_COLUMNS];
	size_t width;			/* fields of a line */
	char text[HAP_CSV_WANTED][256];
};

/* The header, and past it.  -1: it is none, or a wanted column is not in it. */
int hap_csv_begin(struct hap_csv *csv, struct hap_text *block, struct err *err);
/* One line into text[]; all its fields, no more and no fewer than the header. */
int hap_csv_line(struct hap_csv *csv, struct hap_text line, struct err *err);
/* The header, then each line to fn: -1 from it, or a line that is none, ends it. */
typedef int hap_csv_fn(const struct hap_csv *csv, void *arg, struct err *err);
int hap_csv_each(struct hap_csv *csv, struct hap_text block, hap_csv_fn *fn,
    void *arg, struct err *err);
/* The word of a check: one that runs just now has "* " in front. */
const char *hap_csv_check(const struct hap_csv *csv, size_t column);
/* An empty field reads as `none`; *bad when it is no number (-1 is one). */
int64_t hap_csv_number(const struct hap_csv *csv, size_t column, int64_t none,
    bool *bad);
/* Not negative, and not empty. */
unsigned hap_csv_count(const struct hap_csv *csv, size_t column, bool *bad);
/* A total, or `none` when this mode or state does not have it. */
uint64_t hap_csv_total(const struct hap_csv *csv, size_t column, int64_t none,
    bool *bad);

#endif
