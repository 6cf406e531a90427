/* The cloud of the configuration: a provider that there is, and what it needs. */

#include "model/config_fault.h"

#include "base/near.h"
#include "model/config.h"

static void
check_local(struct reading *reading, const struct config *config)
{
	if (config->cloud.socket[0] == '\0')
		config_fault(reading, config_line_at(reading, "cloud.socket"),
		    "cloud.socket is missing: where the local cloud listens");
}

static void
check_rightscale(struct reading *reading, const struct config *config)
{
	if (config->cloud.rs.api[0] == '\0')
		config_fault(reading, config_line_at(reading, "cloud.rightscale"),
		    "cloud.rightscale is missing: the account, and how it is "
		    "reached");
}

/* ---- commands of any other cloud ---- */

static void
check_pair_of_verbs(struct reading *reading, const struct exec_config *exec,
    enum verb there, enum verb back)
{
	if ((exec->verbs[there].n > 0) != (exec->verbs[back].n > 0))
		config_fault(reading, config_line_at(reading, "cloud.exec"),
		    "cloud.exec has one of %s and %s: give both, or none",
		    verb_name(there), verb_name(back));
}

/* The first verb that is needed and that no command answers. */
static enum verb
missing_verb(const struct config *config)
{
	const struct exec_config *exec = &config->cloud.exec;
	enum verb_need last = config->array[0] != '\0' ? NEED_ARRAY : NEED_ALWAYS;

	for (int i = VERB_NONE + 1; i < VERB_COUNT && exec->command.n == 0; i++)
		if (verb_need((enum verb)i) <= last && exec->verbs[i].n == 0)
			return (enum verb)i;
	return VERB_NONE;
}

static void
check_exec(struct reading *reading, const struct config *config)
{
	const struct exec_config *exec = &config->cloud.exec;
	enum verb missing = missing_verb(config);

	if (missing != VERB_NONE)
		config_fault(reading, config_line_at(reading, "cloud.exec"),
		    "cloud.exec: there is no command for %s: give command, or one "
		    "for each verb", verb_name(missing));
	check_pair_of_verbs(reading, exec, VERB_ATTACH, VERB_DETACH);
	check_pair_of_verbs(reading, exec, VERB_DRAIN, VERB_UNDRAIN);
}

/* ---- which one ---- */

static const struct {
	const char *name;
	void (*check)(struct reading *reading, const struct config *config);
} providers[] = {
	{ "local", check_local },
	{ "rightscale", check_rightscale },
	{ "exec", check_exec },
};

static const char *
near_provider(const char *name)
{
	size_t best = near_limit(name);
	const char *near = NULL;

	for (size_t i = 0; i < countof(providers); i++)
		if (near_is_better(name, providers[i].name, &best))
			near = providers[i].name;
	return near;
}

void
config_check_cloud(struct reading *reading, const struct config *config)
{
	const char *name = config->cloud.provider, *near = near_provider(name);
	int line = config_line_at(reading, "cloud.provider");

	for (size_t i = 0; i < countof(providers); i++)
		if (str_eq(providers[i].name, name)) {
			providers[i].check(reading, config);
			return;
		}
	if (name[0] != '\0' && near != NULL)
		config_fault(reading, line, "there is no provider \"%s\"; did you "
		    "mean \"%s\"?", name, near);
	else if (name[0] != '\0')
		config_fault(reading, line, "there is no provider \"%s\": say local, "
		    "rightscale or exec", name);
}
