/* The server array, which launches servers by itself: GR-12, GR-08, GR-24. */

#include "base/str.h"
#include "guard/look.h"
#include "model/inputs.h"

/* Between the first new input and the new template, what the array launches is
 * neither old nor new.  One launch stops the run. */
static bool
is_moving(const struct hearing *h)
{
	const struct array *array = &h->facts->array;

	return h->saved_digest != NULL && !array->trial &&
	    !str_eq(array->template, h->array_template);
}

static bool
calms(enum action_kind kind)
{
	return kind == ACTION_ARRAY_OFF || kind == ACTION_UNDRAIN ||
	    kind == ACTION_SAVE_INPUTS || kind == ACTION_SAVE_LB;
}

enum verdict
rule_array_still(const struct hearing *h, char *why, size_t size)
{
	const struct facts *facts = h->facts;

	if (!is_moving(h) || calms(h->action->kind) || h->is_remedy)
		return VERDICT_GOOD;
	for (size_t i = 0; i < facts->n_servers; i++) {
		const struct server *sv = &facts->servers[i];

		if (sv->in_array && server_runs(sv) &&
		    look_mark(h, sv) == MARK_UNKNOWN)
			return rule_bad(why, size, "the array has launched %s, "
			    "which nobody knows; disable the array (step 10) and "
			    "shut that server down", sv->name);
	}
	return VERDICT_GOOD;
}

/* The array's own value wins over the deployment's: its next launch would not
 * be what was tested. */
enum verdict
rule_shadowed_input(const struct hearing *h, char *why, size_t size)
{
	const struct input *own;

	if ((h->action->kind != ACTION_ARRAY_ON &&
	    h->action->kind != ACTION_ARRAY_TRIAL) ||
	    h->plan->purpose != PLAN_FORWARD)
		return VERDICT_GOOD;
	own = inputs_next_shadow(h->facts, h->inputs, NULL);
	if (own != NULL)
		return rule_bad(why, size, "the array has its own %s, which hides "
		    "what this run set for the deployment; make them equal or "
		    "take it out of the array", own->key);
	return rule_good(why, size, "the array hides no input that this run "
	    "changed");
}

static bool
is_proven_trial(const struct hearing *h, const struct server *sv)
{
	return sv->in_array && sv->state == CLOUD_OPERATIONAL &&
	    str_eq(sv->template, h->array_template) &&
	    str_eq(sv->self.version, h->config->release_to) &&
	    look_is_up(h, sv);
}

static bool
goes_back(const struct hearing *h)
{
	return h->plan->purpose != PLAN_FORWARD && h->return_template != NULL &&
	    h->return_template[0] != '\0' &&
	    str_eq(h->facts->array.template, h->return_template);
}

enum verdict
rule_one_first(const struct hearing *h, char *why, size_t size)
{
	const struct facts *facts = h->facts;

	if (h->action->kind != ACTION_ARRAY_ON &&
	    h->action->kind != ACTION_ARRAY_TRIAL)
		return VERDICT_GOOD;
	if (h->action->kind == ACTION_ARRAY_ON && goes_back(h))
		return rule_good(why, size, "the array has its former template");
	if (!str_eq(facts->array.template, h->array_template))
		return rule_bad(why, size, "the array would launch %s, not %s; set "
		    "its template in step 15", facts->array.template,
		    h->array_template);
	if (h->action->kind == ACTION_ARRAY_TRIAL)
		return VERDICT_GOOD;
	for (size_t i = 0; i < facts->n_servers; i++)
		if (is_proven_trial(h, &facts->servers[i]))
			return rule_good(why, size, "%s came from the array and "
			    "serves", facts->servers[i].name);
	return rule_bad(why, size, "no server of the array was seen to serve %s yet; "
	    "launch one as a trial first", h->config->release_to);
}
