/*
 * The health check file.  Removing it is what makes the balancers stop sending
 * new visitors; it is renamed and not removed, so that it can come back as it
 * was.
 */

#include "backend/host_file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/child.h"
#include "base/loop.h"
#include "base/xmalloc.h"

struct host_file {
	const struct provider_ctx *ctx;
	struct server server;
	enum host_file_verb verb;
	int timeout_ms;
	char from[TEXT_LEN + 16], to[TEXT_LEN + 16];	/* LOOK: from alone */
	bool again;			/* mv failed: was it moved before? */
	struct child *child;
	struct loop_timer *later;
	enum outcome outcome;
	enum tri there;
	char text[TEXT_LEN];
	host_file_fn *done;
	void *arg;
};

int
host_fill_name(const char *text, const char *name, char *dst, size_t size,
    struct err *err)
{
	const char *p = strstr(text, "%n");

	if (!str_is_name(name) || strcmp(name, ".") == 0 ||
	    strcmp(name, "..") == 0)
		return err_set(err, ERR_REFUSED, "not a server's name");
	dst[0] = '\0';
	for (; p != NULL; text = p + 2, p = strstr(text, "%n"))
		if (!str_add(dst, size, "%.*s%s", (int)(p - text), text, name))
			return err_set(err, ERR_CONFIG, "path too long");
	if (!str_add(dst, size, "%s", text))
		return err_set(err, ERR_CONFIG, "path too long");
	return 0;
}

static void
finish(struct host_file *file)
{
	file->done(file->outcome, file->there, file->text, file->arg);
	free(file);
}

static void
finish_later(void *arg)
{
	struct host_file *file = arg;

	file->later = NULL;
	finish(file);
}

static void
answer(struct host_file *file, enum outcome outcome, enum tri there,
    const char *text)
{
	file->outcome = outcome;
	file->there = there;
	(void)str_copy(file->text, sizeof(file->text), text);
}

/* Here. */

static enum tri
is_there(const char *path)
{
	struct stat st;

	if (lstat(path, &st) == 0)
		return TRI_YES;
	return errno == ENOENT || errno == ENOTDIR ? TRI_NO : TRI_UNKNOWN;
}

static void
look_here(struct host_file *file)
{
	enum tri there = is_there(file->from);

	answer(file, OUTCOME_OK, there, there == TRI_UNKNOWN ?
	    strerror(errno) : "");
}

static void
move_here(struct host_file *file)
{
	if (rename(file->from, file->to) == 0) {
		answer(file, OUTCOME_OK, TRI_UNKNOWN, file->to);
		return;
	}
	int why = errno;

	if (why == ENOENT && is_there(file->to) == TRI_YES) {
		answer(file, OUTCOME_OK, TRI_UNKNOWN, "it was so already");
		return;
	}
	file->outcome = OUTCOME_FAILED;
	(void)str_fmt(file->text, sizeof(file->text), "%s: %s", file->from,
	    strerror(why));
}

/* There: host.via, then a fixed command. */

static void
add_word(struct argv *argv, const char *word)
{
	argv->words = xrealloc(argv->words, argv->n + 2, sizeof(*argv->words));
	argv->words[argv->n++] = xstrdup(word);
	argv->words[argv->n] = NULL;
}

static struct argv
fill_via(const struct host_file *file)
{
	char host[NAME_LEN];
	const char *addr = file->server.addr;
	const char *colon = strrchr(addr, ':');

	(void)str_copy_n(host, sizeof(host), addr, colon == NULL ?
	    strlen(addr) : (size_t)(colon - addr));
	struct argv once = argv_fill(&file->ctx->config->host.via, 'a', host);
	struct argv argv = argv_fill(&once, 'n', file->server.name);

	argv_done(&once);
	return argv;
}

static void ended(const struct child_end *end, void *arg);

static int
run_there(struct host_file *file, const char *const *words, struct err *err)
{
	struct argv argv = fill_via(file);

	for (; *words != NULL; words++)
		add_word(&argv, *words);
	struct child_spec spec = {
		.argv = (const char *const *)argv.words,
		.timeout_ms = file->timeout_ms,
		.max_output = 65536,
	};
	file->child = child_start(file->ctx->loop, &spec, NULL, ended, file, err);
	argv_done(&argv);
	return file->child == NULL ? -1 : 0;
}

