/* What the guard thinks of a whole plan, for the plan pane. */

#include <string.h>

#include "base/str.h"
#include "guard/guard.h"
#include "guard/rules.h"

static bool
helps(const struct rule *rule, const struct action *before,
    const struct action *action)
{
	bool is_about = before->server[0] == '\0' ||
	    str_eq(before->server, action->server) ||
	    action_effect(before->kind) == EFFECT_ADDS;

	for (size_t i = 0; i < countof(rule->helped_by); i++)
		if (rule->helped_by[i] != ACTION_NONE &&
		    rule->helped_by[i] == before->kind)
			return is_about;
	return false;
}

/* Does something before this action, in the same plan, make the rule good? */
static bool
is_helped(const struct rule *rule, const struct plan *plan, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (helps(rule, &plan->actions[i], &plan->actions[at]))
			return true;
	return false;
}

static int
rank(enum verdict verdict)
{
	switch (verdict) {
	case VERDICT_GOOD:
		return 0;
	case VERDICT_WAIT:
		return 1;
	case VERDICT_UNKNOWN:
	case VERDICT_LOOK:
	case VERDICT_BAD:
		break;
	}
	return 2;
}

/* Else it reads as if the plan were wrong, which does just what is missing: what
 * there is to do about it (behind the semicolon) is done. */
static enum verdict
promise(char *why, size_t size)
{
	char what[TEXT_LEN];

	(void)str_copy(what, sizeof(what), why);
	what[strcspn(what, ";")] = '\0';
	(void)str_fmt(why, size, "this plan sees to it first: %s", what);
	return VERDICT_WAIT;
}

struct opinion {
	enum verdict verdict;
	unsigned others;		/* more actions with the same verdict */
	char text[TEXT_LEN];
};

static void
hear_one(const struct guard *guard, const struct facts *facts,
    const struct plan *plan, size_t at, const struct rule *rule,
    struct opinion *opinion)
{
	struct hearing hearing;
	char why[TEXT_LEN] = "";
	enum verdict verdict;

	guard_prepare(guard, facts, plan, &plan->actions[at], &hearing);
	verdict = rule->fn(&hearing, why, sizeof(why));
	if (verdict != VERDICT_GOOD && why[0] == '\0')
		str_copy(why, sizeof(why), rule->text);
	if (verdict != VERDICT_GOOD && is_helped(rule, plan, at))
		verdict = promise(why, sizeof(why));
	else if (rank(verdict) == 2)
		verdict = VERDICT_BAD;
	if (rank(verdict) < rank(opinion->verdict) || why[0] == '\0')
		return;
	if (rank(verdict) == rank(opinion->verdict) && opinion->text[0] != '\0') {
		if (!str_eq(opinion->text, why))
			opinion->others++;
		return;
	}
	opinion->verdict = verdict;
	opinion->others = 0;
	str_copy(opinion->text, sizeof(opinion->text), why);
}

/* Good news of several servers is told once; of bad news we say how much more
 * there is. */
static void
tell(const struct opinion *opinion, const struct rule *rule,
    struct checks *checks)
{
	struct check *check;

	if (opinion->text[0] == '\0')
		return;
	if (opinion->others > 0 && opinion->verdict != VERDICT_GOOD)
		check = checks_add(checks, opinion->verdict, "%s (and %u more)",
		    opinion->text, opinion->others);
	else
		check = checks_add(checks, opinion->verdict, "%s", opinion->text);
	str_copy(check->rule, sizeof(check->rule), rule->number);
}

void
guard_review(const struct guard *guard, const struct facts *facts,
    const struct plan *plan, struct checks *checks)
{
	for (size_t i = 0; i < n_rules; i++) {
		struct opinion opinion = { .verdict = VERDICT_GOOD };

		for (size_t at = 0; at < plan->n; at++)
			hear_one(guard, facts, plan, at, &rules[i], &opinion);
		tell(&opinion, &rules[i], checks);
	}
}
