/* Values of inputs: RightScale's 2.0 notation, and ours. */

#include "config.h"

#include <string.h>

#include "backend/rs_book.h"
#include "base/str.h"

static bool
is_notation(const char *value)
{
	static const char *const words[] = { "blank", "ignore", "inherit" };
	static const char *const prefixes[] = { "text:", "env:", "cred:", "key:",
		"array:" };

	for (size_t i = 0; i < countof(words); i++)
		if (strcmp(value, words[i]) == 0)
			return true;
	for (size_t i = 0; i < countof(prefixes); i++)
		if (str_starts(value, prefixes[i]))
			return true;
	return false;
}

bool
rs_value_read(const char *value, char *dst, size_t size, bool *set)
{
	*set = strcmp(value, "inherit") != 0;
	if (!*set || strcmp(value, "blank") == 0)
		return str_copy(dst, size, "");
	if (!is_notation(value))
		return false;
	if (str_starts(value, "text:") && !is_notation(value + 5) &&
	    value[5] != '\0')
		value += 5;
	return str_copy(dst, size, value);
}

void
rs_value_write(const char *value, struct buf *dst)
{
	if (value[0] == '\0')
		buf_puts(dst, "blank");
	else if (is_notation(value))
		buf_puts(dst, value);
	else
		buf_printf(dst, "text:%s", value);
}