static int
test_there(struct host_file *file, struct err *err)
{
	const char *look[] = { "test", "-e", file->from, NULL };
	const char *moved[] = { "test", "!", "-e", file->from, "-a", "-e",
		file->to, NULL };

	return run_there(file, file->verb == FILE_LOOK ? look : moved, err);
}

static int
move_there(struct host_file *file, struct err *err)
{
	const char *words[] = { "mv", "--", file->from, file->to, NULL };

	return run_there(file, words, err);
}

/* test and mv both say 1 when the answer is no; all else (255: ssh itself) is
 * no answer. */
static void
judge_look(struct host_file *file, const struct child_end *end)
{
	char text[80];

	if (end->exited && end->status <= 1)
		answer(file, OUTCOME_OK, end->status == 0 ? TRI_YES : TRI_NO,
		    "");
	else
		answer(file, OUTCOME_OK, TRI_UNKNOWN,
		    child_end_text(end, text, sizeof(text)));
}

static void
judge_move(struct host_file *file, const struct child_end *end)
{
	char text[80];

	if (end->exited && end->status == 0) {
		answer(file, OUTCOME_OK, TRI_UNKNOWN, file->again ?
		    "it was so already" : file->to);
	} else if (file->again && end->exited && end->status == 1) {
		file->outcome = OUTCOME_FAILED;
		(void)str_fmt(file->text, sizeof(file->text),
		    "%s could not be moved", file->from);
	} else {
		answer(file, OUTCOME_UNKNOWN, TRI_UNKNOWN,
		    child_end_text(end, text, sizeof(text)));
	}
}

static void
ended(const struct child_end *end, void *arg)
{
	struct host_file *file = arg;
	bool failed = end->exited && end->status == 1;
	struct err err = { 0 };

	file->child = NULL;
	if (file->verb == FILE_LOOK) {
		judge_look(file, end);
	} else if (failed && !file->again) {
		file->again = true;
		if (test_there(file, &err) == 0)
			return;
		answer(file, OUTCOME_UNKNOWN, TRI_UNKNOWN, err.text);
	} else {
		judge_move(file, end);
	}
	finish(file);
}

static int
begin(struct host_file *file, struct err *err)
{
	const struct config *config = file->ctx->config;
	char path[TEXT_LEN];

	if (host_fill_name(config->host.health_file, file->server.name, path,
	    sizeof(path), err) == -1)
		return -1;
	if (path[0] != '/')
		return err_set(err, ERR_CONFIG, "no health file is configured");
	const char *aside = file->verb == FILE_BACK ? ".cutover" : "";

	(void)str_fmt(file->from, sizeof(file->from), "%s%s", path, aside);
	(void)str_fmt(file->to, sizeof(file->to), "%s%s", path,
	    file->verb == FILE_ASIDE ? ".cutover" : "");
	if (config->host.via.words != NULL)
		return file->verb == FILE_LOOK ?
		    test_there(file, err) : move_there(file, err);
	if (file->verb == FILE_LOOK)
		look_here(file);
	else
		move_here(file);
	return 0;
}

struct host_file *
host_file_start(const struct provider_ctx *ctx, const struct server *sv,
    enum host_file_verb verb, int timeout_ms, host_file_fn *done, void *arg)
{
	struct host_file *file = xcalloc(1, sizeof(*file));
	struct err err = { 0 };

	file->ctx = ctx;
	file->server = *sv;
	file->verb = verb;
	file->timeout_ms = timeout_ms;
	file->done = done;
	file->arg = arg;
	if (begin(file, &err) == -1)
		answer(file, verb == FILE_LOOK ? OUTCOME_OK : OUTCOME_FAILED,
		    TRI_UNKNOWN, err.text);
	if (file->child == NULL)
		file->later = loop_add_timer(ctx->loop, 0, finish_later, file);
	return file;
}

void
host_file_cancel(struct host_file *file)
{
	if (file == NULL)
		return;
	child_cancel(file->child);
	loop_del_timer(file->later);
	free(file);
}
