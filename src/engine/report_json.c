/* The report as one JSON object. */

#include <cjson/cJSON.h>

#include "base/clock.h"
#include "engine/report_story.h"
#include "runbook/runbook.h"

static void
add_list(cJSON *object, const char *name, const struct remarks *remarks)
{
	cJSON *array = cJSON_AddArrayToObject(object, name);
	char when[40];

	for (size_t i = 0; i < remarks->n; i++) {
		const struct remark *remark = &remarks->list[i];
		cJSON *one = cJSON_CreateObject();

		cJSON_AddNumberToObject(one, "step", remark->step);
		cJSON_AddStringToObject(one, "time",
		    clock_iso(remark->wall_ms, when, sizeof(when)));
		cJSON_AddStringToObject(one, "text", remark->text);
		cJSON_AddItemToArray(array, one);
	}
}

/* Null: not known. */
static void
add_account(cJSON *object, const struct account *account)
{
	cJSON *sessions = cJSON_AddObjectToObject(object, "sessions");

	if (account->cut < 0)
		cJSON_AddNullToObject(sessions, "cut");
	else
		cJSON_AddNumberToObject(sessions, "cut", (double)account->cut);
	cJSON_AddStringToObject(sessions, "text", account->sessions);
	cJSON_AddStringToObject(object, "tried_again", account->again);
	cJSON_AddStringToObject(object, "people", account->people);
}

void
report_write_json(struct buf *out, const struct story *story,
    const struct account *account, const char *run_id)
{
	cJSON *object = cJSON_CreateObject(), *steps;
	char when[40];

	cJSON_AddNumberToObject(object, "version", 1);
	cJSON_AddStringToObject(object, "run", run_id);
	cJSON_AddStringToObject(object, "about", story->about);
	cJSON_AddStringToObject(object, "config", story->config);
	cJSON_AddStringToObject(object, "driver", story->driver);
	cJSON_AddBoolToObject(object, "ended", story->ended);
	cJSON_AddStringToObject(object, "began",
	    clock_iso(story->began_ms, when, sizeof(when)));
	cJSON_AddStringToObject(object, "last",
	    clock_iso(story->last_ms, when, sizeof(when)));
	add_account(object, account);
	steps = cJSON_AddArrayToObject(object, "steps");
	for (int i = 1; i <= STEP_COUNT; i++) {
		const struct story_step *step = &story->steps[i];
		cJSON *one = cJSON_CreateObject();

		cJSON_AddNumberToObject(one, "number", i);
		cJSON_AddStringToObject(one, "name", runbook_step(i)->name);
		cJSON_AddStringToObject(one, "state", story_state_word(step));
		cJSON_AddStringToObject(one, "reason", step->reason);
		cJSON_AddNumberToObject(one, "took_ms",
		    (double)(step->ended_ms - step->began_ms));
		cJSON_AddNumberToObject(one, "actions", step->done);
		cJSON_AddItemToArray(steps, one);
	}
	add_list(object, "done", &story->done);
	add_list(object, "undone", &story->undone);
	add_list(object, "refused", &story->refused);
	add_list(object, "remarks", &story->other);
	cJSON_AddNumberToObject(object, "records", (double)story->records);
	cJSON_AddStringToObject(object, "head", story->head);
	char *text = cJSON_Print(object);
	buf_printf(out, "%s\n", text);
	cJSON_free(text);
	cJSON_Delete(object);
}
