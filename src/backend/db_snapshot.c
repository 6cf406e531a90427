/*
 * A snapshot of the database.  It is written under another name and gets its
 * own only when it was read back: what has the name is whole.  An earlier one
 * is never written over: it may be the only way back.
 */

#include "backend/db_command.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/loop.h"
#include "base/xmalloc.h"

struct db_snapshot {
	const struct provider_ctx *ctx;
	char identity[TEXT_LEN];
	char path[TEXT_LEN], part[TEXT_LEN + 8];
	struct db_command *command;
	struct loop_timer *later;
	struct snapshot saw;
	enum outcome outcome;
	char text[TEXT_LEN];
	provider_done_fn *done;
	void *arg;
};

static void
finish(void *arg)
{
	struct db_snapshot *snapshot = arg;
	struct sightings batch = { 0 };
	struct sighting saw = { .kind = SAW_SNAPSHOT,
		.u.snapshot = snapshot->saw };

	snapshot->later = NULL;
	sightings_add(&batch, &saw);
	snapshot->done(snapshot->outcome, snapshot->text, &batch,
	    snapshot->arg);
	sightings_done(&batch);
	free(snapshot);
}

static void __attribute__((format(printf, 3, 4)))
answer(struct db_snapshot *snapshot, enum outcome outcome, const char *fmt, ...)
{
	va_list ap;

	snapshot->outcome = outcome;
	snapshot->saw.state = outcome == OUTCOME_OK ? SNAPSHOT_COMPLETE :
	    SNAPSHOT_FAILED;
	va_start(ap, fmt);
	(void)vsnprintf(snapshot->text, sizeof(snapshot->text), fmt, ap);
	va_end(ap);
}

static int
sync_path(const char *path, int flags)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | flags);

	if (fd == -1)
		return -1;
	int failed = fsync(fd);

	(void)close(fd);
	return failed;
}

/* From now on it has its name. */
static int
keep(struct db_snapshot *snapshot, struct err *err)
{
	const char *dir = snapshot->ctx->config->db.snapshot_dir;

	if (sync_path(snapshot->part, 0) == -1 ||
	    rename(snapshot->part, snapshot->path) == -1 ||
	    sync_path(dir, O_DIRECTORY) == -1)
		return err_sys(err, "%s", snapshot->path);
	return 0;
}

static void
verified(const struct db_result *result, void *arg)
{
	struct db_snapshot *snapshot = arg;
	struct snapshot *saw = &snapshot->saw;
	struct err err = { 0 };

	snapshot->command = NULL;
	saw->verified = TRI_NO;
	if (!result->ok) {
		answer(snapshot, OUTCOME_FAILED, "reading it back: %s",
		    result->trouble);
	} else if (snapshot->identity[0] == '\0' ||
	    strcmp(result->last, snapshot->identity) != 0) {
		answer(snapshot, OUTCOME_FAILED, "it is of \"%s\", not of"
		    " \"%s\"", result->last, snapshot->identity);
	} else if (keep(snapshot, &err) == -1) {
		answer(snapshot, OUTCOME_FAILED, "%s", err.text);
	} else {
		saw->verified = TRI_YES;
		answer(snapshot, OUTCOME_OK, "%s, %lld bytes, read back",
		    snapshot->path, (long long)saw->bytes);
	}
	(void)str_copy(saw->of, sizeof(saw->of), result->last);
	finish(snapshot);
}

/* The file is there: how large, since when, is it good? */
static int
verify(struct db_snapshot *snapshot, struct err *err)
{
	const struct config *config = snapshot->ctx->config;
	struct stat st;

	if (lstat(snapshot->part, &st) == -1)
		return err_sys(err, "%s", snapshot->part);
	if (!S_ISREG(st.st_mode) || st.st_size == 0)
		return err_set(err, ERR_FAILED, "%s: empty", snapshot->part);
	snapshot->saw.bytes = st.st_size;
	if (config->db.verify.words == NULL) {
		(void)str_copy(snapshot->saw.of, sizeof(snapshot->saw.of),
		    snapshot->identity);
		if (keep(snapshot, err) == -1)
			return -1;
		answer(snapshot, OUTCOME_OK, "%s, %lld bytes, not read back:"
		    " database.verify is not set", snapshot->path,
		    (long long)st.st_size);
		return 0;
	}
	snapshot->command = db_command_start(snapshot->ctx, &config->db.verify,
	    snapshot->part, NULL, true, (int)config->command_limit_ms, verified,
	    snapshot);
	return 0;
}

