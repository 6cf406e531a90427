/*
 * Chains about the master database: its backup, by a script of its own or of its
 * volumes, and migrations by script.  A task that is completed proves no backup: one
 * that was not there before, completed and committed, does.
 */

#include "config.h"

#include <string.h>

#include "backend/json_read.h"
#include "backend/rs_do.h"
#include "backend/rs_form.h"
#include "base/loop.h"
#include "base/str.h"

#define LOOK_MS 2000

static const struct rs_config *
rs_of(const struct rs_do *job)
{
	return &job->ctx->config->cloud.rs;
}

static void
list_backups(struct rs_do *job, rs_next_fn *next)
{
	struct buf query = { 0 };
	char path[TEXT_LEN];

	rs_form_add(&query, "lineage", job->lineage);
	(void)str_fmt(path, sizeof(path), "/api/backups?%s", query.data);
	rs_do_call(job, "GET", path, NULL, next);
	buf_done(&query);
}

/* ---- the new one ---- */

static void
committed(struct rs_do *job, const struct rs_reply *reply)
{
	(void)reply;
	job->saw.state = SNAPSHOT_COMPLETE;
	job->saw.verified = TRI_YES;
	rs_do_end(job, OUTCOME_OK, "%s of the lineage %s is completed and "
	    "committed", job->saw.id, job->lineage);
}

/* Ours by volumes is committed by nobody else. */
static void
completed(struct rs_do *job, const cJSON *backup)
{
	struct buf form = { 0 };

	if (cJSON_IsTrue(json_member(backup, "committed"))) {
		committed(job, NULL);
		return;
	}
	rs_form_add(&form, "backup[committed]", "true");
	rs_do_call(job, "PUT", job->saw.id, &form, committed);
	buf_done(&form);
}

static bool
was_there(const struct rs_do *job, const char *href)
{
	const char *at = job->backups.data;
	size_t len = strlen(href);

	while (at != NULL && (at = strstr(at, href)) != NULL) {
		if (at[len] == '\n')
			return true;
		at += len;
	}
	return false;
}

static bool
by_volumes(const struct rs_do *job)
{
	return str_eq(rs_of(job)->snapshot, "volumes");
}

/* The first that is new and whole; by volumes: the one we asked for, when whole. */
static const cJSON *
find_whole(struct rs_do *job, const cJSON *list)
{
	const cJSON *backup;

	cJSON_ArrayForEach(backup, list) {
		const char *href = rs_link(backup, "self");

		if (href == NULL || was_there(job, href) ||
		    !cJSON_IsTrue(json_member(backup, "completed")))
			continue;
		if (by_volumes(job) ? strcmp(href, job->href) != 0 :
		    !cJSON_IsTrue(json_member(backup, "committed")))
			continue;
		(void)str_copy(job->saw.id, sizeof(job->saw.id), href);
		return backup;
	}
	return NULL;
}

static void look(struct rs_do *job, const struct rs_reply *reply);

static void
looked(struct rs_do *job, const struct rs_reply *reply)
{
	const cJSON *whole = find_whole(job, reply->json);

	if (whole != NULL)
		completed(job, whole);
	else if (loop_now_ms(job->ctx->loop) > job->until_ms)
		rs_do_end(job, OUTCOME_FAILED, "no new backup of the lineage %s was "
		    "completed and committed in time; look at it in RightScale",
		    job->lineage);
	else
		rs_do_pause(job, LOOK_MS, look);
}

static void
look(struct rs_do *job, const struct rs_reply *reply)
{
	(void)reply;
	list_backups(job, looked);
}

static void
wait_for_it(struct rs_do *job, const struct rs_reply *reply)
{
	(void)reply;
	job->until_ms = loop_now_ms(job->ctx->loop) +
	    job->ctx->config->command_limit_ms;
	look(job, NULL);
}

/* ---- by volumes: snapshots of what is attached, without a lock of the database */

