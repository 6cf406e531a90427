/* The commands that only read. */

#include "commands.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/exit_status.h"
#include "engine/report.h"
#include "engine/run.h"
#include "place.h"
#include "status.h"
#include "status_sessions.h"

/* ---- the configuration ---- */

/* Data on standard output: each fault as "file:line: sentence". */
static int
check_json(const char *path)
{
	struct config config;
	struct buf faults = { 0 };
	bool fine = config_load(path, &config, &faults, NULL) == 0;
	cJSON *object = cJSON_CreateObject(), *list;
	char *rest, *line;

	buf_puts(&faults, "");
	rest = faults.data;
	cJSON_AddNumberToObject(object, "version", 1);
	cJSON_AddBoolToObject(object, "ok", fine);
	list = cJSON_AddArrayToObject(object, "faults");
	while ((line = strsep(&rest, "\n")) != NULL)
		if (line[0] != '\0')
			cJSON_AddItemToArray(list, cJSON_CreateString(line));
	char *text = cJSON_PrintUnformatted(object);
	(void)printf("%s\n", text);
	cJSON_free(text);
	cJSON_Delete(object);
	buf_done(&faults);
	if (fine)
		config_done(&config);
	return fine ? 0 : STATUS_USAGE;
}

int
command_check(const struct command_options *options)
{
	struct config config;
	char path[TEXT_LEN];

	if (options->json && options->config != NULL)
		return check_json(options->config);
	if (options->json && place_find_config(path, sizeof(path)))
		return check_json(path);
	if (load_config(options->config, &config) == -1)
		return STATUS_USAGE;
	(void)printf("%s: no fault found\n", config.path);
	config_done(&config);
	return 0;
}

/* ---- the journals ---- */

/* The run that is meant: of this id, or the open one, or the newest. */
static bool
keep_first(const char *id, const char *dir, void *arg)
{
	(void)id;
	str_copy(arg, TEXT_LEN, dir);
	return false;
}

static struct journal *
open_meant(const struct command_options *options, const struct config *config,
    char dir[TEXT_LEN])
{
	struct err err = { 0 };
	struct journal *journal;

	dir[0] = '\0';
	if (options->run != NULL) {
		if (!run_find(config, options->run, dir, TEXT_LEN)) {
			(void)fprintf(stderr, "cutover: there is no run \"%s\" in "
			    "%s\n", options->run, config->state_dir);
			return NULL;
		}
	} else if (!run_find_open(config, dir, TEXT_LEN)) {
		run_each_id(config, keep_first, dir);
	}
	if (dir[0] == '\0') {
		(void)fprintf(stderr, "cutover: there is no run yet in %s\n",
		    config->state_dir);
		return NULL;
	}
	journal = journal_peek(dir, &err);
	if (journal == NULL)
		(void)fprintf(stderr, "cutover: %s\n", err.text);
	return journal;
}

/* A run, as a command that reads it has it. */
struct meant {
	const struct config *config;
	struct journal *journal;
	const char *dir;
};

static int
status_of_run(const struct command_options *options, const struct meant *meant)
{
	struct status status = { .dir = meant->dir };
	struct status_sessions sessions = { 0 };
	struct err err = { 0 };

	if (report_status(meant->journal, &status.run, &err) == -1) {
		(void)fprintf(stderr, "cutover: %s\n", err.text);
		return 1;
	}
	journal_holder(meant->dir, status.holder, sizeof(status.holder));
	if (!status.run.ended) {
		status_sessions_ask(&sessions, meant->config, meant->journal);
		status.sessions = &sessions;
	}
	status_print(&status, options);
	status_sessions_done(&sessions);
	return status.run.ended ? 0 : STATUS_STOPPED;
}

static int
report_of_run(const struct command_options *options, const struct meant *meant)
{
	struct journal *journal = meant->journal;
	struct buf text = { 0 };
	struct err err = { 0 };
	int status = report_write(journal, options->json ? REPORT_JSON :
	    options->text ? REPORT_TEXT : REPORT_MARKDOWN, &text, &err);

	if (status == 0)
		(void)fputs(text.data, stdout);
	else
		(void)fprintf(stderr, "cutover: %s\n", err.text);
	buf_done(&text);
	return status == 0 ? 0 : 1;
}

static int
verify_of_run(const struct command_options *options, const struct meant *meant)
{
	struct journal *journal = meant->journal;
	struct err err = { 0 };
	char head[65];
	int64_t count = 0;

	if (journal_verify(journal, head, &count, &err) == -1) {
		(void)fprintf(stderr, "cutover: %s\n", err.text);
		return 1;
	}
	if (options->json)
		(void)printf("{\"version\":1,\"run\":\"%s\",\"records\":%lld,"
		    "\"head\":\"%s\"}\n", journal_run_id(journal),
		    (long long)count, head);
	else
		(void)printf("%s: %lld record%s, the chain is whole, head %s\n",
		    meant->dir, (long long)count, str_s(count), head);
	return 0;
}

static int
with_run(const struct command_options *options,
    int (*fn)(const struct command_options *, const struct meant *))
{
	struct config config;
	char dir[TEXT_LEN];
	struct meant meant = { .config = &config, .dir = dir };
	int status = 1;

	if (load_config(options->config, &config) == -1)
		return STATUS_USAGE;
	meant.journal = open_meant(options, &config, dir);
	if (meant.journal != NULL)
		status = fn(options, &meant);
	journal_close(meant.journal);
	config_done(&config);
	return status;
}

int
command_status(const struct command_options *options)
{
	return with_run(options, status_of_run);
}

int
command_report(const struct command_options *options)
{
	return with_run(options, report_of_run);
}

int
command_verify(const struct command_options *options)
{
	return with_run(options, verify_of_run);
}

struct listing {
	bool json, first;
};

static bool
list_run(const char *id, const char *dir, void *arg)
{
	struct listing *listing = arg;
	struct err err = { 0 };
	struct journal *journal = journal_peek(dir, &err);
	struct report_status status;
	char when[40];

	if (journal == NULL || report_status(journal, &status, &err) == -1) {
		(void)fprintf(stderr, "cutover: %s: %s\n", id, err.text);
		journal_close(journal);
		return true;
	}
	if (listing->json)
		(void)printf("%s{\"run\":\"%s\",\"about\":\"%s\",\"ended\":%s,"
		    "\"began\":\"%s\"}", listing->first ? "" : ",", id,
		    status.about, status.ended ? "true" : "false",
		    clock_iso(status.began_wall_ms, when, sizeof(when)));
	else
		(void)printf("%-14s %s  %-9s %s\n", id,
		    clock_iso(status.began_wall_ms, when, sizeof(when)),
		    status.ended ? "finished" : "open", status.about);
	listing->first = false;
	journal_close(journal);
	return true;
}

int
command_history(const struct command_options *options)
{
	struct config config;
	struct listing listing = { options->json, true };

	if (load_config(options->config, &config) == -1)
		return STATUS_USAGE;
	if (options->json)
		(void)printf("{\"version\":1,\"runs\":[");
	run_each_id(&config, list_run, &listing);
	if (options->json)
		(void)printf("]}\n");
	config_done(&config);
	return 0;
}
