/*
 * `cutover watch` without a screen: what changes, in lines (for screen readers
 * and logs), or every second all there is as one JSON object a line.
 */

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/loop.h"
#include "base/xmalloc.h"
#include "watch_front.h"

#define TICK_MS 1000
#define COUNTS_MS 30000		/* counts are told this often, changes at once */

struct told {
	char name[3 * NAME_LEN];
	char status[NAME_LEN];
};

struct lines {
	struct loop *loop;
	struct run *run;
	struct loop_timer *tick;
	bool json;
	int64_t counts_ms;
	struct told *told;
	size_t n_told, cap_told;
};

/* ---- JSON ---- */

static cJSON *
json_balancer(const struct traffic_lb *lb)
{
	cJSON *one = cJSON_CreateObject();

	cJSON_AddStringToObject(one, "name", lb->name);
	cJSON_AddBoolToObject(one, "answers", lb->seen_ms != 0 && lb->missed == 0);
	cJSON_AddStringToObject(one, "haproxy", lb->version);
	cJSON_AddNumberToObject(one, "connections", lb->curr_conns);
	cJSON_AddNumberToObject(one, "uptime_s", (double)lb->uptime_s);
	cJSON_AddStringToObject(one, "trouble", lb->trouble);
	return one;
}

static cJSON *
json_row(const struct view *view, const struct traffic_row *row)
{
	static const char *const kinds[] = { "frontend", "backend", "server" };
	const struct server *sv = row->kind == TRAFFIC_SERVER ?
	    facts_server(view->facts, row->svname) : NULL;
	cJSON *one = cJSON_CreateObject();

	cJSON_AddStringToObject(one, "lb", row->lb);
	cJSON_AddStringToObject(one, "kind", kinds[row->kind]);
	cJSON_AddStringToObject(one, "proxy", row->pxname);
	cJSON_AddStringToObject(one, "server", row->svname);
	cJSON_AddStringToObject(one, "mark",
	    mark_name(sv == NULL ? MARK_UNKNOWN : sv->mark));
	cJSON_AddBoolToObject(one, "known", traffic_row_known(view->traffic, row));
	cJSON_AddStringToObject(one, "status", row->status);
	cJSON_AddStringToObject(one, "check", row->check);
	cJSON_AddNumberToObject(one, "check_code", row->check_code);
	cJSON_AddNumberToObject(one, "scur", row->scur);
	cJSON_AddNumberToObject(one, "qcur", row->qcur);
	cJSON_AddNumberToObject(one, "rate", row->rate);
	cJSON_AddNumberToObject(one, "stot", (double)row->stot);
	cJSON_AddNumberToObject(one, "errors", (double)row->errors);
	return one;
}

static void
print_json(struct lines *lines)
{
	const struct view *view = run_view(lines->run);
	const struct traffic *traffic = view->traffic;
	cJSON *object = cJSON_CreateObject(), *list;
	char when[40];

	cJSON_AddNumberToObject(object, "version", 1);
	cJSON_AddStringToObject(object, "time",
	    clock_iso(clock_wall_ms(), when, sizeof(when)));
	cJSON_AddStringToObject(object, "run", view->run_id);
	cJSON_AddNumberToObject(object, "step",
	    view->run_id[0] == '\0' ? 0 : view->step->number);
	cJSON_AddStringToObject(object, "state",
	    step_state_name(view->states[view->step->number]));
	list = cJSON_AddArrayToObject(object, "balancers");
	for (size_t i = 0; i < traffic->n_lbs; i++)
		cJSON_AddItemToArray(list, json_balancer(&traffic->lbs[i]));
	list = cJSON_AddArrayToObject(object, "rows");
	for (size_t i = 0; i < traffic->rows.n; i++)
		cJSON_AddItemToArray(list, json_row(view,
		    &traffic->rows.list[i]));
	char *text = cJSON_PrintUnformatted(object);
	(void)printf("%s\n", text);
	cJSON_free(text);
	cJSON_Delete(object);
}

/* ---- lines ---- */

static void
say(const char *text)
{
	char hms[16];

	(void)printf("%s %s\n", text, clock_hms(clock_wall_ms(), hms, sizeof(hms)));
}

static struct told *
told_of(struct lines *lines, const char *name)
{
	for (size_t i = 0; i < lines->n_told; i++)
		if (str_eq(lines->told[i].name, name))
			return &lines->told[i];
	x_grow(lines->told, lines->n_told, lines->cap_told);
	struct told *told = &lines->told[lines->n_told++];
	*told = (struct told){ 0 };
	(void)str_copy(told->name, sizeof(told->name), name);
	return told;
}

