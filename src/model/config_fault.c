/* Faults of a configuration: file, line, sentence. */

#include "model/config_fault.h"

#include <stdarg.h>

#include "base/near.h"
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

const char *
config_near_key(const struct config_key *keys, const char *name)
{
	size_t best = near_limit(name);
	const char *near = NULL;

	for (const struct config_key *key = keys; key->name != NULL; key++)
		if (near_is_better(name, key->name, &best))
			near = key->name;
	return near;
}
