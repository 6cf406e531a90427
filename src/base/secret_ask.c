/* Secrets from commands: a helper prints one line, within a time. */

#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/child.h"
#include "base/secret.h"
#include "base/str.h"
#include "base/xmalloc.h"

struct secret_ask {
	struct child *child;
	char name[80];			/* of the command, for complaints */
	struct secret secret;
	unsigned lines;
	struct err err;			/* what it complained of, or we */
	secret_ask_fn *done;
	void *arg;
};

/* Its complaints may be shown, what it prints may not. */
static void
on_line(const char *line, bool is_err, void *arg)
{
	struct secret_ask *ask = arg;
	char safe[200];

	if (is_err && ask->err.code == ERR_NONE) {
		(void)str_safe(safe, sizeof(safe), line);
		(void)err_set(&ask->err, ERR_FAILED, "%s", safe);
	}
	if (is_err || ask->lines++ > 0)
		return;
	if (strlen(line) <= SECRET_MAX)
		(void)secret_set(&ask->secret, line, strlen(line), &ask->err);
}

static int
judge(struct secret_ask *ask, const struct child_end *end, struct err *err)
{
	char how[80];

	if (!end->exited || end->status != 0)
		return err_set(err, ERR_FAILED, "%s: %s%s%s", ask->name,
		    child_end_text(end, how, sizeof(how)),
		    ask->err.code == ERR_NONE ? "" : ": ", ask->err.text);
	if (ask->lines != 1 || ask->secret.len == 0)
		return err_set(err, ERR_FAILED, "%s: printed %s; a secret is one "
		    "line of at most %d bytes", ask->name, ask->lines == 0 ?
		    "nothing" : ask->lines > 1 ? "more than a line" :
		    "nothing that could be one", SECRET_MAX);
	return 0;
}

static void
on_end(const struct child_end *end, void *arg)
{
	struct secret_ask *ask = arg;
	struct err err = { 0 };
	bool good;

	ask->child = NULL;
	good = judge(ask, end, &err) == 0;
	if (!good)
		secret_done(&ask->secret);
	ask->done(&ask->secret, good ? NULL : &err, ask->arg);
	secret_ask_cancel(ask);
}

struct secret_ask *
secret_ask_start(struct loop *loop, const char *const *argv, int timeout_ms,
    secret_ask_fn *done, void *arg, struct err *err)
{
	struct secret_ask *ask = xcalloc(1, sizeof(*ask));
	const struct child_spec spec = { .argv = argv, .timeout_ms = timeout_ms,
		.max_output = 4 * SECRET_MAX };

	ask->done = done;
	ask->arg = arg;
	(void)str_safe(ask->name, sizeof(ask->name), argv[0]);
	ask->child = child_start(loop, &spec, on_line, on_end, ask, err);
	if (ask->child != NULL)
		return ask;
	free(ask);
	return NULL;
}

void
secret_ask_cancel(struct secret_ask *ask)
{
	if (ask == NULL)
		return;
	child_cancel(ask->child);
	secret_done(&ask->secret);
	free(ask);
}