static void
volumes_taken(struct rs_do *job, const struct rs_reply *reply)
{
	if (reply->status != 201 || !rs_is_href(reply->location)) {
		rs_do_end(job, OUTCOME_UNKNOWN, "RightScale did not say which backup "
		    "it began");
		return;
	}
	(void)str_copy(job->href, sizeof(job->href), reply->location);
	wait_for_it(job, NULL);
}

static void
take_volumes(struct rs_do *job, const struct rs_reply *reply)
{
	struct buf form = { 0 };
	const cJSON *item;
	size_t n = 0;

	rs_form_add(&form, "backup[name]", job->action.arg);
	rs_form_add(&form, "backup[lineage]", job->lineage);
	rs_form_add(&form, "backup[from_master]", "true");
	cJSON_ArrayForEach(item, reply->json) {
		const char *href = rs_link(item, "self");

		if (href == NULL)
			continue;
		rs_form_add(&form, "backup[volume_attachment_hrefs][]", href);
		n++;
	}
	if (n == 0)
		rs_do_end(job, OUTCOME_FAILED, "the master database has no volume "
		    "attached that could be backed up");
	else
		rs_do_call(job, "POST", "/api/backups", &form, volumes_taken);
	buf_done(&form);
}

/* ---- the beginning ---- */

/* What is there already is no proof. */
static void
note_before(struct rs_do *job, const struct rs_reply *reply)
{
	const cJSON *backup;
	char path[TEXT_LEN];

	if (!cJSON_IsArray(reply->json)) {
		rs_do_end(job, OUTCOME_FAILED, "the backups of the lineage %s cannot "
		    "be read", job->lineage);
		return;
	}
	cJSON_ArrayForEach(backup, reply->json) {
		const char *href = rs_link(backup, "self");

		if (href != NULL)
			buf_printf(&job->backups, "%s\n", href);
	}
	(void)str_fmt(path, sizeof(path), "%s/volume_attachments", job->master);
	if (by_volumes(job))
		rs_do_call(job, "GET", path, NULL, take_volumes);
	else
		rs_do_script(job, rs_of(job)->snapshot, job->master, wait_for_it);
}

static void
read_lineage(struct rs_do *job, const struct rs_reply *reply)
{
	const char *value = rs_input(reply->json, rs_of(job)->lineage_input);
	bool set;

	if (value == NULL || !str_starts(value, "text:") ||
	    !rs_value_read(value, job->lineage, sizeof(job->lineage), &set) ||
	    job->lineage[0] == '\0')
		rs_do_end(job, OUTCOME_FAILED, "the master's input %s names no "
		    "lineage of backups", rs_of(job)->lineage_input);
	else
		list_backups(job, note_before);
}

static bool
has_master(struct rs_do *job)
{
	if (job->master[0] != '\0')
		return true;
	rs_do_end(job, OUTCOME_FAILED, "%s", job->no_master);
	return false;
}

void
rs_snapshot(struct rs_do *job, const struct rs_reply *reply)
{
	char path[TEXT_LEN];

	(void)reply;
	if (!has_master(job))
		return;
	(void)str_fmt(path, sizeof(path), "%s/inputs?view=inputs_2_0",
	    job->master);
	rs_do_call(job, "GET", path, NULL, read_lineage);
}

/* ---- migrations ---- */

static void
migrated(struct rs_do *job, const struct rs_reply *reply)
{
	(void)reply;
	rs_do_end(job, OUTCOME_OK, "run; the database is asked now");
}

/* Never twice: the database's own marker was read a moment ago. */
void
rs_migrate(struct rs_do *job, const struct rs_reply *reply)
{
	const char *slash = strrchr(job->action.arg, '/');
	struct buf value = { 0 };

	(void)reply;
	if (!has_master(job))
		return;
	if (job->applied) {
		rs_do_end(job, OUTCOME_OK, "it was applied already");
		return;
	}
	buf_printf(&value, "text:%s", slash == NULL ? job->action.arg : slash + 1);
	rs_form_input(&job->inputs, rs_of(job)->migration_input, value.data);
	rs_do_script(job, rs_of(job)->migrate, job->master, migrated);
	buf_done(&value);
}
