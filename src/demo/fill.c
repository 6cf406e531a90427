/* Filling in a text. */

#include "demo/fill.h"

#include <string.h>

static const char *
value_of(const struct fill_pair *pairs, const char *name, size_t len)
{
	for (; pairs != NULL && pairs->name != NULL; pairs++)
		if (strlen(pairs->name) == len &&
		    memcmp(pairs->name, name, len) == 0)
			return pairs->value;
	return NULL;
}

static int
fill_line(const char *line, const char *end, const struct fill_pair *row,
    const struct fill_pair *pairs, struct buf *out, struct err *err)
{
	while (line < end) {
		const char *at = memchr(line, '@', (size_t)(end - line));
		if (at == NULL)
			break;
		const char *name = at + 1;
		const char *close = memchr(name, '@', (size_t)(end - name));
		size_t len = close == NULL ? 0 : (size_t)(close - name);
		const char *value = value_of(row, name, len);

		if (value == NULL)
			value = value_of(pairs, name, len);
		if (value == NULL)
			return err_set(err, ERR_PARSE, "no value for @%.*s@",
			    (int)len, name);
		buf_add(out, line, (size_t)(at - line));
		buf_puts(out, value);
		line = close + 1;
	}
	if (line < end)
		buf_add(out, line, (size_t)(end - line));
	return 0;
}

/* Behind the next newline, or the end. */
static const char *
next_line(const char *line)
{
	line += strcspn(line, "\n");
	return *line == '\0' ? line : line + 1;
}

static int
fill_lines(const char *text, const char *end, const struct fill_pair *row,
    const struct fill_pair *pairs, struct buf *out, struct err *err)
{
	for (const char *next; text < end; text = next) {
		next = next_line(text);
		if (fill_line(text, next, row, pairs, out, err) == -1)
			return -1;
	}
	return 0;
}

/* At "@each THING@": the rows, else NULL. */
static const struct fill_rows *
rows_at(const char *line, const struct fill_rows *things)
{
	static const char each[] = "@each ";

	if (!str_starts(line, each))
		return NULL;
	line += sizeof(each) - 1;
	for (; things != NULL && things->thing != NULL; things++) {
		size_t len = strlen(things->thing);
		if (strncmp(line, things->thing, len) == 0 && line[len] == '@')
			return things;
	}
	return NULL;
}

int
fill_text(const char *text, const struct fill_pair *pairs,
    const struct fill_rows *things, struct buf *out, struct err *err)
{
	while (*text != '\0') {
		const struct fill_rows *rows = rows_at(text, things);
		const char *next = next_line(text);
		const char *end = rows == NULL ? NULL : strstr(next, "@end@");

		if (rows != NULL && end == NULL)
			return err_set(err, ERR_PARSE, "@each %s@ has no end",
			    rows->thing);
		if (rows == NULL && fill_line(text, next, NULL, pairs, out,
		    err) == -1)
			return -1;
		for (size_t i = 0; rows != NULL && rows->rows[i] != NULL; i++)
			if (fill_lines(next, end, rows->rows[i], pairs, out,
			    err) == -1)
				return -1;
		text = rows == NULL ? next : next_line(end);
	}
	return 0;
}
