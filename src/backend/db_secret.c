/* What lets the database's commands in. */

#include "config.h"

#include "backend/db_secret.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/secret.h"
#include "base/xmalloc.h"

#define ASK_MS		30000		/* for the command that prints it */
#define DOUBT_MS	60000		/* a younger one is not asked for again */
#define HIDE_LEN	4		/* shorter ones are found everywhere */

struct waiter {
	db_ready_fn *ready;
	void *arg;
};

struct db_secret {
	struct loop *loop;
	const struct config *config;
	struct secret value;
	int64_t at_ms;
	struct secret_ask *ask;
	struct waiter *waiters;
	size_t n, cap;
};

struct db_secret *
db_secret_new(struct loop *loop, const struct config *config)
{
	struct db_secret *secret;

	if (config->db.secret_file[0] == '\0' && config->db.secret_command.n == 0)
		return NULL;
	secret = xcalloc(1, sizeof(*secret));
	secret->loop = loop;
	secret->config = config;
	return secret;
}

void
db_secret_free(struct db_secret *secret)
{
	if (secret == NULL)
		return;
	secret_ask_cancel(secret->ask);
	secret_done(&secret->value);
	free(secret->waiters);
	free(secret);
}

static void
answered(struct secret *value, const struct err *failed, void *arg)
{
	struct db_secret *secret = arg;
	struct waiter *waiters = secret->waiters;
	size_t n = secret->n;

	secret->ask = NULL;
	if (failed == NULL) {
		secret_done(&secret->value);
		secret->value = *value;
		*value = (struct secret){ 0 };
		secret->at_ms = clock_boot_ms();
	}
	/* Who is told may ask for more. */
	secret->waiters = NULL;
	secret->n = secret->cap = 0;
	for (size_t i = 0; i < n; i++)
		if (waiters[i].ready != NULL)
			waiters[i].ready(failed == NULL ? NULL : failed->text,
			    waiters[i].arg);
	free(waiters);
}

/* Read each time: a file that was changed counts from then on. */
static void
from_file(struct db_secret *secret, db_ready_fn *ready, void *arg)
{
	struct err err = { 0 };

	if (secret_read(&secret->value, secret->config->db.secret_file, &err) == -1)
		ready(err.text, arg);
	else
		ready(NULL, arg);
}

static void
from_command(struct db_secret *secret, db_ready_fn *ready, void *arg)
{
	struct err err = { 0 };

	if (secret->ask == NULL)
		secret->ask = secret_ask_start(secret->loop, (const char *const *)
		    secret->config->db.secret_command.words, ASK_MS, answered,
		    secret, &err);
	if (secret->ask == NULL) {
		ready(err.text, arg);
		return;
	}
	x_grow(secret->waiters, secret->n, secret->cap);
	secret->waiters[secret->n++] = (struct waiter){ ready, arg };
}

void
db_secret_get(struct db_secret *secret, db_ready_fn *ready, void *arg)
{
	if (secret == NULL)
		ready(NULL, arg);
	else if (secret->config->db.secret_file[0] != '\0')
		from_file(secret, ready, arg);
	else if (secret->value.text == NULL)
		from_command(secret, ready, arg);
	else
		ready(NULL, arg);
}

void
db_secret_forget(struct db_secret *secret, const void *arg)
{
	for (size_t i = 0; secret != NULL && i < secret->n; i++)
		if (secret->waiters[i].arg == arg)
			secret->waiters[i].ready = NULL;
}

char *
db_secret_entry(const struct db_secret *secret)
{
	if (secret == NULL || secret->value.text == NULL)
		return NULL;
	const char *name = secret->config->db.secret_env;
	size_t size = strlen(name) + 1 + secret->value.len + 1;
	char *entry = xcalloc(1, size);

	(void)str_fmt(entry, size, "%s=%s", name, secret->value.text);
	return entry;
}

void
db_secret_entry_done(char *entry)
{
	if (entry != NULL)
		explicit_bzero(entry, strlen(entry));
	free(entry);
}

void
db_secret_hide(const struct db_secret *secret, char *line)
{
	if (secret == NULL || secret->value.len < HIDE_LEN)
		return;
	while ((line = strstr(line, secret->value.text)) != NULL) {
		memset(line, '*', secret->value.len);
		line += secret->value.len;
	}
}

void
db_secret_doubt(struct db_secret *secret)
{
	if (secret != NULL && clock_boot_ms() - secret->at_ms > DOUBT_MS)
		secret_done(&secret->value);
}
