/* Faults of a configuration: file, line, sentence. */

#include "model/config_fault.h"

#include <stdarg.h>
#include <string.h>

#include "model/config_table.h"
#include "model/names.h"

void
config_fault(struct reading *reading, int line, const char *fmt, ...)
{
	char text[TEXT_LEN];
	struct buf one = { 0 };
	va_list ap;

	va_start(ap, fmt);
	buf_vprintf(&one, fmt, ap);
	va_end(ap);
	(void)str_safe(text, sizeof(text), one.data);
	buf_done(&one);
	if (reading->n_faults++ == 0)
		(void)err_set(reading->err, ERR_CONFIG, "%s:%d: %s",
		    reading->path, line, text);
	buf_printf(reading->faults, "%s:%d: %s\n", reading->path, line, text);
}

static size_t
least(size_t a, size_t b, size_t c)
{
	size_t ab = a < b ? a : b;

	return ab < c ? ab : c;
}

/* Letters to be changed, added or taken away (Levenshtein). */
static size_t
distance(const char *a, const char *b)
{
	size_t row[NAME_LEN + 1], la = strlen(a), lb = strlen(b);

	if (la >= NAME_LEN || lb >= NAME_LEN)
		return NAME_LEN;
	for (size_t j = 0; j <= lb; j++)
		row[j] = j;
	for (size_t i = 1; i <= la; i++) {
		size_t diagonal = row[0];

		row[0] = i;
		for (size_t j = 1; j <= lb; j++) {
			size_t changed = diagonal + (a[i - 1] != b[j - 1]);

			diagonal = row[j];
			row[j] = least(changed, row[j] + 1, row[j - 1] + 1);
		}
	}
	return row[lb];
}

const char *
config_near_key(const struct config_key *keys, const char *name)
{
	/* Of a short word two letters are all of it. */
	size_t best = strlen(name) < 5 ? 2 : 3;
	const char *near = NULL;

	for (const struct config_key *key = keys; key->name != NULL; key++) {
		size_t far = distance(name, key->name);

		if (far < best) {
			best = far;
			near = key->name;
		}
	}
	return near;
}
