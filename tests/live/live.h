/*
 * What the tests of providers share: a loop, a configuration, facts, and one
 * provider that is asked and waited for.
 */
#ifndef TESTS_LIVE_H
#define TESTS_LIVE_H

#include <criterion/criterion.h>

#include <stdlib.h>
#include <string.h>

#include "backend/provider.h"
#include "base/file.h"
#include "base/loop.h"
#include "base/xmalloc.h"

struct live {
	char dir[128];
	struct config config;
	struct facts facts;
	struct provider_ctx ctx;
	const struct provider_ops *ops;
	void *self;
	/* Of the last question. */
	bool done, late;
	enum outcome outcome;
	char text[TEXT_LEN];
	struct sightings saw;
	struct buf output;
};

static inline void
live_late(void *arg)
{
	struct live *live = arg;

	live->late = true;
	loop_stop(live->ctx.loop, 1);
}

static inline void
live_wait(struct live *live)
{
	struct loop_timer *timer = loop_add_timer(live->ctx.loop, 20000,
	    live_late, live);

	cr_assert_not(live->done, "called back before it returned");
	while (!live->done && !live->late)
		(void)loop_run(live->ctx.loop);
	loop_del_timer(timer);
	cr_assert(live->done, "no answer within 20 s");
}

static inline void
live_woken(void *arg)
{
	loop_stop(arg, 0);
}

/* Between two looks at a condition. */
static inline void
live_pause(struct live *live, int ms)
{
	(void)loop_add_timer(live->ctx.loop, ms, live_woken, live->ctx.loop);
	(void)loop_run(live->ctx.loop);
}

static inline void
live_keep(struct live *live, const struct sightings *batch)
{
	sightings_done(&live->saw);
	live->saw = (struct sightings){ 0 };
	for (size_t i = 0; batch != NULL && i < batch->n; i++)
		sightings_add(&live->saw, &batch->list[i]);
}

static inline void
live_saw(const struct sightings *batch, const char *trouble, void *arg)
{
	struct live *live = arg;

	cr_assert_not(live->done, "called back twice");
	live->done = true;
	live->outcome = batch != NULL ? OUTCOME_OK : OUTCOME_FAILED;
	(void)str_copy(live->text, sizeof(live->text), trouble == NULL ? "" :
	    trouble);
	live_keep(live, batch);
	loop_stop(live->ctx.loop, 0);
}

static inline void
live_done(enum outcome outcome, const char *text,
    const struct sightings *batch, void *arg)
{
	struct live *live = arg;

	cr_assert_not(live->done, "called back twice");
	live->done = true;
	live->outcome = outcome;
	(void)str_copy(live->text, sizeof(live->text), text);
	live_keep(live, batch);
	loop_stop(live->ctx.loop, 0);
}

static inline void
live_output(const char *line, void *arg)
{
	struct live *live = arg;

	buf_printf(&live->output, "%s\n", line);
}

static inline void
live_refresh(struct live *live)
{
	live->done = false;
	live->ops->refresh(live->self, &live->facts, live_saw, live);
	live_wait(live);
}

static inline void
live_perform(struct live *live, enum action_kind kind, const char *server,
    const char *arg)
{
	struct action action = { .kind = kind };

	(void)str_copy(action.server, sizeof(action.server), server);
	(void)str_copy(action.arg, sizeof(action.arg), arg);
	live->done = false;
	buf_reset(&live->output);
	live->ops->perform(live->self, &action, &live->facts, live_done, live);
	live_wait(live);
}

/* The first sighting of this kind, or NULL. */
static inline const struct sighting *
live_find(const struct live *live, enum sighting_kind kind)
{
	for (size_t i = 0; i < live->saw.n; i++)
		if (live->saw.list[i].kind == kind)
			return &live->saw.list[i];
	return NULL;
}

static inline struct argv
live_argv(const char *const *words)
{
	struct argv argv = { 0 };

	while (words[argv.n] != NULL)
		argv.n++;
	argv.words = xcalloc(argv.n + 1, sizeof(*argv.words));
	for (size_t i = 0; i < argv.n; i++)
		argv.words[i] = xstrdup(words[i]);
	return argv;
}

#define LIVE_ARGV(...) live_argv((const char *const []){ __VA_ARGS__, NULL })

static inline void
live_write(const struct live *live, const char *name, const char *text)
{
	char path[256];
	struct err err = { 0 };

	(void)str_fmt(path, sizeof(path), "%s/%s", live->dir, name);
	cr_assert_eq(file_write(path, text, strlen(text), 0644, &err), 0, "%s",
	    err.text);
}

static inline void
live_begin(struct live *live)
{
	struct err err = { 0 };

	*live = (struct live){ .dir = "/tmp/cutover-live-XXXXXX" };
	cr_assert_not_null(mkdtemp(live->dir));
	live->config.command_limit_ms = live->config.change_limit_ms = 10000;
	facts_init(&live->facts);
	live->ctx = (struct provider_ctx){ .loop = loop_new(&err),
		.config = &live->config, .output = live_output,
		.output_arg = live };
	cr_assert_not_null(live->ctx.loop, "%s", err.text);
}

static inline void
live_open(struct live *live, const struct provider_ops *ops)
{
	struct err err = { 0 };

	live->ops = ops;
	cr_assert_eq(ops->open(&live->self, &live->ctx, &err), 0, "%s",
	    err.text);
}

static inline void
live_end(struct live *live)
{
	struct err err = { 0 };

	if (live->ops != NULL)
		live->ops->close(live->self);
	loop_free(live->ctx.loop);
	sightings_done(&live->saw);
	buf_done(&live->output);
	facts_done(&live->facts);
	(void)file_remove_tree(live->dir, &err);
}

#endif
