/* Chains about inputs and the array. */

#include "config.h"

#include <string.h>

#include "backend/rs_do.h"
#include "backend/rs_form.h"
#include "base/str.h"

static void
key_of(const struct action *action, char key[TEXT_LEN])
{
	(void)str_copy_n(key, TEXT_LEN, action->arg, strcspn(action->arg, "="));
}

/* An input that is not known is ignored there, with the same 204. */
static void
input_there(struct rs_do *job, const struct rs_reply *reply)
{
	char key[TEXT_LEN];

	key_of(&job->action, key);
	if (strchr(job->action.arg, '=') != NULL && cJSON_IsArray(reply->json) &&
	    rs_input(reply->json, key) == NULL)
		rs_do_end(job, OUTCOME_FAILED, "RightScale ignores the input %s: no "
		    "template of the deployment has one of this name", key);
	else
		rs_accepted(job, reply);
}

static void
input_read_back(struct rs_do *job, const struct rs_reply *reply)
{
	char path[TEXT_LEN];

	(void)reply;
	(void)str_fmt(path, sizeof(path), "%s/inputs?view=inputs_2_0",
	    job->deployment);
	rs_do_call(job, "GET", path, NULL, input_there);
}

void
rs_set_input(struct rs_do *job, const struct rs_reply *reply)
{
	const char *equals = strchr(job->action.arg, '=');
	struct buf value = { 0 };
	char key[TEXT_LEN];

	(void)reply;
	key_of(&job->action, key);
	if (equals == NULL)
		buf_puts(&value, "inherit");
	else
		rs_value_write(equals + 1, &value);
	rs_do_input(job, job->deployment, key, value.data, input_read_back);
	buf_done(&value);
}

static bool
has_array(struct rs_do *job)
{
	if (job->array[0] != '\0')
		return true;
	rs_do_end(job, OUTCOME_FAILED, "RightScale knows no such array");
	return false;
}

void
rs_array_state(struct rs_do *job, const struct rs_reply *reply)
{
	struct buf form = { 0 };

	(void)reply;
	if (!has_array(job))
		return;
	rs_form_add(&form, "server_array[state]",
	    job->action.kind == ACTION_ARRAY_OFF ? "disabled" : "enabled");
	rs_do_call(job, "PUT", job->array, &form, rs_accepted);
	buf_done(&form);
}

void
rs_array_update(struct rs_do *job, const struct rs_reply *reply)
{
	(void)reply;
	if (has_array(job))
		rs_do_template(job, job->array_next);
}

void
rs_array_trial(struct rs_do *job, const struct rs_reply *reply)
{
	char path[TEXT_LEN];

	(void)reply;
	if (!has_array(job))
		return;
	if (job->exists) {
		rs_do_end(job, OUTCOME_OK, "the trial was launched already");
		return;
	}
	(void)str_fmt(path, sizeof(path), "%s/launch", job->array);
	rs_do_call(job, "POST", path, NULL, rs_accepted);
}
