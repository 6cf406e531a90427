/* Kinds of action: one list gives names, effects, performers and opposites. */

#include "model/action.h"

#include <string.h>

#include "base/str.h"
#include "base/vault.h"
#include "model/server.h"

struct kind {
	const char *name;
	enum effect effect;
	enum performer performer;
	enum action_kind opposite;
	enum action_class class;
	enum asking asks;
};

static const struct kind kinds[ACTION_COUNT] = {
#define X(kind, name, effect, by, opposite, class, asks)		\
	[ACTION_##kind] = { name, EFFECT_##effect, BY_##by,		\
	    ACTION_##opposite, CLASS_##class, ASKS_##asks },
	ACTION_LIST(X)
#undef X
};

/* What is not in the list has no name, no effect and nobody who performs it. */
static const struct kind *
kind_of(enum action_kind kind)
{
	return &kinds[(unsigned)kind < ACTION_COUNT ? kind : ACTION_NONE];
}

const char *
action_name(enum action_kind kind)
{
	const char *name = kind_of(kind)->name;

	return name == NULL ? "none" : name;
}

enum action_kind
action_of_name(const char *name)
{
	for (int i = ACTION_NONE + 1; i < ACTION_COUNT; i++)
		if (strcmp(kinds[i].name, name) == 0)
			return i;
	return ACTION_NONE;
}

enum effect
action_effect(enum action_kind kind)
{
	return kind_of(kind)->effect;
}

enum performer
action_performer(enum action_kind kind)
{
	return kind_of(kind)->performer;
}

enum action_kind
action_opposite(enum action_kind kind)
{
	return kind_of(kind)->opposite;
}

enum action_class
action_class(enum action_kind kind)
{
	return kind_of(kind)->class;
}

enum asking
action_asks(const struct action *action)
{
	return action_cut(action) != NULL ? ASKS_TYPED :
	    kind_of(action->kind)->asks;
}

static void
sentence_input(const struct action *action, char *dst, size_t size)
{
	const char *eq = strchr(action->arg, '=');
	char shown[SEAL_LEN];

	if (eq == NULL)
		str_fmt(dst, size, "unset input %s", action->arg);
	else if (eq[1] == '\0')
		str_fmt(dst, size, "set input %.*s back to blank, as it was",
		    (int)(eq - action->arg), action->arg);
	else
		str_fmt(dst, size, "set input %.*s to %s", (int)(eq - action->arg),
		    action->arg, seal_show(eq + 1, shown, sizeof(shown)));
}

const char *
action_cut(const struct action *action)
{
	const char *cut = action->kind == ACTION_DETACH ?
	    strstr(action->arg, " cut ") : NULL;

	return cut == NULL ? NULL : cut + strlen(" cut ");
}

/* The typed override is part of what was confirmed: it must be read aloud. */
static void
sentence_detach(const struct action *action, char *dst, size_t size)
{
	const char *cut = action_cut(action);

	str_fmt(dst, size, "detach %s from %s", action->server, action->lb);
	if (cut != NULL)
		str_add(dst, size, " and cut sessions (%s)", cut);
}

const char *
action_sentence(const struct action *action, char *dst, size_t size)
{
	const char *sv = action->server, *lb = action->lb, *arg = action->arg;

	switch (action->kind) {
	case ACTION_SNAPSHOT:
		str_fmt(dst, size, "back up the database");
		break;
	case ACTION_MIGRATE:
		str_fmt(dst, size, "run the migration %s", arg);
		break;
	case ACTION_MARK:
		str_fmt(dst, size, "mark %s as %s", sv,
		    mark_name(mark_of_name(arg)));
		break;
	case ACTION_CLONE:
		str_fmt(dst, size, "clone %s from %s", sv, arg);
		break;
	case ACTION_CONFIGURE:
		str_fmt(dst, size, "set the template of %s to %s", sv, arg);
		break;
	case ACTION_SAVE_INPUTS:
		str_fmt(dst, size, "save the inputs to %s", arg);
		break;
	case ACTION_SET_INPUT:
		sentence_input(action, dst, size);
		break;
	case ACTION_LAUNCH:
		str_fmt(dst, size, "launch %s", sv);
		break;
	case ACTION_PROBE:
		str_fmt(dst, size, "test %s", sv);
		break;
	case ACTION_ARRAY_OFF:
		str_fmt(dst, size, "stop the server array");
		break;
	case ACTION_SAVE_LB:
		str_fmt(dst, size, "save the state of %s to %s", lb, arg);
		break;
	case ACTION_ATTACH:
		str_fmt(dst, size, "attach %s to %s", sv, lb);
		break;
	case ACTION_DRAIN:
		str_fmt(dst, size, "fail the health check of %s", sv);
		break;
	case ACTION_UNDRAIN:
		str_fmt(dst, size, "put the health check of %s back", sv);
		break;
	case ACTION_AWAIT_EMPTY:
		str_fmt(dst, size, "wait until %s is empty", sv);
		break;
	case ACTION_DETACH:
		sentence_detach(action, dst, size);
		break;
	case ACTION_ARRAY_UPDATE:
		str_fmt(dst, size, "set the template of the array to %s", arg);
		break;
	case ACTION_ARRAY_TRIAL:
		str_fmt(dst, size, "launch one server of the array as a trial");
		break;
	case ACTION_ARRAY_ON:
		str_fmt(dst, size, "enable the server array");
		break;
	case ACTION_LOOK_SITE:
		str_fmt(dst, size, "look at the site through %s",
		    lb[0] == '\0' ? "every balancer" : lb);
		break;
	case ACTION_LOCK:
		str_fmt(dst, size, "lock %s in the cloud", sv);
		break;
	case ACTION_UNLOCK:
		str_fmt(dst, size, "unlock %s in the cloud", sv);
		break;
	case ACTION_LAST_LOOK:
		str_fmt(dst, size, "take a last look at %s", sv);
		break;
	case ACTION_TERMINATE:
		str_fmt(dst, size, "terminate %s", sv);
		break;
	case ACTION_DISCARD:
		str_fmt(dst, size, "discard %s", sv);
		break;
	case ACTION_WITHDRAW:
		str_fmt(dst, size, "withdraw %s (%s)", sv, arg);
		break;
	case ACTION_NONE:
	case ACTION_COUNT:
		str_fmt(dst, size, "do nothing");
		break;
	}
	return dst;
}

bool
action_equal(const struct action *a, const struct action *b)
{
	return a->kind == b->kind && str_eq(a->server, b->server) &&
	    str_eq(a->lb, b->lb) && str_eq(a->arg, b->arg) &&
	    str_eq(a->former, b->former);
}
