/* Step 4: what the new server is built of. */

#include "runbook/common.h"

static const struct step_setting settings[] = {
	{ "template", "the configured one", "revision of the new servers" },
	{ NULL, NULL, NULL },
};

static const char *
wanted(const struct scene *scene)
{
	return common_setting(scene, "template", scene->config->template_to);
}

static bool
applies(const struct scene *scene, char *why, size_t size)
{
	if (wanted(scene)[0] != '\0')
		return true;
	str_copy(why, size, "no new template is configured");
	return false;
}

/* What was launched keeps what it was built of. */
static bool
can_change(const struct server *sv)
{
	return common_is_new(sv) && !common_is_tag(sv) && !server_runs(sv);
}

static void
precheck(const struct scene *scene, struct checks *checks)
{
	size_t n = common_count(scene->facts, can_change);

	if (common_count(scene->facts, common_is_new) == 0)
		common_say(checks, VERDICT_BAD, "", 3,
		    "there is no NEW server; step 3 makes one");
	else
		common_say(checks, VERDICT_GOOD, "", 0,
		    n == 1 ? "%zu NEW server is not launched yet" :
		    "%zu NEW servers are not launched yet", n);
}

static void
plan(const struct scene *scene, struct plan *plan)
{
	for (size_t i = 0; i < scene->facts->n_servers; i++) {
		const struct server *sv = &scene->facts->servers[i];
		struct action *action;

		if (!can_change(sv))
			continue;
		action = common_add(scene, plan, ACTION_CONFIGURE, sv->name,
		    NULL, wanted(scene));
		if (action != NULL)
			str_copy(action->former, sizeof(action->former),
			    sv->template);
	}
}

static void
verify(const struct scene *scene, struct checks *checks)
{
	for (size_t i = 0; i < scene->facts->n_servers; i++) {
		const struct server *sv = &scene->facts->servers[i];

		if (!common_is_new(sv) || common_is_tag(sv))
			continue;
		common_say(checks, str_eq(sv->template, wanted(scene)) ?
		    VERDICT_GOOD : VERDICT_BAD, "", 4, "%s: template %s",
		    sv->name, sv->template);
	}
}

const struct step step_configure = {
	.number = 4,
	.name = "configure",
	.title = "System changes",
	.advice = "Give the clone the new template.  Change one thing at a time "
	    "where you can:\nthen you know what broke it.",
	.undo_text = "sets the former template, until step 7; costs nothing",
	.settings = settings,
	.applies = applies,
	.precheck = precheck,
	.plan = plan,
	.verify = verify,
	.undo = common_undo,
};
