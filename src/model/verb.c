/* What a cloud of JSON questions can be asked. */

#include "model/verb.h"

#include "base/str.h"

static const struct {
	const char *name;
	int limit_s;
	enum verb_need need;
} verbs[VERB_COUNT] = {
#define X(verb, word, limit_s, need) [VERB_##verb] = { word, limit_s, NEED_##need },
	VERB_LIST(X)
#undef X
};

static const enum verb of_actions[ACTION_COUNT] = {
	[ACTION_SNAPSHOT] = VERB_SNAPSHOT,
	[ACTION_MIGRATE] = VERB_RUN,
	[ACTION_MARK] = VERB_MARK,
	[ACTION_CLONE] = VERB_CLONE,
	[ACTION_CONFIGURE] = VERB_CONFIGURE,
	[ACTION_SAVE_INPUTS] = VERB_LIST,
	[ACTION_SET_INPUT] = VERB_SET_INPUT,
	[ACTION_LAUNCH] = VERB_LAUNCH,
	[ACTION_ARRAY_OFF] = VERB_ARRAY,
	[ACTION_ARRAY_TRIAL] = VERB_ARRAY,
	[ACTION_ARRAY_ON] = VERB_ARRAY,
	[ACTION_ARRAY_UPDATE] = VERB_ARRAY_TEMPLATE,
	[ACTION_ATTACH] = VERB_ATTACH,
	[ACTION_DETACH] = VERB_DETACH,
	[ACTION_DRAIN] = VERB_DRAIN,
	[ACTION_UNDRAIN] = VERB_UNDRAIN,
	[ACTION_TERMINATE] = VERB_TERMINATE,
	[ACTION_DISCARD] = VERB_TERMINATE,
};

const char *
verb_name(enum verb verb)
{
	return (unsigned)verb < VERB_COUNT && verb != VERB_NONE ?
	    verbs[verb].name : "nothing";
}

enum verb
verb_of_name(const char *name)
{
	for (int verb = VERB_NONE + 1; verb < VERB_COUNT; verb++)
		if (str_eq(verbs[verb].name, name))
			return (enum verb)verb;
	return VERB_NONE;
}

int64_t
verb_limit_ms(enum verb verb)
{
	return verbs[verb].limit_s * (int64_t)1000;
}

enum verb_need
verb_need(enum verb verb)
{
	return verbs[verb].need;
}

enum verb
verb_of_action(enum action_kind kind)
{
	return (unsigned)kind < ACTION_COUNT ? of_actions[kind] : VERB_NONE;
}
