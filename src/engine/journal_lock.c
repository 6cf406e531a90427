/* One process writes a run's journal; journal_holder() says which. */

#include "engine/journal_lock.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/str.h"
#include "engine/journal.h"
#include "engine/journal_place.h"
#include "engine/journal_who.h"

/*
 * Two lines: "maria@host pid 4711 since 2026-11-24T14:21:07Z" for people, and
 * "4711 8812345", pid and start, to tell a living holder from a dead one whose
 * number somebody else has now.
 */
#define LOCK_TEXT 256

static void
read_text(int fd, char text[LOCK_TEXT])
{
	ssize_t n = pread(fd, text, LOCK_TEXT - 1, 0);

	text[n > 0 ? n : 0] = '\0';
}

static int
write_text(int fd, const struct who *who, struct err *err)
{
	char text[LOCK_TEXT], iso[32];

	str_fmt(text, sizeof(text), "%s since %s\n%d %llu\n", who->name,
	    clock_iso(clock_wall_ms(), iso, sizeof(iso)), (int)getpid(),
	    who_started(getpid()));
	/* Written over, then cut: on a full disk the old block still serves. */
	ssize_t len = (ssize_t)strlen(text);
	if (pwrite(fd, text, (size_t)len, 0) != len || ftruncate(fd, len) == -1)
		return err_sys(err, "write the lock");
	return 0;
}

static int
refuse(int fd, struct err *err)
{
	char text[LOCK_TEXT];

	if (errno != EWOULDBLOCK)
		return err_sys(err, "lock the run");
	read_text(fd, text);
	text[strcspn(text, "\n")] = '\0';
	return err_set(err, ERR_REFUSED, "the run is in the hands of %s; watch it,"
	    " or ask for it there", text[0] != '\0' ? text : "another process");
}

int
lock_take(const char *dir, const struct who *who, struct err *err)
{
	char path[PATH_MAX];

	if (!str_fmt(path, sizeof(path), "%s/lock", dir))
		return err_set(err, ERR_IO, "%s: the name is too long", dir);
	int fd = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK |
	    O_CLOEXEC, S_IRUSR | S_IWUSR);
	if (fd == -1)
		return err_sys(err, "%s", path);
	if (place_check_file(path, err) == -1)
		goto fail;
	if (flock(fd, LOCK_EX | LOCK_NB) == -1) {
		refuse(fd, err);
		goto fail;
	}
	if (write_text(fd, who, err) == 0)
		return fd;
	(void)err_prefix(err, "%s", path);
fail:
	(void)close(fd);		/* frees the lock, if we had it */
	return -1;
}

void
lock_drop(int fd)
{
	if (fd == -1)
		return;
	/* A name left behind only misleads; the lock itself is what counts. */
	(void)!ftruncate(fd, 0);
	(void)close(fd);
}

static bool
is_alive(const char *line)
{
	char *end;
	long pid = strtol(line, &end, 10);
	unsigned long long start = strtoull(end, NULL, 10);

	return pid > 0 && start > 0 && who_started((pid_t)pid) == start;
}

void
journal_holder(const char *run_dir, char *who, size_t size)
{
	char path[PATH_MAX], text[LOCK_TEXT];

	str_copy(who, size, "");
	if (!str_fmt(path, sizeof(path), "%s/lock", run_dir))
		return;
	int fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (fd == -1)
		return;
	read_text(fd, text);
	(void)close(fd);		/* read only */
	char *line = strchr(text, '\n');
	char *since = strstr(text, " since ");
	if (line == NULL || since == NULL || !is_alive(line + 1))
		return;
	*since = '\0';
	str_copy(who, size, text);
}
