/* Where runs live: state_dir/20261124-1, one folder a run. */

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/xmalloc.h"
#include "engine/run_priv.h"

/* "20261124-12": newest first, by day and then by number. */
static int
newest_first(const void *a, const void *b)
{
	const char *const *x = a, *const *y = b;
	int day = strncmp(*y, *x, 8);

	return day != 0 ? day : atoi(*y + 9) - atoi(*x + 9);
}

static bool
is_run_id(const char *name)
{
	return strlen(name) >= 10 && strspn(name, "0123456789") == 8 &&
	    name[8] == '-' && strspn(name + 9, "0123456789") == strlen(name + 9);
}

void
run_each_id(const struct config *config,
    bool (*fn)(const char *id, const char *dir, void *arg), void *arg)
{
	DIR *dir = opendir(config->state_dir);
	struct dirent *entry;
	char **ids = NULL, path[TEXT_LEN];
	size_t n = 0, cap = 0;
	bool go_on = true;

	while (dir != NULL && (entry = readdir(dir)) != NULL) {
		if (!is_run_id(entry->d_name))
			continue;
		x_grow(ids, n, cap);
		ids[n++] = xstrdup(entry->d_name);
	}
	if (dir != NULL)
		(void)closedir(dir);
	if (n > 0)
		qsort(ids, n, sizeof(*ids), newest_first);
	for (size_t i = 0; i < n; i++) {
		if (go_on && str_fmt(path, sizeof(path), "%s/%s",
		    config->state_dir, ids[i]))
			go_on = fn(ids[i], path, arg);
		free(ids[i]);
	}
	free(ids);
}

struct search {
	const char *id;			/* NULL: the open one */
	char *dir;
	size_t size;
	bool found;
};

static bool
is_end(const struct record *record, void *arg)
{
	bool *ended = arg;

	if (record->type == RECORD_END)
		*ended = true;
	return !*ended;
}

/* A journal that cannot be read counts as open: opening it will say why. */
static bool
is_open_run(const char *dir)
{
	struct err err = { 0 };
	struct journal *journal = journal_peek(dir, &err);
	bool ended = false;

	if (journal == NULL)
		return true;
	(void)journal_each(journal, is_end, &ended, &err);
	journal_close(journal);
	return !ended;
}

static bool
has_journal(const char *dir)
{
	char path[TEXT_LEN + 16];
	struct stat st;

	str_fmt(path, sizeof(path), "%s/journal.db", dir);
	return lstat(path, &st) == 0;
}

static bool
look_at(const char *id, const char *dir, void *arg)
{
	struct search *search = arg;

	if (search->id != NULL ? !str_eq(id, search->id) :
	    !has_journal(dir) || !is_open_run(dir))
		return true;
	search->found = true;
	str_copy(search->dir, search->size, dir);
	return false;
}

bool
run_find_open(const struct config *config, char *dir, size_t size)
{
	struct search search = { .dir = dir, .size = size };

	run_each_id(config, look_at, &search);
	return search.found;
}

bool
run_find(const struct config *config, const char *id, char *dir, size_t size)
{
	struct search search = { .id = id, .dir = dir, .size = size };

	run_each_id(config, look_at, &search);
	return search.found;
}

struct journal *
run_create_folder(struct run *run, struct err *err)
{
	int64_t wall = clock_wall_ms();
	time_t now = (time_t)(wall / 1000);
	char day[16], id[NAME_LEN];
	struct tm tm;

	if (file_make_dirs(run->config->state_dir, err) == -1)
		return NULL;
	gmtime_r(&now, &tm);
	(void)strftime(day, sizeof(day), "%Y%m%d", &tm);
	for (int i = 1; i < 1000; i++) {
		str_fmt(id, sizeof(id), "%s-%d", day, i);
		if (!str_fmt(run->dir, sizeof(run->dir), "%s/%s",
		    run->config->state_dir, id)) {
			err_set(err, ERR_CONFIG, "state_dir is too long");
			return NULL;
		}
		if (mkdir(run->dir, 0700) == 0)
			return journal_create(run->dir, id, err);
		/* A folder without a journal: a start that did not get far. */
		if (!has_journal(run->dir))
			return journal_create(run->dir, id, err);
	}
	err_set(err, ERR_IO, "%s: 999 runs today; tidy up", run->config->state_dir);
	return NULL;
}
