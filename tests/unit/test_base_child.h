/* What the tests of base/child share: a child started, heard, and waited for. */
#ifndef TEST_BASE_CHILD_H
#define TEST_BASE_CHILD_H

#include "base/child.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "base/loop.h"
#include "base/str.h"

struct world {
	struct loop *loop;
	struct child *child;
	struct buf out, err;		/* each line with a newline behind it */
	struct child_end end;
	int lines, late, ends, running;
	bool cancel_in_line, cancel_in_end;
};

static inline void
on_limit(void *arg)
{
	loop_stop(arg, 99);
}

static inline void
begin(struct world *w)
{
	*w = (struct world){ .loop = loop_new(NULL) };
	cr_assert_not_null(w->loop);
	(void)loop_add_timer(w->loop, 20000, on_limit, w->loop);
}

static inline void
end(struct world *w)
{
	buf_done(&w->out);
	buf_done(&w->err);
	loop_free(w->loop);
}

static inline void
stop_now(void *arg)
{
	loop_stop(arg, 0);
}

static inline void
on_line(const char *line, bool is_err, void *arg)
{
	struct world *w = arg;

	w->late += w->running == 0;
	w->lines++;
	buf_printf(is_err ? &w->err : &w->out, "%s\n", line);
	if (w->cancel_in_line) {
		child_cancel(w->child);
		(void)loop_add_timer(w->loop, 100, stop_now, w->loop);
	}
}

static inline void
on_end(const struct child_end *result, void *arg)
{
	struct world *w = arg;

	w->ends++;
	w->end = *result;
	if (w->cancel_in_end)
		child_cancel(w->child);
	if (--w->running == 0)
		loop_stop(w->loop, 0);
}

static inline void
start(struct world *w, const struct child_spec *spec)
{
	struct err err;

	w->child = child_start(w->loop, spec, on_line, on_end, w, &err);
	cr_assert_not_null(w->child, "%s", err.text);
	w->running++;
}

/* Runs it to its end. */
static inline void
run(struct world *w, const struct child_spec *spec)
{
	begin(w);
	start(w, spec);
	cr_expect_eq(loop_run(w->loop), 0, "no end in time");
	cr_expect_eq(w->ends, 1);
	cr_expect_eq(w->late, 0, "a line after the end");
	buf_puts(&w->out, "");
	buf_puts(&w->err, "");
}

#define SH(script) (const char *const []){ "sh", "-c", script, NULL }
#define ARGV(...) (const char *const []){ __VA_ARGS__, NULL }

#endif
