/* Command lines of the configuration. */

#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"
#include "model/config.h"

void
argv_done(struct argv *argv)
{
	for (size_t i = 0; i < argv->n; i++)
		free(argv->words[i]);
	free(argv->words);
	memset(argv, 0, sizeof(*argv));
}

bool
config_asks_cloud(const struct config *config, enum verb verb)
{
	return verb_need(verb) != NEED_NOBODY ||
	    config->cloud.exec.verbs[verb].n > 0;
}

static char *
fill(const char *word, char key, const char *value)
{
	struct buf filled = { 0 };

	buf_puts(&filled, "");
	for (const char *c = word; *c != '\0'; c++) {
		if (c[0] == '%' && c[1] == key) {
			buf_puts(&filled, value);
			c++;
		} else {
			buf_add(&filled, c, 1);
		}
	}
	return buf_take(&filled);
}

struct argv
argv_fill(const struct argv *argv, char key, const char *value)
{
	struct argv out = { 0 };

	out.words = xcalloc(argv->n + 1, sizeof(*out.words));
	for (size_t i = 0; i < argv->n; i++)
		out.words[out.n++] = fill(argv->words[i], key, value);
	return out;
}
