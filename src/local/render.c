/* Filling in a template's text. */

#include "config.h"

#include "local/render.h"

#include <string.h>

#define INPUT "input:"

static const char *
value_of(const struct render_pair *pairs, const char *key, size_t len)
{
	for (; pairs->key != NULL; pairs++)
		if (strlen(pairs->key) == len && memcmp(pairs->key, key, len) == 0)
			return pairs->value;
	return NULL;
}

/* The word between two @; 1 when it was filled in, 0 when it is none of ours. */
static int
render_word(const char *word, size_t len, const struct render_pair *names,
    const struct render_pair *inputs, struct buf *out, struct err *err)
{
	size_t skip = strlen(INPUT);
	const char *value;

	if (len <= skip || memcmp(word, INPUT, skip) != 0)
		value = value_of(names, word, len);
	else if ((value = value_of(inputs, word + skip, len - skip)) == NULL)
		return err_set(err, ERR_REFUSED, "the input %.*s is not set",
		    (int)(len - skip), word + skip);
	if (value != NULL)
		buf_puts(out, value);
	return value != NULL;
}

int
render_text(const char *text, size_t len, const struct render_pair *names,
    const struct render_pair *inputs, struct buf *out, struct err *err)
{
	const char *end = text + len;

	while (text < end) {
		const char *at = memchr(text, '@', (size_t)(end - text));
		const char *close = at == NULL ? NULL :
		    memchr(at + 1, '@', (size_t)(end - at - 1));
		if (close == NULL)
			break;
		buf_add(out, text, (size_t)(at - text));
		int filled = render_word(at + 1, (size_t)(close - at - 1), names,
		    inputs, out, err);
		if (filled == -1)
			return -1;
		/* The second @ may be the first one of the next word. */
		if (filled == 0)
			buf_add(out, at, (size_t)(close - at));
		text = filled == 1 ? close + 1 : close;
	}
	buf_add(out, text, (size_t)(end - text));
	return 0;
}
