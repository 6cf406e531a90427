/* What is asked, and about whom: GR-31 and GR-03. */

#include <string.h>

#include "base/str.h"
#include "guard/look.h"

enum verdict
rule_effect_known(const struct hearing *h, char *why, size_t size)
{
	switch (action_effect(h->action->kind)) {
	case EFFECT_SAFE:
	case EFFECT_ADDS:
	case EFFECT_TAKES_OUT:
		return VERDICT_GOOD;
	case EFFECT_UNKNOWN:
		break;
	}
	return rule_bad(why, size, "action %d: nobody has written down what it "
	    "does, so it may do anything; give the kind an effect",
	    (int)h->action->kind);
}

static bool
wants_server(enum action_kind kind)
{
	switch (kind) {
	case ACTION_MARK:
	case ACTION_CLONE:
	case ACTION_CONFIGURE:
	case ACTION_LAUNCH:
	case ACTION_PROBE:
	case ACTION_ATTACH:
	case ACTION_DRAIN:
	case ACTION_UNDRAIN:
	case ACTION_AWAIT_EMPTY:
	case ACTION_DETACH:
	case ACTION_LOCK:
	case ACTION_UNLOCK:
	case ACTION_LAST_LOOK:
	case ACTION_TERMINATE:
	case ACTION_DISCARD:
	case ACTION_WITHDRAW:
		return true;
	case ACTION_NONE:
	case ACTION_SNAPSHOT:
	case ACTION_MIGRATE:
	case ACTION_SAVE_INPUTS:
	case ACTION_SET_INPUT:
	case ACTION_ARRAY_OFF:
	case ACTION_SAVE_LB:
	case ACTION_ARRAY_UPDATE:
	case ACTION_ARRAY_TRIAL:
	case ACTION_ARRAY_ON:
	case ACTION_LOOK_SITE:
	case ACTION_COUNT:
		break;
	}
	return false;
}

static bool
wants_lb(enum action_kind kind)
{
	return kind == ACTION_ATTACH || kind == ACTION_DETACH ||
	    kind == ACTION_SAVE_LB;
}

/* Empty is an error, never "all"; and a name never carries a command. */
enum verdict
rule_named(const struct hearing *h, char *why, size_t size)
{
	const struct action *action = h->action;
	const char *name = action_name(action->kind);
	char safe[NAME_LEN];

	if (wants_server(action->kind) && action->server[0] == '\0')
		return rule_bad(why, size, "%s names no server; that is not "
		    "\"all\": name each one", name);
	if (wants_lb(action->kind) && action->lb[0] == '\0')
		return rule_bad(why, size, "%s names no load balancer; that is "
		    "not \"all\": name each one", name);
	if (action->server[0] != '\0' && !str_is_name(action->server)) {
		str_safe(safe, sizeof(safe), action->server);
		return rule_bad(why, size, "\"%s\" is not a name for a server: "
		    "letters, digits and _ . : - only; rename it", safe);
	}
	if (action->lb[0] != '\0' && !str_is_name(action->lb)) {
		str_safe(safe, sizeof(safe), action->lb);
		return rule_bad(why, size, "\"%s\" is not a name for a load "
		    "balancer: letters, digits and _ . : - only", safe);
	}
	return VERDICT_GOOD;
}

static bool
must_exist(enum action_kind kind)
{
	return wants_server(kind) && kind != ACTION_MARK && kind != ACTION_CLONE;
}

enum verdict
rule_exists(const struct hearing *h, char *why, size_t size)
{
	const struct action *action = h->action;

	if (must_exist(action->kind) && h->sv == NULL)
		return rule_bad(why, size, "no server is called %s; nothing is "
		    "skipped silently: correct the name", action->server);
	if (action->kind == ACTION_CLONE &&
	    facts_server(h->facts, action->arg) == NULL)
		return rule_bad(why, size, "the server to clone, \"%s\", is not "
		    "known; pick one that runs", action->arg);
	if (action->lb[0] != '\0' && config_lb(h->config, action->lb) == NULL)
		return rule_bad(why, size, "no load balancer is called %s in the "
		    "configuration; correct the name", action->lb);
	return VERDICT_GOOD;
}

enum verdict
rule_once(const struct hearing *h, char *why, size_t size)
{
	const struct plan *plan = h->plan;
	unsigned times = 0;

	for (size_t i = 0; i < plan->n; i++)
		if (action_equal(&plan->actions[i], h->action))
			times++;
	if (times > 1)
		return rule_bad(why, size, "%s of %s stands %u times in the plan; "
		    "make the plan again", action_name(h->action->kind),
		    h->action->server[0] != '\0' ? h->action->server : "the same",
		    times);
	return VERDICT_GOOD;
}

static bool
starts_with_word(const char *text, const char *word)
{
	size_t len = strlen(word);

	return len > 0 && strncmp(text, word, len) == 0 &&
	    (text[len] == '\0' || text[len] == ' ');
}

/* Names are for people; the id or the address in arg is what will be used. */
enum verdict
rule_same_thing(const struct hearing *h, char *why, size_t size)
{
	const struct action *action = h->action;
	char safe[NAME_LEN];

	if (h->sv == NULL)
		return VERDICT_GOOD;	/* rule_exists has spoken */
	str_safe(safe, sizeof(safe), action->arg);
	if ((action->kind == ACTION_TERMINATE || action->kind == ACTION_DISCARD) &&
	    (h->sv->id[0] == '\0' || !str_eq(action->arg, h->sv->id)))
		return rule_bad(why, size, "%s has the id %s in the cloud, and the "
		    "action names %s: not the same thing; make the plan again",
		    h->sv->name, h->sv->id, safe);
	if ((action->kind == ACTION_ATTACH || action->kind == ACTION_DETACH) &&
	    !starts_with_word(action->arg, h->sv->addr))
		return rule_bad(why, size, "%s has the address %s, and the action "
		    "names %s: not the same thing; make the plan again",
		    h->sv->name, h->sv->addr, safe);
	return VERDICT_GOOD;
}
