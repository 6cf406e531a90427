/*
 * Any other cloud: each verb is a command, the question one JSON object on its
 * standard input, the answer one on its standard output, progress on its standard
 * error.  What it promises, and what its end means: cutover-provider(7).
 */

#include "config.h"

#include <libgen.h>
#include <stdlib.h>

#include "backend/cloud_json.h"
#include "base/child.h"
#include "base/loop.h"
#include "base/xmalloc.h"

/* Nothing else may end with this one: interpreters, shells and ansible have their
 * own ideas of 1, 2, 4 and 126. */
#define STATUS_REFUSED	10
#define OUTPUT_MAX	(8 << 20)	/* answer and progress together */
#define LINES_SHOWN	1000		/* nobody reads more */

struct question {
	const struct provider_ctx *ctx;
	enum verb verb;
	struct child *child;
	struct loop_timer *later;	/* it could not be started */
	struct err err;
	struct buf answer;
	char last[TEXT_LEN];		/* its last line of progress, harmless */
	unsigned lines;
	cloud_wire_fn *done;
	void *arg;
};

static void
finish(struct question *question, const struct err *err)
{
	struct question own = *question;

	free(question);
	own.done(err == NULL ? own.answer.data : NULL, own.answer.len, err,
	    own.arg);
	buf_done(&own.answer);
}

static void
not_started(void *arg)
{
	struct question *question = arg;
	struct err err = question->err;

	finish(question, &err);
}

static void
show(struct question *question)
{
	const struct provider_ctx *ctx = question->ctx;

	/* A listing is nobody's action. */
	if (question->verb == VERB_LIST || ctx->output == NULL ||
	    question->lines > LINES_SHOWN)
		return;
	ctx->output(question->lines++ < LINES_SHOWN ? question->last :
	    "(more lines are not shown)", ctx->output_arg);
}

static void
take_line(const char *line, bool is_err, void *arg)
{
	struct question *question = arg;

	if (!is_err) {
		buf_printf(&question->answer, "%s\n", line);
		return;
	}
	(void)str_safe(question->last, sizeof(question->last), line);
	show(question);
}

/* Which of the three: refused for certain (ERR_REFUSED), or nobody knows. */
static enum err_code
meaning_of(const struct child_end *end)
{
	if (end->timed_out)
		return ERR_TIMEOUT;
	return end->exited && !end->too_much && end->status == STATUS_REFUSED ?
	    ERR_REFUSED : ERR_FAILED;
}

static void
ended(const struct child_end *end, void *arg)
{
	struct question *question = arg;
	struct err err = { 0 };
	char how[80];

	question->child = NULL;
	buf_puts(&question->answer, "");
	if (end->exited && end->status == 0 && !end->timed_out && !end->too_much) {
		finish(question, NULL);
		return;
	}
	enum err_code code = meaning_of(end);
	const char *last = question->last;

	if (code == ERR_REFUSED)
		(void)err_set(&err, code, "%s", *last != '\0' ? last :
		    "no reason");
	else
		(void)err_set(&err, code, "cloud: the command for %s: %s%s%s",
		    verb_name(question->verb), child_end_text(end, how,
		    sizeof(how)), *last != '\0' ? ": " : "", last);
	finish(question, &err);
}

/* The verb's own command as it stands, or that for all, and the verb. */
static void
fill_argv(const struct exec_config *exec, enum verb verb, const char **argv)
{
	const struct argv *own = &exec->verbs[verb];
	const struct argv *from = own->n > 0 ? own : &exec->command;
	size_t n = 0;

	for (; n < from->n; n++)
		argv[n] = from->words[n];
	if (own->n == 0)
		argv[n++] = verb_name(verb);
	argv[n] = NULL;
}

static void *
question_start(const struct provider_ctx *ctx, enum verb verb, const char *text,
    cloud_wire_fn *done, void *arg)
{
	const struct exec_config *exec = &ctx->config->cloud.exec;
	struct question *question = xcalloc(1, sizeof(*question));
	const char **argv = xcalloc(exec->command.n + exec->verbs[verb].n + 2,
	    sizeof(*argv));
	char place[TEXT_LEN];
	struct buf line = { 0 };

	question->ctx = ctx;
	question->verb = verb;
	question->done = done;
	question->arg = arg;
	fill_argv(exec, verb, argv);
	buf_printf(&line, "%s\n", text);
	(void)str_copy(place, sizeof(place), ctx->config->path);
	/* Started beside the configuration, so that "./provider" is found there. */
	const struct child_spec spec = {
		.argv = argv, .input = line.data, .dir = dirname(place),
		.timeout_ms = (int)exec->limit_ms[verb],
		.max_output = OUTPUT_MAX,
	};
	question->child = child_start(ctx->loop, &spec, take_line, ended,
	    question, &question->err);
	if (question->child == NULL) {
		(void)err_prefix(&question->err, "cloud: %s", verb_name(verb));
		question->later = loop_add_timer(ctx->loop, 0, not_started,
		    question);
	}
	buf_done(&line);
	free(argv);
	return question;
}

static void
question_cancel(void *arg)
{
	struct question *question = arg;

	if (question == NULL)
		return;
	child_cancel(question->child);
	loop_del_timer(question->later);
	buf_done(&question->answer);
	free(question);
}

static int
cloud_open(void **self, const struct provider_ctx *ctx, struct err *err)
{
	static const struct cloud_wire wire = { question_start, question_cancel };

	(void)err;			/* the configuration is whole */
	*self = cloud_json_new(ctx, &wire);
	return 0;
}

const struct provider_ops cloud_exec = {
	.name = "exec",
	.open = cloud_open,
	.refresh = cloud_json_refresh,
	.perform = cloud_json_perform,
	.close = cloud_json_close,
};
