/* Lives of journal_child, and what must be true of its world and its journal. */

#include "journal_child.h"

#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/str.h"
#include "test_journal.h"

static char *
in_base(const char *name, char path[128])
{
	cr_assert(str_fmt(path, 128, "%s/%s", bench.base, name));
	return path;
}

void
child_begin(void)
{
	char path[128];

	(void)unlink(in_base("world", path));
	(void)file_remove_tree(bench.run, NULL);
}

int
child_run(const char *library, const char *setting, int actions)
{
	char preload[256], own[160];
	/* The sanitizers want to be first in the list; being second will do. */
	char options[] = "ASAN_OPTIONS=verify_asan_link_order=0";
	char program[] = BUILD_DIR "/journal_child", count[16], base[64];
	char *argv[] = { program, base, count, NULL };
	char *envp[] = { options, preload, own, NULL };
	posix_spawn_file_actions_t files;
	pid_t pid;
	int status = 0;

	cr_assert(str_fmt(preload, sizeof(preload), "LD_PRELOAD=%s/%s", BUILD_DIR,
	    library) && str_copy(own, sizeof(own), setting));
	str_fmt(count, sizeof(count), "%d", actions);
	str_copy(base, sizeof(base), bench.base);
	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_addopen(&files, 2, "/dev/null", O_WRONLY, 0);
	cr_assert_eq(posix_spawn(&pid, program, &files, NULL, argv, envp), 0,
	    "%s", program);
	posix_spawn_file_actions_destroy(&files);
	cr_assert_eq(waitpid(pid, &status, 0), pid);
	return status;
}

struct look {
	struct journal *journal;
	const char *world;		/* a line for each effect: its action's key */
	struct buf intents;		/* lines like those */
	bool untrue;			/* an outcome without its effect */
};

static bool
has_line(const char *text, const char *line, size_t len)
{
	for (const char *p = text; p != NULL; p = strchr(p, '\n')) {
		p += *p == '\n';
		if (strncmp(p, line, len) == 0 && p[len] == '\n')
			return true;
	}
	return false;
}

static bool
look_at(const struct record *record, void *arg)
{
	struct look *look = arg;
	char key[65];

	if (record->action_id == 0)
		return true;
	journal_key(look->journal, record->action_id, key);
	if (record->type == RECORD_INTENT)
		buf_printf(&look->intents, "%s\n", key);
	look->untrue |= record->type == RECORD_OUTCOME &&
	    !has_line(look->world, key, strlen(key));
	return true;
}

/* Line by line: each was meant, and none is there again. */
static const char *
world_wrong(const char *world, const char *intents)
{
	const char *end;

	for (const char *line = world; (end = strchr(line, '\n')) != NULL;
	    line = end + 1) {
		if (!has_line(intents, line, (size_t)(end - line)))
			return "an effect without its intent";
		if (has_line(end + 1, line, (size_t)(end - line)))
			return "done twice";
	}
	return NULL;
}

static const char *
journal_wrong(const char *world)
{
	static char text[TEXT_LEN];
	struct look look = { .world = world };
	struct err err = { 0 };
	const char *wrong = NULL;

	buf_puts(&look.intents, "");
	if (access(bench.db, F_OK) == 0) {
		look.journal = journal_peek(bench.run, &err);
		if (look.journal == NULL ||
		    journal_verify(look.journal, NULL, NULL, &err) == -1 ||
		    journal_each(look.journal, look_at, &look, &err) == -1) {
			str_copy(text, sizeof(text), err.text);
			wrong = text;
		}
		journal_close(look.journal);
	}
	if (wrong == NULL && look.untrue)
		wrong = "an outcome without its effect";
	if (wrong == NULL)
		wrong = world_wrong(world, look.intents.data);
	buf_done(&look.intents);
	return wrong;
}

const char *
child_wrong(int actions, bool finished)
{
	struct buf world = { 0 };
	char path[128];
	int lines = 0;

	(void)file_read(in_base("world", path), 1 << 20, &world, NULL);
	buf_puts(&world, "");
	const char *wrong = journal_wrong(world.data);
	for (const char *p = world.data; (p = strchr(p, '\n')) != NULL; p++)
		lines++;
	buf_done(&world);
	if (wrong == NULL && finished && lines != actions)
		wrong = "not all was done";
	return wrong;
}
