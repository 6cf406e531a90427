/* What differs between a plan that was shown and the one that is made now. */

#include "model/plan.h"

#define MOST 3				/* of each kind; more are counted */

/* The action in this plan that is this one, whatever it replaces. */
static const struct action *
same_action(const struct plan *plan, const struct action *action)
{
	struct action other = *action;

	for (size_t i = 0; i < plan->n; i++) {
		str_copy(other.former, sizeof(other.former),
		    plan->actions[i].former);
		if (action_equal(&plan->actions[i], &other))
			return &plan->actions[i];
	}
	return NULL;
}

static void
add_missing(char *dst, size_t size, const char *head, const struct plan *in,
    const struct plan *from)
{
	char sentence[2 * TEXT_LEN];
	size_t n = 0;

	for (size_t i = 0; i < in->n; i++) {
		if (same_action(from, &in->actions[i]) != NULL || ++n > MOST)
			continue;
		str_add(dst, size, "%s%s", n == 1 ? head : ", ",
		    action_sentence(&in->actions[i], sentence, sizeof(sentence)));
	}
	if (n > MOST)
		str_add(dst, size, " and %zu more", n - MOST);
	if (n > 0)
		str_add(dst, size, ".");
}

/* The same is to be done, but to a server that is another one now. */
static void
add_others(char *dst, size_t size, const struct plan *shown,
    const struct plan *now)
{
	const char *last = "";

	for (size_t i = 0; i < now->n; i++) {
		const struct action *action = &now->actions[i];
		const struct action *was = same_action(shown, action);

		if (was == NULL || str_eq(was->shown, action->shown) ||
		    str_eq(action->server, last))
			continue;
		str_add(dst, size, " %s is not any more as it was shown.",
		    action->server);
		last = action->server;
	}
}

/* Somebody changed the value, and an undo would bring back another one. */
static void
add_replaced(char *dst, size_t size, const struct plan *shown,
    const struct plan *now)
{
	char sentence[2 * TEXT_LEN];

	for (size_t i = 0; i < now->n; i++) {
		const struct action *was = same_action(shown, &now->actions[i]);

		if (was != NULL && !str_eq(was->former, now->actions[i].former))
			str_add(dst, size, " What \"%s\" replaces is not what it was.",
			    action_sentence(was, sentence, sizeof(sentence)));
	}
}

const char *
plan_difference(const struct plan *shown, const struct plan *now, char *dst,
    size_t size)
{
	dst[0] = '\0';
	add_missing(dst, size, " New: ", now, shown);
	add_missing(dst, size, " No longer: ", shown, now);
	add_others(dst, size, shown, now);
	add_replaced(dst, size, shown, now);
	return dst;
}