static void
made(const struct db_result *result, void *arg)
{
	struct db_snapshot *snapshot = arg;
	struct err err = { 0 };

	snapshot->command = NULL;
	if (!result->ok)
		answer(snapshot, OUTCOME_FAILED, "%s", result->trouble);
	else if (verify(snapshot, &err) == -1)
		answer(snapshot, OUTCOME_FAILED, "%s", err.text);
	if (snapshot->command == NULL)
		finish(snapshot);
}

static int
choose_path(struct db_snapshot *snapshot, const char *label, struct err *err)
{
	char name[NAME_LEN], when[32];

	(void)clock_iso(snapshot->saw.wall_ms, when, sizeof(when));
	(void)str_copy(name, sizeof(name), label[0] == '\0' ? "snapshot" :
	    label);
	for (char *p = name; *p != '\0'; p++)
		if (strchr(" /%'\"\\", *p) != NULL || *p < ' ' || *p > '~')
			*p = '-';
	if (!str_fmt(snapshot->path, sizeof(snapshot->path),
	    "%s/%s-%s.snapshot", snapshot->ctx->config->db.snapshot_dir, name,
	    when))
		return err_set(err, ERR_CONFIG, "snapshot_dir: too long");
	(void)str_fmt(snapshot->part, sizeof(snapshot->part), "%s.part",
	    snapshot->path);
	(void)str_copy(snapshot->saw.id, sizeof(snapshot->saw.id),
	    snapshot->path);
	return 0;
}

static int
begin(struct db_snapshot *snapshot, const char *label, struct err *err)
{
	const struct config *config = snapshot->ctx->config;
	struct stat st;

	if (config->db.snapshot.words == NULL ||
	    config->db.snapshot_dir[0] != '/')
		return err_set(err, ERR_CONFIG, "database.snapshot and"
		    " database.snapshot_dir are not set");
	if (choose_path(snapshot, label, err) == -1 ||
	    file_make_dirs(config->db.snapshot_dir, err) == -1)
		return -1;
	if (lstat(snapshot->path, &st) == 0 || lstat(snapshot->part, &st) == 0)
		return err_set(err, ERR_REFUSED, "%s is there already; try"
		    " again", snapshot->path);
	snapshot->command = db_command_start(snapshot->ctx,
	    &config->db.snapshot, snapshot->part, NULL, true,
	    (int)config->command_limit_ms, made, snapshot);
	return 0;
}

struct db_snapshot *
db_snapshot_start(const struct provider_ctx *ctx, const char *label,
    const struct facts *facts, provider_done_fn *done, void *arg)
{
	struct db_snapshot *snapshot = xcalloc(1, sizeof(*snapshot));
	struct err err = { 0 };

	snapshot->ctx = ctx;
	snapshot->done = done;
	snapshot->arg = arg;
	snapshot->saw.at_ms = clock_boot_ms();
	snapshot->saw.wall_ms = clock_wall_ms();
	/* Read before: what is written while it is made may be in it or not. */
	snapshot->saw.writes = facts->db.writes;
	(void)str_copy(snapshot->identity, sizeof(snapshot->identity),
	    facts->db.identity);
	if (begin(snapshot, label, &err) == -1)
		answer(snapshot, OUTCOME_FAILED, "%s", err.text);
	if (snapshot->command == NULL)
		snapshot->later = loop_add_timer(ctx->loop, 0, finish,
		    snapshot);
	return snapshot;
}

void
db_snapshot_cancel(struct db_snapshot *snapshot)
{
	if (snapshot == NULL)
		return;
	db_command_cancel(snapshot->command);
	loop_del_timer(snapshot->later);
	free(snapshot);
}
