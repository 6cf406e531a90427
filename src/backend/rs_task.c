/* Scripts on an instance: started, then followed by the words of their task. */

#include "config.h"

#include <string.h>
#include <strings.h>

#include "backend/json_read.h"
#include "backend/rs_do.h"
#include "backend/rs_form.h"
#include "backend/rs_task.h"
#include "base/loop.h"
#include "base/str.h"

#define LOOK_MS 1000

/* There is no field for it: only the summary tells, and scripts may have such words
 * in their names. */
enum rs_task_state
rs_task_state(const char *summary)
{
	static const char *const before[] = { "boot ", "decommission " };

	for (size_t i = 0; i < countof(before); i++)
		if (strncasecmp(summary, before[i], strlen(before[i])) == 0) {
			summary += strlen(before[i]);
			break;
		}
	if (strncasecmp(summary, "completed", 9) == 0 ||
	    strncasecmp(summary, "success", 7) == 0)
		return TASK_COMPLETED;
	if (strncasecmp(summary, "failed", 6) == 0 ||
	    strncasecmp(summary, "aborted", 7) == 0)
		return TASK_FAILED;
	return TASK_RUNNING;
}

static void
show_line(const struct rs_do *job, const char *text, size_t len)
{
	char line[TEXT_LEN], safe[TEXT_LEN];

	(void)str_copy_n(line, sizeof(line), text, len);
	(void)str_safe(safe, sizeof(safe), line);
	job->ctx->output(safe, job->ctx->output_arg);
}

/* What came since the last look, line by line: the task's audit entry grows while the
 * script runs.  A last line without an end is shown when there will be no more. */
static void
show_output(struct rs_do *job, const char *detail, bool ended)
{
	const char *at, *end;

	if (detail == NULL || strlen(detail) < job->told)
		return;
	for (at = detail + job->told; (end = strchr(at, '\n')) != NULL;
	    at = end + 1)
		show_line(job, at, (size_t)(end - at));
	if (ended && *at != '\0') {
		show_line(job, at, strlen(at));
		at += strlen(at);
	}
	job->told = (size_t)(at - detail);
}

static void look(struct rs_do *job, const struct rs_reply *reply);

static void
looked(struct rs_do *job, const struct rs_reply *reply)
{
	const char *summary = json_text(reply->json, "summary");
	enum rs_task_state state;
	char safe[TEXT_LEN];

	if (summary == NULL) {
		rs_do_end(job, OUTCOME_UNKNOWN, "its task makes no sense");
		return;
	}
	state = rs_task_state(summary);
	show_output(job, json_text(reply->json, "detail"),
	    state != TASK_RUNNING);
	(void)str_safe(safe, sizeof(safe), summary);
	switch (state) {
	case TASK_COMPLETED:
		job->after(job, reply);
		return;
	case TASK_FAILED:
		rs_do_end(job, OUTCOME_FAILED, "%s", safe);
		return;
	case TASK_RUNNING:
		break;
	}
	if (loop_now_ms(job->ctx->loop) > job->until_ms)
		rs_do_end(job, OUTCOME_UNKNOWN, "it has not ended: %s", safe);
	else
		rs_do_pause(job, LOOK_MS, look);
}

static void
look(struct rs_do *job, const struct rs_reply *reply)
{
	char path[TEXT_LEN];

	(void)reply;
	(void)str_fmt(path, sizeof(path), "%s?view=extended", job->href);
	rs_do_call(job, "GET", path, NULL, looked);
}

static void
started(struct rs_do *job, const struct rs_reply *reply)
{
	if (reply->status != 202 || !rs_is_href(reply->location)) {
		rs_do_end(job, OUTCOME_UNKNOWN,
		    "RightScale did not say which task it began");
		return;
	}
	(void)str_copy(job->href, sizeof(job->href), reply->location);
	look(job, NULL);
}

/* A clone that was isolated has another pool among its own inputs. */
static void
add_inputs(struct rs_do *job, struct buf *form)
{
	const struct rs_config *rs = &job->ctx->config->cloud.rs;
	struct buf pool = { 0 };

	if (job->inputs.len > 0)
		buf_printf(form, "&%s", job->inputs.data);
	if (strcmp(job->instance, job->master) == 0)
		return;
	buf_printf(&pool, "text:%s", rs->pool);
	rs_form_input(form, rs->pool_input, pool.data);
	buf_done(&pool);
}

static void
run(struct rs_do *job, const char *what, const char *value)
{
	struct buf form = { 0 };
	char path[TEXT_LEN];

	rs_form_add(&form, what, value);
	add_inputs(job, &form);
	/* We locked it ourselves (step 18): that is no word against us. */
	if (job->ours && strcmp(job->instance, job->server.current) == 0)
		rs_form_add(&form, "ignore_lock", "true");
	(void)str_fmt(path, sizeof(path), "%s/run_executable", job->instance);
	rs_do_call(job, "POST", path, &form, started);
	buf_done(&form);
}

static void
found_script(struct rs_do *job, const struct rs_reply *reply)
{
	const char *name = job->script + strlen("script:"), *href = NULL;
	double best = -1;
	const cJSON *item;

	cJSON_ArrayForEach(item, reply->json) {
		const char *is = json_text(item, "name");
		const cJSON *revision = json_member(item, "revision");

		if (is == NULL || strcmp(is, name) != 0 ||
		    !cJSON_IsNumber(revision) || revision->valuedouble <= best)
			continue;
		best = revision->valuedouble;
		href = rs_link(item, "self");
	}
	if (href == NULL)
		rs_do_end(job, OUTCOME_FAILED, "RightScale has no RightScript "
		    "named \"%s\"", name);
	else
		run(job, "right_script_href", href);
}

static void
find_script(struct rs_do *job)
{
	struct buf path = { 0 }, value = { 0 };

	buf_printf(&value, "name==%s", job->script + strlen("script:"));
	rs_form_add(&path, "filter[]", value.data);
	rs_form_add(&path, "latest_only", "true");
	buf_reset(&value);
	buf_printf(&value, "/api/right_scripts?%s", path.data);
	rs_do_call(job, "GET", value.data, NULL, found_script);
	buf_done(&path);
	buf_done(&value);
}

void
rs_do_script(struct rs_do *job, const char *script, const char *instance,
    rs_next_fn *after)
{
	job->after = after;
	job->told = 0;
	job->until_ms = loop_now_ms(job->ctx->loop) +
	    job->ctx->config->command_limit_ms;
	(void)str_copy(job->script, sizeof(job->script), script);
	(void)str_copy(job->instance, sizeof(job->instance), instance);
	if (str_starts(script, "recipe:"))
		run(job, "recipe_name", script + strlen("recipe:"));
	else
		find_script(job);
}
