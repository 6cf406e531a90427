/* The CSV of "show stat": columns by name, whole lines. */

#include "config.h"

#include "backend/haproxy_csv.h"

#include <string.h>

#include "base/str.h"

static const char *const names[HAP_COLUMN_COUNT] = {
	"",
#define X(id, name) name,
	HAP_COLUMN_LIST(X)
#undef X
};

static enum hap_column
column_of(const char *name)
{
	for (size_t i = HAP_OTHER + 1; i < HAP_COLUMN_COUNT; i++)
		if (strcmp(name, names[i]) == 0)
			return (enum hap_column)i;
	return HAP_OTHER;
}

static int
read_header(struct hap_csv *csv, struct hap_text line, struct err *err)
{
	bool seen[HAP_COLUMN_COUNT] = { false };
	char name[64];
	bool cut;
	enum hap_field got;

	csv->width = 0;
	while ((got = hap_field(&line, name, sizeof(name), &cut)) == HAP_FIELD) {
		enum hap_column column = column_of(name);

		if (csv->width == HAP_CSV_COLUMNS ||
		    (column != HAP_OTHER && seen[column]))
			return err_set(err, ERR_PARSE,
			    "show stat: too many columns");
		seen[column] = true;
		csv->column[csv->width++] = (unsigned char)column;
	}
	if (got == HAP_FIELD_BAD)
		return err_set(err, ERR_PARSE, "show stat: the header was cut");
	for (size_t i = HAP_OTHER + 1; i < HAP_COLUMN_COUNT; i++)
		if (!seen[i])
			return err_set(err, ERR_PARSE,
			    "show stat: no column %s", names[i]);
	return 0;
}

/* The header, and past it. */
static int
begin(struct hap_csv *csv, struct hap_text *block, struct err *err)
{
	struct hap_text line = *block, whole = *block;

	if (!hap_line(block, &line) || !hap_past(&line, "# "))
		return hap_strange(err, "show stat", whole);
	return read_header(csv, line, err);
}

/* One line into text[]; all its fields, no more and no fewer than the header. */
static int
read_line(struct hap_csv *csv, struct hap_text line, struct err *err)
{
	bool cut;
	size_t n = 0;
	enum hap_field got;
	char text[256];

	while ((got = hap_field(&line, text, sizeof(text), &cut)) == HAP_FIELD) {
		size_t column = n < csv->width ? csv->column[n] : HAP_OTHER;

		if (column != HAP_OTHER) {
			/* What a server said may be as long as it likes. */
			if (cut && column != HAP_LAST_CHK)
				break;
			(void)str_copy(csv->text[column],
			    sizeof(csv->text[column]), text);
		}
		n++;
	}
	if (got != HAP_FIELD_NONE || n != csv->width)
		return err_set(err, ERR_PARSE,
		    "show stat: a line is not whole");
	return 0;
}

int
hap_csv_each(struct hap_text block, hap_csv_fn *fn, void *arg, struct err *err)
{
	struct hap_csv csv = { .width = 0 };
	struct hap_text line;

	if (begin(&csv, &block, err) == -1)
		return -1;
	while (hap_line(&block, &line))
		if (read_line(&csv, line, err) == -1 || fn(&csv, arg, err) == -1)
			return -1;
	return 0;
}

const char *
hap_csv_check(const struct hap_csv *csv)
{
	const char *check = csv->text[HAP_CHECK];

	return str_starts(check, "* ") ? check + strlen("* ") : check;
}

void
hap_csv_words(const struct hap_csv *csv, enum hap_column column, char *dst,
    size_t size)
{
	(void)str_safe(dst, size, csv->text[column]);
}

int64_t
hap_csv_number(const struct hap_csv *csv, enum hap_column column, int64_t none,
    bool *bad)
{
	const char *text = csv->text[column];
	int64_t value = none;

	if (text[0] == '\0')
		*bad = *bad || none == HAP_CSV_NONE;
	else if (!str_to_i64(text, -1, INT64_MAX, &value))
		*bad = true;
	return value;
}

unsigned
hap_csv_count(const struct hap_csv *csv, enum hap_column column, bool *bad)
{
	int64_t value = hap_csv_number(csv, column, HAP_CSV_NONE, bad);

	if (value < 0 || value > INT32_MAX) {
		*bad = true;
		return 0;
	}
	return (unsigned)value;
}

uint64_t
hap_csv_total(const struct hap_csv *csv, enum hap_column column, int64_t none,
    bool *bad)
{
	int64_t value = hap_csv_number(csv, column, none, bad);

	*bad = *bad || value < 0;
	return value < 0 ? 0 : (uint64_t)value;
}
