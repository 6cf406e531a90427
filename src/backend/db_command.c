/* One configured command: its words filled in, its output kept and shown. */

#include "backend/db_command.h"

#include <stdlib.h>
#include <string.h>

#include "backend/secret_source.h"
#include "base/file.h"
#include "base/loop.h"
#include "base/xmalloc.h"

#define OUTPUT_MAX	(1024 * 1024)

struct db_command {
	const struct provider_ctx *ctx;
	struct argv words;		/* filled in */
	int timeout_ms;
	bool live;
	struct child *child;
	struct loop_timer *later;
	struct buf out;
	struct db_result result;
	db_command_fn *done;
	void *arg;
};

static void
command_free(struct db_command *command)
{
	argv_done(&command->words);
	buf_done(&command->out);
	free(command);
}

static void
finish(void *arg)
{
	struct db_command *command = arg;

	command->later = NULL;
	buf_puts(&command->out, "");
	command->result.out = command->out.data;
	command->done(&command->result, command->arg);
	command_free(command);
}

static void
take_line(const char *told, bool is_err, void *arg)
{
	struct db_command *command = arg;
	struct db_result *result = &command->result;
	char *line = xstrdup(told), safe[TEXT_LEN];

	secret_source_hide(command->ctx->secret, line);
	(void)str_safe(safe, sizeof(safe), line);
	if (command->live)
		command->ctx->output(safe, command->ctx->output_arg);
	if (is_err) {
		/* The first complaint says most. */
		if (result->trouble[0] == '\0')
			(void)str_copy(result->trouble,
			    sizeof(result->trouble), safe);
	} else {
		(void)str_copy(result->last, sizeof(result->last), safe);
		buf_printf(&command->out, "%s\n", line);
	}
	free(line);
}

static void
ended(const struct child_end *end, void *arg)
{
	struct db_command *command = arg;
	struct db_result *result = &command->result;
	char how[80], said[TEXT_LEN];

	command->child = NULL;
	result->end = *end;
	result->ok = end->exited && end->status == 0;
	if (!result->ok)
		secret_source_doubt(command->ctx->secret);
	(void)str_copy(said, sizeof(said), result->trouble);
	result->trouble[0] = '\0';
	if (!result->ok)
		(void)str_fmt(result->trouble, sizeof(result->trouble),
		    "%s%s%s", child_end_text(end, how, sizeof(how)),
		    said[0] == '\0' ? "" : ": ", said);
	finish(command);
}

static struct argv
fill(const struct argv *argv, const char *file, const char *digest)
{
	struct argv once = argv_fill(argv, 'f', file == NULL ? "" : file);
	struct argv all = argv_fill(&once, 'd', digest == NULL ? "" : digest);

	argv_done(&once);
	return all;
}

static void
not_started(struct db_command *command, const char *why)
{
	(void)str_copy(command->result.trouble, sizeof(command->result.trouble),
	    why);
	command->later = loop_add_timer(command->ctx->loop, 0, finish, command);
}

/* "NAME=VALUE", of the commands' environment and of nobody else's. */
static char *
environment_entry(const struct provider_ctx *ctx)
{
	const char *text = secret_source_text(ctx->secret);
	if (text == NULL)
		return NULL;
	const char *name = ctx->config->db.secret_env;
	size_t size = strlen(name) + 1 + strlen(text) + 1;

	char *whole = xcalloc(1, size);
	(void)str_fmt(whole, size, "%s=%s", name, text);
	return whole;
}

static void
ready(const char *trouble, void *arg)
{
	struct db_command *command = arg;
	char *entry = environment_entry(command->ctx);
	const char *const env[] = { entry, NULL };
	const struct child_spec spec = {
		.argv = (const char *const *)command->words.words,
		.keep_env = env, .timeout_ms = command->timeout_ms,
		.max_output = OUTPUT_MAX,
	};
	struct err err = { 0 };

	if (trouble == NULL)
		command->child = child_start(command->ctx->loop, &spec, take_line,
		    ended, command, &err);
	if (command->child == NULL)
		not_started(command, trouble == NULL ? err.text : trouble);
	if (entry != NULL)
		explicit_bzero(entry, strlen(entry));
	free(entry);
}

struct db_command *
db_command_start(const struct provider_ctx *ctx, const struct argv *argv,
    const char *file, const char *digest, bool live, int timeout_ms,
    db_command_fn *done, void *arg)
{
	struct db_command *command = xcalloc(1, sizeof(*command));

	command->ctx = ctx;
	command->words = fill(argv, file, digest);
	command->timeout_ms = timeout_ms;
	command->live = live;
	command->done = done;
	command->arg = arg;
	/* Not started is as good as: it ended with a status that says so. */
	command->result.end = (struct child_end){ .exited = true, .status = 127 };
	secret_source_get(ctx->secret, ready, command);
	return command;
}

void
db_command_cancel(struct db_command *command)
{
	if (command == NULL)
		return;
	secret_source_forget(command->ctx->secret, command);
	child_cancel(command->child);
	loop_del_timer(command->later);
	command_free(command);
}

bool
db_has_line(const char *text, const char *line)
{
	size_t len = strlen(line);

	while (*text != '\0') {
		size_t n = strcspn(text, "\r\n");
		if (n == len && memcmp(text, line, n) == 0)
			return true;
		text += n;
		text += strspn(text, "\r\n");
	}
	return false;
}

int
db_read_migration(const char *file, struct buf *text, char digest[65],
    struct err *err)
{
	if (file_read(file, OUTPUT_MAX, text, err) == -1)
		return -1;
	if (memchr(text->data, '\0', text->len) != NULL)
		return err_set(err, ERR_PARSE, "%s: has a zero byte", file);
	file_sha256(text->data, text->len, digest);
	return 0;
}
