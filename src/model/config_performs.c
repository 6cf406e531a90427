/* What a cloud does here that balancers, servers and the database do elsewhere. */

#include "base/str.h"
#include "model/config.h"

/* Whatever has a script there is done by it. */
static bool
rightscale_performs(const struct config *config, enum action_kind kind)
{
	const struct rs_config *rs = &config->cloud.rs;
	const char *const scripts[ACTION_COUNT] = {
		[ACTION_ATTACH] = rs->attach, [ACTION_DETACH] = rs->attach,
		[ACTION_DRAIN] = rs->drain, [ACTION_UNDRAIN] = rs->drain,
		[ACTION_SNAPSHOT] = rs->snapshot, [ACTION_MIGRATE] = rs->migrate,
	};

	return scripts[kind] != NULL && scripts[kind][0] != '\0';
}

/* What others do unless there is a command for it. */
static bool
exec_performs(const struct config *config, enum action_kind kind)
{
	enum verb verb = verb_of_action(kind);

	return verb_need(verb) == NEED_NOBODY && config_asks_cloud(config, verb);
}

static const struct {
	const char *provider;
	bool (*performs)(const struct config *config, enum action_kind kind);
} clouds[] = {
	{ "exec", exec_performs },
	{ "rightscale", rightscale_performs },
};

bool
config_cloud_performs(const struct config *config, enum action_kind kind)
{
	for (size_t i = 0; i < countof(clouds); i++)
		if (str_eq(config->cloud.provider, clouds[i].provider))
			return clouds[i].performs(config, kind);
	return false;
}

bool
config_orders_balancers(const struct config *config)
{
	return !config_cloud_performs(config, ACTION_ATTACH) ||
	    !config_cloud_performs(config, ACTION_DETACH);
}
