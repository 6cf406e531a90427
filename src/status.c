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
#include "status_sessions.h"

static void
add_count(cJSON *object, long sessions)
{
	if (sessions == SESSIONS_UNKNOWN)
		cJSON_AddNullToObject(object, "sessions");
	else
		cJSON_AddNumberToObject(object, "sessions", sessions ==
		    SESSIONS_NONE ? 0 : (double)sessions);
}

/* Null: not known.  A balancer that does not list the server is left out. */
static void
add_sessions(cJSON *object, const struct status_sessions *sessions)
{
	cJSON *list = cJSON_AddArrayToObject(object, "leaving");

	for (size_t i = 0; i < sessions->n; i++) {
		const struct leaver *leaver = &sessions->list[i];
		cJSON *one = cJSON_CreateObject(), *lbs;

		cJSON_AddStringToObject(one, "server", leaver->server);
		cJSON_AddStringToObject(one, "mark", mark_name(leaver->mark));
		add_count(one, status_sessions_sum(sessions, leaver));
		lbs = cJSON_AddArrayToObject(one, "balancers");
		for (size_t b = 0; b < sessions->config->n_lbs; b++) {
			if (leaver->on[b] == SESSIONS_NONE)
				continue;
			cJSON *lb = cJSON_CreateObject();

			cJSON_AddStringToObject(lb, "name",
			    sessions->config->lbs[b].name);
			add_count(lb, leaver->on[b]);
			cJSON_AddItemToArray(lbs, lb);
		}
		cJSON_AddItemToArray(list, one);
	}
	cJSON_AddStringToObject(object, "trouble", sessions->trouble);
}

static void
print_json(const struct status *whole)
{
	const struct report_status *status = &whole->run;
	cJSON *object = cJSON_CreateObject(), *steps;
	char when[40];

	cJSON_AddNumberToObject(object, "version", 1);
	cJSON_AddStringToObject(object, "run", status->run_id);
	cJSON_AddStringToObject(object, "about", status->about);
	cJSON_AddBoolToObject(object, "ended", status->ended);
	cJSON_AddBoolToObject(object, "unsettled", status->unsettled);
	cJSON_AddStringToObject(object, "driver", whole->holder);
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
	if (whole->sessions != NULL)
		add_sessions(object, whole->sessions);
	char *text = cJSON_PrintUnformatted(object);
	(void)printf("%s\n", text);
	cJSON_free(text);
	cJSON_Delete(object);
}

/* "3"; "?" when it is not known, "-" where it is not listed. */
static const char *
count_text(long sessions, char *dst, size_t size)
{
	if (sessions >= 0)
		(void)str_fmt(dst, size, "%ld", sessions);
	else
		(void)str_copy(dst, size, sessions == SESSIONS_UNKNOWN ? "?" : "-");
	return dst;
}

/* These lines, in this order, with these words: cutover(1) promises it. */
static void
print_porcelain(const struct status *whole)
{
	const struct report_status *status = &whole->run;
	const struct status_sessions *sessions = whole->sessions;
	char when[40], count[24];

	(void)printf("version\t1\nrun\t%s\n", status->run_id);
	(void)printf("ended\t%s\n", status->ended ? "yes" : "no");
	(void)printf("unsettled\t%s\n", status->unsettled ? "yes" : "no");
	(void)printf("driver\t%s\n", whole->holder);
	(void)printf("records\t%lld\n", (long long)status->records);
	(void)printf("refused\t%u\n", status->refused);
	(void)printf("began\t%s\n",
	    clock_iso(status->began_wall_ms, when, sizeof(when)));
	(void)printf("last\t%s\n",
	    clock_iso(status->last_wall_ms, when, sizeof(when)));
	for (int i = 1; i <= STEP_COUNT; i++)
		(void)printf("step\t%d\t%s\t%s\n", i, runbook_step(i)->name,
		    status->states[i]);
	for (size_t i = 0; sessions != NULL && i < sessions->n; i++)
		for (size_t b = 0; b < sessions->config->n_lbs; b++)
			(void)printf("sessions\t%s\t%s\t%s\n",
			    sessions->list[i].server,
			    sessions->config->lbs[b].name, count_text(
			    sessions->list[i].on[b], count, sizeof(count)));
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

/* What is left on those that are to go: each, and on which balancer. */
static void
print_sessions(const struct status_sessions *sessions)
{
	char count[24];

	if (sessions->n > 0)
		(void)printf("\n");
	if (sessions->trouble[0] != '\0')
		(void)printf("  Sessions: not known: %s\n", sessions->trouble);
	for (size_t i = 0; i < sessions->n; i++) {
		const struct leaver *leaver = &sessions->list[i];

		(void)printf("%s%-9s %-14s %6s now",
		    i == 0 && sessions->trouble[0] == '\0' ? "  Sessions: " :
		    "            ", mark_name(leaver->mark), leaver->server,
		    count_text(status_sessions_sum(sessions, leaver), count,
		    sizeof(count)));
		for (size_t b = 0; b < sessions->config->n_lbs; b++)
			(void)printf("  %s %s", sessions->config->lbs[b].name,
			    count_text(leaver->on[b], count, sizeof(count)));
		(void)printf("\n");
	}
}

static void
print_people(const struct status *whole, bool ascii)
{
	const struct report_status *status = &whole->run;
	const char *holder = whole->holder;
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
	(void)printf("   Journal: %s/journal.db (%lld record%s)\n", whole->dir,
	    (long long)status->records, str_s(status->records));
	if (whole->sessions != NULL)
		print_sessions(whole->sessions);
	print_newest(status);
}

void
status_print(const struct status *status, const struct command_options *options)
{
	(void)setlocale(LC_CTYPE, "");
	if (options->json)
		print_json(status);
	else if (options->porcelain)
		print_porcelain(status);
	else
		print_people(status, options->ascii ||
		    !str_eq(nl_langinfo(CODESET), "UTF-8"));
}