static void
tell_row(struct lines *lines, const struct traffic_row *row)
{
	char name[2 * NAME_LEN], whole[3 * NAME_LEN], text[TEXT_LEN];
	struct told *told;

	(void)str_fmt(whole, sizeof(whole), "%s on %s", traffic_name(row, name),
	    row->lb);
	told = told_of(lines, whole);
	if (str_eq(told->status, row->status))
		return;
	if (told->status[0] == '\0')
		(void)str_fmt(text, sizeof(text), "%s is %s, %u session%s.", whole,
		    row->status, row->scur, str_s(row->scur));
	else
		(void)str_fmt(text, sizeof(text), "%s is %s now, was %s; "
		    "%u session%s.", whole, row->status, told->status, row->scur,
		    str_s(row->scur));
	(void)str_copy(told->status, sizeof(told->status), row->status);
	say(text);
}

static void
tell_balancer(struct lines *lines, const struct traffic_lb *lb)
{
	const char *status = lb->missed > 0 ? "silent" : "answers";
	struct told *told = told_of(lines, lb->name);
	char text[2 * TEXT_LEN];

	if (lb->asked_ms == 0 || (lb->seen_ms == 0 && lb->missed == 0) ||
	    str_eq(told->status, status))
		return;
	(void)str_copy(told->status, sizeof(told->status), status);
	if (lb->missed > 0)
		(void)str_fmt(text, sizeof(text), "Look: %s does not answer: %s.",
		    lb->name, lb->trouble);
	else
		(void)str_fmt(text, sizeof(text), "%s answers, HAProxy %s.",
		    lb->name, lb->version);
	say(text);
}

static void
tell_changes(struct lines *lines, const struct traffic *traffic)
{
	for (size_t i = 0; i < traffic->n_lbs; i++)
		tell_balancer(lines, &traffic->lbs[i]);
	for (size_t i = 0; i < traffic->rows.n; i++)
		if (traffic->rows.list[i].kind == TRAFFIC_SERVER)
			tell_row(lines, &traffic->rows.list[i]);
}

static void
tell_counts(const struct traffic *traffic)
{
	char text[TEXT_LEN];

	for (size_t i = 0; i < traffic->rows.n; i++) {
		const struct traffic_row *row = &traffic->rows.list[i];

		if (row->kind != TRAFFIC_BACKEND ||
		    !traffic_row_known(traffic, row))
			continue;
		(void)str_fmt(text, sizeof(text), "%s on %s: %u session%s, %u in "
		    "queue, %u new a second, %llu error%s.", row->pxname, row->lb,
		    row->scur, str_s(row->scur), row->qcur, row->rate,
		    (unsigned long long)row->errors_new,
		    str_s((int64_t)row->errors_new));
		say(text);
	}
}

static void
on_tick(void *arg)
{
	struct lines *lines = arg;
	const struct view *view = run_view(lines->run);
	int64_t now = clock_boot_ms();

	lines->tick = loop_add_timer(lines->loop, TICK_MS, on_tick, lines);
	if (lines->json) {
		print_json(lines);
	} else {
		tell_changes(lines, view->traffic);
		if (view->traffic->rows.n > 0 && (lines->counts_ms == 0 ||
		    now - lines->counts_ms >= COUNTS_MS)) {
			lines->counts_ms = now;
			tell_counts(view->traffic);
		}
	}
	/* Whoever listened has gone. */
	if (fflush(stdout) == EOF)
		run_leave(lines->run, 0);
}

static void
on_event(void *self, const struct event *event)
{
	const struct lines *lines = self;
	char text[3 * TEXT_LEN];

	/* Silence of a balancer is told by its own line. */
	if (lines->json || event->kind == EVENT_SILENT ||
	    event->kind == EVENT_ANSWERS)
		return;
	say(event_sentence(event, text, sizeof(text)));
	(void)fflush(stdout);
}

static void
on_changed(void *self)
{
	struct lines *lines = self;

	if (!lines->json)
		tell_changes(lines, run_view(lines->run)->traffic);
	(void)fflush(stdout);
}

static int
lines_open(void **self, struct loop *loop, struct run *run,
    const struct front_options *options, struct err *err)
{
	struct lines *lines = xcalloc(1, sizeof(*lines));
	const struct config *config = run_view(run)->config;

	(void)err;
	lines->loop = loop;
	lines->run = run;
	lines->json = options->json;
	if (!lines->json)
		(void)printf("Watching %s, %s: %zu balancer%s. Nothing can be "
		    "changed from here. Ctrl-C ends it.\n", config->deployment,
		    config->environment, config->n_lbs,
		    str_s((int64_t)config->n_lbs));
	lines->tick = loop_add_timer(loop, TICK_MS, on_tick, lines);
	*self = lines;
	return 0;
}

static void
lines_close(void *self)
{
	struct lines *lines = self;

	if (lines == NULL)
		return;
	loop_del_timer(lines->tick);
	free(lines->told);
	free(lines);
}

const struct front_ops front_watch = {
	.name = "watch",
	.open = lines_open,
	.event = on_event,
	.changed = on_changed,
	.close = lines_close,
};
