/* Looking around: alerts, and scripts that failed. */

#include "config.h"

#include "backend/rs_look_priv.h"

#include <string.h>
#include <time.h>

#include "backend/json_read.h"
#include "backend/rs_form.h"
#include "base/str.h"

#define AUDITS_MAX	100
#define WINDOW_S	(92 * 24 * 3600)	/* of audit entries, at most */

/* ---- alerts ---- */

bool
rs_look_ask_alerts(void *self, size_t nth, struct buf *path, struct buf *form)
{
	const struct rs_look *look = self;

	(void)nth, (void)form;
	buf_printf(path, "%s/alerts?filter[]=status%%3D%%3Dtriggered",
	    look->deployment);
	return true;
}

static const struct one *
find_one(const struct rs_look *look, const char *current)
{
	for (size_t i = 0; current != NULL && i < look->n; i++)
		if (strcmp(look->servers[i].current, current) == 0)
			return &look->servers[i];
	return NULL;
}

int
rs_look_take_alerts(void *self, size_t nth, const cJSON *json, struct err *err)
{
	struct rs_look *look = self;
	const cJSON *item;

	(void)nth, (void)err;
	cJSON_ArrayForEach(item, json) {
		const char *when = json_text(item, "triggered_at");
		const struct one *one = find_one(look, rs_link(item, "instance"));

		rs_look_remark(look, REMARK_ALERT, "RightScale: an alert is triggered%s%s, "
		    "since %s", one != NULL ? " on " : "",
		    one != NULL ? one->name : "", when != NULL ? when : "?");
	}
	return 0;
}

/* ---- audit entries: scripts that failed ---- */

static void
add_time(struct buf *path, const char *key, int64_t at_s)
{
	time_t at = (time_t)at_s;
	struct tm tm;
	char text[40];

	(void)gmtime_r(&at, &tm);
	(void)strftime(text, sizeof(text), "%Y/%m/%d %H:%M:%S +0000", &tm);
	rs_form_add(path, key, text);
}

bool
rs_look_ask_audits(void *self, size_t nth, struct buf *path, struct buf *form)
{
	const struct rs_look *look = self;
	struct buf query = { 0 };
	char limit[16];
	int64_t now = (int64_t)time(NULL), from = look->since_s;

	(void)nth, (void)form;
	if (from < now - WINDOW_S)
		from = now - WINDOW_S;
	add_time(&query, "start_date", from);
	add_time(&query, "end_date", now + 1);
	(void)str_fmt(limit, sizeof(limit), "%d", AUDITS_MAX);
	rs_form_add(&query, "limit", limit);
	buf_printf(path, "/api/audit_entries?%s", query.data);
	buf_done(&query);
	return true;
}

int
rs_look_take_audits(void *self, size_t nth, const cJSON *json, struct err *err)
{
	struct rs_look *look = self;
	const cJSON *item;

	(void)nth, (void)err;
	cJSON_ArrayForEach(item, json) {
		const char *summary = json_text(item, "summary");
		const char *when = json_text(item, "updated_at");
		const struct one *one = find_one(look, rs_link(item, "auditee"));

		if (one != NULL && summary != NULL &&
		    (strstr(summary, "failed: ") != NULL ||
		    strstr(summary, "aborted: ") != NULL))
			rs_look_remark(look, REMARK_SCRIPT, "%s says RightScale: %s (%s)",
			    one->name, summary, when != NULL ? when : "?");
	}
	if (cJSON_GetArraySize(json) >= AUDITS_MAX)
		rs_look_remark(look, REMARK_SCRIPT, "RightScale: %d audit entries were looked "
		    "at for failed scripts, and those beyond were not", AUDITS_MAX);
	return 0;
}
