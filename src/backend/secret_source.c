/* A secret from a file or from a command, kept while it lets us in. */

#include "config.h"

#include "backend/secret_source.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/secret.h"
#include "base/str.h"
#include "base/xmalloc.h"
#include "model/config.h"

#define ASK_MS		30000		/* for the command that prints it */
#define DOUBT_MS	60000		/* a younger one is not asked for again */
#define HIDE_LEN	4		/* shorter ones are found everywhere */

struct waiter {
	secret_ready_fn *ready;
	void *arg;
};

struct secret_source {
	struct loop *loop;
	const char *file;		/* empty: by the command */
	const struct argv *command;
	struct secret value;
	int64_t at_ms;
	struct secret_ask *ask;
	struct waiter *waiters;
	size_t n, cap;
};

struct secret_source *
secret_source_new(struct loop *loop, const char *file, const struct argv *command)
{
	struct secret_source *source;

	if (file[0] == '\0' && command->n == 0)
		return NULL;
	source = xcalloc(1, sizeof(*source));
	source->loop = loop;
	source->file = file;
	source->command = command;
	return source;
}

void
secret_source_free(struct secret_source *source)
{
	if (source == NULL)
		return;
	secret_ask_cancel(source->ask);
	secret_done(&source->value);
	free(source->waiters);
	free(source);
}

static void
answered(struct secret *value, const struct err *failed, void *arg)
{
	struct secret_source *source = arg;
	struct waiter *waiters = source->waiters;
	size_t n = source->n;

	source->ask = NULL;
	if (failed == NULL) {
		secret_done(&source->value);
		source->value = *value;
		*value = (struct secret){ 0 };
		source->at_ms = clock_boot_ms();
	}
	/* Who is told may ask for more. */
	source->waiters = NULL;
	source->n = source->cap = 0;
	for (size_t i = 0; i < n; i++)
		if (waiters[i].ready != NULL)
			waiters[i].ready(failed == NULL ? NULL : failed->text,
			    waiters[i].arg);
	free(waiters);
}

/* Read each time: a file that was changed counts from then on. */
static void
from_file(struct secret_source *source, secret_ready_fn *ready, void *arg)
{
	struct err err = { 0 };

	if (secret_read(&source->value, source->file, &err) == -1)
		ready(err.text, arg);
	else
		ready(NULL, arg);
}

static void
from_command(struct secret_source *source, secret_ready_fn *ready, void *arg)
{
	struct err err = { 0 };

	if (source->ask == NULL)
		source->ask = secret_ask_start(source->loop, (const char *const *)
		    source->command->words, ASK_MS, answered,
		    source, &err);
	if (source->ask == NULL) {
		ready(err.text, arg);
		return;
	}
	x_grow(source->waiters, source->n, source->cap);
	source->waiters[source->n++] = (struct waiter){ ready, arg };
}

void
secret_source_get(struct secret_source *source, secret_ready_fn *ready, void *arg)
{
	if (source == NULL)
		ready(NULL, arg);
	else if (source->file[0] != '\0')
		from_file(source, ready, arg);
	else if (source->value.text == NULL)
		from_command(source, ready, arg);
	else
		ready(NULL, arg);
}

void
secret_source_forget(struct secret_source *source, const void *arg)
{
	for (size_t i = 0; source != NULL && i < source->n; i++)
		if (source->waiters[i].arg == arg)
			source->waiters[i].ready = NULL;
}

const char *
secret_source_text(const struct secret_source *source)
{
	return source == NULL ? NULL : source->value.text;
}

void
secret_source_hide(const struct secret_source *source, char *line)
{
	if (source == NULL || source->value.len < HIDE_LEN)
		return;
	while ((line = strstr(line, source->value.text)) != NULL) {
		memset(line, '*', source->value.len);
		line += source->value.len;
	}
}

void
secret_source_doubt(struct secret_source *source)
{
	if (source != NULL && clock_boot_ms() - source->at_ms > DOUBT_MS)
		secret_done(&source->value);
}
