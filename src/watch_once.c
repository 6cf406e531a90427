/* `cutover watch --once`: one whole look at balancers, cloud and servers. */

#include <cjson/cJSON.h>
#include <stdio.h>
#include <string.h>

#include "backend/backend.h"
#include "base/clock.h"
#include "base/loop.h"
#include "commands.h"
#include "engine/journal.h"
#include "engine/run.h"
#include "engine/watch.h"
#include "guard/guard.h"
#include "place.h"

#define LIMIT_MS 60000

struct look {
	struct loop *loop;
	struct watch *watch;
	int64_t since_ms;
	int rounds;
	struct loop_timer *limit;
};

static void
on_event(enum event_kind kind, const char *server, const char *lb,
    const char *text, void *arg)
{
	(void)kind, (void)server, (void)lb, (void)text, (void)arg;
}

static void
on_changed(void *arg)
{
	struct look *look = arg;

	if (!watch_looked_since(look->watch, look->since_ms))
		return;
	/* Twice: the servers can be asked once the cloud has named them. */
	if (--look->rounds == 0) {
		loop_stop(look->loop, 0);
		return;
	}
	look->since_ms = clock_boot_ms();
	watch_look(look->watch);
}

static void
on_saw(enum source_kind kind, const char *name, const struct sightings *batch,
    bool complete, const char *trouble, void *arg)
{
	struct look *look = arg;

	watch_saw(kind, name, batch, complete, trouble, look->watch);
}

static void
on_output(const char *line, void *arg)
{
	(void)line, (void)arg;
}

/* Marks as the open run's journal has them, so that OLD and NEW are shown. */
static bool
take_mark(const struct record *record, void *arg)
{
	if (record->type == RECORD_MARK)
		(void)guard_mark(arg, record->server, record->arg, record->lb,
		    mark_of_name(record->verdict), NULL);
	return true;
}

static void
take_marks(const struct config *config, struct guard *guard)
{
	char dir[TEXT_LEN];
	struct journal *journal;

	if (!run_find_open(config, dir, sizeof(dir)))
		return;
	journal = journal_peek(dir, NULL);
	if (journal != NULL)
		(void)journal_each(journal, take_mark, guard, NULL);
	journal_close(journal);
}

static void
print_text(const struct facts *facts)
{
	for (size_t i = 0; i < facts->n_lbs; i++) {
		const struct lb *lb = &facts->lbs[i];

		if (lb->seen_ms == 0)
			(void)printf("%s  ?  %s\n", lb->name, lb->trouble);
		else if (lb->master != TRI_YES)
			(void)printf("%s  HAProxy %s  %u connections, ? leaving\n",
			    lb->name, lb->version, lb->curr_conns);
		else
			(void)printf("%s  HAProxy %s  %u connections, %u leaving\n",
			    lb->name, lb->version, lb->curr_conns, lb->leaving);
	}
	(void)printf("%-14s %-4s %-8s %-10s %-7s %6s %6s\n", "server", "role",
	    "balancer", "status", "check", "now", "queue");
	for (size_t i = 0; i < facts->n_rows; i++) {
		const struct lb_row *row = &facts->rows[i];
		const struct server *sv = facts_server(facts, row->server);

		if (row->elsewhere)
			continue;
		(void)printf("%-14s %-4s %-8s %-10s %-7s %6u %6u%s\n", row->server,
		    mark_name(sv == NULL ? MARK_UNKNOWN : sv->mark), row->lb,
		    row->status, row->check, row->scur, row->qcur,
		    row->leaving ? "  old worker" : "");
	}
}

static void
add_row(cJSON *rows, const struct facts *facts, const struct lb_row *row)
{
	cJSON *object = cJSON_CreateObject();
	const struct server *sv = facts_server(facts, row->server);

	cJSON_AddStringToObject(object, "lb", row->lb);
	cJSON_AddStringToObject(object, "server", row->server);
	cJSON_AddStringToObject(object, "mark",
	    mark_name(sv == NULL ? MARK_UNKNOWN : sv->mark));
	cJSON_AddStringToObject(object, "status", row->status);
	cJSON_AddStringToObject(object, "check", row->check);
	cJSON_AddNumberToObject(object, "scur", row->scur);
	cJSON_AddNumberToObject(object, "qcur", row->qcur);
	cJSON_AddNumberToObject(object, "stot", (double)row->stot);
	cJSON_AddNumberToObject(object, "pid", row->pid);
	cJSON_AddBoolToObject(object, "leaving", row->leaving);
	cJSON_AddItemToArray(rows, object);
}

