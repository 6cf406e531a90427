/* What the tests of base/loop share: a loop that ends in time, and what was seen. */
#ifndef TEST_BASE_LOOP_H
#define TEST_BASE_LOOP_H

#include "base/loop.h"

#include <criterion/criterion.h>
#include <signal.h>

/* What a test watches; each test begins with its own. */
struct world {
	struct loop *loop;
	struct loop_timer *limit;
	int count, order[300];
	int signals[NSIG];
};

static inline void
on_limit(void *arg)
{
	struct world *w = arg;

	w->limit = NULL;
	loop_stop(w->loop, 99);
}

static inline void
begin(struct world *w)
{
	struct err err;

	*w = (struct world){ .loop = loop_new(&err) };
	cr_assert_not_null(w->loop, "%s", err.text);
	w->limit = loop_add_timer(w->loop, 10000, on_limit, w);
}

static inline void
stop_now(void *arg)
{
	struct world *w = arg;

	loop_stop(w->loop, 0);
}

#endif
