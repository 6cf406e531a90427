/* What a script expects, held against what is. */

#include <string.h>

#include "headless_priv.h"

static bool
plan_matches(const struct view *view, const char *wanted, char *got, size_t size)
{
	const char *at = wanted;

	got[0] = '\0';
	for (size_t i = 0; i < view->plan->n; i++) {
		char sentence[TEXT_LEN];

		(void)action_sentence(&view->plan->actions[i], sentence,
		    sizeof(sentence));
		str_add(got, size, "%s\"%s\"", i > 0 ? " " : "", sentence);
		while (*at == ' ')
			at++;
		if (*at != '"' || !str_starts(at + 1, sentence) ||
		    at[1 + strlen(sentence)] != '"')
			at = "!";	/* no match any more, but print all */
		else
			at += strlen(sentence) + 2;
	}
	while (*at == ' ')
		at++;
	return *at == '\0';
}

bool
headless_expected(const struct view *view, const struct intent *intent, char *text,
    size_t size)
{
	const char *state = step_state_name(view->states[view->step->number]);
	char got[4 * TEXT_LEN];

	if (str_eq(intent->word, "state")) {
		str_fmt(text, size, "expected state %s; it is %s", intent->text,
		    state);
		return str_eq(state, intent->text);
	}
	if (plan_matches(view, intent->text, got, sizeof(got)))
		return true;
	str_fmt(text, size, "expected plan %s; it is %s", intent->text,
	    got[0] == '\0' ? "empty" : got);
	return false;
}