static void
print_json(const struct facts *facts)
{
	cJSON *object = cJSON_CreateObject(), *lbs, *rows;

	cJSON_AddNumberToObject(object, "version", 1);
	lbs = cJSON_AddArrayToObject(object, "balancers");
	for (size_t i = 0; i < facts->n_lbs; i++) {
		const struct lb *lb = &facts->lbs[i];
		cJSON *one = cJSON_CreateObject();

		cJSON_AddStringToObject(one, "name", lb->name);
		cJSON_AddBoolToObject(one, "answers", lb->missed == 0 &&
		    lb->seen_ms != 0);
		cJSON_AddStringToObject(one, "haproxy", lb->version);
		if (lb->master == TRI_YES)
			cJSON_AddNumberToObject(one, "leaving", lb->leaving);
		else
			cJSON_AddNullToObject(one, "leaving");
		cJSON_AddStringToObject(one, "trouble", lb->trouble);
		cJSON_AddItemToArray(lbs, one);
	}
	rows = cJSON_AddArrayToObject(object, "rows");
	for (size_t i = 0; i < facts->n_rows; i++)
		if (!facts->rows[i].elsewhere)
			add_row(rows, facts, &facts->rows[i]);
	char *text = cJSON_PrintUnformatted(object);
	(void)printf("%s\n", text);
	cJSON_free(text);
	cJSON_Delete(object);
}

static int
silent_sources(const struct facts *facts)
{
	int silent = 0;

	for (size_t i = 0; i < facts->n_sources; i++)
		if (facts->sources[i].missed > 0) {
			silent++;
			(void)fprintf(stderr, "cutover: %s: %s\n",
			    facts->sources[i].name, facts->sources[i].trouble);
		}
	return silent;
}

/* Who has not answered by now is shown as silent. */
static void
on_limit(void *arg)
{
	struct look *look = arg;

	look->limit = NULL;
	loop_stop(look->loop, 0);
}

int
look_at_world(const struct config *config, int limit_ms,
    look_fn *fn, void *arg, struct err *err)
{
	struct look look = { .loop = loop_new(err), .rounds = 2 };
	const struct watch_tell tell = { on_event, on_changed, &look };
	struct guard *guard = guard_new(config);
	struct backend *backend = NULL;

	if (look.loop != NULL) {
		take_marks(config, guard);
		look.watch = watch_new(look.loop, config, guard, &tell);
		backend = backend_new(look.loop, config, guard, on_saw, on_output,
		    &look, err);
	}
	if (backend != NULL) {
		look.since_ms = clock_boot_ms();
		look.limit = loop_add_timer(look.loop, limit_ms, on_limit, &look);
		watch_start(look.watch, backend);
		(void)loop_run(look.loop);
		fn(watch_facts(look.watch), backend_vault(backend), arg);
	}
	int status = backend == NULL ? -1 : 0;
	loop_del_timer(look.limit);
	backend_free(backend);
	watch_free(look.watch);
	guard_free(guard);
	loop_free(look.loop);
	return status;
}

struct once {
	bool json;
	int silent;
};

static void
print(const struct facts *facts, const struct vault *vault, void *arg)
{
	struct once *once = arg;

	(void)vault;
	if (once->json)
		print_json(facts);
	else
		print_text(facts);
	once->silent = silent_sources(facts);
}

int
command_watch_once(const struct command_options *options)
{
	struct once once = { .json = options->json };
	struct config config;
	struct err err = { 0 };
	int status;

	if (load_config(options->config, &config) == -1)
		return 2;
	status = look_at_world(&config, LIMIT_MS, print, &once, &err);
	if (status == -1)
		(void)fprintf(stderr, "cutover: %s\n", err.text);
	config_done(&config);
	return status == -1 || once.silent > 0 ? 1 : 0;
}
