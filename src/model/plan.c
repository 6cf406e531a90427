/* A list of actions, in order: what was shown is what may happen. */

#include "model/plan.h"

#include <stdlib.h>

#include "base/xmalloc.h"
#include "model/facts.h"

const char *
plan_purpose_name(enum plan_purpose purpose)
{
	switch (purpose) {
	case PLAN_FORWARD: return "forward";
	case PLAN_UNDO: return "undo";
	case PLAN_BACK: return "back";
	}
	return "?";
}

struct action *
plan_add(struct plan *plan, enum action_kind kind, const char *server,
    const char *lb, const char *arg)
{
	x_grow(plan->actions, plan->n, plan->cap);

	struct action *action = &plan->actions[plan->n++];
	*action = (struct action){ .kind = kind };
	if (server != NULL)
		str_copy(action->server, sizeof(action->server), server);
	if (lb != NULL)
		str_copy(action->lb, sizeof(action->lb), lb);
	if (arg != NULL)
		str_copy(action->arg, sizeof(action->arg), arg);
	return action;
}

void
plan_seal(struct plan *plan, const struct facts *facts)
{
	for (size_t i = 0; i < plan->n; i++)
		facts_fingerprint(facts, plan->actions[i].server,
		    plan->actions[i].shown);
}

bool
plan_equal(const struct plan *a, const struct plan *b)
{
	if (a->n != b->n || a->purpose != b->purpose ||
	    !str_eq(a->typed, b->typed))
		return false;
	for (size_t i = 0; i < a->n; i++)
		if (!action_equal(&a->actions[i], &b->actions[i]) ||
		    !str_eq(a->actions[i].shown, b->actions[i].shown))
			return false;
	return true;
}

/* A server is counted with the first action on it that wants text. */
static bool
is_counted(const struct plan *plan, size_t at)
{
	if (action_asks(&plan->actions[at]) != ASKS_TYPED)
		return false;
	for (size_t i = 0; i < at; i++)
		if (action_asks(&plan->actions[i]) == ASKS_TYPED &&
		    str_eq(plan->actions[i].server, plan->actions[at].server))
			return false;
	return true;
}

void
plan_want_typed(struct plan *plan, const char *deployment)
{
	const char *last = NULL;
	size_t n = 0;

	for (size_t i = 0; i < plan->n; i++)
		if (is_counted(plan, i)) {
			last = plan->actions[i].server;
			n++;
		}
	if (plan->typed[0] != '\0' || n == 0)
		return;
	if (n == 1)
		(void)str_copy(plan->typed, sizeof(plan->typed), last);
	else
		(void)str_fmt(plan->typed, sizeof(plan->typed), "%zu %s", n,
		    deployment);
}

bool
plan_has(const struct plan *plan, const struct action *action)
{
	for (size_t i = 0; i < plan->n; i++)
		if (action_equal(&plan->actions[i], action))
			return true;
	return false;
}

void
plan_copy(struct plan *dst, const struct plan *src)
{
	if (dst == src)
		return;
	free(dst->actions);
	*dst = *src;
	dst->actions = NULL;
	dst->n = dst->cap = 0;
	for (size_t i = 0; i < src->n; i++) {
		x_grow(dst->actions, dst->n, dst->cap);
		dst->actions[dst->n++] = src->actions[i];
	}
}

void
plan_done(struct plan *plan)
{
	free(plan->actions);
	*plan = (struct plan){ 0 };
}

void
plan_print(const struct plan *plan, struct buf *out)
{
	char sentence[2 * TEXT_LEN];

	for (size_t i = 0; i < plan->n; i++)
		buf_printf(out, "%zu. %s\n", i + 1, action_sentence(
		    &plan->actions[i], sentence, sizeof(sentence)));
}
