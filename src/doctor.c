/* `cutover doctor`: will it work here?  Looks at everything a run will need. */

#include "doctor.h"

#include <cjson/cJSON.h>
#include <langinfo.h>
#include <locale.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/xmalloc.h"
#include "commands.h"
#include "place.h"

/* Each provider has its own patience, of seconds; this is for all together. */
#define LOOK_MS 15000

void
finding_add(struct findings *findings, enum verdict verdict, const char *what,
    const char *remedy, const char *fmt, ...)
{
	struct finding *finding;
	va_list ap;

	x_grow(findings->list, findings->n, findings->cap);
	finding = &findings->list[findings->n++];
	finding->verdict = verdict;
	(void)str_copy(finding->what, sizeof(finding->what), what);
	(void)str_copy(finding->remedy, sizeof(finding->remedy), remedy);
	va_start(ap, fmt);
	(void)vsnprintf(finding->text, sizeof(finding->text), fmt, ap);
	va_end(ap);
}

void
findings_done(struct findings *findings)
{
	free(findings->list);
	*findings = (struct findings){ 0 };
}

static unsigned
count(const struct findings *findings, enum verdict verdict)
{
	unsigned n = 0;

	for (size_t i = 0; i < findings->n; i++)
		n += findings->list[i].verdict == verdict;
	return n;
}

static const char *
sign_of(enum verdict verdict, bool ascii)
{
	if (verdict == VERDICT_GOOD)
		return ascii ? "+" : "✓";
	return verdict == VERDICT_LOOK ? "!" : ascii ? "x" : "✗";
}

static void
print_text(const struct findings *findings, bool ascii)
{
	for (size_t i = 0; i < findings->n; i++) {
		const struct finding *one = &findings->list[i];

		(void)printf("%s %-13s %s%s%s\n", sign_of(one->verdict, ascii),
		    one->what, one->text, one->remedy[0] == '\0' ? "" : "; ",
		    one->remedy);
	}
	(void)printf("%u good, %u to look at, %u bad. Nothing has been changed.\n",
	    count(findings, VERDICT_GOOD), count(findings, VERDICT_LOOK),
	    count(findings, VERDICT_BAD));
}

static void
print_json(const struct findings *findings)
{
	cJSON *object = cJSON_CreateObject(), *list;

	cJSON_AddNumberToObject(object, "version", 1);
	cJSON_AddBoolToObject(object, "ok", count(findings, VERDICT_BAD) == 0);
	list = cJSON_AddArrayToObject(object, "findings");
	for (size_t i = 0; i < findings->n; i++) {
		const struct finding *finding = &findings->list[i];
		cJSON *one = cJSON_CreateObject();

		cJSON_AddStringToObject(one, "verdict",
		    verdict_name(finding->verdict));
		cJSON_AddStringToObject(one, "what", finding->what);
		cJSON_AddStringToObject(one, "text", finding->text);
		cJSON_AddStringToObject(one, "remedy", finding->remedy);
		cJSON_AddItemToArray(list, one);
	}
	char *text = cJSON_PrintUnformatted(object);
	(void)printf("%s\n", text);
	cJSON_free(text);
	cJSON_Delete(object);
}

struct look {
	struct findings *findings;
	const struct config *config;
};

static void
on_world(const struct facts *facts, const struct vault *vault, void *arg)
{
	const struct look *look = arg;

	(void)vault;
	doctor_world(look->findings, look->config, facts, clock_wall_ms() / 1000);
}

int
command_doctor(const struct command_options *options)
{
	struct findings findings = { 0 };
	struct config config;
	struct look look = { &findings, &config };
	struct err err = { 0 };

	(void)setlocale(LC_CTYPE, "");
	if (load_config(options->config, &config) == -1)
		return 2;
	doctor_terminal(&findings);
	finding_add(&findings, VERDICT_GOOD, "configuration", "", "%s has no fault",
	    config.path);
	doctor_state(&findings, &config);
	doctor_programs(&findings, &config);
	if (look_at_world(&config, LOOK_MS, on_world, &look, &err) == -1)
		finding_add(&findings, VERDICT_BAD, "configuration",
		    "change it, then look again", "%s", err.text);
	if (options->json)
		print_json(&findings);
	else
		print_text(&findings, options->ascii ||
		    strcmp(nl_langinfo(CODESET), "UTF-8") != 0);
	int status = count(&findings, VERDICT_BAD) == 0 ? 0 : 1;
	findings_done(&findings);
	config_done(&config);
	return status;
}
