/*
 * journal_child DIR N: carries out N actions, each once, on a world that is the
 * file DIR/world (one key a line), with the journal in DIR/run.  It settles what
 * the one who died before it left open, as the engine does.  Exit status 1: the
 * journal said no, and said it again when asked once more; 4: it did not.
 */

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/str.h"
#include "engine/journal.h"

#define MOST 64

struct done {
	int attempts[MOST + 1];		/* by action id */
	bool final[MOST + 1];
};

static bool
note(const struct record *record, void *arg)
{
	struct done *done = arg;

	if (record->action_id < 1 || record->action_id > MOST)
		return true;
	if (record->type == RECORD_INTENT)
		done->attempts[record->action_id]++;
	if ((record->type == RECORD_OUTCOME || record->type == RECORD_RESOLVED) &&
	    str_eq(record->verdict, "ok"))
		done->final[record->action_id] = true;
	return true;
}

static bool
world_has(const char *world, const char *key)
{
	struct buf buf = { 0 };
	bool has = file_read(world, 1 << 20, &buf, NULL) == 0 &&
	    strstr(buf.data, key) != NULL;

	buf_done(&buf);
	return has;
}

static void
world_do(const char *world, const char *key)
{
	char line[80];
	int fd = open(world, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);

	str_fmt(line, sizeof(line), "%s\n", key);
	if (fd == -1 || write(fd, line, strlen(line)) != (ssize_t)strlen(line))
		abort();
	(void)close(fd);
}

static int
settle(struct journal *journal, const char *world, struct err *err)
{
	struct record open, answer = { .type = RECORD_RESOLVED };
	char key[65];
	int any = journal_unsettled(journal, &open, err);

	if (any != 1)
		return any;
	answer.action_id = open.action_id;
	answer.attempt = open.attempt;
	journal_key(journal, open.action_id, key);
	str_copy(answer.verdict, sizeof(answer.verdict),
	    world_has(world, key) ? "ok" : "absent");
	return journal_add(journal, &answer, err);
}

static int
act(struct journal *journal, const char *world, int n, struct err *err)
{
	struct action action = { .kind = ACTION_ATTACH, .lb = "lb1" };
	struct record outcome = { .type = RECORD_OUTCOME, .verdict = "ok" };
	struct done done = { 0 };
	char key[65];

	str_fmt(action.server, sizeof(action.server), "new%d", n);
	if (journal_action(journal, 11, 1, &action, &outcome.action_id, err) == -1
	    || journal_each(journal, note, &done, err) == -1)
		return -1;
	if (done.final[outcome.action_id])
		return 0;
	outcome.attempt = done.attempts[outcome.action_id] + 1;
	if (journal_intent(journal, 11, outcome.action_id, outcome.attempt, "",
	    err) == -1)
		return -1;
	world_do(world, journal_key(journal, outcome.action_id, key));
	return journal_add(journal, &outcome, err);
}

int
main(int argc, char **argv)
{
	char run[PATH_MAX], path[PATH_MAX], world[PATH_MAX];
	struct err err = { 0 };

	if (argc != 3 || !str_fmt(run, sizeof(run), "%s/run", argv[1]) ||
	    !str_fmt(path, sizeof(path), "%s/run/journal.db", argv[1]) ||
	    !str_fmt(world, sizeof(world), "%s/world", argv[1]))
		return 2;
	struct journal *journal = access(path, F_OK) == 0 ?
	    journal_open(run, &err) : journal_create(run, "run-1", &err);
	int status = journal == NULL ? -1 : settle(journal, world, &err);
	for (int n = 0; n < atoi(argv[2]) && status == 0; n++)
		status = act(journal, world, n, &err);
	if (status == -1)
		fprintf(stderr, "%s\n", err.text);
	bool again = status == -1 && journal != NULL && journal_add(journal,
	    &(struct record){ .type = RECORD_NOTE }, NULL) == 0;
	journal_close(journal);
	return status == 0 ? 0 : again ? 4 : 1;
}
