/* Events as lines: for people, or as JSON. */

#include <cjson/cJSON.h>
#include <stdio.h>

#include "base/clock.h"
#include "headless_priv.h"

static void
add_text(cJSON *object, const char *key, const char *text)
{
	if (text[0] != '\0')
		cJSON_AddStringToObject(object, key, text);
}

static const char *
step_name(int number)
{
	const struct step *step = runbook_step(number);

	return step == NULL ? "" : step->name;
}

void
headless_print_json(const struct event *event, const char *run_id)
{
	cJSON *object = cJSON_CreateObject();
	char when[40];

	cJSON_AddNumberToObject(object, "version", 1);
	cJSON_AddNumberToObject(object, "seq", (double)event->seq);
	cJSON_AddStringToObject(object, "time",
	    clock_iso(event->wall_ms, when, sizeof(when)));
	cJSON_AddStringToObject(object, "run", run_id);
	cJSON_AddStringToObject(object, "step", step_name(event->step));
	cJSON_AddStringToObject(object, "event", event_word(event->kind));
	if (event->action.kind != ACTION_NONE) {
		add_text(object, "action", action_name(event->action.kind));
		add_text(object, "arg", event->action.arg);
	}
	add_text(object, "server", event->server);
	add_text(object, "lb", event->lb);
	if (event->verdict != VERDICT_UNKNOWN)
		add_text(object, "verdict", verdict_name(event->verdict));
	add_text(object, "rule", event->rule);
	cJSON_AddStringToObject(object, "text", event->text);
	char *line = cJSON_PrintUnformatted(object);
	(void)printf("%s\n", line);
	cJSON_free(line);
	cJSON_Delete(object);
}

void
headless_print_text(const struct event *event)
{
	char sentence[TEXT_LEN + 256], when[16];

	(void)printf("%s %2d %-13s %s\n",
	    clock_hms(event->wall_ms, when, sizeof(when)), event->step,
	    step_name(event->step),
	    event_sentence(event, sentence, sizeof(sentence)));
}
