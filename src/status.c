/* What `cutover status` says, in the manner of systemctl, as JSON, and in lines that
 * never change (--porcelain). */

#include "status.h"

#include <cjson/cJSON.h>
#include <langinfo.h>
#include <locale.h>
#include <stdio.h>

#include "base/clock.h"
#include "base/str.h"
#include "runbook/runbook.h"

static void
print_json(const struct report_status *status, const char *holder)
{
	cJSON *object = cJSON_CreateObject(), *steps;
	char when[40];

	cJSON_AddNumberToObject(object, "version", 1);
	cJSON_AddStringToObject(object, "run", status->run_id);
	cJSON_AddStringToObject(object, "about", status->about);
	cJSON_AddBoolToObject(object, "ended", status->ended);
	cJSON_AddBoolToObject(object, "unsettled", status->unsettled);
	cJSON_AddStringToObject(object, "driver", holder);
	cJSON_AddNumberToObject(object, "records", (double)status->records);
	cJSON_AddNumberToObject(object, "refused", status->refused);
	cJSON_AddStringToObject(object, "began",
	    clock_iso(status->began_wall_ms, when, sizeof(when)));
	cJSON_AddStringToObject(object, "last", status->last);
	steps = cJSON_AddArrayToObject(object, "steps");
	for (int i = 1; i <= STEP_COUNT; i++) {
		cJSON *step = cJSON_CreateObject();

		cJSON_AddNumberToObject(step, "number", i);
		cJSON_AddStringToObject(step, "name", runbook_step(i)->name);
		cJSON_AddStringToObject(step, "state", status->states[i]);
		cJSON_AddItemToArray(steps, step);
	}
	char *text = cJSON_PrintUnformatted(object);
	(void)printf("%s\n", text);
	cJSON_free(text);
	cJSON_Delete(object);
}

/* These lines, in this order, with these words: cutover(1) promises it. */
static void
print_porcelain(const struct report_status *status, const char *holder)
{
	char when[40];

	(void)printf("version\t1\nrun\t%s\n", status->run_id);
	(void)printf("ended\t%s\n", status->ended ? "yes" : "no");
	(void)printf("unsettled\t%s\n", status->unsettled ? "yes" : "no");
	(void)printf("driver\t%s\n", holder);
	(void)printf("records\t%lld\n", (long long)status->records);
	(void)printf("refused\t%u\n", status->refused);
	(void)printf("began\t%s\n",
	    clock_iso(status->began_wall_ms, when, sizeof(when)));
	(void)printf("last\t%s\n",
	    clock_iso(status->last_wall_ms, when, sizeof(when)));
	for (int i = 1; i <= STEP_COUNT; i++)
		(void)printf("step\t%d\t%s\t%s\n", i, runbook_step(i)->name,
		    status->states[i]);
}

/* ---- for people ---- */

static const char *
sign_of(const struct report_status *status, bool ascii)
{
	if (status->ended)
		return ascii ? "+" : "✓";
	if (status->unsettled)
		return "!";
	return ascii ? ">" : "▸";
}

static void
print_state(const struct report_status *status)
{
	const struct step *step = runbook_step(status->step);
	char hms[16], span[32];

	if (status->ended || step == NULL) {
		(void)printf("     State: finished\n");
		return;
	}
	(void)printf("     State: %s, step %d of %d, %s", status->states[step->number],
	    step->number, STEP_COUNT, step->title);
	if (status->since_wall_ms[step->number] != 0)
		(void)printf(", since %s (%s ago)",
		    clock_hms(status->since_wall_ms[step->number], hms, sizeof(hms)),
		    clock_span(clock_wall_ms() -
		    status->since_wall_ms[step->number], span, sizeof(span)));
	(void)printf("\n");
}

static void
print_newest(const struct report_status *status)
{
	char hms[16];

	(void)printf("\n");
	for (unsigned i = 0; i < status->n_newest; i++) {
		const struct report_newest *one = &status->newest[
		    (status->first_newest + i) % REPORT_NEWEST];

		(void)printf("%s %s\n", clock_hms(one->wall_ms, hms, sizeof(hms)),
		    one->text);
	}
}

static void
print_people(const struct report_status *status, const char *holder,
    const char *dir, bool ascii)
{
	char when[40];

	(void)printf("%s %s - %s\n", sign_of(status, ascii), status->run_id,
	    status->about);
	print_state(status);
	(void)printf("     Began: %s\n",
	    clock_iso(status->began_wall_ms, when, sizeof(when)));
	(void)printf("    Driver: %s\n", holder[0] != '\0' ? holder :
	    status->ended ? "nobody" : "nobody; cutover resume goes on");
	if (status->unsettled)
		(void)printf("      Look: %s\n", holder[0] != '\0' ?
		    "an action is under way" :
		    "an action is unsettled; the next start looks it up");
	if (status->refused > 0)
		(void)printf("     Guard: %u refused\n", status->refused);
	(void)printf("   Journal: %s/journal.db (%lld records)\n", dir,
	    (long long)status->records);
	print_newest(status);
}

void
status_print(const struct report_status *status, const char *holder,
    const char *dir, const struct command_options *options)
{
	(void)setlocale(LC_CTYPE, "");
	if (options->json)
		print_json(status, holder);
	else if (options->porcelain)
		print_porcelain(status, holder);
	else
		print_people(status, holder, dir, options->ascii ||
		    !str_eq(nl_langinfo(CODESET), "UTF-8"));
}
