/*
 * Has it taken effect?  One small question per kind of action, to facts that
 * were seen after it was begun.
 */

#include "model/settle.h"

#include "base/str.h"
#include "model/config.h"
#include "model/facts.h"
#include "model/settle_ask.h"

enum settled
settled_say(const struct inquiry *q, enum settled settled, const char *fmt, ...)
{
	struct buf buf = { 0 };
	va_list ap;

	va_start(ap, fmt);
	buf_vprintf(&buf, fmt, ap);
	va_end(ap);
	str_copy(q->why, q->size, buf.data);
	buf_done(&buf);
	return settled;
}

bool
settled_answered(const struct inquiry *q, enum source_kind kind)
{
	for (size_t i = 0; i < q->facts->n_sources; i++)
		if (q->facts->sources[i].kind == kind &&
		    q->facts->sources[i].seen_ms >= q->since_ms)
			return true;
	return false;
}

enum settled
settled_not_seen(const struct inquiry *q, enum source_kind kind,
    const char *what)
{
	if (settled_answered(q, kind))
		return settled_say(q, SETTLED_NOT_YET,
		    "%s is not there yet", what);
	return settled_say(q, SETTLED_UNKNOWN,
	    "%s was not looked at since", what);
}

/* How long it may take, by what it waits for. */
enum limit { LIMIT_CHANGE, LIMIT_BOOT, LIMIT_DRAIN, LIMIT_COMMAND, LIMIT_PROBE };

static const struct {
	settle_fn *ask;
	enum limit limit;
} kinds[ACTION_COUNT] = {
	[ACTION_SNAPSHOT] = { settle_snapshot, LIMIT_COMMAND },
	[ACTION_MIGRATE] = { settle_migrate, LIMIT_COMMAND },
	[ACTION_MARK] = { settle_mark, LIMIT_CHANGE },
	[ACTION_CLONE] = { settle_clone, LIMIT_CHANGE },
	[ACTION_CONFIGURE] = { settle_configure, LIMIT_CHANGE },
	[ACTION_SAVE_INPUTS] = { settle_save_inputs, LIMIT_CHANGE },
	[ACTION_SET_INPUT] = { settle_set_input, LIMIT_CHANGE },
	[ACTION_LAUNCH] = { settle_launch, LIMIT_BOOT },
	[ACTION_PROBE] = { settle_probe, LIMIT_PROBE },
	[ACTION_ARRAY_OFF] = { settle_array_off, LIMIT_CHANGE },
	[ACTION_SAVE_LB] = { settle_save_lb, LIMIT_CHANGE },
	[ACTION_ATTACH] = { settle_attach, LIMIT_CHANGE },
	[ACTION_DRAIN] = { settle_drain, LIMIT_CHANGE },
	[ACTION_UNDRAIN] = { settle_undrain, LIMIT_CHANGE },
	[ACTION_AWAIT_EMPTY] = { settle_await_empty, LIMIT_DRAIN },
	[ACTION_DETACH] = { settle_detach, LIMIT_CHANGE },
	[ACTION_ARRAY_UPDATE] = { settle_array_update, LIMIT_CHANGE },
	[ACTION_ARRAY_TRIAL] = { settle_array_trial, LIMIT_BOOT },
	[ACTION_ARRAY_ON] = { settle_array_on, LIMIT_CHANGE },
	[ACTION_LOOK_SITE] = { settle_look_site, LIMIT_PROBE },
	[ACTION_LOCK] = { settle_lock, LIMIT_CHANGE },
	[ACTION_UNLOCK] = { settle_unlock, LIMIT_CHANGE },
	[ACTION_LAST_LOOK] = { settle_last_look, LIMIT_CHANGE },
	[ACTION_TERMINATE] = { settle_gone, LIMIT_BOOT },
	[ACTION_DISCARD] = { settle_gone, LIMIT_BOOT },
	[ACTION_WITHDRAW] = { settle_withdraw, LIMIT_CHANGE },
};

enum settled
settle(const struct facts *facts, const struct config *config,
    const struct action *action, int64_t since_ms, char *why, size_t size)
{
	struct inquiry q = { .facts = facts, .config = config,
		.action = action, .since_ms = since_ms, .why = why,
		.size = size };

	why[0] = '\0';
	if (kinds[action->kind].ask == NULL)
		return settled_say(&q, SETTLED_UNKNOWN,
		    "nothing is known of this kind");
	if (action->server[0] != '\0')
		q.sv = facts_server(facts, action->server);
	return kinds[action->kind].ask(&q);
}

int64_t
settle_command_ms(const struct config *config, enum action_kind kind)
{
	enum verb verb = verb_of_action(kind);

	return str_eq(config->cloud.provider, "exec") &&
	    config_asks_cloud(config, verb) ? config->cloud.exec.limit_ms[verb] : 0;
}

static int64_t
effect_limit_ms(const struct config *config, enum action_kind kind)
{
	switch (kinds[kind].limit) {
	case LIMIT_BOOT:
		return config->boot_limit_ms;
	case LIMIT_DRAIN:
		return config->drain_limit_ms;
	case LIMIT_COMMAND:
		return config->command_limit_ms;
	case LIMIT_PROBE:
		return config->change_limit_ms + config->policy.probe_passes *
		    config->policy.probe_interval_ms;
	case LIMIT_CHANGE:
		break;
	}
	return config->change_limit_ms;
}

int64_t
settle_limit_ms(const struct config *config, enum action_kind kind)
{
	return settle_command_ms(config, kind) + effect_limit_ms(config, kind);
}
