/* Step 3: the first new server, a clone of a running old one. */

#include "runbook/common.h"

static const struct step_setting settings[] = {
	{ "name", "the next free one", "of the new server" },
	{ NULL, NULL, NULL },
};

static bool
offers(const struct scene *scene, const struct server *sv, char *why,
    size_t size)
{
	(void)scene;
	if (sv->mark != MARK_OLD) {
		common_why_not_old(sv, "only an OLD server is known to work", why,
		    size);
		return false;
	}
	if (sv->state != CLOUD_OPERATIONAL) {
		str_fmt(why, size, "it is %s", cloud_state_name(sv->state));
		return false;
	}
	return true;
}

static bool
is_healthy_old(const struct server *sv)
{
	return sv->mark == MARK_OLD && sv->state == CLOUD_OPERATIONAL &&
	    !sv->in_array && sv->self.answers == TRI_YES;
}

static bool
preset(const struct scene *scene, const struct server *sv)
{
	return sv == common_first(scene->facts, is_healthy_old);
}

static size_t
count_picked(const struct scene *scene, const struct server **source)
{
	size_t n = 0;

	for (size_t i = 0; i < scene->facts->n_servers; i++) {
		const struct server *sv = &scene->facts->servers[i];

		if (!runbook_is_picked(&step_clone, scene, sv))
			continue;
		*source = sv;
		n++;
	}
	return n;
}

static bool
is_cloned(const struct server *sv)
{
	return common_is_new(sv) && !common_is_tag(sv);
}

static void
check_name(const struct scene *scene, struct checks *checks)
{
	const char *name = choices_get(scene->choices, "name");

	if (name == NULL)
		return;

	const struct server *sv = facts_server(scene->facts, name);
	if (!str_is_name(name))
		common_say(checks, VERDICT_BAD, "GR-03", 0,
		    "the name must be letters, digits and _ . : - only");
	else if (sv != NULL && sv->mark != MARK_NEW)
		common_say(checks, VERDICT_BAD, "GR-03", 0,
		    "there is a server named %s already", name);
}

static void
precheck(const struct scene *scene, struct checks *checks)
{
	const struct server *source = NULL;
	size_t n = count_picked(scene, &source);

	if (common_first(scene->facts, is_cloned) != NULL) {
		common_say(checks, VERDICT_GOOD, "", 0,
		    "there is a NEW server already");
		return;
	}
	if (n == 1)
		common_say(checks, VERDICT_GOOD, "", 0,
		    "%s will be cloned (%s)", source->name, source->template);
	else
		common_say(checks, VERDICT_BAD, "GR-03", 0,
		    "pick one OLD server to clone; %zu are picked", n);
	check_name(scene, checks);
}

static void
plan(const struct scene *scene, struct plan *plan)
{
	const struct server *source = NULL;
	const struct server *tag = common_first(scene->facts, common_is_tag);
	char name[NAME_LEN];

	if (common_first(scene->facts, is_cloned) != NULL ||
	    count_picked(scene, &source) != 1)
		return;
	/* A mark without a server is what an interrupted clone leaves. */
	if (tag != NULL)
		str_copy(name, sizeof(name), tag->name);
	else if (choices_get(scene->choices, "name") != NULL)
		str_copy(name, sizeof(name), choices_get(scene->choices, "name"));
	else
		common_free_name(scene, plan, source->name, true, name);
	common_add(scene, plan, ACTION_MARK, name, NULL, "new");
	common_add(scene, plan, ACTION_CLONE, name, NULL, source->name);
}

static void
verify(const struct scene *scene, struct checks *checks)
{
	const struct server *sv = common_first(scene->facts, is_cloned);

	if (sv == NULL) {
		common_say(checks, VERDICT_BAD, "", 3, "there is no NEW server");
		return;
	}
	common_say(checks, sv->tag == MARK_NEW ? VERDICT_GOOD : VERDICT_BAD,
	    "GR-01", 0, "%s: the cloud's tag says %s", sv->name,
	    mark_name(sv->tag));
	common_say(checks, server_runs(sv) ? VERDICT_LOOK : VERDICT_GOOD, "", 0,
	    "%s is %s", sv->name, cloud_state_name(sv->state));
}

const struct step step_clone = {
	.number = 3,
	.name = "clone",
	.title = "Clone a server",
	.advice = "Start from an exact copy of a server that works, so that what "
	    "breaks later\nis what you changed.  The clone is marked NEW first.",
	.undo_text = "discards the clone, until step 11; costs nothing",
	.flags = STEP_PICKS,
	.settings = settings,
	.offers = offers,
	.preset = preset,
	.precheck = precheck,
	.plan = plan,
	.verify = verify,
	.undo = common_undo,
};
