/* The inputs as CSV and back. */

#include "backend/inputs_csv.h"

#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"

#define HEADER "scope,key,value,secret"
#define COLUMNS 4
#define ROWS_MAX 4096

static const char *const scopes[] = {
	[INPUT_DEPLOYMENT] = "deployment",
	[INPUT_ARRAY] = "array",
};

/* What makes a formula of a cell, and the apostrophe itself: else one that was
 * there would be taken for ours. */
static bool
needs_apostrophe(char first)
{
	return first != '\0' && strchr("=+-@\t\r'", first) != NULL;
}

void
inputs_csv_cell(const char *text, char end, struct buf *out)
{
	bool apostrophe = needs_apostrophe(*text);
	bool quotes = apostrophe || text[strcspn(text, ",\"\r\n")] != '\0';

	buf_puts(out, quotes ? apostrophe ? "\"'" : "\"" : "");
	for (; *text != '\0'; text++) {
		if (*text == '"')
			buf_add(out, "\"", 1);
		buf_add(out, text, 1);
	}
	buf_puts(out, quotes ? "\"" : "");
	if (end == ',')
		buf_puts(out, ",");
	else
		buf_puts(out, "\r\n");
}

void
inputs_csv_write(const struct input *inputs, size_t n, struct buf *out)
{
	buf_puts(out, HEADER "\r\n");
	for (size_t i = 0; i < n; i++) {
		inputs_csv_cell(scopes[inputs[i].scope], ',', out);
		inputs_csv_cell(inputs[i].key, ',', out);
		inputs_csv_cell(inputs[i].value, ',', out);
		inputs_csv_cell(inputs[i].secret ? "yes" : "no", '\n', out);
	}
}

struct reader {
	const char *at, *end;
	unsigned line;
	struct buf cells[COLUMNS];
};

static int
read_quoted(struct reader *reader, struct buf *cell, struct err *err)
{
	for (reader->at++; reader->at < reader->end; reader->at++) {
		if (*reader->at == '"' && (reader->at + 1 == reader->end ||
		    reader->at[1] != '"')) {
			reader->at++;
			return 0;
		}
		if (*reader->at == '"')
			reader->at++;
		if (*reader->at == '\n')
			reader->line++;
		buf_add(cell, reader->at, 1);
	}
	return err_set(err, ERR_PARSE, "a quote is not closed");
}

static int
read_cell(struct reader *reader, struct buf *cell, struct err *err)
{
	buf_reset(cell);
	buf_puts(cell, "");
	if (reader->at < reader->end && *reader->at == '"')
		return read_quoted(reader, cell, err);
	while (reader->at < reader->end && strchr(",\"\r\n", *reader->at) == NULL)
		buf_add(cell, reader->at++, 1);
	return 0;
}

/* The end of a record: CRLF, LF, or the end of the text. */
static bool
at_record_end(struct reader *reader)
{
	if (reader->at == reader->end)
		return true;
	if (reader->end - reader->at >= 2 && memcmp(reader->at, "\r\n", 2) == 0)
		reader->at++;
	if (*reader->at != '\n')
		return false;
	reader->at++;
	reader->line++;
	return true;
}

static int
read_record(struct reader *reader, struct err *err)
{
	for (size_t i = 0; i < COLUMNS; i++) {
		if (read_cell(reader, &reader->cells[i], err) == -1)
			return -1;
		if (i + 1 == COLUMNS)
			break;
		if (reader->at == reader->end || *reader->at != ',')
			return err_set(err, ERR_PARSE, "not %d cells", COLUMNS);
		reader->at++;
	}
	return at_record_end(reader) ? 0 :
	    err_set(err, ERR_PARSE, "not %d cells", COLUMNS);
}

static const char *
plain(const struct buf *cell)
{
	return cell->data[0] == '\'' && needs_apostrophe(cell->data[1]) ?
	    cell->data + 1 : cell->data;
}

static int
take_scope(const char *text, enum input_scope *scope)
{
	for (size_t i = 0; i < countof(scopes); i++)
		if (strcmp(scopes[i], text) == 0) {
			*scope = (enum input_scope)i;
			return 0;
		}
	return -1;
}

static int
take_record(const struct reader *reader, struct input *input, struct err *err)
{
	const char *secret = plain(&reader->cells[3]);

	*input = (struct input){ 0 };
	if (take_scope(plain(&reader->cells[0]), &input->scope) == -1)
		return err_set(err, ERR_PARSE,
		    "the scope is neither deployment nor array");
	if (!str_copy(input->key, sizeof(input->key), plain(&reader->cells[1])) ||
	    !str_is_name(input->key))
		return err_set(err, ERR_PARSE, "the key is not a name");
	if (!str_copy(input->value, sizeof(input->value),
	    plain(&reader->cells[2])))
		return err_set(err, ERR_PARSE, "the value has more than %d bytes",
		    TEXT_LEN - 1);
	input->secret = strcmp(secret, "yes") == 0;
	if (!input->secret && strcmp(secret, "no") != 0)
		return err_set(err, ERR_PARSE, "secret is neither yes nor no");
	return 0;
}

static bool
is_there(const struct input *inputs, size_t n, const struct input *input)
{
	for (size_t i = 0; i < n; i++)
		if (inputs[i].scope == input->scope &&
		    strcmp(inputs[i].key, input->key) == 0)
			return true;
	return false;
}

static int
read_header(struct reader *reader, struct err *err)
{
	static const char *const names[COLUMNS] = { "scope", "key", "value",
		"secret" };

	if (read_record(reader, err) == -1)
		return -1;
	for (size_t i = 0; i < COLUMNS; i++)
		if (strcmp(reader->cells[i].data, names[i]) != 0)
			return err_set(err, ERR_PARSE, "the header is not " HEADER);
	return 0;
}

static int
read_all(struct reader *reader, struct input **inputs, size_t *n, unsigned *line,
    struct err *err)
{
	size_t cap = 0;

	if (read_header(reader, err) == -1)
		return -1;
	while (reader->at < reader->end) {
		struct input input;
		*line = reader->line;
		if (read_record(reader, err) == -1 ||
		    take_record(reader, &input, err) == -1)
			return -1;
		if (is_there(*inputs, *n, &input))
			return err_set(err, ERR_PARSE, "%s stands there twice",
			    input.key);
		if (*n == ROWS_MAX)
			return err_set(err, ERR_PARSE, "more than %d inputs",
			    ROWS_MAX);
		x_grow(*inputs, *n, cap);
		(*inputs)[(*n)++] = input;
	}
	return 0;
}

int
inputs_csv_read(const char *text, size_t len, struct input **inputs, size_t *n,
    struct err *err)
{
	struct reader reader = { .at = text, .end = text + len, .line = 1 };
	unsigned line = 1;
	int status;

	*inputs = NULL;
	*n = 0;
	if (len > INPUTS_CSV_MAX)
		return err_set(err, ERR_PARSE, "more than %d bytes", INPUTS_CSV_MAX);
	if (len > 0 && memchr(text, '\0', len) != NULL)
		return err_set(err, ERR_PARSE, "a NUL in it");
	status = read_all(&reader, inputs, n, &line, err);
	if (status == -1) {
		free(*inputs);
		*inputs = NULL;
		*n = 0;
		err_prefix(err, "line %u", line);
	}
	for (size_t i = 0; i < COLUMNS; i++)
		buf_done(&reader.cells[i]);
	return status;
}
